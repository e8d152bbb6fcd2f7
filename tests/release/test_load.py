"""Loading: from a folder, its descriptor, a zip; and refusing what is damaged or hostile."""

from __future__ import annotations

import json
import os
import shutil
import stat
import struct
import zipfile
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_dataset.errors import NotFoundError, PolicyDatasetError
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.release.faults import DamagedPackageError, PackageError, UnsafePackageError
from policy_dataset.release.files import FolderFiles
from policy_dataset.release.load import dataset_of, inspect_package, load_package
from release.samples import META, standard_tables


def _zip(folder, to, *, top=""):
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
    return to


def _edit(package, change):
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def _resource(descriptor, name="harbours_parquet"):
    return next(r for r in descriptor["resources"] if r["name"] == name)


@pytest.mark.parametrize("how", ["folder", "text", "descriptor", "zip", "zip with a folder"])
def test_a_package_is_loaded_from_wherever_it_is(how, own, tmp_path):
    place = {
        "folder": lambda: own.path,
        "text": lambda: str(own.path),
        "descriptor": lambda: own.path / "datapackage.json",
        "zip": lambda: _zip(own.path, tmp_path / "p.zip"),
        "zip with a folder": lambda: _zip(own.path, tmp_path / "p.zip", top="own-1.0.0/"),
    }[how]()
    ds = load_package(place, hashes=True)
    assert (ds.name, ds.version, ds.title, ds.license) == ("own", "1.0.0", "A tiny dataset", "CC-BY-4.0")
    assert ds.tables == ("calls", "harbours")
    assert len(ds["harbours"]) == 3
    assert ds.harbours.to_arrow().num_rows == 3


def test_tables_in_memory_are_the_dataset_that_would_be_loaded(ds):
    memory = dataset_of(standard_schema(), META, standard_tables())
    assert repr(memory) == repr(ds)
    for name in ds.tables:
        assert memory[name].to_arrow().equals(ds[name].to_arrow())
    assert memory.measures["ferry"] == ds.measures["ferry"]
    assert memory.measures["ferry"].statistics[0].value == 259000000


def test_tables_are_read_when_they_are_asked_for(package):
    (package / "data" / "calls.parquet").unlink()
    ds = load_package(package)
    assert len(ds.calls) == 2
    assert ds.harbours["north"].name_en == "North, upper"
    with pytest.raises(DamagedPackageError, match=r"data/calls\.parquet is missing"):
        ds.calls.to_arrow()


def test_what_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no package at"):
        load_package(tmp_path / "nothing")


