"""Every code that a room gives a problem has its page, and the page says how grave it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import policy_dataset
from policy_dataset.problems import Severity
from policy_dataset.rules.catalogue import all_rules

SOURCE = Path(policy_dataset.__file__).parent
OWN_CODES = ("notation", "values")
"""Rooms below the dataset: their codes are shown under `figure_unreadable` and `period_unreadable`."""
NO_PROBLEM = ("model/codelist.py", "rules/runner.py")
"""A code of a codelist; the id of whatever rule has found something."""


BY_POSITION = {
    ("coverage/quotes.py", "_about"): 1,
    ("records/ignores.py", "_about"): 3,
    ("release/publish.py", "_at"): 4,
}
"""Functions that take the code of the problem they make as an argument by position, and which."""
COLLECTORS = ("faults", "_faults", "ledger", "_ledger")
"""What `add` is asked of where the first argument is a code."""


def emitted() -> Iterator[tuple[str, str, Severity | None]]:
    """Go through (place, code, severity if the call says one) of every problem that is made."""
    for name, tree in modules():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                severity = next((_severity(k.value) for k in call.keywords if k.arg == "severity"), None)
                if severity is None and getattr(call.func, "id", "") == "Problem":
                    severity = Severity.ERROR  # what a problem is that says nothing else
                for code in _texts(_code(call, name), tree):
                    yield f"{name}:{call.lineno}", code, severity


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Go through the modules that make problems of datasets and packages."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.partition("/")[0] not in OWN_CODES and name not in NO_PROBLEM:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _code(call: ast.Call, module: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    if isinstance(call.func, ast.Attribute):
        owner = getattr(call.func.value, "attr", getattr(call.func.value, "id", ""))
        return call.args[0] if call.func.attr == "add" and owner in COLLECTORS else None
    position = BY_POSITION.get((module, getattr(call.func, "id", "")))
    return call.args[position] if position is not None else None


def _texts(given: ast.expr | None, tree: ast.AST) -> Iterator[str]:
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from (*_texts(given.body, tree), *_texts(given.orelse, tree))
    elif isinstance(given, ast.Name):
        yield from _assigned(tree, given.id)


def _severity(node: ast.expr) -> Severity | None:
    return (
        Severity[node.attr] if isinstance(node, ast.Attribute) and node.attr in Severity.__members__ else None
    )


def _assigned(tree: ast.AST, name: str) -> Iterator[str]:
    """Go through the texts that a local name is given: in assignments, alone or side by side, and as a default."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _paired(target, node.value, name)
        elif isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args[-len(node.args.defaults) :]] if node.args.defaults else []
            for argument, default in zip(arguments, node.args.defaults, strict=True):
                if argument.arg == name and isinstance(default, ast.Constant):
                    yield default.value


def _paired(target: ast.expr, value: ast.expr, name: str) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=False):
            yield from _paired(one, given, name)
    elif isinstance(target, ast.Name) and target.id == name:
        options = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
        yield from (o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str))


EMITTED = list(emitted())


def test_there_are_codes_to_look_at():
    assert len({code for _, code, _ in EMITTED}) > 40


@pytest.mark.parametrize(("place", "code", "severity"), EMITTED, ids=[f"{p}-{c}" for p, c, _ in EMITTED])
def test_every_code_has_its_page_and_its_severity(place, code, severity):
    assert code in all_rules(), f"{place} gives {code!r}, which has no page in rules/"
    if severity is not None:
        assert severity is all_rules()[code].severity


def words_of_rooms() -> dict[str, set[object]]:
    """Return the words of each room; what stands beside the rooms speaks for those that import it."""
    trees = dict(modules())
    words = {
        name: {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        for name, tree in trees.items()
    }
    found: dict[str, set[object]] = {}
    for name, tree in trees.items():
        asked = [f"{node.module}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        beside = [f"{module.removeprefix('policy_dataset.')}.py" for module in asked]
        room = found.setdefault(name.partition("/")[0], set())
        room.update(words[name], *(words[one] for one in beside if one in words and "/" not in one))
    return found


def test_a_page_names_the_room_that_finds_the_fault():
    words = words_of_rooms()
    found_by = {rule.id: rule.found_by for rule in all_rules().values() if rule.found_by is not None}
    assert [code for code, room in found_by.items() if code not in words[room]] == []
