"""Packages of strangers from a server: a clear error, and nothing of them is kept."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from policy_dataset.download.faults import DownloadError, WrongContentError
from policy_dataset.download.packages import fetch_url
from policy_dataset.release.faults import DamagedPackageError, PackageError, UnsafePackageError


def _nothing_kept(fetcher):
    folder = fetcher.cache.folder
    left = [
        p for name in ("contents", "addresses", "parts") for p in (folder / name).rglob("*") if p.is_file()
    ]
    assert left == []


def _with_member(archive: bytes, name: str, content: bytes = b"x", mode: int | None = None) -> bytes:
    held = io.BytesIO(archive)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as opened:
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        if mode is not None:
            member.create_system, member.external_attr = 3, mode << 16
        opened.writestr(member, content)
    return held.getvalue()


HOSTILE = {
    "zip slip": ("../evil.txt", b"x", None),
    "absolute path": ("/etc/evil.txt", b"x", None),
    "drive": ("C:evil.txt", b"x", None),
    "backslashes": ("data\\..\\evil.txt", b"x", None),
    "link": ("own/data/link", b"/etc/passwd", stat.S_IFLNK | 0o777),
    "device": ("own/data/device", b"", stat.S_IFBLK | 0o644),
    "pipe": ("own/data/pipe", b"", stat.S_IFIFO | 0o644),
    "bomb": ("own/data/bomb", bytes((1 << 24) + 1), None),
    "two of one name": ("own/datapackage.json", b"{}", None),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("how", HOSTILE)
@pytest.mark.parametrize("known", [True, False], ids=["hash known", "no hash"])
def test_a_zip_that_is_built_to_harm_is_not_kept(how, known, site, archive, fetcher):
    content = _with_member(archive, *HOSTILE[how])
    site.files["/package"] = content
    fragment = f"#sha256={hashlib.sha256(content).hexdigest()}" if known else ""
    with pytest.raises(UnsafePackageError, match=f"^{site.url}/package"):
        fetch_url(f"{site.url}/package{fragment}", fetcher)
    _nothing_kept(fetcher)


@pytest.fixture
def folder(package, site, tmp_path):
    """A copy of the package, and a way to put it onto the server under ``/own/``."""
    copy = Path(shutil.copytree(package, tmp_path / "own"))

    def put():
        for path in (p for p in copy.rglob("*") if p.is_file()):
            site.files[f"/own/{path.relative_to(copy).as_posix()}"] = path.read_bytes()
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as opened:
            for path in (p for p in copy.rglob("*") if p.is_file()):
                opened.write(path, path.relative_to(copy).as_posix())
        site.files["/package"] = held.getvalue()

    return copy, put


def _edit(folder, change):
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change({r["name"]: r for r in descriptor["resources"]}, descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def _lie_about_a_type(resources, _):
    resources["harbours_parquet"]["schema"]["fields"][3]["type"] = "string"


def _lie_about_rows(resources, _):
    resources["harbours_parquet"]["rows"] += 1


def _name_another_release(_, descriptor):
    descriptor["version"] = "9.0.0"


def _lead_out(resources, _):
    resources["harbours_parquet"]["path"] = "../evil.parquet"


def _lead_elsewhere(resources, _):
    resources["harbours_parquet"]["path"] = "https://192.0.2.1/harbours.parquet"


def _absolute(resources, _):
    resources["harbours"]["path"] = "/etc/passwd"


def _lie_about_a_hash(resources, _):
    resources["harbours_parquet"]["hash"] = f"sha256:{'0' * 64}"


LIES = [
    _lie_about_a_type,
    _lie_about_rows,
    _name_another_release,
    _lead_out,
    _lead_elsewhere,
    _absolute,
    _lie_about_a_hash,
]


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__.strip("_"))
@pytest.mark.parametrize("at", ["/package", "/own/datapackage.json", "/own/"])
def test_a_descriptor_that_lies_is_not_kept(lie, at, site, folder, fetcher):
    path, put = folder
    _edit(path, lie)
    put()
    with pytest.raises((PackageError, DownloadError)) as raised:
        fetch_url(f"{site.url}{at}", fetcher)
    assert str(raised.value).startswith(site.url)
    _nothing_kept(fetcher)


def test_a_package_by_its_descriptor_is_its_tables(site, folder, fetcher):
    _, put = folder
    put()
    got = fetch_url(f"{site.url}/own/datapackage.json", fetcher)
    assert {path for path, _ in site.asked} == {
        "/own/datapackage.json",
        "/own/data/calls.parquet",
        "/own/data/harbours.parquet",
    }
    dataset = got.load()
    assert len(dataset.harbours.to_arrow()) == 3
    assert dataset.altered_files() == []
    got.files.paths["data/calls.parquet"].write_bytes(b"damaged")
    assert dataset.altered_files() == ["data/calls.parquet"]


def test_of_a_package_with_a_missing_table_nothing_is_said_to_be_there(site, folder, fetcher):
    _, put = folder
    put()
    del site.files["/own/data/harbours.parquet"]
    with pytest.raises(DownloadError, match=r"harbours\.parquet is not there"):
        fetch_url(f"{site.url}/own/datapackage.json", fetcher)
    assert [r.place for r in fetcher.cache.records()] == [f"{site.url}/own/data/calls.parquet"]
    put()
    site.asked.clear()
    assert len(fetch_url(f"{site.url}/own/datapackage.json", fetcher).load().calls) == 2
    assert "/own/data/calls.parquet" not in [path for path, _ in site.asked]


@pytest.mark.parametrize("name", ["datapackage.json", "other.json"])
def test_a_descriptor_that_names_itself_as_a_table_is_not_waited_for(name, site, folder, fetcher):
    path, put = folder
    _edit(path, lambda resources, _: resources["harbours_parquet"].update(path=name))
    put()
    site.files[f"/own/{name}"] = (path / "datapackage.json").read_bytes()
    with pytest.raises(UnsafePackageError, match=rf"{name} names itself as the table harbours"):
        fetch_url(f"{site.url}/own/{name}", fetcher)
    _nothing_kept(fetcher)


def test_a_damaged_file_in_a_zip_without_a_hash_is_not_kept(site, archive, fetcher):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        readme = next(m for m in opened.infolist() if m.filename.endswith("README.md"))
    at = readme.header_offset + 30 + len(readme.filename) + 5
    site.files["/package"] = archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]
    with pytest.raises(DamagedPackageError, match=r"README\.md cannot be unpacked"):
        fetch_url(f"{site.url}/package", fetcher)
    _nothing_kept(fetcher)


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"{", b'{"form": 1, "releases": []}', b"PK\x03\x04", b"\x00" * 99]
)
def test_what_is_no_package_is_not_kept(content, site, fetcher):
    site.files["/package"] = content
    with pytest.raises((PackageError, WrongContentError), match=f"^{site.url}/package"):
        fetch_url(f"{site.url}/package", fetcher)
    _nothing_kept(fetcher)
