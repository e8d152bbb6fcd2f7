"""Everything generated that is committed: made from the declarations, written, and compared with what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policy_dataset.catalogue.codebook import codebook
from policy_dataset.catalogue.json_schema import authored_schema, dataset_schema
from policy_dataset.catalogue.rule_pages import rule_pages
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table, key_of
from policy_dataset.problems import Problem
from policy_dataset.report.json_report import report_schema
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Rule
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.table_schema import table_schema

OUT_OF_DATE = "schemas_out_of_date"
REPAIR = "Run `policy-dataset schemas` and commit what it writes."
MARK = "Made by policy-dataset schemas; changes are lost."
"""Stands in every generated file: what carries it and is no longer generated may be removed."""

_FOLDERS = ("schemas", "docs/reference")


def generated_files(schema: Schema, rules: Mapping[str, Rule]) -> Mapping[str, str]:
    """Return every generated file of a checkout: text by path, with forward slashes and LF line ends."""
    files: dict[str, str] = {}
    for table in schema.authored:
        files[f"schemas/authored/{table.table_name}.schema.json"] = _json(authored_schema(table, schema))
    files["schemas/authored/dataset.schema.json"] = _json(dataset_schema())
    for table in schema.published:
        files[f"schemas/tables/{table.table_name}.json"] = _json(table_schema(table, schema))
        files[f"schemas/arrow/{table.table_name}.json"] = _json(_arrow(table))
    files["schemas/report.schema.json"] = _json(report_schema())
    book = codebook(schema)["codebook.md"]
    files["schemas/codebook.md"] = _page(book)
    files["docs/reference/codebook.md"] = _page(book)
    for name, text in rule_pages(rules.values()).items():
        files[f"docs/reference/{name}"] = _page(text)
    return files


def write(root: Path, *, schema: Schema | None = None, rules: Mapping[str, Rule] | None = None) -> list[str]:
    """Bring the generated files of a checkout up to date.

    Parameters
    ----------
    root
        The checkout that holds ``schemas/`` and ``docs/``.
    schema, rules
        Those of this library where none are given.

    Returns
    -------
    list of str
        Paths of what was written or removed, sorted; nothing where all was up to date.
    """
    files = _files(schema, rules)
    changed = []
    for name, text in files.items():
        path = root / name
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            changed.append(name)
    for name in _orphans(root, files):
        (root / name).unlink()
        changed.append(name)
    return sorted(changed)


def check(
    root: Path, *, schema: Schema | None = None, rules: Mapping[str, Rule] | None = None
) -> list[Problem]:
    """Find the generated files of a checkout that are not as the declarations say; writes nothing.

    Returns
    -------
    list of Problem
        One a file: missing, not as declared, or no longer generated.
    """
    files = _files(schema, rules)
    found = []
    for name, text in files.items():
        path = root / name
        if not path.is_file():
            found.append(_problem(name, f"{name} is missing"))
        elif (at := _first_difference(path.read_bytes(), text)) is not None:
            found.append(_problem(name, f"{name} is not as declared, from line {at}", line=at))
    found += [_problem(name, f"{name} is no longer generated") for name in _orphans(root, files)]
    return found


def _files(schema: Schema | None, rules: Mapping[str, Rule] | None) -> Mapping[str, str]:
    return generated_files(schema or standard_schema(), all_rules() if rules is None else rules)


def _orphans(root: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Go through generated files that are generated no more. What people wrote beside them lacks the mark."""
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if name not in files and path.suffix in (".json", ".md") and path.is_file() and _is_marked(path):
                yield name


def _is_marked(path: Path) -> bool:
    with path.open("rb") as file:
        return MARK.encode() in file.read(len(MARK) + 100)


def _first_difference(given: bytes, text: str) -> int | None:
    wanted = text.encode("utf-8")
    if given == wanted:
        return None
    pairs = zip(given.split(b"\n"), wanted.split(b"\n"), strict=False)
    differing = (number for number, (a, b) in enumerate(pairs, 1) if a != b)
    return next(differing, min(given.count(b"\n"), wanted.count(b"\n")) + 1)


def _problem(name: str, message: str, line: int = 1) -> Problem:
    return Problem(code=OUT_OF_DATE, message=message, hint=REPAIR, file=name, line=line, column=1)


def _arrow(table: type[Table]) -> dict[str, Any]:
    """Describe an Arrow schema in words that do not depend on how a version of pyarrow prints it."""
    made = arrow_schema(table)
    metadata = {k.decode(): v.decode() for k, v in (made.metadata or {}).items()}
    fields = [
        {
            "name": f.name,
            "type": str(f.type),
            "nullable": f.nullable,
            "metadata": {k.decode(): v.decode() for k, v in (f.metadata or {}).items()},
        }
        for f in made
    ]
    return {"metadata": metadata, "primaryKey": list(key_of(table)), "fields": fields}


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps({"$comment": MARK, **data}, ensure_ascii=False, indent=2) + "\n"


def _page(text: str) -> str:
    return f"<!-- {MARK} -->\n\n{text}"
