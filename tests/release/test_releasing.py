"""Releasing: what is refused, and that nothing is written then."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

import policy_dataset as pds
from policy_dataset.release.assets import AlreadyReleasedError
from policy_dataset.release.verdict import ReleaseRefusedError
from policy_dataset.releasing import release
from release.small_dataset import add_measures, curated, edit, set_version

DAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A first release in ``dist``, beside its dataset."""
    folder = tmp_path_factory.mktemp("first")
    release(curated(folder), folder / "dist", day=DAY)
    return folder


@pytest.fixture
def place(first, tmp_path):
    """A copy of it to change."""
    import shutil  # noqa: PLC0415

    shutil.copytree(first, tmp_path / "place")
    return tmp_path / "place"


def again(place, **options):
    previous = place / "dist" / "bulletin-1.0.0.zip"
    return release(place / "bulletin", place / "dist", previous=previous, **options)


def test_a_release_is_what_a_build_of_the_same_directory_is(first, tmp_path):
    with zipfile.ZipFile(first / "dist" / "bulletin-1.0.0.zip") as zipped:
        held = {n.partition("/")[2]: zipped.read(n) for n in zipped.namelist()}
    built = pds.build(first / "bulletin", tmp_path)
    assert held == {
        p.relative_to(built.path).as_posix(): p.read_bytes() for p in built.path.rglob("*") if p.is_file()
    }
    assert pds.load(built.path).released == DAY
    assert b"released on 2026-02-01" in held["README.md"]
    assert b"First release." in held["CHANGELOG.md"]


def test_where_nothing_changed_there_is_nothing_to_release(place):
    with pytest.raises(ReleaseRefusedError, match=r"nothing differs from bulletin@1\.0\.0"):
        again(place)


def test_a_version_that_stays_is_refused(place):
    add_measures(place / "bulletin", 1)
    with pytest.raises(
        ReleaseRefusedError, match=r"1 measure added → 1\.1\.0 asked for, dataset\.yaml says 1\.0\.0"
    ):
        again(place)


def test_a_record_that_goes_asks_for_a_major_version(place):
    file = place / "bulletin" / "statistics.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("- id: clinics_money_2026")], encoding="utf-8", newline="\n")
    edit(place / "bulletin" / "indicators.yaml", "clinic_investment", "clinic_investment_kept")
    set_version(place / "bulletin", "1.1.0")
    with pytest.raises(ReleaseRefusedError, match=r"2\.0\.0 asked for") as refused:
        again(place)
    assert refused.value.diff.required_bump == "major"


