"""Amounts, units and periods: small frozen values; no files, no frames.

Names are looked up on first use: whoever needs a number does not bring in the periods.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy_dataset.values.edtf import EDTF, EdtfKind
    from policy_dataset.values.figure import Change, ChangeMode, Comparator, Figure, FigureKind, Interval
    from policy_dataset.values.numbers import Number, exact, number_from_text, number_text
    from policy_dataset.values.period import Period, Precision, Role

_HOMES = {
    "EDTF": "edtf",
    "Change": "figure",
    "ChangeMode": "figure",
    "Comparator": "figure",
    "EdtfKind": "edtf",
    "Figure": "figure",
    "FigureKind": "figure",
    "Interval": "figure",
    "Number": "numbers",
    "Period": "period",
    "Precision": "period",
    "Role": "period",
    "exact": "numbers",
    "number_from_text": "numbers",
    "number_text": "numbers",
}

__all__ = [
    "EDTF",
    "Change",
    "ChangeMode",
    "Comparator",
    "EdtfKind",
    "Figure",
    "FigureKind",
    "Interval",
    "Number",
    "Period",
    "Precision",
    "Role",
    "exact",
    "number_from_text",
    "number_text",
]


def __getattr__(name: str) -> Any:
    """Bring in a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
