"""Releases by name and by day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

import policy_dataset as pds
from policy_dataset.model.standard import standard_schema
from policy_dataset.release.archive import write_archive
from policy_dataset.release.faults import DamagedPackageError, PackageError
from policy_dataset.release.index import INDEX, IndexEntry, index_text, read_index
from policy_dataset.release.publish import publish
from policy_dataset.release.releases import FOLDERS, known_releases
from release.samples import META, standard_tables

DAYS = {"1.0.0": "2025-06-01", "1.1.0": "2026-01-15", "1.2.0-rc.1": "2026-03-01"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with three releases and their index."""
    folder = tmp_path_factory.mktemp("kept")
    entries = []
    for version, day in DAYS.items():
        done = publish(
            standard_schema(),
            META.model_copy(update={"version": version}),
            standard_tables(),
            folder / "work" / version,
        )
        file = folder / f"tiny-2026-{version}.zip"
        write_archive(done.path, file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        entries.append(IndexEntry("tiny-2026", version, file.name, digest, file.stat().st_size, day))
    (folder / INDEX).write_text(index_text(entries), encoding="utf-8")
    return folder


def test_a_release_is_asked_for_by_name_and_version(kept):
    assert pds.load("tiny-2026", version="1.0.0", releases=kept).version == "1.0.0"
    assert pds.load("tiny-2026@1.0.0", releases=kept).version == "1.0.0"


def test_without_a_version_the_newest_that_is_no_pre_release(kept):
    assert pds.load("tiny-2026", releases=kept).version == "1.1.0"


def test_folders_may_come_from_the_environment(kept, monkeypatch):
    monkeypatch.setenv(FOLDERS, str(kept))
    assert pds.load("tiny-2026").version == "1.1.0"
    assert not pds.diff("tiny-2026@1.0.0", "tiny-2026@1.1.0")


def test_what_is_not_there_is_told_what_is(kept):
    with pytest.raises(pds.NotFoundError, match=r"1\.2\.0-rc\.1, 1\.1\.0, 1\.0\.0"):
        pds.load("tiny-2026", version="3.0.0", releases=kept)
    with pytest.raises(pds.NotFoundError, match="did you mean 'tiny-2026'"):
        pds.load("tiny-2025", releases=kept)


def test_a_version_goes_with_a_name_alone(kept):
    with pytest.raises(pds.UsageError, match="with the name of a release"):
        pds.load(kept / "tiny-2026-1.0.0.zip", version="1.0.0")
    with pytest.raises(pds.UsageError, match="no semantic version"):
        pds.load("tiny-2026", version="one", releases=kept)


@pytest.mark.parametrize(
    ("day", "version"), [("2026-02-01", "1.1.0"), ("2025-06-01", "1.0.0"), ("2026-12-31", "1.1.0")]
)
def test_a_release_is_asked_for_by_day(kept, day, version):
    ds = pds.load("tiny-2026", releases=kept)
    assert ds.as_of(day, releases=kept).version == version


def test_by_day_is_what_by_name_was_on_that_day(kept, tmp_path):
    # 1.0.1 mends the older line after 1.1.0 came; the pre-release is the only one on its day.
    entries = [
        replace(e, released={"1.1.0": "2026-01-01"}.get(e.version, e.released)) for e in read_index(kept)
    ]
    older = next(e for e in entries if e.version == "1.0.0")
    mended = replace(older, version="1.0.1", released="2026-02-01")
    for file in kept.glob("*.zip"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / INDEX).write_text(index_text([*entries, mended]), encoding="utf-8")
    ds = pds.load("tiny-2026", releases=tmp_path)
    assert ds.version == ds.as_of("2027-01-01", releases=tmp_path).version == "1.1.0"
    alone = [e for e in entries if e.version == "1.2.0-rc.1"]
    (tmp_path / INDEX).write_text(index_text(alone), encoding="utf-8")
    assert (
        pds.load("tiny-2026", releases=tmp_path).as_of("2027-01-01", releases=tmp_path).version
        == "1.2.0-rc.1"
    )


def test_a_day_before_the_first_release_is_told_which_there_are(kept):
    ds = pds.load("tiny-2026", releases=kept)
    with pytest.raises(pds.NotFoundError, match=r"1\.0\.0 \(2025-06-01\), 1\.1\.0 \(2026-01-15\)"):
        ds.as_of("2025-05-31", releases=kept)
    with pytest.raises(pds.UsageError, match="no day"):
        ds.as_of("yesterday", releases=kept)


def test_releases_of_the_library_are_always_known():
    assert any(r.name == "livelihood-2026" for r in known_releases())


def test_an_index_is_the_same_in_any_order(kept):
    entries = read_index(kept)
    assert [e.version for e in entries] == ["1.2.0-rc.1", "1.1.0", "1.0.0"]
    assert index_text(reversed(entries)) == (kept / INDEX).read_text(encoding="utf-8")


def test_a_file_that_is_not_the_one_released_is_not_loaded(kept, tmp_path):
    (tmp_path / INDEX).write_text((kept / INDEX).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DamagedPackageError, match="is missing"):
        pds.load("tiny-2026", releases=tmp_path)
    (tmp_path / "tiny-2026-1.1.0.zip").write_bytes((kept / "tiny-2026-1.0.0.zip").read_bytes())
    with pytest.raises(DamagedPackageError, match="SHA-256 differs"):
        pds.load("tiny-2026", releases=tmp_path)


@pytest.mark.parametrize(
    "held",
    [
        "[]",
        "{}",
        '{"form": 2, "releases": []}',
        '{"form": 1, "releases": [{"name": "x"}]}',
        '{"form": 1, "releases": 3}',
        "no json",
    ],
)
def test_what_is_no_index_is_refused(held, tmp_path):
    (tmp_path / INDEX).write_text(held, encoding="utf-8")
    with pytest.raises(PackageError):
        read_index(tmp_path)


@pytest.mark.parametrize("wrong", [{"released": "yesterday"}, {"version": "1.x"}])
def test_an_index_with_a_day_or_version_that_is_none_is_no_index(wrong, tmp_path):
    entry = {"name": "x", "version": "1.0.0", "file": "x.zip", "sha256": "0" * 64, "size": 0, **wrong}
    (tmp_path / INDEX).write_text(json.dumps({"form": 1, "releases": [entry]}), encoding="utf-8")
    with pytest.raises(PackageError, match=r"index\.json is no index of releases"):
        read_index(tmp_path)


def test_an_index_names_no_file_outside_its_folder(tmp_path):
    entry = {"name": "x", "version": "1.0.0", "file": "../x.zip", "sha256": "", "size": 0}
    (tmp_path / INDEX).write_text(json.dumps({"form": 1, "releases": [entry]}), encoding="utf-8")
    with pytest.raises(PackageError, match="no plain file"):
        read_index(tmp_path)
