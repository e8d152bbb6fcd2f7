"""Releases by name, through indexes: as a user asks for them."""

from __future__ import annotations

import hashlib
import json

import pytest

import policy_dataset as pds
from policy_dataset.download.faults import (
    DownloadError,
    OfflineError,
    RefusedByServerError,
    StaleCopyWarning,
    WrongContentError,
)
from policy_dataset.download.patience import Patience
from policy_dataset.release.archive import write_archive
from policy_dataset.release.faults import PackageError
from policy_dataset.release.index import IndexEntry, index_text
from policy_dataset.release.publish import publish
from release.samples import OWN_META, own_schema, own_tables

VERSIONS = ("1.0.0", "1.1.0", "2.0.0-rc.1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three releases with their index; not to be changed."""
    folder = tmp_path_factory.mktemp("releases")
    entries = []
    for version in VERSIONS:
        meta = OWN_META.model_copy(update={"version": version})
        file = folder / f"own-{version}.zip"
        write_archive(publish(own_schema(), meta, own_tables(), folder / "work" / version).path, file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        entries.append(IndexEntry("own", version, file.name, digest, file.stat().st_size))
    (folder / "index.json").write_text(index_text(entries), encoding="utf-8")
    return folder


@pytest.fixture
def index(site, folder, tmp_path, monkeypatch):
    """The address of that index."""
    monkeypatch.setenv("POLICY_DATASET_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Patience, "wait", lambda *_: 0)
    for path in folder.glob("*.*"):
        site.files[f"/data/{path.name}"] = path.read_bytes()
    return f"{site.url}/data"


def _edit(site, change):
    held = json.loads(site.files["/data/index.json"])
    change({r["version"]: r for r in held["releases"]}, held)
    site.files["/data/index.json"] = json.dumps(held).encode()


@pytest.mark.parametrize("end", ["", "/", "/index.json"])
def test_a_release_is_asked_for_by_name_and_version(end, index):
    assert pds.load("own", version="1.0.0", index=index + end).version == "1.0.0"
    assert pds.load("own@1.0.0", index=index + end).version == "1.0.0"
    assert pds.load("own", index=index + end).version == "1.1.0"
    assert pds.load("own", version="2.0.0-rc.1", index=index + end).version == "2.0.0-rc.1"


def test_a_version_that_is_at_hand_asks_nobody(index, site):
    pds.load("own", version="1.0.0", index=index)
    site.asked.clear()
    assert len(pds.load("own", version="1.0.0", index=index).harbours) == 3
    assert site.asked == []


def test_what_was_loaded_once_loads_without_the_network(index, site, monkeypatch):
    pds.load("own", index=index)
    site.asked.clear()
    assert pds.load("own", index=index, offline=True).version == "1.1.0"
    monkeypatch.setenv("POLICY_DATASET_OFFLINE", "1")
    assert pds.load("own", index=index).version == "1.1.0"
    with pytest.raises(OfflineError, match=r"own-1\.0\.0\.zip is not in the cache"):
        pds.load("own", version="1.0.0", index=index)
    assert site.asked == []


def test_a_server_that_is_gone_leaves_the_newest_at_hand_and_a_warning(index, site):
    pds.load("own", index=index)
    site.act = lambda handler, _: handler.cut()
    with pytest.warns(StaleCopyWarning, match=r"index\.json"):
        assert pds.load("own", index=index).version == "1.1.0"


def test_a_name_that_nobody_has_is_told_which_was_meant(index):
    with pytest.raises(pds.NotFoundError, match="did you mean 'own'"):
        pds.load("ownn", index=index)
    with pytest.raises(pds.NotFoundError, match=r"there are 2\.0\.0-rc\.1, 1\.1\.0, 1\.0\.0"):
        pds.load("own", version="3.0.0", index=index)
    with pytest.raises(pds.UsageError, match="no semantic version"):
        pds.load("own", version="one", index=index)


def test_an_index_that_is_not_there_is_told(site, index):
    with pytest.raises(RefusedByServerError, match=r"nothing/index\.json is not there \(404"):
        pds.load("own", index=f"{site.url}/nothing")
    with pytest.raises(pds.NotFoundError, match="no index of releases at"):
        pds.load("own", index="no/such/folder")
    assert index


def test_indexes_of_the_environment_are_asked_for_what_is_not_at_hand(index, site, monkeypatch):
    monkeypatch.setenv("POLICY_DATASET_INDEX", f"{site.url}/nothing/ {index}")
    assert pds.load("livelihood-2026").name == "livelihood-2026"
    assert site.asked == []
    site.files["/nothing/index.json"] = b'{"form": 1, "releases": []}'
    assert pds.load("own").version == "1.1.0"
    with pytest.raises(pds.NotFoundError, match="did you mean 'livelihood-2026'"):
        pds.load("livelihod-2026")


def test_an_index_that_is_given_goes_before_what_is_at_hand(index, folder):
    assert pds.load("own", releases=folder).version == "1.1.0"
    # And what it does not have is at hand all the same.
    assert pds.load("livelihood-2026", index=index).name == "livelihood-2026"


@pytest.mark.parametrize("how", [str, lambda p: p.as_uri(), lambda p: p, lambda p: p / "index.json"])
def test_an_index_may_be_a_folder_of_this_machine(how, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("POLICY_DATASET_CACHE", str(tmp_path / "cache"))
    assert pds.load("own", version="1.0.0", index=how(folder)).version == "1.0.0"
    assert not (tmp_path / "cache").exists()


def test_a_release_that_is_not_the_one_the_index_means_is_not_kept(index, site, tmp_path):
    site.files["/data/own-1.0.0.zip"] = site.files["/data/own-1.1.0.zip"]
    with pytest.raises(WrongContentError, match="should"):
        pds.load("own", version="1.0.0", index=index)
    other = site.files["/data/own-1.1.0.zip"]
    _edit(site, lambda r, _: r["1.1.0"].update(version="1.0.1"))
    with pytest.raises(WrongContentError, match=r"is own@1\.1\.0 and should be own@1\.0\.1"):
        pds.load("own", version="1.0.1", index=index)
    held = {p.read_bytes() for p in (tmp_path / "cache" / "contents").glob("*/*")}
    assert other not in held


def test_an_index_that_gives_a_version_another_content_is_refused(index, site):
    pds.load("own", index=index)
    _edit(site, lambda r, _: r["1.0.0"].update(sha256=r["1.1.0"]["sha256"], file="own-1.1.0.zip"))
    with pytest.raises(WrongContentError, match=r"gives own@1\.0\.0 another content than it had before"):
        pds.load("own", index=index)


@pytest.mark.parametrize(
    "change",
    [
        lambda r, _: r["1.1.0"].update(file="../own-1.1.0.zip"),
        lambda r, _: r["1.1.0"].update(file="https://192.0.2.1/own-1.1.0.zip"),
        lambda r, _: r["1.1.0"].update(file=3),
        lambda r, _: r["1.1.0"].update(file="a" * 256),
        lambda r, held: held["releases"].append({**r["1.1.0"], "sha256": "0" * 64}),
        lambda r, _: r["1.1.0"].update(sha256=""),
        lambda r, _: r["1.1.0"].update(size="many"),
        lambda r, _: r["1.1.0"].update(size=-1),
        lambda r, _: r["1.1.0"].update(version="newest"),
        lambda r, _: r["1.1.0"].update(released="yesterday"),
        lambda r, _: r["1.1.0"].update(name=None),
        lambda r, _: r["1.1.0"].update(name="own\x1b[2J"),
        lambda r, _: r["1.1.0"].update(more=1),
        lambda _, held: held.update(form=2),
        lambda _, held: held.update(releases="none"),
    ],
)
def test_an_index_that_makes_no_sense_is_refused_and_not_kept(change, index, site, tmp_path):
    _edit(site, change)
    with pytest.raises(PackageError, match=f"^{index}/index.json"):
        pds.load("own", index=index)
    assert list((tmp_path / "cache").glob("contents/*/*")) == []


def test_an_index_of_another_size_than_the_file_is_told_before_it_comes(index, site):
    _edit(site, lambda r, _: r["1.1.0"].update(size=10**12))
    with pytest.raises(WrongContentError, match=r"bytes and should have 1,000,000,000,000"):
        pds.load("own", index=index)


def test_an_address_takes_no_version_and_says_nothing_of_itself(index):
    with pytest.raises(pds.UsageError) as refused:
        pds.load("https://me:secret@data.invalid/x.zip", version="1.0.0")
    assert "secret" not in str(refused.value)
    assert index


def test_two_releases_are_compared_by_their_addresses(index):
    compared = pds.diff(f"{index}/own-1.0.0.zip", f"{index}/own-1.1.0.zip")
    assert not compared
    assert compared.required_bump is None


def test_every_fault_of_a_download_is_one_of_the_library():
    assert issubclass(DownloadError, pds.PolicyDatasetError)
