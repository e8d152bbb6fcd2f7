"""A place has a latitude without a longitude, or the other way round."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return nw.col("latitude").is_null() != nw.col("longitude").is_null()


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="locations",
    column="location_id",
    fails=_fails,
    reads=("latitude", "longitude"),
    message="latitude is {latitude}, longitude {longitude}",
    hint="Give both or neither.",
)
