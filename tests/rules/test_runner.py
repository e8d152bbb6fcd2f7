"""Running rules: what one finds or breaks never hides what another finds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
import pytest

from policy_dataset.errors import UsageError
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, column, links
from policy_dataset.problems import Severity
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.runner import Fault, judge
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.frame import Frame, Frames


class Visit(Table, table="visits", title="Visits"):
    """One visit to a shop."""

    shop_id: str = column("The shop.", key=True, parent=True, references="shops")
    visitor: str = column("Who came.", key=True)


class Shop(Table, table="shops", title="Shops"):
    """One shop."""

    shop_id: str = column("Id of the shop.", key=True)
    name: str | None = column("Its name.", authored_as="title")
    size: Decimal | None = column("Its size.", unit="square metres")
    visits: tuple[Visit, ...] = links("Who came.", Visit, shorthand="visitor")


SCHEMA = Schema((Shop, Visit))


class Lines:
    """Places of rows: one line a row."""

    def of(self, row: int, column: str | None, *_: Any) -> dict[str, Any]:
        return {"file": "shops.yaml", "line": row + 1, "column": 1 if column is None else 5}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - cells are what is written
        return None


def frames(*shops: dict[str, Any], broken=(), visits=()) -> Frames:
    own = {
        "shops": Frame(table_of_rows(Shop, shops, nullable=True), Lines(), frozenset(broken), len(shops)),
        "visits": Frame(table_of_rows(Visit, visits, nullable=True), Lines(), records=len(visits)),
    }
    return Frames(SCHEMA, own, {})


def rule(name: str = "too_big", **given: Any) -> Rule:
    ways = {"fails", "find", "declared"} & given.keys()
    standard = {} if ways else {"table": "shops", "column": "size", "fails": lambda: nw.col("size") > 100}
    words = {"message": "size is {size}", "hint": "Make it smaller."}
    return Rule(**{"id": name, "severity": Severity.WARNING, "since": "0.1.0", **words, **standard, **given})


def judged(given: Frames, *rules: Rule):
    return judge(given, rules, PolarsEngine())


BIG = {"shop_id": "a", "name": "A", "size": Decimal("250.50")}
SMALL = {"shop_id": "b", "name": "B", "size": Decimal(20)}
UNSIZED = {"shop_id": "c"}


def test_a_finding_says_rule_place_record_field_and_value():
    (problem,) = judged(frames(SMALL, BIG), rule()).problems
    assert (problem.code, problem.severity) == ("too_big", Severity.WARNING)
    assert (problem.file, problem.line, problem.column) == ("shops.yaml", 2, 5)
    assert (problem.table, problem.row, problem.record, problem.field) == ("shops", 1, "a", "size")
    assert (problem.message, problem.value, problem.hint) == ("size is 250.5", "250.5", "Make it smaller.")


def test_the_field_is_named_as_its_author_writes_it():
    short = rule(
        column="name", fails=lambda: nw.col("name") == "A", table="shops", message="{column} is {value}"
    )
    (problem,) = judged(frames(BIG), short).problems
    assert (problem.field, problem.message) == ("title", "title is A")


def test_a_mask_that_is_null_is_no_verdict():
    assert judged(frames(UNSIZED), rule()).problems == ()
    negated = rule(table="shops", column="size", fails=lambda: ~(nw.col("size") < 100))
    assert judged(frames(UNSIZED), negated).problems == ()


def test_a_cell_that_is_nothing_is_said_in_a_word():
    unnamed = rule(
        table="shops", column="name", fails=lambda: nw.col("name").is_null(), message="name is {name}"
    )
    (problem,) = judged(frames(UNSIZED), unnamed).problems
    assert (problem.message, problem.value) == ("name is nothing", None)


@pytest.mark.parametrize("cell", ["size", "name"])
def test_a_finding_that_looks_at_a_broken_cell_is_dropped(cell):
    given = frames(BIG, {**BIG, "shop_id": "d"}, broken=[(0, cell)])
    found = judged(given, rule(reads=("name",))).problems
    assert [problem.record for problem in found] == ["d"]


def test_a_finding_across_tables_says_what_it_looked_at():
    def find(_):
        yield Finding("shops", 0, "name", reads=("size",))
        yield Finding("shops", 1, "name", reads=("size",))

    found = judged(frames(BIG, {**BIG, "shop_id": "d"}, broken=[(1, "size")]), rule(find=find)).problems
    assert [problem.record for problem in found] == ["a"]


def test_a_rule_that_raises_is_a_fault_of_the_library_and_no_verdict():
    def find(_):
        yield Finding("shops", 0, None)
        raise LookupError("of the rule")

    verdict = judged(frames(BIG), rule("broken", find=find), rule())
    assert verdict.faults == (Fault("broken", "LookupError: of the rule"),)
    assert [problem.code for problem in verdict.problems] == ["too_big"]


def test_a_rule_that_names_a_table_which_is_not_there_is_a_fault():
    def find(_):
        yield Finding("shoops", 0, None)

    verdict = judged(frames(BIG), rule("broken", find=find), rule())
    assert verdict.faults == (
        Fault("broken", "LookupError: find gave the table 'shoops', which is not declared"),
    )
    assert [problem.code for problem in verdict.problems] == ["too_big"]


def raising() -> nw.Expr:
    raise ValueError("no mask")


@pytest.mark.parametrize(
    "bad",
    [
        rule("broken", table="shops", fails=raising),
        rule("broken", table="shops", fails=lambda: nw.col("no_such_column") > 1),
        rule("broken", table="shops", fails=lambda: nw.col("name") > 1),
        rule("broken", declared=lambda *_: 1 / 0),
        rule("broken", find=lambda tables: tables.own("no_such_table")),
        rule("broken", find=lambda _: [("shops", 0)]),
        rule("broken", message="{no_such_word}"),
        rule("broken", explain_hint=lambda words, *_: words["no_such_word"]),
    ],
    ids=[
        "mask raises",
        "no such column",
        "wrong type",
        "declared raises",
        "no such table",
        "no finding",
        "message",
        "hint",
    ],
)
def test_one_bad_rule_does_not_hide_the_others(bad):
    verdict = judged(frames(SMALL, BIG), bad, rule())
    assert {fault.rule for fault in verdict.faults} == {"broken"}
    assert [(problem.code, problem.record) for problem in verdict.problems] == [("too_big", "a")]


def test_what_an_engine_has_no_room_for_is_no_fault_of_a_rule():
    def find(_):
        raise UsageError("no room")
        yield

    with pytest.raises(UsageError, match="no room"):
        judged(frames(BIG), rule("asks", find=find))


def test_a_fault_is_told_in_few_words():
    def declared(*_):
        raise ValueError("y" * 5000)

    (fault,) = judged(frames(BIG), rule("broken", declared=declared)).faults
    assert len(fault.error) == 1000


def test_a_fault_is_told_once():
    verdict = judged(frames(BIG), rule("broken", declared=lambda *_: 1 / 0))
    assert len(verdict.faults) == 1


def test_problems_come_in_the_order_of_tables_rows_and_columns():
    named = rule("named", declared=lambda column, _: ~nw.col(column.name).is_null(), message="{column}")
    given = frames(SMALL, UNSIZED, visits=[{"shop_id": "b", "visitor": "v"}])
    both = [Finding("visits", 0, None), Finding("shops", 1, None)]
    across = rule("across", find=lambda _: both, message="found")
    found = [(p.table, p.row, p.field, p.code) for p in judged(given, across, named).problems]
    assert found == [
        ("shops", 0, "id", "named"),
        ("shops", 0, "title", "named"),
        ("shops", 0, "size", "named"),
        ("shops", 1, None, "across"),
        ("shops", 1, "id", "named"),
        ("visits", 0, None, "across"),
        ("visits", 0, "shop", "named"),
        ("visits", 0, "visitor", "named"),
    ]


def test_what_is_declared_is_judged_in_nested_lists_too():
    missing = all_rules()["missing_field"]
    given = frames(BIG, visits=[{"shop_id": "a"}])
    assert [(p.table, p.field) for p in judged(given, missing).problems] == [("visits", "visitor")]


def test_a_rule_about_tables_that_are_not_declared_is_not_asked():
    verdict = judge(frames(BIG), all_rules().values(), PolarsEngine())
    assert verdict.faults == ()
    assert verdict.problems == ()


def test_a_rule_that_another_room_judges_is_not_asked():
    assert judged(frames(BIG), all_rules()["yaml_syntax"]).problems == ()


def test_an_empty_table_is_no_fault():
    verdict = judge(frames(), all_rules().values(), PolarsEngine())
    assert (verdict.problems, verdict.faults) == ((), ())


def test_progress_names_tables_and_rules():
    seen: list[str] = []
    judge(frames(BIG), [rule(), rule("across", find=lambda _: [])], PolarsEngine(), progress=seen.append)
    assert seen == ["shops", "visits", "across"]
