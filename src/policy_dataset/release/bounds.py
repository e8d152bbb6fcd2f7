"""The bounds that the words of a figure entail, for records that have the columns of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from policy_dataset.release.view import TableView

COLUMNS = ("lower", "upper", "lower_inclusive", "upper_inclusive")


class Bounds(NamedTuple):
    """Lower and upper bound; None where the words set none. Printed as an interval: ``(12000, ..]``."""

    lower: Decimal | None
    upper: Decimal | None
    lower_inclusive: bool | None
    upper_inclusive: bool | None

    def __repr__(self) -> str:
        """As an interval."""
        opening = "(" if self.lower_inclusive is False else "["
        closing = ")" if self.upper_inclusive is False else "]"
        if self.lower is None and self.upper is None:
            return "[..]"
        lower, upper = (".." if bound is None else str(bound) for bound in (self.lower, self.upper))
        return f"{opening}{lower}, {upper}{closing}"


def bounds_of(view: TableView[Any]) -> Callable[[Any], Bounds] | None:
    """Return how a record of a table tells its bounds; None where it has no columns for them."""
    if not set(COLUMNS) <= set(view.spec.fields):
        return None
    return lambda record: Bounds(*(record.__dict__[c] for c in COLUMNS))