def test_a_folder_or_file_that_is_no_package_says_so(tmp_path):
    with pytest.raises(PackageError, match=r"has no datapackage\.json"):
        load_package(tmp_path)
    (tmp_path / "x.zip").write_bytes(b"PK no zip")
    with pytest.raises(PackageError, match="no package, or a damaged one"):
        load_package(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(PackageError, match=r"holds no datapackage\.json"):
        load_package(tmp_path / "y.zip")


def test_a_package_of_others_is_told_apart(package):
    _edit(package, lambda d: d.pop("policy_dataset"))
    with pytest.raises(PackageError, match="not written by policy-dataset"):
        load_package(package)


def test_a_later_layout_asks_for_an_upgrade(package):
    _edit(package, lambda d: d["policy_dataset"].update(layout=99))
    with pytest.raises(PackageError, match="upgrade policy-dataset"):
        load_package(package)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe{}", b"[" * 200_000, b'"x"', b"null"])
def test_a_descriptor_that_is_none_is_refused(content, package):
    (package / "datapackage.json").write_bytes(content)
    with pytest.raises(PackageError):
        load_package(package)


def _set(path, value):
    def change(descriptor):
        here = descriptor
        for part in path[:-1]:
            here = _resource(here) if part == "harbours" else here[part]
        here[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set(["resources"], "x"),
        _set(["resources"], [1]),
        _set(["name"], 3),
        _set(["name"], "own\x1b[2J"),
        _set(["name"], "../own"),
        _set(["version"], "1.0.0\n"),
        _set(["version"], None),
        _set(["title"], ""),
        _set(["licenses"], {}),
        _set(["harbours", "name"], "__class___parquet"),
        _set(["harbours", "name"], "calls_parquet"),
        _set(["harbours", "rows"], -1),
        _set(["harbours", "rows"], True),
        _set(["harbours", "byte_size"], "many"),
        _set(["harbours", "schema"], []),
        _set(["harbours", "schema", "primaryKey"], ["no_such"]),
        _set(["harbours", "schema", "primaryKey"], [["x"]]),
        _set(["harbours", "schema", "fields"], []),
        _set(["harbours", "schema", "foreignKeys", 0, "reference"], {"resource": "ships_parquet"}),
        _set(["harbours", "schema", "foreignKeys", 0, "reference"], "x"),
        _set(["harbours", "schema", "foreignKeys", 0, "fields"], ["near", "kind"]),
        _set(["harbours", "schema", "foreignKeys", 0, "fields"], ["no_such"]),
        _set(["harbours", "hash"], None),
    ],
)
def test_a_descriptor_that_makes_no_sense_is_refused(change, package):
    _edit(package, change)
    with pytest.raises(PackageError):
        load_package(package)


@pytest.mark.parametrize(
    "path",
    [
        "../outside.parquet",
        "/etc/passwd",
        "data/../../outside.parquet",
        "..\\outside.parquet",
        "C:\\x.parquet",
        "C:x",
        "file:///etc/passwd",
        "https://example.org/x.parquet",
        "data//harbours.parquet",
        "./data/harbours.parquet",
        "data/harbours.parquet\n",
        "data/\0",
        "a" * 256,
        ["data/harbours.parquet", "../x"],
    ],
)
def test_no_path_of_a_descriptor_leads_out_of_the_package(path, package):
    (package.parent / "outside.parquet").write_bytes((package / "data" / "harbours.parquet").read_bytes())
    _edit(package, _set(["harbours", "path"], path))
    with pytest.raises(PackageError):
        load_package(package)


def test_no_path_of_any_resource_leads_out_of_the_package(package):
    _edit(package, lambda d: _resource(d, "harbours").update(path="../outside.csv"))
    with pytest.raises(UnsafePackageError, match="no plain path inside it"):
        load_package(package)


@pytest.mark.parametrize("where", ["file", "folder", "descriptor"])
def test_a_link_in_a_package_is_not_followed(where, package):
    outside = package.parent / "outside"
    path = {
        "file": package / "data" / "harbours.parquet",
        "folder": package / "data",
        "descriptor": package / "datapackage.json",
    }[where]
    shutil.move(path, outside)
    path.symlink_to(outside)
    with pytest.raises(UnsafePackageError, match="plain file or folder"):
        load_package(package).harbours.to_arrow()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_package_is_not_read(package):
    path = package / "data" / "harbours.parquet"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UnsafePackageError):
        load_package(package).harbours.to_arrow()


def test_a_link_to_a_package_may_be_given(own, tmp_path):
    (tmp_path / "latest").symlink_to(own.path, target_is_directory=True)
    assert load_package(tmp_path / "latest").harbours["north"].berths == 3


def _harm_cut(data):
    return data[:-20]


def _harm_longer(data):
    return data + b"\0"


def _harm_middle(data):
    return data[:400] + bytes(b ^ 0xFF for b in data[400:800]) + data[800:]


def _harm_end(data):
    return data[:-300] + bytes(b ^ 0x55 for b in data[-300:])


@pytest.mark.parametrize("harm", [_harm_cut, _harm_longer, _harm_end, lambda _: b""])
def test_a_cut_or_changed_file_is_told_without_its_hash(harm, package):
    path = package / "data" / "harbours.parquet"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(DamagedPackageError, match=r"data/harbours\.parquet"):
        load_package(package).harbours.to_arrow()


def test_every_changed_byte_is_told_by_its_hash(package):
    path = package / "data" / "harbours.parquet"
    path.write_bytes(_harm_middle(path.read_bytes()))
    with pytest.raises(DamagedPackageError, match="SHA-256 differs"):
        load_package(package, hashes=True).harbours.to_arrow()


def _rewrite(package, change, *, size=True):
    path = package / "data" / "harbours.parquet"
    with pq.ParquetFile(path) as file:
        table = file.read()
    pq.write_table(change(table), path)
    if size:
        _edit(package, _set(["harbours", "byte_size"], path.stat().st_size))


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.slice(0, 2),
        lambda t: t.select(t.column_names[::-1]),
        lambda t: t.drop_columns(["near"]),
        lambda t: t.append_column("more", [["a", "b", "c"]]),
        lambda t: t.set_column(4, "berths", pa.array([1.5, 2, 3])),
        lambda t: t.replace_schema_metadata({"dataset": "own@0.9.0"}),
        lambda t: t.replace_schema_metadata(None),
    ],
)
def test_a_file_of_another_shape_or_release_is_told(change, package):
    _rewrite(package, change)
    with pytest.raises(DamagedPackageError):
        load_package(package).harbours.to_arrow()


