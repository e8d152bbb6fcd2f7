"""Amounts, units and periods: small frozen values; no files, no frames."""

from policy_dataset.values.edtf import EDTF, EdtfKind
from policy_dataset.values.figure import Change, ChangeMode, Comparator, Figure, FigureKind, Interval
from policy_dataset.values.numbers import Number, exact, number_from_text, number_text
from policy_dataset.values.period import Period, Precision, Role

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