def test_a_change_without_a_cause_is_asked_for(place):
    text = (place / "bulletin" / "actors.yaml").read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if "name_en: " in line)
    edit(place / "bulletin" / "actors.yaml", name, name.replace("name_en: ", "name_en: The "))
    set_version(place / "bulletin", "1.0.1")
    with pytest.raises(ReleaseRefusedError, match="why did these change") as refused:
        again(place)
    (record,) = {f"{c.table}/{c.id}" for c in refused.value.diff.changed if c.cause is None}
    with pytest.raises(pds.UsageError, match="did you mean 'coding_corrected'"):
        again(place, causes=["coding_correctd"])
    with pytest.raises(pds.UsageError, match="actors/nobody, which did not change"):
        again(place, causes=["actors/nobody=coding_corrected"])
    done = again(place, causes=[f"{record}=coding_corrected"])
    assert {c.cause for c in done.diff.changed if c.table == "actors"} == {"coding_corrected"}
    assert done.diff.required_bump == "patch"

    # It is noted, so that whoever makes the release anew gives it no more, and gets the same bytes.
    files = {p.name: p.read_bytes() for p in (place / "dist").iterdir()}
    text = (place / "bulletin" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"<!-- causes: {record}=coding_corrected -->" in text
    assert not again(place).changelog_written
    assert {p.name: p.read_bytes() for p in (place / "dist").iterdir()} == files


class Line(pds.Table, table="budget_lines", title="Budget lines"):
    """Money that a budget sets aside."""

    budget_line_id: str = pds.column("Id of the line.", key=True, pattern="[a-z_]+", examples=("roads",))
    location_id: str = pds.column("Whose budget it is.", references="locations", examples=("510000",))


def test_a_table_of_one_s_own_is_released_and_compared(place):
    standard = pds.Library.standard()
    schema = pds.Schema((*standard.schema, Line), standard.schema.codelists)
    library = pds.Library(schema=schema, derivations=standard.derivations, rules=standard.rules)
    records = place / "bulletin" / "budget_lines.yaml"
    records.write_text("- id: roads\n  location: town\n", encoding="utf-8")
    set_version(place / "bulletin", "1.1.0")
    done = again(place, library=library)
    assert done.diff.summary() == "1 row of budget_lines added, table budget_lines added"
    assert pds.load(done.archive)["budget_lines"]["roads"].location.name_en == "The Town"
    assert not pds.diff(done.archive, place / "bulletin", library=library)
    assert "budget_lines" in pds.load(place / "bulletin", library=library)


def test_what_was_released_is_not_replaced_by_other_content(place):
    edit(place / "bulletin" / "dataset.yaml", "A small dataset to break", "Another title")
    before = (place / "dist" / "bulletin-1.0.0.zip").read_bytes()
    with pytest.raises(AlreadyReleasedError, match="was released before with other content"):
        release(place / "bulletin", place / "dist")
    assert (place / "dist" / "bulletin-1.0.0.zip").read_bytes() == before
    assert not [p for p in (place / "dist").iterdir() if p.name.startswith(".")]


def test_a_release_before_is_not_forgotten_nor_passed_over(place):
    add_measures(place / "bulletin", 1)
    set_version(place / "bulletin", "1.1.0")
    before = {p.name for p in (place / "dist").iterdir()}
    with pytest.raises(
        pds.UsageError, match=r"compared with nothing, and .* has 1\.0\.0.*--previous .*bulletin-1\.0\.0\.zip"
    ):
        release(place / "bulletin", place / "dist")
    assert {p.name for p in (place / "dist").iterdir()} == before
    again(place)
    set_version(place / "bulletin", "1.1.1")
    with pytest.raises(pds.UsageError, match=r"compared with bulletin@1\.0\.0, and .* has 1\.1\.0"):
        again(place)
    # Nor does the release of another dataset take its place.
    first = place / "dist" / "bulletin-1.0.0.zip"
    with pytest.raises(pds.UsageError, match=r"compared with other@1\.0\.0"):
        release(place / "bulletin", place / "dist", previous=_renamed(first, place / "other"))


def _renamed(archive, folder):
    import json  # noqa: PLC0415

    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    descriptor = folder / "bulletin" / "datapackage.json"
    held = json.loads(descriptor.read_text(encoding="utf-8"))
    descriptor.write_text(json.dumps(held | {"name": "other"}), encoding="utf-8")
    return folder / "bulletin"


def test_a_pre_release_is_nothing_to_compare_with_and_no_release_before(place):
    add_measures(place / "bulletin", 1)
    set_version(place / "bulletin", "1.1.0-rc.1")
    again(place)
    set_version(place / "bulletin", "1.1.0")
    with pytest.raises(pds.UsageError, match=r"1\.1\.0-rc\.1 is a pre-release"):
        release(place / "bulletin", place / "dist", previous=place / "dist" / "bulletin-1.1.0-rc.1.zip")
    assert again(place).diff.required_bump == "minor"


def test_a_curator_s_own_section_is_kept_and_gets_its_day(place):
    add_measures(place / "bulletin", 1)
    set_version(place / "bulletin", "1.1.0")
    file = place / "bulletin" / "CHANGELOG.md"
    edit(file, "## [1.0.0]", "## [1.1.0]\n\nWords of ours.\n\n## [1.0.0]")
    again(place, day=date(2026, 3, 1))
    text = file.read_text(encoding="utf-8")
    assert "## [1.1.0] - 2026-03-01\n\nWords of ours.\n" in text
    assert text.count("[1.1.0]") == 1
    with pytest.raises(pds.UsageError, match="is of 2026-03-01"):
        again(place, day=date(2026, 3, 2))


def test_an_invalid_dataset_is_not_released(place):
    edit(place / "bulletin" / "statistics.yaml", "kind: plan_scope", "kind: plan_scoop")
    with pytest.raises(pds.BuildError):
        again(place)


def test_curated_directories_and_packages_can_be_compared(place):
    d = pds.diff(place / "dist" / "bulletin-1.0.0.zip", place / "bulletin")
    assert not d
    set_version(place / "bulletin", "1.1.0")
    add_measures(place / "bulletin", 1)
    d = pds.diff(place / "dist" / "bulletin-1.0.0.zip", place / "bulletin")
    assert d.summary() == "1 measure added"
    assert repr(d) == "<bulletin@1.0.0 → bulletin@1.1.0: 1 measure added>"