def test_a_descriptor_that_lies_about_types_is_told(package):
    _edit(package, lambda d: _resource(d)["schema"]["fields"][3].update(type="string"))
    with pytest.raises(DamagedPackageError, match="does not hold the columns"):
        load_package(package).harbours.to_arrow()


def test_a_package_is_inspected_as_a_whole_without_reading_its_values(package):
    files = FolderFiles(package)
    assert inspect_package(files).name == "own"
    _edit(package, lambda d: _resource(d)["schema"]["fields"][3].update(type="string"))
    with pytest.raises(DamagedPackageError, match="does not hold the columns"):
        inspect_package(files)


def test_a_package_that_names_no_resources_is_refused(package):
    _edit(package, lambda d: d.pop("resources"))
    with pytest.raises(PackageError, match=r"datapackage\.json has no resources"):
        load_package(package)


def test_a_package_of_files_without_end_is_refused(package):
    _edit(package, lambda d: d["resources"].extend([_resource(d)] * 2000))
    with pytest.raises(PackageError, match=r"has 2,004 resources, and no package has more than 2,000"):
        load_package(package)


def test_a_package_with_an_altered_file_does_not_pass_an_inspection(package):
    (package / "data" / "calls.csv").write_text("call_id\n", encoding="utf-8")
    with pytest.raises(DamagedPackageError, match=r"data/calls\.csv is not the file that was published"):
        inspect_package(FolderFiles(package))


def _hostile_zip(own, to, name, content=b"x", *, mode=None):
    _zip(own.path, to)
    with zipfile.ZipFile(to, "a") as archive:
        member = zipfile.ZipInfo(name)
        if mode is not None:
            member.create_system, member.external_attr = 3, mode << 16
        archive.writestr(member, content)
    return to


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("../evil.txt", None),
        ("/etc/evil.txt", None),
        ("data/../../evil.txt", None),
        ("data\\..\\evil.txt", None),
        ("C:evil.txt", None),
        ("data/link", stat.S_IFLNK | 0o777),
        ("data/pipe", stat.S_IFIFO | 0o644),
        ("data/device", stat.S_IFBLK | 0o644),
        ("data/\x1b[2Jscreen", None),
        ("data/two\nlines", None),
        ("data/evil\u202egnp", None),
    ],
)
def test_a_zip_that_reaches_out_is_refused(name, mode, own, tmp_path):
    with pytest.raises(UnsafePackageError):
        load_package(_hostile_zip(own, tmp_path / "p.zip", name, mode=mode))
    assert [p.name for p in tmp_path.iterdir()] == ["p.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_members_of_one_name_is_refused(own, tmp_path):
    with pytest.raises(UnsafePackageError, match="two members"):
        load_package(_hostile_zip(own, tmp_path / "p.zip", "data/calls.csv"))


@pytest.mark.parametrize("names", [("a", "A"), ("caf\u00e9", "cafe\u0301"), ("a", "a/")])
def test_names_that_one_disk_keeps_apart_and_another_does_not_are_one_name(names, own, tmp_path):
    first = _hostile_zip(own, tmp_path / "p.zip", names[0])
    assert load_package(first).name == "own"
    with zipfile.ZipFile(first, "a") as archive:
        archive.writestr(zipfile.ZipInfo(names[1]), b"")
    with pytest.raises(UnsafePackageError, match="two members"):
        load_package(first)


def test_a_member_whose_name_holds_what_ends_it_is_refused(own, tmp_path):
    path = _hostile_zip(own, tmp_path / "p.zip", "data/ev?il")
    path.write_bytes(path.read_bytes().replace(b"data/ev?il", b"data/ev\0il"))
    with pytest.raises(UnsafePackageError, match=r"holds 'data/ev\\x00il'"):
        load_package(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 93, 99])
