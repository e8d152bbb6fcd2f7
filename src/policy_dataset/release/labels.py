"""Labels of codes, and names of referenced records, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.errors import UsageError
from policy_dataset.release.arrays import texts

if TYPE_CHECKING:
    from policy_dataset.release.manifest import TableSpec
    from policy_dataset.release.view import TableView

LANGUAGES = ("en", "zh")


def labelled(view: TableView[Any], table: pa.Table, language: str) -> pa.Table:
    """Return `table`, rows of `view`, with a column of labels after each code and each reference.

    A label is null where the cell is, or where nothing is known under it.
    """
    if language not in LANGUAGES:
        raise UsageError(f"labels are in {' or '.join(map(repr, LANGUAGES))}, not in {language!r}")
    fields: list[pa.Field[Any]] = []
    arrays: list[Any] = []
    for field in table.schema:
        fields.append(field)
        arrays.append(table[field.name])
        labels = _labels_for(view, field.name, language)
        if labels is not None:
            text = f"{'English' if language == 'en' else 'Chinese'} label of `{field.name}`."
            fields.append(pa.field(f"{field.name}_label", pa.string(), metadata={"description": text}))
            known, named = texts(list(labels)), texts(list(labels.values()))
            arrays.append(named.take(pc.index_in(table[field.name], value_set=known)))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _labels_for(view: TableView[Any], column: str, language: str) -> Mapping[str, str | None] | None:
    dataset = view.dataset
    codelist, separator = view.spec.fields[column].codelist, view.spec.fields[column].separator
    at = LANGUAGES.index(language)
    if codelist is not None and separator is not None:
        cells = {cell for cell in view.to_arrow()[column].to_pylist() if cell is not None}
        of = dataset.code_labels.of
        return {
            cell: separator.join(of(codelist, c)[at] or c for c in cell.split(separator)) for cell in cells
        }
    if codelist is not None:
        return {
            code: dataset.code_labels.of(codelist, code)[at] for code in dataset.code_labels.all_of(codelist)
        }
    target = view.spec.references.get(column)
    if target is None:
        return None
    named = name_column(dataset[target].spec, language)
    if named is None:
        return None
    key = dataset[target].spec.key[0]
    rows = dataset[target].to_arrow().select([key, named]).to_pylist()
    return {row[key]: row[named] for row in rows}


def name_column(spec: TableSpec, language: str) -> str | None:
    """Return the column that names the records of a table in a language, or None."""
    return next((c for c in (f"name_{language}", f"title_{language}") if c in spec.fields), None)
