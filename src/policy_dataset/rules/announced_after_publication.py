"""A measure was announced after the source that tells of it was published."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published", "published_end")
    dated = tables.own("measures").join(sources, on="source_id", how="inner")
    late = dated.filter(nw.col("announced_start") > nw.col("published_end"))
    for found in late.group_by(ROW).agg(nw.col("published").min()).sort(ROW).collect().iter_rows(named=True):
        yield Finding("measures", found[ROW], "announced", {"published": found["published"]})


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=(
        "measures",
        "sources",
    ),
    message="announced {announced}, and {source_id} was published on {published}",
    hint="Mend the day of the announcement, or the day of the source.",
)
