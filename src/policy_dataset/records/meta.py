"""`dataset.yaml`: identity, version, terms and people of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.problems import Problem
from policy_dataset.records.directory import META_FILE
from policy_dataset.records.yaml_text import YamlDocument, read_yaml


def read_meta(root: Path) -> tuple[DatasetMeta | None, YamlDocument | None, list[Problem]]:
    """Read `dataset.yaml`; a dataset without one has no identity and cannot be published."""
    path = root / META_FILE
    if not path.is_file() or path.is_symlink():
        message = f"there is no {META_FILE} here"
        hint = "Give the directory of a dataset, or begin one with id, title, description, version, licenses, contributors."
        return (
            None,
            None,
            [Problem(code="missing_meta", message=message, hint=hint, file=META_FILE, line=1, column=1)],
        )
    document = read_yaml(path.read_bytes(), file=META_FILE)
    problems = list(document.problems)
    try:
        return DatasetMeta.model_validate(document.value or {}), document, problems
    except ValidationError as error:
        problems += [_problem(document, details) for details in error.errors()]
    return None, document, problems


def _problem(document: YamlDocument, details: ErrorDetails) -> Problem:
    path = tuple(details["loc"])
    name = str(path[-1]) if path else META_FILE
    place = document.positions.nearest(path)
    given: Any = details["input"]
    if details["type"] == "missing":
        code, message = "missing_field", f"{META_FILE} does not say its {name}"
        hint = f"Add `{name}`: {_describe(path)}"
    elif details["type"] == "extra_forbidden":
        code, message = "unknown_field", f"{META_FILE} has no field '{name}'"
        known = _fields_at(path[:-1])
        hint = did_you_mean(name, known, otherwise=f"Fields are: {', '.join(known)}.")
        place = document.positions.of_key(path) or place
    elif path == ("version",):
        code, message = "bad_version", f"{given!r} is no semantic version"
        hint = "Write three numbers joined by points: 1.0.0."
    else:
        code = "bad_value"
        message = f"{name} is {given!r}: {details['msg'][0].lower()}{details['msg'][1:]}"
        hint = f"Mend `{name}`: {_describe(path)}"
    return Problem(
        code=code,
        message=message,
        hint=hint,
        file=META_FILE,
        field=name,
        value=given if isinstance(given, str) else None,
    ).at(**place.fields())


def _model_at(path: tuple[str | int, ...]) -> type[BaseModel]:
    model: type[BaseModel] = DatasetMeta
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            inner = [
                a for a in getattr(model.model_fields[step].annotation, "__args__", ()) if isinstance(a, type)
            ]
            model = next((a for a in inner if issubclass(a, BaseModel)), model)
    return model


def _fields_at(path: tuple[str | int, ...]) -> list[str]:
    return list(_model_at(path).model_fields)


def _describe(path: tuple[str | int, ...]) -> str:
    info = _model_at(path[:-1]).model_fields.get(str(path[-1])) if path else None
    if info is None:
        return "see the documentation of dataset.yaml."
    example = f" For example: {info.examples[0]}." if info.examples else ""
    return f"{info.description}{example}"
