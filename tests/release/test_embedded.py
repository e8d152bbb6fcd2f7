from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

import policy_dataset as pds
from policy_dataset.release.archive import write_archive
from policy_dataset.release.embedded import embedded_releases
from policy_dataset.release.layout import OURS
from policy_dataset.release.metadata import package_metadata


@pytest.fixture(scope="module")
def fresh(root):
    return pds.load(root / "datasets" / "livelihood-2026")


def test_the_release_in_the_package_is_the_dataset_in_the_checkout(fresh):
    embedded = pds.load("livelihood-2026")
    assert embedded.version == fresh.version
    assert embedded.tables == fresh.tables
    for name in fresh.tables:
        assert embedded[name].to_arrow().equals(fresh[name].to_arrow()), f"{name}: run python tools/embed.py"


DEPENDS_ON_LIBRARIES = {"hash", "bytes", "byte_size", "mediatype"}


def without_bytes(descriptor):
    """A descriptor without what depends on the versions of the libraries that wrote it."""
    kept = {k: v for k, v in descriptor.items() if k not in ("resources", OURS)}
    kept["resources"] = [
        {k: v for k, v in r.items() if k not in DEPENDS_ON_LIBRARIES}
        for r in descriptor["resources"]
        if r["format"] == "parquet"
    ]
    return kept


def test_its_descriptor_says_the_same(fresh):
    assert without_bytes(pds.load("livelihood-2026").descriptor) == without_bytes(fresh.descriptor)


def test_its_metadata_are_those_that_are_written_today():
    (file,) = embedded_releases().values()
    with zipfile.ZipFile(file) as zipped:
        (folder,) = {name.partition("/")[0] for name in zipped.namelist()}
        for name, text in package_metadata(pds.load("livelihood-2026").descriptor).items():
            held = zipped.read(f"{folder}/{name}").decode()
            assert held == text, f"{name}: run python tools/embed.py"


def test_it_loads_offline_outside_the_checkout(tmp_path):
    code = "import policy_dataset as p; ds = p.load('livelihood-2026'); print(ds)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.startswith("livelihood-2026 ")


def test_a_version_is_asked_for_with_an_at_sign():
    (name,) = embedded_releases()
    assert repr(pds.load(name)) == repr(pds.load("livelihood-2026"))


def test_a_misspelt_name_is_told_which_is_meant():
    with pytest.raises(pds.NotFoundError, match="'livelihood-2026'"):
        pds.load("livelihod-2026")


def test_an_archive_of_a_package_is_the_same_bytes_wherever_it_is_made(fresh, root, tmp_path):
    package = pds.build(root / "datasets" / "livelihood-2026", tmp_path / "dist").path
    write_archive(package, tmp_path / "a.zip")
    (tmp_path / "elsewhere").mkdir()
    package.rename(tmp_path / "elsewhere" / package.name)
    write_archive(tmp_path / "elsewhere" / package.name, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert repr(pds.load(tmp_path / "a.zip")) == repr(fresh)
