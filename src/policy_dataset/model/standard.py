"""The tables of this library as one `Schema`; users hand in their own, or this one with more tables."""

from __future__ import annotations

from functools import cache

from policy_dataset.model.codelist import codelist, codelist_names
from policy_dataset.model.evidence import Evidence
from policy_dataset.model.measures import (
    Measure,
    MeasureActor,
    MeasureInstrument,
    MeasureLink,
    MeasureLocation,
    MeasureStatus,
    MeasureTargetGroup,
)
from policy_dataset.model.places import (
    Actor,
    Agreement,
    CodeRow,
    Indicator,
    Location,
    LocationMember,
    Unit,
)
from policy_dataset.model.schema import Schema
from policy_dataset.model.sources import Correction, Coverage, Source, Waiver
from policy_dataset.model.statistics import Statistic


@cache
def standard_schema() -> Schema:
    """Return the tables of `policy-dataset` with their codelists."""
    return Schema(
        tables=(
            Source,
            Actor,
            Location,
            LocationMember,
            Measure,
            MeasureActor,
            MeasureLocation,
            MeasureTargetGroup,
            MeasureInstrument,
            MeasureLink,
            MeasureStatus,
            Statistic,
            Evidence,
            Coverage,
            Correction,
            Waiver,
            Agreement,
            Indicator,
            Unit,
            CodeRow,
        ),
        codelists={name: codelist(name) for name in codelist_names()},
    )
