"""Two sources give values for the same series and period that cannot both hold.

A value stands for the interval that its rounding leaves open, a bound for all on its side: only intervals that do not
meet contradict each other. Which source is right is not for the library to say.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW, EngineTable

_SERIES = ("indicator", "kind", "location_id", "period", "unit")
_DETAILS = ("population_en", "change_mode", "change_basis", "compared_with")
"""Further parts of a series, equal where both are null."""


_TOO_LARGE = 2.0**61
"""Three numbers that are smaller can be added in every type that holds numbers of files: 64 bits are the fewest."""
_FEW = 1 << 20
"""So many rows are looked up by their number; of more, all rows are grouped."""


def _find(tables: Tables) -> Iterator[Finding]:
    again = tables.later_duplicates_or_null("statistics", [*_SERIES, *_DETAILS], needed=_SERIES)
    if not len(again):
        return
    sides = _sides(tables.own("statistics"))
    if len(again) <= _FEW:
        # Most series of a bulk table have one row: groups are made of the others alone.
        sides = tables.among(sides, sorted({*again.rows, *again.first}))
    # Of the others most have one source, and many rows of it: pairs are made of what is left.
    sources = sides.group_by(*_SERIES, *_DETAILS).agg(
        nw.col("source_id").min().alias("one"), nw.col("source_id").max().alias("other")
    )
    sides = sides.join(sources.filter(nw.col("one") != nw.col("other")), on=[*_SERIES, *_DETAILS], how="semi")
    others = sides.select(
        *_SERIES,
        *_DETAILS,
        *(nw.col(n).alias(f"other_{n}") for n in (ROW, "source_id", "low", "high", "figure")),
    )
    pairs = sides.join(others, on=[*_SERIES, *_DETAILS], how="inner").filter(
        nw.col("source_id") > nw.col("other_source_id")
    )
    apart = pairs.filter((nw.col("low") > nw.col("other_high")) | (nw.col("high") < nw.col("other_low")))
    for pair in apart.sort(ROW, f"other_{ROW}").collect().iter_rows(named=True):
        other = {
            "other": pair["other_figure"],
            "source": pair["other_source_id"],
            "place": tables.place("statistics", pair[f"other_{ROW}"]),
        }
        yield Finding("statistics", pair[ROW], "figure", other)


def _sides(statistics: EngineTable) -> EngineTable:
    """Return the series of every row that is exact or a bound, and twice the interval that it stands for."""
    exact, falls = nw.col("comparator") == "eq", nw.col("change_direction") == "down"
    # Everything twice: half a resolution would be no decimal on every engine.
    kinds = statistics.collect_schema()
    value, lower, upper = (_summand(name, kinds[name]) for name in ("value", "lower", "upper"))
    resolution = _summand("resolution", kinds["resolution"]).fill_null(0)
    least = nw.when(exact).then(value + value - resolution).otherwise(lower + lower)
    most = nw.when(exact).then(value + value + resolution).otherwise(upper + upper)
    return (
        statistics.filter(nw.col("comparator") != "approx")
        .with_columns(*(nw.col(name).fill_null("") for name in _DETAILS))
        .with_columns(least.alias("least"), most.alias("most"))
        .with_columns(
            nw.when(falls).then(-nw.col("most")).otherwise(nw.col("least")).alias("low"),
            nw.when(falls).then(-nw.col("least")).otherwise(nw.col("most")).alias("high"),
        )
        .select(ROW, *_SERIES, *_DETAILS, "source_id", "low", "high", "figure")
    )


def _summand(name: str, kind: nw.dtypes.DType) -> nw.Expr:
    """Return a number; null where it is too large to be added to others of its size, which ends some engines' work."""
    number = nw.when(nw.col(name).cast(nw.Float64).abs() < _TOO_LARGE).then(nw.col(name))
    # Parquet files may hold integers of a few bits, in which sums begin anew below.
    return number.cast(nw.Int64) if kind.is_integer() else number


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("statistics",),
    message="{figure} for {indicator}, {period} cannot hold beside {other} of {source}, {place}",
    hint="Check both figures; where both are printed so, tell the two apart by population.",
)
