"""A small curated dataset while it is made or broken: records as plain data, the texts of its sources, other files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from policy_dataset.drafting.yaml import scalar
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Notation, Table, authored_columns, nested
from policy_dataset.records.directory import META_FILE
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.sources.anchors import Anchor, anchor_of, read_anchor
from policy_dataset.sources.lock import LOCK_FILE, CodedText, make_lock
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.values.edtf import EDTF

Files: TypeAlias = "Mapping[str, str | bytes]"
"""A curated directory: content by file name, with forward slashes; a `str` is written as UTF-8."""
Record: TypeAlias = "dict[str, Any]"

TEXTS = "texts"
"""Folder of a generated directory that holds the texts of its sources."""
SOURCES = "sources"


@dataclass
class Draft:
    """What a curated directory says, open to change; `files` writes it down.

    Attributes
    ----------
    records
        By table, as authors write them: texts, lists and mappings.
    texts
        The sources' texts by file name.
    more
        Other files, as they are.
    """

    schema: Schema
    meta: Record = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    more: dict[str, str | bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Files, schema: Schema) -> Draft:
        """Read the files that a draft wrote."""
        draft = cls(schema)
        tables = {t.table_name for t in schema}
        for name, content in files.items():
            stem, _, suffix = name.rpartition(".")
            if name.startswith(f"{TEXTS}/") and isinstance(content, str):
                draft.texts[name.removeprefix(f"{TEXTS}/")] = content
            elif name == META_FILE:
                draft.meta = _plain(_bytes(content), name)
            elif suffix == "yaml" and stem in tables:
                draft.records[stem] = _plain(_bytes(content), name)
            elif name != LOCK_FILE:
                draft.more[name] = content
        return draft

    def anchor(self, source: str, start: int, end: int) -> str:
        """Return the anchor of a span of the text of a source."""
        return str(anchor_of(source, self.texts[self._file_of(source)], start, end))

    def files(self, *, lock: bool = True) -> dict[str, str | bytes]:
        """Write the dataset down, its lock made; with `lock` false it has none."""
        written: dict[str, str | bytes] = {META_FILE: _fields(self.meta, 0)}
        for name, records in self.records.items():
            if records:
                written[f"{name}.yaml"] = _items(records, 0)
        written |= {f"{TEXTS}/{name}": text for name, text in self.texts.items()}
        written |= self.more
        if lock and SOURCES in self.schema:
            written[LOCK_FILE] = self.lock()
        return written

    def lock(self) -> str:
        """Return the lock that the texts and anchors make."""
        coded = {}
        for source in self.records.get(SOURCES, ()):
            spans, published = read_spans(str(source.get("spans"))), EDTF.parse(str(source.get("published")))
            text = self.texts.get(str(source.get("file")))
            if isinstance(spans, Spans) and text is not None and "id" in source:
                reference = published.start if isinstance(published, EDTF) else None
                coded[source["id"]] = CodedText(sha256_of(text), text, spans, reference)
        return make_lock(coded, self._anchors())[0].to_json()

    def settle(self) -> None:
        """Make hashes agree with the texts again: those of sources and of anchors whose places stay."""
        for source in self.records.get(SOURCES, ()):
            source["file_sha256"] = sha256_of(self.texts[source["file"]])
        by_id = {source["id"]: self.texts[source["file"]] for source in self.records.get(SOURCES, ())}

        def again(text: str) -> str:
            anchor = read_anchor(text)
            if not isinstance(anchor, Anchor) or anchor.source not in by_id:
                return text
            return str(anchor_of(anchor.source, by_id[anchor.source], anchor.start, anchor.end))

        for name, records in self.records.items():
            self.records[name] = [_with_anchors(record, again) for record in records]

    def _anchors(self) -> Iterator[Anchor]:
        for name, records in self.records.items():
            for record in records:
                for text in _anchors_in(record, self.schema[name]):
                    anchor = read_anchor(text)
                    if isinstance(anchor, Anchor):
                        yield anchor

    def _file_of(self, source: str) -> str:
        return next(str(s["file"]) for s in self.records[SOURCES] if s["id"] == source)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _plain(data: bytes, name: str) -> Any:
    """Return what a file says, free to be changed."""
    return json.loads(json.dumps(read_yaml(data, file=name).value))


def _anchors_in(record: Any, table: type[Table]) -> Iterator[str]:
    if not isinstance(record, Mapping):
        return
    for name, column in authored_columns(table).items():
        if column.notation is Notation.ANCHOR and isinstance(record.get(name), str):
            yield record[name]
    for name, link in nested(table).items():
        if link.evidence:
            yield from _texts(record.get(name))
        elif isinstance(record.get(name), list):
            for item in record[name]:
                yield from _anchors_in(item, link.target)


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping | list):
        for inner in given.values() if isinstance(given, Mapping) else given:
            yield from _texts(inner)


def _with_anchors(value: Any, again: Any) -> Any:
    if isinstance(value, dict):
        return {k: _with_anchors(v, again) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_anchors(v, again) for v in value]
    return again(value) if isinstance(value, str) and "#char=" in value else value


def _items(values: list[Any], indent: int) -> str:
    made = []
    for value in values:
        if isinstance(value, dict) and value:
            block = _fields(value, indent + 2)
            made.append(" " * indent + "- " + block[indent + 2 :])
        else:
            made.append(" " * indent + "- " + _in_line(value) + "\n")
    return "".join(made)


def _fields(value: Mapping[str, Any], indent: int) -> str:
    made = []
    for key, inner in value.items():
        lead = " " * indent + f"{scalar(str(key))}:"
        if isinstance(inner, dict) and inner:
            made.append(f"{lead}\n{_fields(inner, indent + 2)}")
        elif isinstance(inner, list) and inner:
            made.append(f"{lead}\n{_items(inner, indent + 2)}")
        else:
            made.append(f"{lead} {_in_line(inner)}\n")
    return "".join(made)


def _in_line(value: Any) -> str:
    if value is None:
        return "~"
    return scalar(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
