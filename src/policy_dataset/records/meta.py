"""`dataset.yaml`: identity, version, terms and people of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.directory import META_FILE
from policy_dataset.records.yaml_text import YamlDocument, read_yaml

_KINDS: dict[type, str] = {str: "a text", list: "a list", dict: "a mapping of fields", type(None): "empty"}
_WHAT = {
    "string_type": "is no text",
    "model_type": "is no mapping of fields",
    "model_attributes_type": "is no mapping of fields",
    "tuple_type": "is no list",
    "too_short": "is empty",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "value_error": "is no day",
    "date_from_datetime_parsing": "is no day",
    "date_type": "is no day",
    "date_parsing": "is no day",
}
"""What is wrong, by the type that pydantic gives an error."""


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
    if document.value is None and any(p.severity is Severity.ERROR for p in problems):
        return None, document, problems
    if not isinstance(document.value or {}, dict):
        problems.append(_no_fields(document))
        return None, document, problems
    try:
        return DatasetMeta.model_validate(document.value or {}), document, problems
    except ValidationError as error:
        faults = error.errors()
        told = [d for d in faults if not _follows(d, faults) and not _is_null(d, problems)]
        problems = [_of_field(document, p, faults) for p in problems]
        problems += [_problem(document, details) for details in told]
    return None, document, problems


def _follows(details: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    """Whether a list seems too short only because an item of it is at fault."""
    path = details["loc"]
    return details["type"] == "too_short" and any(
        len(d["loc"]) > len(path) and d["loc"][: len(path)] == path for d in faults
    )


def _is_null(details: ErrorDetails, problems: list[Problem]) -> bool:
    """Whether a field is at fault because it is empty, which the reader has said."""
    return (
        details["input"] is None
        and details["type"] != "missing"
        and any(p.code == "null_value" for p in problems)
    )


def _no_fields(document: YamlDocument) -> Problem:
    kind = _KINDS.get(type(document.value), "something else")
    return Problem(
        code="wrong_shape",
        message=f"here stands {kind} where a mapping of fields belongs",
        hint="Write one field a line: `id: …`, `title: …` and so on, without a dash before it.",
        file=META_FILE,
    ).at(**document.positions.nearest(()).fields())


def _problem(document: YamlDocument, details: ErrorDetails) -> Problem:
    path = tuple(details["loc"])
    name = str(next((step for step in reversed(path) if isinstance(step, str)), META_FILE))
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
        shown = repr(given) if isinstance(given, str) else _KINDS.get(type(given), "something else")
        what = _WHAT.get(details["type"], "is of another form")
        message = f"'{name}' is {shown}, which {what}"
        if details["type"] == "literal_error":
            message = f"'{name}' is {shown}, which is none of {details['ctx']['expected']}"
        hint = f"Mend `{name}`: {_describe(path)}"
        if details["type"] in ("model_type", "model_attributes_type"):
            first, info = next(iter(_model_at(path).model_fields.items()))
            hint = f"Write its fields, one a line: `- {first}: {_example(info)}`."
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
    names = tuple(step for step in path if isinstance(step, str))
    info = _model_at(names[:-1]).model_fields.get(names[-1]) if names else None
    if info is None:
        return "see the documentation of dataset.yaml."
    example = f" For example: {_example(info)}." if info.examples else ""
    return f"{info.description}{example}"


def _example(info: FieldInfo) -> str:
    given = info.examples[0] if info.examples else "…"
    return f"[{', '.join(map(str, given))}]" if isinstance(given, list) else str(given).rstrip(".")


def _of_field(document: YamlDocument, problem: Problem, faults: list[ErrorDetails]) -> Problem:
    """Say of a field that must be given, and is empty, what to give: it is not to be left out."""
    for details in faults if problem.code == "null_value" else ():
        path = tuple(details["loc"])
        place = document.positions.nearest(path)
        if details["input"] is None and (place.line, place.column) == (problem.line, problem.column):
            name = str(path[-1])
            info = _model_at(path[:-1]).model_fields.get(name)
            if info is not None and info.is_required():
                return problem.at(field=name, hint=f"Give it: `{name}: {_example(info)}`.")
    return problem
