"""What a dataset repository needs so that an editor knows its files: the schemas, and which file follows which."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policy_dataset.catalogue.json_schema import JsonSchema, authored_schema, dataset_schema
from policy_dataset.model.schema import Schema
from policy_dataset.records.directory import META_FILE, schema_path

_MARK = "Made by policy-dataset init --schemas; changes are lost."


def schema_files(schema: Schema) -> Mapping[str, bytes]:
    """Return the JSON Schemas of the files that people write, by their path in a dataset repository."""
    made = {table.table_name: authored_schema(table, schema) for table in schema.authored}
    return {schema_path(name): _json({"$comment": _MARK, **found}) for name, found in made.items()} | {
        schema_path("dataset"): _json({"$comment": _MARK, **dataset_schema()})
    }


def editor_settings(schema: Schema) -> Mapping[str, bytes]:
    """Return the settings of Visual Studio Code that say which schema a file follows, for files without a first line."""
    wired: dict[str, list[str]] = {f"./{schema_path('dataset')}": [META_FILE]}
    for table in schema.authored:
        name = table.table_name
        wired[f"./{schema_path(name)}"] = [f"{name}.yaml", f"{name}/**/*.yaml"]
    return {".vscode/settings.json": _json({"yaml.schemas": wired})}


def _json(data: JsonSchema) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
