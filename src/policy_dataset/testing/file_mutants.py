"""Mutants of files as such: their bytes, their YAML, their CSV, the lock, what lies in the directory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from policy_dataset.model.schema import Schema
from policy_dataset.records.directory import META_FILE, NAMES_FILE
from policy_dataset.records.yaml_text import YamlLimits, read_yaml
from policy_dataset.sources.lock import LOCK_FILE
from policy_dataset.testing.draft import TEXTS, Files
from policy_dataset.testing.mutant import Mutant, Place

Change = Callable[[list[str]], tuple[int, int] | None]
_SOURCES = "sources.yaml"
_DEPTH = 40
_DEEPEST = YamlLimits().depth
_LONG = (1 << 20) + 1


def file_mutants() -> Iterator[Mutant]:
    """Return the mutants of files."""
    for rule, what, change in _LINES:
        yield Mutant(rule, what, partial(_in_records, change))
    for rule, what, encode in _BYTES:
        yield Mutant(rule, what, partial(_encoded, encode))
    for rule, what, csv in _CSV:
        yield Mutant(rule, what, partial(_in_csv, csv))
    for rule, what, data, column in _MORE_FILES:
        yield Mutant(rule, what, partial(_one_more_file, data, column))
    yield Mutant("unknown_file", "a file is named after no table", _unknown_file)
    # Without dataset.yaml nothing in it is silenced.
    yield Mutant("missing_meta", "dataset.yaml is missing", _no_meta, beside=("broad_code",))
    yield Mutant("bad_name", "names.txt holds a clause", _bad_name)
    yield Mutant("bad_lock", "the lock is cut off", partial(_lock, _cut))
    yield Mutant(
        "lock_of_other_version",
        "the lock is of another version",
        partial(_lock, _other_version, line=2, column=3),
    )
    yield Mutant("lock_out_of_date", "the lock lacks an anchor", partial(_lock, _without_anchor))
    yield Mutant("anchor_not_locked", "the lock lacks an anchor", _anchor_not_locked, texts=False)
    yield Mutant("source_changed", "a word was added to a text", partial(_other_text, "file_sha256", _added))
    yield Mutant("text_not_at_hand", "the text of a source is gone", partial(_other_text, "file", _gone))
    yield Mutant("parquet_unreadable", "a Parquet file is cut off", _parquet_unreadable)
    yield Mutant("parquet_columns", "a Parquet file has a column too many", _parquet_columns)


def _records_file(files: Files) -> str | None:
    """Return the file of records with the longest lists: there is most to break."""
    named = [n for n in files if n.endswith(".yaml") and "/" not in n and n != META_FILE]
    return max(named, key=lambda n: (n != "sources.yaml", len(files[n])), default=None)


def _in_records(change: Change, files: Files, _: Schema) -> tuple[Files, Place] | None:
    name = _records_file(files)
    content = files[name] if name is not None else None
    if name is None or not isinstance(content, str):
        return None
    lines = content.splitlines()
    place = change(lines)
    if place is None:
        return None
    return {**files, name: "\n".join(lines) + "\n"}, Place(name, line=place[0], column=place[1])


def _second_field(lines: list[str]) -> tuple[int, str, str]:
    """Return number, name and value of the second field of the first record: a text on a line of its own."""
    name, _, value = lines[1].strip().partition(": ")
    return 1, name, value


def _after(marked: Callable[[str, str], str], mark: str) -> Change:
    """Write the second field anew; its fault begins at `mark`."""

    def change(lines: list[str]) -> tuple[int, int]:
        number, name, value = _second_field(lines)
        lines[number] = f"  {marked(name, value)}"
        return number + 1, lines[number].index(mark) + 1

    return change


def _duplicate_key(lines: list[str]) -> tuple[int, int]:
    number, _, _ = _second_field(lines)
    lines.insert(number + 1, lines[number])
    return number + 2, 3


def _more_field(text: str, column: int) -> Change:
    def change(lines: list[str]) -> tuple[int, int]:
        lines.insert(1, text)
        return 2, column

    return change


_LINES: tuple[tuple[str, str, Change], ...] = (
    ("yaml_duplicate_key", "a field is given twice", _duplicate_key),
    ("yaml_alias", "a value has an anchor", _after(lambda name, value: f"{name}: &one {value}", "&one")),
    ("yaml_tag", "a value has a tag", _after(lambda name, value: f"{name}: !!str {value}", "!!str")),
    ("text_control_character", "a comment holds a control character", _more_field("  # a\x07", 6)),
    (
        "yaml_comment_cuts_text",
        "a sign of a comment within a text",
        _after(lambda n, v: f"{n}: {v} #1", "#1"),
    ),
    ("yaml_merge_key", "a merge key", _more_field("  <<: {}", 3)),
    ("yaml_key_not_text", "a list for a key", _more_field("  [a, b]: c", 3)),
    (
        "yaml_too_large",
        "a text of a million characters",
        _after(lambda name, _: f"{name}: {'很' * _LONG}", "很"),
    ),
)


def _encoded(
    encode: Callable[[str], tuple[bytes, int, int]], files: Files, _: Schema
) -> tuple[Files, Place] | None:
    name = _records_file(files)
    if name is None or not isinstance(files[name], str):
        return None
    data, line, column = encode(str(files[name]))
    return {**files, name: data}, Place(name, line=line, column=column)


_BYTES: tuple[tuple[str, str, Callable[[str], tuple[bytes, int, int]]], ...] = (
    ("line_ends", "Windows line ends", lambda t: (t.replace("\n", "\r\n").encode(), 1, t.index("\n") + 1)),
    ("text_bom", "a byte order mark", lambda t: (t.encode("utf-8-sig"), 1, 1)),
)


_MORE_FILES: tuple[tuple[str, str, bytes, int], ...] = (
    ("text_not_utf8", "a file is GB18030", "# 备注在此，随后补充\n".encode("gb18030"), 3),
    ("text_utf16", "a file is UTF-16", "# later\n".encode("utf-16"), 1),
    ("yaml_syntax", "a quote is not closed", b'- id: "later\n', 7),
    ("yaml_too_deep", "lists in lists in lists", b"- " * _DEPTH + b"late\n", 2 * _DEEPEST + 1),
)
"""What makes a file unreadable is put into one more: what hangs on the records of another would be missed."""


def _one_more_file(data: bytes, column: int, files: Files, schema: Schema) -> tuple[Files, Place]:
    name = f"{schema.authored[-1].table_name}/later.yaml"
    return {**files, name: data}, Place(name, line=1, column=column)


def _in_csv(change: Change, files: Files, _: Schema) -> tuple[Files, Place] | None:
    name = next((n for n in files if n.endswith(".csv")), None)
    content = files[name] if name is not None else None
    if name is None or not isinstance(content, str):
        return None
    lines = content.splitlines()
    place = change(lines)
    if place is None:
        return None
    return {**files, name: "\n".join(lines) + "\n"}, Place(name, line=place[0], column=place[1] or None)


def _no_such_column(lines: list[str]) -> tuple[int, int]:
    column = len(lines[0]) + 2
    lines[:] = [f"{line},{'no_such_column' if n == 0 else 'x'}" for n, line in enumerate(lines)]
    return 1, column


def _ragged(lines: list[str]) -> tuple[int, int]:
    lines[1] += ",more"
    return 2, 0


def _empty_line(lines: list[str]) -> tuple[int, int]:
    lines.insert(2, "")
    return 3, 1


def _other_line_end(lines: list[str]) -> tuple[int, int]:
    lines[-1] += "\r"
    return len(lines), 0


def _quote_inside(lines: list[str]) -> tuple[int, int]:
    at = lines[1].index(",")
    lines[1] = f'{lines[1][:at]}"{lines[1][at:]}'
    return 2, at + 1


def _nul(lines: list[str]) -> tuple[int, int]:
    lines[1] = f"\0{lines[1]}"
    return 2, 1


_CSV: tuple[tuple[str, str, Change], ...] = (
    ("csv_header", "a column that there is not", _no_such_column),
    ("csv_ragged", "a row has a cell too many", _ragged),
    ("csv_empty_line", "an empty line", _empty_line),
    ("csv_line_ends", "one line ends otherwise", _other_line_end),
    ("csv_quote", "a quote inside of a cell", _quote_inside),
    ("text_nul", "a NUL character in a row", _nul),
)


def _unknown_file(files: Files, _: Schema) -> tuple[Files, Place]:
    return {**files, "no_such_table.yaml": "[]\n"}, Place("no_such_table.yaml", line=1, column=1)


def _no_meta(files: Files, _: Schema) -> tuple[Files, Place]:
    return {n: c for n, c in files.items() if n != META_FILE}, Place(META_FILE, line=1, column=1)


def _bad_name(files: Files, _: Schema) -> tuple[Files, Place]:
    names = str(files.get(NAMES_FILE, ""))
    place = Place(NAMES_FILE, line=names.count("\n") + 1, column=1)
    return {**files, NAMES_FILE: f"{names}某部门发布通知，部署工作\n"}, place


def _lock(
    change: Callable[[str], str], files: Files, _: Schema, *, line: int = 1, column: int = 1
) -> tuple[Files, Place] | None:
    if LOCK_FILE not in files:
        return None
    changed = change(str(files[LOCK_FILE]))
    return (
        None
        if changed == files[LOCK_FILE]
        else ({**files, LOCK_FILE: changed}, Place(LOCK_FILE, line=line, column=column))
    )


def _cut(lock: str) -> str:
    return lock[: len(lock) // 2]


def _other_version(lock: str) -> str:
    return lock.replace('"version": 1', '"version": 0', 1)


def _without_anchor(lock: str) -> str:
    read = json.loads(lock)
    if not read["anchors"]:
        return lock
    del read["anchors"][max(read["anchors"])]
    return json.dumps(read)


def _anchor_not_locked(files: Files, schema: Schema) -> tuple[Files, Place] | None:
    found = _lock(_without_anchor, files, schema)
    if found is None:
        return None
    gone = max(json.loads(str(files[LOCK_FILE]))["anchors"])
    for name, content in files.items():
        for number, line in enumerate(str(content).splitlines() if name.endswith(".yaml") else (), 1):
            if gone in line:
                return found[0], Place(name, line=number, column=line.index(gone) + 1)
    return None


def _other_text(
    blamed: str, change: Callable[[Files, str], Files], files: Files, _: Schema
) -> tuple[Files, Place] | None:
    names = sorted(n for n in files if n.startswith(f"{TEXTS}/"))
    if not names or (change is _gone and len(names) == 1):  # without any text nobody would hand them in
        return None
    name = names[-1]
    sources = read_yaml(str(files[_SOURCES]).encode(), file=_SOURCES).value
    number = next(n for n, source in enumerate(sources) if source["file"] == name.removeprefix(f"{TEXTS}/"))
    return change(files, name), Place(_SOURCES, (number, blamed))


def _added(files: Files, name: str) -> Files:
    return {**files, name: f"{files[name]!s}再记。\n"}


def _gone(files: Files, name: str) -> Files:
    return {n: content for n, content in files.items() if n != name}


def _parquet_unreadable(files: Files, schema: Schema) -> tuple[Files, Place]:
    name = f"{schema.authored[-1].table_name}/rows.parquet"
    return {**files, name: b"PAR1"}, Place(name)


def _parquet_columns(files: Files, schema: Schema) -> tuple[Files, Place]:
    import pyarrow as pa  # noqa: PLC0415 - one mutant needs them
    import pyarrow.parquet as pq  # noqa: PLC0415

    from policy_dataset.tables.arrow import table_of_rows  # noqa: PLC0415

    table = schema.authored[-1]
    rows = table_of_rows(table, [], nullable=True)
    sink = pa.BufferOutputStream()
    pq.write_table(rows.append_column("no_such_column", pa.array([], pa.string())), sink)
    name = f"{table.table_name}/rows.parquet"
    return {**files, name: sink.getvalue().to_pybytes()}, Place(name)
