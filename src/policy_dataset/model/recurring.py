"""Columns that records of several tables have: who coded them, and what their period is."""

from __future__ import annotations

from typing import Any, Final

from policy_dataset.model.vocabulary import Notation, Origin, column

HANDLE: Final = r"[a-z][a-z0-9_-]*"
"""How a coder is called."""


def period_of(description: str, *, example: str) -> Any:
    """Declare the period of a record."""
    return column(
        f"{description}: as printed or EDTF; published as EDTF.",
        notation=Notation.PERIOD,
        examples=(example,),
    )


def role_of_period(*, example: str) -> Any:
    """Declare what the period of a record is to it."""
    return column(
        "What the period is; derived where its words are enough.",
        origin=Origin.BOTH,
        codelist="period_roles",
        examples=(example,),
    )


def basis_of_period(*, example: str) -> Any:
    """Declare where the period of a record comes from."""
    return column(
        "Where the period comes from; printed where none is given.",
        origin=Origin.BOTH,
        codelist="period_bases",
        examples=(example,),
    )


def coder() -> Any:
    """Declare who made a record."""
    return column(
        "Role or handle of the coder; from `dataset.yaml` where none is given.",
        origin=Origin.BOTH,
        pattern=HANDLE,
        examples=("coder_a",),
    )


def origin_of_coding() -> Any:
    """Declare how a record was made."""
    return column(
        "Who made the record; from `dataset.yaml` where none is given.",
        origin=Origin.BOTH,
        authored_as="origin",
        codelist="origins",
        examples=("person",),
    )