def test_a_member_that_is_packed_in_a_way_that_few_know_is_refused(method, own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        data[archive.start_dir + 10 : archive.start_dir + 12] = method.to_bytes(2, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(UnsafePackageError, match="another way than stored or deflated"):
        load_package(path)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (zipfile.ZIP_DEFLATED, "200 times what it is packed in"),
        (zipfile.ZIP_STORED, "more than such a text ever has"),
    ],
)
def test_a_bomb_is_not_unpacked(how, said, tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", how) as archive:
        archive.writestr("datapackage.json", b" " * ((1 << 26) + 1))
    with pytest.raises(UnsafePackageError, match=said):
        load_package(path)


def test_many_small_bombs_are_one_large_one(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(2):
            archive.writestr(f"more-{number}", bytes(1 << 23))
    with pytest.raises(UnsafePackageError, match="more than 200 times its own"):
        load_package(path)


def test_a_zip_whose_members_begin_before_it_is_refused(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    data = path.read_bytes()
    path.write_bytes(data[:-6] + (0xFFFF_FFF0).to_bytes(4, "little") + data[-2:])
    with pytest.raises(DamagedPackageError, match="cannot be unpacked"):
        load_package(path)


def test_a_zip_that_would_fill_a_disk_is_not_unpacked(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(16):
            archive.writestr(f"more-{number}", b"x")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        members, start = archive.infolist(), archive.start_dir
    # Packed and unpacked size in the list of members, as large as both can be said to be there.
    for _ in members:
        data[start + 20 : start + 28] = (0xFFFFFFF0).to_bytes(4, "little") * 2
        lengths = [int.from_bytes(data[start + i : start + i + 2], "little") for i in (28, 30, 32)]
        start += 46 + sum(lengths)
    path.write_bytes(bytes(data))
    with pytest.raises(UnsafePackageError, match=r"would unpack to more than 68,719,476,736 bytes"):
        load_package(path)


@pytest.mark.parametrize("harm", [lambda d: d + b"\0", lambda d: d[:-1] + b"?", lambda d: d[:-1]])
def test_a_zip_that_does_not_end_where_it_says_is_refused(harm, own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    assert load_package(path).name == "own"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(PackageError, match="no package, or a damaged one"):
        load_package(path)


def test_a_zip_may_have_a_comment(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"x" * 65_535
    assert load_package(path).name == "own"


def test_a_zip_with_members_without_end_is_refused(tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    with pytest.raises(UnsafePackageError, match="more than 10,000 members"):
        load_package(path)


def _members_without_end(path, *, how):
    """Add many names of nothing to the list of members, and say of their number what is not so."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        number, start = len(archive.infolist()), archive.start_dir
    names = [f"{n:05}".encode() for n in range(10_001)]
    more = b"".join(b"PK\1\2" + bytes(24) + b"\5" + bytes(17) + name for name in names)
    listed = data[start:-22] + more
    if how == "the end lies about their number":
        end = data[-22:-10] + len(listed).to_bytes(4, "little") + data[-6:]
        path.write_bytes(data[:start] + listed + end)
        return
    total = number + len(names)
    large = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, total, total, len(listed), start)
    if how == "the larger end is longer than it should be":
        large = large[:4] + (45).to_bytes(8, "little") + large[12:]
    sign = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(listed), 1)
    path.write_bytes(data[:start] + listed + large + sign + data[-22:])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("the end lies about their number", "more than 10,000 members"),
        ("only the larger end says their number", "more than 10,000 members"),
        ("the larger end is longer than it should be", "no package, or a damaged one"),
    ],
)
def test_no_end_of_a_zip_hides_how_many_members_it_has(how, said, own, tmp_path, monkeypatch):
    path = _zip(own.path, tmp_path / "p.zip")
    _members_without_end(path, how=how)
    if "lies" not in how:  # the list itself is not even read
        monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda _: pytest.fail("read"))
    with pytest.raises(PackageError, match=said):
        load_package(path)


def test_a_zip_with_the_end_of_a_large_one_loads(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        number, start = len(archive.infolist()), archive.start_dir
    size = len(data) - 22 - start
    large = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, start)
    sign = struct.pack("<4sIQI", b"PK\6\7", 0, len(data) - 22, 1)
    path.write_bytes(data[:-22] + large + sign + data[-22:])
    assert load_package(path).name == "own"


def test_a_member_that_lies_about_its_size_is_refused(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("data/harbours.parquet").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (size + 7).to_bytes(4, "little")))
    with pytest.raises(DamagedPackageError):
        load_package(path).harbours.to_arrow()


def test_a_damaged_member_of_a_zip_is_told(own, tmp_path):
    path = _zip(own.path, tmp_path / "p.zip")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("data/harbours.parquet").header_offset + 80
    data = bytearray(path.read_bytes())
    data[start : start + 40] = bytes(40)
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedPackageError, match="cannot be unpacked"):
        load_package(path).harbours.to_arrow()


def test_every_fault_is_one_of_the_library():
    assert issubclass(PackageError, PolicyDatasetError)
    assert issubclass(DamagedPackageError, PackageError)
    assert issubclass(UnsafePackageError, PackageError)


class Later(Table, table="harbours", title="Harbours"):
    """The harbours of a later version of the schema."""

    harbour_id: str = column("Its id.", key=True)
    tide: Decimal | None = column("Tide.")


def test_a_column_that_the_model_has_since_is_not_stated(own):
    north = load_package(own.path, schema=Schema(tables=(Later,))).harbours["north"]
    assert isinstance(north, Later)
    assert north.tide is None
    assert north.berths == 3
