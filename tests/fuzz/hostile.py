"""Inputs made to hurt: read in a process of their own, ``hostile.py NAME``; it prints what came of each, as JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from effort import effort
from fuzz.readers import READERS, package, read_in_folder
from fuzz.worker import bound_memory
from policy_dataset.errors import PolicyDatasetError
from policy_dataset.model.standard import standard_schema
from policy_dataset.notation.figures import parse_figure
from policy_dataset.notation.periods import parse_period
from policy_dataset.notation.scanner import scan
from policy_dataset.pipeline import check
from policy_dataset.problems import Problem
from policy_dataset.records.directory import list_directory
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.release.load import load_package
from policy_dataset.report.forms import form_names, render
from policy_dataset.sources.anchors import read_anchor
from policy_dataset.sources.lock import read_lock
from policy_dataset.sources.sentences import sentences
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.sources.texts import open_texts
from policy_dataset.tables.bulk import read_bulk
from policy_dataset.testing import example_dataset, write_dataset
from policy_dataset.values.edtf import EDTF

MILLION = 10**6
LONG = effort(100_000, MILLION)
"""Characters of texts under attack: a million when the whole is asked for."""
TEN_MEGABYTES = 10 << 20


def _yaml(data: bytes) -> set[str]:
    return {p.code for p in read_yaml(data, file="records.yaml").problems}


def _bomb() -> bytes:
    names = "abcdefghij"
    lines = [f"- &a [{', '.join(['lol'] * 9)}]"]
    lines += [f"- &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    return "\n".join(lines).encode()


YAML: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a bomb of aliases": (_bomb, "yaml_alias"),
    "an alias of itself": (lambda: b"- &a [*a]\n", "yaml_alias"),
    "a merge bomb": (lambda: b"- &a {x: y}\n- <<: [*a, *a]\n", "yaml_merge_key"),
    "a hundred thousand brackets": (lambda: b"- " + b"[" * 100_000, "yaml_too_deep"),
    "a hundred thousand braces": (lambda: b"- " + b"{a: " * 100_000, "yaml_too_deep"),
    "a hundred thousand dashes": (lambda: b"- " * 100_000 + b"x\n", "yaml_too_deep"),
    "a staircase of keys": (lambda: b"\n".join(b" " * n + b"k:" for n in range(3000)), "yaml_too_deep"),
    "a plain scalar of ten megabytes": (lambda: b"- id: " + b"x" * TEN_MEGABYTES, "yaml_too_large"),
    "a quoted scalar of ten megabytes": (
        lambda: b'- id: "' + b"x" * TEN_MEGABYTES + b'"\n',
        "yaml_too_large",
    ),
    "an open quote of ten megabytes": (lambda: b'- id: "' + b"x" * TEN_MEGABYTES, None),
    "a block of ten megabytes": (
        lambda: b"- id: |\n" + b"    xxxxxxxxxxx\n" * (TEN_MEGABYTES // 16),
        "yaml_too_large",
    ),
    "a key of ten megabytes": (lambda: b"- ? " + b"x" * TEN_MEGABYTES + b"\n  : y\n", None),
    "a million empty lines": (lambda: b"\n" * MILLION + b"- id: x\n", None),
    "a million comments": (lambda: b"# x\n" * MILLION, None),
    "a file of NUL": (lambda: b"\0" * MILLION, "text_control_character"),
    "a file of tabs": (lambda: b"\t" * MILLION, None),
    "an object of Python": (lambda: b"- !!python/object/apply:os.system ['true']\n", "yaml_tag"),
    "a thousand documents": (lambda: b"---\n- id: x\n" * 1000, "yaml_syntax"),
}


def hostile_yaml() -> Iterable[tuple[str, Callable[[], bool]]]:
    for name, (make, code) in YAML.items():
        data = make()
        yield name, lambda data=data, code=code: code is None or code in _yaml(data)


def _texts() -> Mapping[str, str]:
    return {
        "digits": "9" * LONG,
        "Chinese digits": "九" * LONG,
        "units": "亿" * LONG,
        "tens": "十" * LONG,
        "digits and points": "1." * (LONG // 2),
        "digits and commas": "1,000," * (LONG // 6),
        "signs": "-" * LONG,
        "spaces": " " * LONG,
        "spaces within": "1" + " " * LONG + "个",
        "qualifiers": "约" * LONG,
        "ranges": "1至" * (LONG // 2),
        "percents": "1%、" * (LONG // 3),
        "years": "2025年" * (LONG // 5),
        "years and months": "2025年1月1日至" * (LONG // 10),
        "until": "截至" * (LONG // 2),
        "changes": "同比增长" * (LONG // 4),
        "fractions": "分之" * (LONG // 2),
        "brackets": "（" * LONG,
        "quotes": "“" * LONG,
        "letters": "a" * LONG,
        "underscores": "a_" * (LONG // 2),
        "combining marks": "e" + "\u0301" * LONG,
        "dashes of EDTF": "2025-" * (LONG // 5),
        "anchors": "a#char=1,2;sha256=" * (LONG // 18),
        "spans": "1,2;" * (LONG // 4),
    }


def hostile_texts() -> Iterable[tuple[str, Callable[[], bool]]]:
    readers: dict[str, Callable[[str], object]] = {
        "parse_figure": parse_figure,
        "parse_period": parse_period,
        "scan": lambda text: sum(1 for _ in scan(text)),
        "EDTF": EDTF.parse,
        "read_anchor": read_anchor,
        "read_spans": read_spans,
        "sentences": lambda text: sum(1 for _ in sentences(text, Spans(((0, len(text)),)))),
    }
    for what, text in _texts().items():
        for name, reader in readers.items():
            yield f"{name} of {what}", lambda reader=reader, text=text: reader(text) is not text


def hostile_cells() -> Iterable[tuple[str, Callable[[], bool]]]:
    """Long texts in fields of every kind, through the reader and every rule."""
    right = example_dataset()
    wrongs = {
        "an id of a million letters": ("statistics.yaml", "- id: bundles", "- id: " + "a_" * 500_000 + "b"),
        "a code of a million letters": (
            "measures.yaml",
            "instrument: service_provision",
            "instrument: " + "a" * MILLION,
        ),
        "a figure of a million digits": ("statistics.yaml", "figure: 3组", "figure: " + "3" * MILLION),
        "a period of a million digits": ("measures.yaml", "period: 今年", "period: " + "2" * MILLION),
        "an anchor of a million digits": ("waivers.yaml", "#char=", "#char=" + "1" * 900_000),
        "spans of a million parts": ("sources.yaml", "spans: 0,", "spans: " + "1,2;" * 200_000 + "0,"),
        "a version of a million digits": (
            "dataset.yaml",
            "version: 1.0.0",
            "version: " + "1" * 900_000 + ".0.0",
        ),
        "a title of a million letters": ("measures.yaml", "title_en: ", "title_en: " + "word " * 250_000),
    }

    def judged(file: str, right_text: str, wrong: str) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            files = {**right, file: str(right[file]).replace(right_text, wrong, 1)}
            root = write_dataset(files, folder)
            report = check(root, texts=root / "texts").report
            return (
                not report.faults
                and bool(list(report))
                and all(render(form, report) for form in form_names())
            )

    judged("dataset.yaml", "version: 1.0.0", "version: 1")  # what is loaded once is no input's fault
    for name, (file, right_text, wrong) in wrongs.items():
        assert right_text in str(right[file]), name
        yield name, lambda file=file, a=right_text, b=wrong: judged(file, a, b)


def hostile_files() -> Iterable[tuple[str, Callable[[], bool]]]:
    """Names that lead elsewhere, links, and files that say more than they hold."""
    schema = standard_schema()

    def links() -> bool:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "measures.yaml").symlink_to("/etc/passwd")
            (folder / "statistics").symlink_to("/etc")
            (folder / "actors.yaml").symlink_to(folder / "actors.yaml")
            listed = list_directory(folder, schema)
            return not listed.files and {p.code for p in listed.problems} == {"symbolic_link"}

    def text_elsewhere() -> bool:
        right = example_dataset()
        with tempfile.TemporaryDirectory() as name:
            wrong = str(right["sources.yaml"]).replace("file: bulletin.txt", "file: ../../bulletin.txt")
            root = write_dataset({**right, "sources.yaml": wrong}, Path(name) / "d")
            return "pattern_mismatch" in {p.rule for p in check(root, texts=root / "texts").report}

    def text_link() -> bool:
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "loop").symlink_to(name)
            (Path(name) / "page.txt").symlink_to("/dev/zero")
            return "/dev/zero" not in str(open_texts(Path(name)).by_name)

    def package_of(path: str) -> Callable[[], bool]:
        def read() -> bool:
            descriptor = json.loads(package()["datapackage.json"])
            for table in descriptor["resources"]:
                table["path"] = path
            with tempfile.TemporaryDirectory() as name:
                (Path(name) / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
                try:
                    dataset = load_package(Path(name))
                    for held in dataset:
                        dataset[held].to_arrow()
                except PolicyDatasetError:
                    return True
            return False

        return read

    yield "links in a directory", links
    yield "a text outside of its folder", text_elsewhere
    yield "links among texts", text_link
    for path in (
        "../../etc/passwd",
        "/etc/passwd",
        "data/../../x",
        "C:\\x",
        "\\\\host\\x",
        "file:///etc/passwd",
        "http://example.org/x",
        "data/\0x",
    ):
        yield f"a table at {path!r}", package_of(path)


def hostile_json() -> Iterable[tuple[str, Callable[[], bool]]]:
    for name, text in {
        "deep lists": '{"version": 1, "sources": ' + "[" * 100_000,
        "deep objects": '{"a":' * 100_000,
        "a number of a million digits": '{"version": ' + "1" * MILLION + "}",
        "a key of a million letters": '{"version": 1, "' + "a" * MILLION + '": 1}',
        "not a number": '{"version": NaN}',
    }.items():
        yield f"a lock of {name}", lambda text=text: isinstance(read_lock(text), Problem)
        data = text.encode()
        yield f"a descriptor of {name}", lambda data=data: read_in_folder("descriptor", data, 0) is None


def hostile_csv() -> Iterable[tuple[str, Callable[[], bool]]]:
    table = standard_schema()["statistics"]
    head = READERS["csv"].seeds()[0].split(b"\n")[0]
    for name, data in {
        "an open quote of ten megabytes": head + b'\n"' + b"x" * TEN_MEGABYTES,
        "a cell of ten megabytes": head + b"\n" + b"x" * TEN_MEGABYTES,
        "a million commas": head + b"\n" + b"," * MILLION,
        "a million quotes": head + b"\n" + b'"' * MILLION,
        "a million empty lines": head + b"\n" * MILLION,
        "a header of a hundred thousand columns": b",".join(b"c%d" % n for n in range(100_000)) + b"\n",
        "a file of NUL": b"\0" * MILLION,
    }.items():

        def read(data: bytes = data) -> bool:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "statistics.csv"
                path.write_bytes(data)
                return bool(read_bulk(path, table, file=path.name).problems)

        yield name, read


SETS = {
    "yaml": hostile_yaml,
    "texts": hostile_texts,
    "cells": hostile_cells,
    "files": hostile_files,
    "json": hostile_json,
    "csv": hostile_csv,
}


def main(name: str) -> None:
    """Read one set and print a line for each input: its name, whether it was told of, and the seconds it took."""
    for reader in READERS.values():
        read_in_folder(reader.name, reader.seeds()[0], 0)
    cases = SETS[name]()
    if name not in _THREADED:
        bound_memory()
    for what, read in cases:
        before, begun = _megabytes(), time.process_time()
        held = read()
        print(json.dumps([what, held, time.process_time() - begun, _megabytes() - before]), flush=True)  # noqa: T201 - read by the test


def _megabytes() -> int:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


_THREADED = ("cells", "files")
"""Sets that run an engine, whose threads claim addresses that they do not use: what they hold is measured instead."""


if __name__ == "__main__":
    main(sys.argv[1])
