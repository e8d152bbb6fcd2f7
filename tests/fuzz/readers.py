"""What is fuzzed: every way in for bytes that others wrote, and what must hold whatever they are."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.model.standard import standard_schema
from policy_dataset.notation.figures import parse_figure
from policy_dataset.notation.periods import parse_period
from policy_dataset.notation.scanner import scan
from policy_dataset.problems import Problem
from policy_dataset.records.field_order import order_of_table
from policy_dataset.records.meta import read_meta
from policy_dataset.records.names import read_names
from policy_dataset.records.shape import read_rows
from policy_dataset.records.yaml_fix import fix_yaml
from policy_dataset.records.yaml_format import format_yaml
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.release.load import load_package
from policy_dataset.release.releases import find_release
from policy_dataset.release.zip_files import ZipFiles
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.sources.anchors import read_anchor
from policy_dataset.sources.lock import Lock, read_lock
from policy_dataset.sources.sentences import sentences
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.tables.bulk import read_bulk
from policy_dataset.tables.files import look_at_csv, look_at_parquet
from policy_dataset.values.edtf import EDTF

TESTS = Path(__file__).resolve().parent.parent
BASE = TESTS / "rules" / "_base"
FIXTURES = TESTS / "rules"
PACKAGE_TABLES = ("measure_links", "measure_statuses", "location_members")


class BrokenPromiseError(AssertionError):
    """A reader answered, but not as it must."""


@dataclass(frozen=True)
class Reader:
    """One way in.

    Attributes
    ----------
    kind
        Which hostile words its mutants get.
    seeds
        Right inputs to begin from.
    read
        Reads bytes in a folder of its own and raises where a promise is broken.
    """

    name: str
    kind: str
    seeds: Callable[[], tuple[bytes, ...]]
    read: Callable[[bytes, Path, Random], None]


def _all(pattern: str) -> Callable[[], tuple[bytes, ...]]:
    return cache(lambda: tuple(f.read_bytes() for f in sorted(FIXTURES.glob(pattern)) if f.is_file()))


def check_problems(problems: Iterable[Problem]) -> None:
    """Every problem has a rule in the catalogue, and a place that can be one."""
    for problem in problems:
        if problem.code not in all_rules():
            raise BrokenPromiseError(f"no rule {problem.code}")
        if problem.file is None:
            raise BrokenPromiseError(f"no file: {problem}")
        if (problem.line or 1) < 1 or (problem.column or 1) < 1:
            raise BrokenPromiseError(f"no such place: {problem}")
        problem.message.encode("utf-8", "surrogatepass")


def _yaml(data: bytes, _: Path, random: Random) -> None:
    schema = standard_schema()
    table = random.choice(schema.authored)
    document = read_yaml(data, file="records.yaml")
    rows, faults = read_rows(document, table)
    check_problems((*document.problems, *faults))
    for row in rows:
        row.locate(Problem(code="bad_value", message=""))


def _format(data: bytes, _: Path, random: Random) -> None:
    order = order_of_table(random.choice(standard_schema().authored))
    once = format_yaml(data, file="records.yaml", order=order)
    check_problems(once.problems)
    if once.text is not None:
        again = format_yaml(once.text.encode(), file="records.yaml", order=order)
        if again.text != once.text:
            raise BrokenPromiseError("a second `format` changes something")


def _fix(data: bytes, _: Path, random: Random) -> None:
    schema = standard_schema()
    table, unsafe = random.choice(schema.authored), random.random() < 0.5
    once = fix_yaml(data, file="records.yaml", schema=schema, table=table, unsafe=unsafe)
    check_problems(once.problems)
    if once.text is not None:
        again = fix_yaml(once.text.encode(), file="records.yaml", schema=schema, table=table, unsafe=unsafe)
        if again.text != once.text:
            raise BrokenPromiseError("a second `fix` changes something")


def _meta(data: bytes, folder: Path, _: Random) -> None:
    (folder / "dataset.yaml").write_bytes(data)
    *_, problems = read_meta(folder)
    check_problems(problems)


def _names(data: bytes, folder: Path, _: Random) -> None:
    (folder / "names.txt").write_bytes(data)
    _, problems = read_names(folder)
    check_problems(problems)


def _bulk(suffix: str) -> Callable[[bytes, Path, Random], None]:
    def read(data: bytes, folder: Path, random: Random) -> None:
        path = folder / f"statistics{suffix}"
        path.write_bytes(data)
        schema = standard_schema()
        table = schema["statistics"] if random.random() < 0.9 else random.choice(schema.authored)
        look_at = look_at_csv if suffix == ".csv" else look_at_parquet
        check_problems(look_at(path, table, path.name)[1])
        read = read_bulk(path, table, file=path.name)
        check_problems(read.problems)
        for row in range(min(3, read.frame.data.num_rows)):
            read.frame.places.of(row, "figure")
            read.frame.places.text(row, "figure")

    return read


def _lock(data: bytes, _: Path, __: Random) -> None:
    read = read_lock(data.decode("utf-8", "replace"))
    if not isinstance(read, Lock):
        check_problems((read,))
        return
    for source in read.sources.values():
        source.sentence_spans()
        source.numeral_list()
    read.to_json()


@cache
def package() -> Mapping[str, bytes]:
    """Return files of the release that comes with the library."""
    files = ZipFiles(find_release("livelihood-2026").path)
    descriptor = json.loads(files.read("datapackage.json"))
    kept = [r for r in descriptor["resources"] if r["name"].removesuffix("_parquet") in PACKAGE_TABLES]
    descriptor["resources"] = kept
    found = {r["path"]: files.read(r["path"]) for r in kept}
    return {"datapackage.json": json.dumps(descriptor, ensure_ascii=False).encode(), **found}


def _read_package(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    try:
        dataset = load_package(folder)
        for name in list(dataset)[:5]:
            table = dataset[name]
            table.to_arrow()
            for record in list(table)[:2]:
                repr(record)
    except PolicyDatasetError:
        return


def _descriptor(data: bytes, folder: Path, _: Random) -> None:
    _read_package({**package(), "datapackage.json": data}, folder)


def _package_parquet(data: bytes, folder: Path, random: Random) -> None:
    name = f"data/{random.choice(PACKAGE_TABLES)}.parquet"
    size = len(package()[name])  # another size would be seen before the file is opened
    _read_package({**package(), name: data[:size].ljust(size, b"\0")}, folder)


def _notation(data: bytes, _: Path, __: Random) -> None:
    text = data.decode("utf-8", "replace")
    for read in (parse_figure(text[:2000]), parse_period(text[:2000])):
        start = read.start if isinstance(read, Problem) else None
        if start is not None and not 0 <= start <= (read.end or start) <= len(text):
            raise BrokenPromiseError(f"a place outside of the text: {read}")
    for mention in scan(text):
        if not 0 <= mention.start < mention.end <= len(text):
            raise BrokenPromiseError(f"a mention outside of the text: {mention}")
    EDTF.parse(text[:2000])
    read_anchor(text[:2000])
    read_spans(text[:2000])
    list(sentences(text, Spans(((0, len(text)),))) if text else ())


def _figures() -> tuple[bytes, ...]:
    rows = [
        json.loads(line)
        for name in ("figures", "dates")
        for line in (TESTS / "notation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    anchors = re.findall(r"bulletin#char=\S+", (BASE / "measures.yaml").read_text(encoding="utf-8"))
    return tuple(str(r["text"]).encode() for r in rows) + tuple(a.encode() for a in anchors)


def _locks() -> tuple[bytes, ...]:
    lock = TESTS.parent / "datasets" / "livelihood-2026" / "sources.lock.json"
    whole = json.loads(lock.read_text(encoding="utf-8"))
    few = {
        "version": whole["version"],
        "sources": {k: v | {"numerals": v["numerals"][:400]} for k, v in list(whole["sources"].items())[:1]},
        "anchors": dict(list(whole["anchors"].items())[:4]),
    }
    return (json.dumps(few, indent=2).encode(), json.dumps(few).encode())


READERS = {
    reader.name: reader
    for reader in (
        Reader("yaml", "yaml", _all("*/**/*.yaml"), _yaml),
        Reader("format", "yaml", _all("*/**/*.yaml"), _format),
        Reader("fix", "yaml", _all("*/**/*.yaml"), _fix),
        Reader("meta", "yaml", _all("*/**/dataset.yaml"), _meta),
        Reader("names", "text", _all("*/**/names.txt"), _names),
        Reader("csv", "csv", _all("*/**/*.csv"), _bulk(".csv")),
        Reader("parquet", "parquet", _all("parquet_columns/**/*.parquet"), _bulk(".parquet")),
        Reader("lock", "json", cache(_locks), _lock),
        Reader("descriptor", "json", lambda: (package()["datapackage.json"],), _descriptor),
        Reader(
            "package_parquet",
            "parquet",
            lambda: tuple(package()[f"data/{t}.parquet"] for t in PACKAGE_TABLES),
            _package_parquet,
        ),
        Reader("notation", "text", cache(_figures), _notation),
    )
}
SHARES = {
    "yaml": 4, "csv": 4, "parquet": 3, "lock": 3, "descriptor": 2, "format": 1, "fix": 1, "meta": 1, "names": 0.5,
    "package_parquet": 2, "notation": 2,
}  # fmt: skip
"""How many of the mutants each reader gets, of the sum."""


def read_in_folder(name: str, data: bytes, seed: int) -> None:
    """Read one input in a folder of its own; raises where a promise is broken."""
    with tempfile.TemporaryDirectory() as folder:
        READERS[name].read(data, Path(folder), Random(seed))  # noqa: S311 - nothing here is secret
