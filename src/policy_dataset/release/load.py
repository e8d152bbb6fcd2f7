"""Loading a package: a folder, its ``datapackage.json``, or a zip becomes a `Dataset`; tables are read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from policy_dataset.errors import NotFoundError
from policy_dataset.model.standard import standard_table
from policy_dataset.release.dataset import Dataset
from policy_dataset.release.faults import DamagedPackageError, PackageError
from policy_dataset.release.files import FolderFiles, PackageFiles
from policy_dataset.release.layout import DESCRIPTOR
from policy_dataset.release.manifest import Manifest, TableSpec, read_manifest
from policy_dataset.release.parquet import ParquetBytes

if TYPE_CHECKING:
    from datetime import date

    from policy_dataset.model.dataset import DatasetMeta
    from policy_dataset.model.schema import Schema
    from policy_dataset.model.vocabulary import Table
    from policy_dataset.tables.long import PublishedRows

_TYPES: Mapping[str, Callable[[pa.DataType], bool]] = {
    "string": pa.types.is_string,
    "boolean": pa.types.is_boolean,
    "integer": pa.types.is_integer,
    "number": pa.types.is_decimal,
    "date": pa.types.is_date32,
}


def load_package(path: str | Path, *, schema: Schema | None = None, hashes: bool = False) -> Dataset:
    """Load a published package.

    Parameters
    ----------
    path
        Its folder, its ``datapackage.json``, or a zip of it.
    schema
        The declared tables whose classes records are made of; without one, those of this library. Tables that it does
        not know are loaded all the same.
    hashes
        Check the SHA-256 of each table when it is read. Its size, its number of rows, its columns and the release that
        it belongs to are checked always.

    Raises
    ------
    NotFoundError
        Nothing is there.
    PackageError
        What is there is no package, a damaged or an unsafe one.
    """
    return load_files(_files(Path(path)), schema=schema, hashes=hashes)


def load_files(files: PackageFiles, *, schema: Schema | None = None, hashes: bool = False) -> Dataset:
    """Load the package that these files are; see `load_package`."""
    manifest = read_manifest(files.read(DESCRIPTOR), files.place)
    dataset = Dataset(manifest, lambda spec: _read(files, manifest, spec, hashes=hashes), _models(schema))
    dataset.altered_files = partial(altered_files, files, manifest)
    dataset.read_altered = partial(_read_altered, files)
    return dataset


def inspect_package(files: PackageFiles) -> Manifest:
    """Look at a whole package of anyone before it is kept: every file against its hash, every table against its schema.

    Raises
    ------
    PackageError
        It is no package, a damaged or an unsafe one, or one that is not what it says of itself.
    """
    manifest = read_manifest(files.read(DESCRIPTOR), files.place)
    if altered := altered_files(files, manifest):
        raise DamagedPackageError(
            f"{files.place}: {altered[0]} is not the file that was published: it is missing, or its SHA-256 is not the "
            f"one in {DESCRIPTOR}"
        )
    for spec in manifest.tables.values():
        check_table(files, manifest, spec)
    return manifest


def _read_altered(files: PackageFiles, spec: TableSpec) -> pa.Table | None:
    """Return a table from a file that is not as published, as far as it can be read: `verify` names its cells."""
    try:
        table = ParquetBytes(files.read(spec.path)).read()
    except (PackageError, pa.ArrowException, OSError, UnicodeDecodeError):
        return None
    return table if table.column_names == list(spec.fields) else None


def altered_files(files: PackageFiles, manifest: Manifest) -> list[str]:
    """Return the data files of a package that are not as its descriptor says, by SHA-256 or size."""
    found = []
    for resource in manifest.descriptor["resources"]:
        path, said = str(resource.get("path")), str(resource.get("hash"))
        try:
            content = files.read(path, size=resource.get("bytes", resource.get("byte_size")))
        except PackageError:
            found.append(path)
            continue
        if f"sha256:{_sha256(content)}" != said:
            found.append(path)
    return found


def dataset_of(
    schema: Schema, meta: DatasetMeta, tables: Mapping[str, PublishedRows], *, released: date | None = None
) -> Dataset:
    """Return tables in memory as the dataset that would be loaded once they are published."""
    # Not needed to load what is published.
    from policy_dataset.release.descriptor import DataFile, describe, to_json  # noqa: PLC0415
    from policy_dataset.tables.arrow import sorted_by_key  # noqa: PLC0415
    from policy_dataset.tables.long import in_memory  # noqa: PLC0415

    ordered = {t.table_name: sorted_by_key(t, in_memory(tables[t.table_name])) for t in schema.published}
    files = [DataFile(n, "parquet", "", f"data/{n}.parquet", t.num_rows, 0, "") for n, t in ordered.items()]
    content = to_json(describe(schema, meta, ordered, files, released=released)).encode()
    return Dataset(read_manifest(content, meta.id), lambda spec: ordered[spec.name], _models(schema))


def _models(schema: Schema | None) -> Callable[[str], type[Table] | None]:
    if schema is None:
        return standard_table
    return {t.table_name: t for t in schema}.get


def _files(path: Path) -> PackageFiles:
    if path.name == DESCRIPTOR and not path.is_dir():
        path = path.parent
    if not path.exists():
        from policy_dataset.release.swap import finish_if_cut  # noqa: PLC0415 - a package that is there needs none of it

        finish_if_cut(path.absolute())
    if path.is_dir():
        if not (path / DESCRIPTOR).exists():
            raise PackageError(
                f"{path} is no package (it has no {DESCRIPTOR}) and no dataset (it has no dataset.yaml)"
            )
        return FolderFiles(path)
    if path.is_file():
        from policy_dataset.release.zip_files import ZipFiles  # noqa: PLC0415 - a folder needs none of it

        return ZipFiles(path)
    raise NotFoundError(f"there is no package at {path}")


def _sha256(content: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 - asked for only where hashes are checked

    return sha256(content).hexdigest()


def _read(files: PackageFiles, manifest: Manifest, spec: TableSpec, *, hashes: bool) -> pa.Table:
    with _opened(files, manifest, spec, hashes=hashes) as file:
        return file.read()


def check_table(files: PackageFiles, manifest: Manifest, spec: TableSpec) -> None:
    """Compare a table with what the descriptor says of it, without reading its values.

    Raises
    ------
    DamagedPackageError
        It is not that table.
    """
    with _opened(files, manifest, spec):
        pass


@contextmanager
def _opened(
    files: PackageFiles, manifest: Manifest, spec: TableSpec, *, hashes: bool = False
) -> Iterator[ParquetBytes]:
    content = files.read(spec.path, size=spec.size)
    place = f"{files.place}: {spec.path}"
    if hashes and _sha256(content) != spec.sha256:
        raise DamagedPackageError(f"{place} is not the file that was published: its SHA-256 differs")
    try:
        file = ParquetBytes(content)
        _check(place, file, manifest, spec)
        yield file
    except (pa.ArrowException, OSError, UnicodeDecodeError) as fault:
        raise DamagedPackageError(f"{place} is damaged; build or download the package again") from fault


def _check(place: str, file: ParquetBytes, manifest: Manifest, spec: TableSpec) -> None:
    schema = file.schema
    stamp = (schema.metadata or {}).get(b"dataset", b"").decode(errors="replace")
    if stamp != manifest.stamp:
        raise DamagedPackageError(
            f"{place} belongs to {stamp or 'no release'} and not to {manifest.stamp}; if the package was replaced while "
            "it was read, load it again"
        )
    declared = {name: field.type for name, field in spec.fields.items()}
    fits = list(declared) == schema.names and all(
        kind in _TYPES and _TYPES[kind](schema.field(name).type) for name, kind in declared.items()
    )
    if not fits or file.rows != spec.rows:
        raise DamagedPackageError(f"{place} does not hold the columns and rows that {DESCRIPTOR} says")
