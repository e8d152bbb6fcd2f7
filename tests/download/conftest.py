"""A package, a server that has it, and a fetcher that is not patient."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from download.server import serving
from policy_dataset.download.cache import Cache
from policy_dataset.download.client import Client
from policy_dataset.download.fetch import Fetcher
from policy_dataset.download.patience import Patience
from policy_dataset.release.archive import write_archive
from policy_dataset.release.publish import publish
from release.samples import OWN_META, own_schema, own_tables


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """The folder of a small package; not to be changed."""
    return publish(own_schema(), OWN_META, own_tables(), tmp_path_factory.mktemp("package")).path


@pytest.fixture(scope="session")
def archive(package, tmp_path_factory) -> bytes:
    """The bytes of its zip."""
    path = tmp_path_factory.mktemp("archive") / "own-1.0.0.zip"
    write_archive(package, path)
    return path.read_bytes()


@pytest.fixture
def changed(package, tmp_path) -> bytes:
    """Another zip of the same length and name, with another text in it."""
    copy = Path(shutil.copytree(package, tmp_path / "changed" / package.name))
    readme = copy / "README.md"
    readme.write_bytes(readme.read_bytes()[:-2] + b"!\n")
    write_archive(copy, tmp_path / "changed.zip")
    return (tmp_path / "changed.zip").read_bytes()


@pytest.fixture
def site(archive, monkeypatch):
    """A server that has the zip at ``/package``."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "POLICY_DATASET_OFFLINE", "POLICY_DATASET_INDEX"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as found:
        found.files["/package"] = archive
        yield found


@pytest.fixture
def waits():
    """The waits between attempts, in seconds; nobody sits through them."""
    return []


@pytest.fixture
def patience(waits):
    return Patience(
        connect=5,
        silence=0.4,
        slowest=1024,
        window=0.3,
        attempts=3,
        all_attempts=12,
        worth=512,
        redirects=4,
        turn=30,
        sleep=waits.append,
        dice=lambda: 1.0,
    )


@pytest.fixture
def fetcher(tmp_path, patience):
    return Fetcher(Cache(tmp_path / "cache"), Client(patience))
