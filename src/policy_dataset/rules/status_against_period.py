"""The state of a measure does not fit its period and the date of its source.

What begins after the source was published is not running or finished there; what ended before is not still planned.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW

_BEGUN = ("piloting", "in_force", "amended", "suspended", "completed", "discontinued", "superseded")
_AHEAD = ("proposed", "announced", "planned")


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published", "published_start", "published_end")
    dated = tables.own("measures").join(sources, on="source_id", how="inner")
    early = nw.col("status").is_in(_BEGUN) & (nw.col("period_start") > nw.col("published_end"))
    late = nw.col("status").is_in(_AHEAD) & (nw.col("period_end") < nw.col("published_start"))
    for found in (
        dated.filter(early | late)
        .group_by(ROW)
        .agg(nw.col("published").min())
        .sort(ROW)
        .collect()
        .iter_rows(named=True)
    ):
        yield Finding("measures", found[ROW], "status", {"published": found["published"]}, reads=("period",))


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "measures",
        "sources",
    ),
    message="the status is {status} and the period {period}, and {source_id} was published on {published}",
    hint="Write the state that the source supports on its date, or mend the period.",
)
