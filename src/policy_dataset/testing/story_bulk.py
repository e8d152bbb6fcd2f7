"""The bulk file of the story: statistics of years before, as rows of CSV."""

from __future__ import annotations

import csv
import io

BULK = "statistics/requests.csv"


def bulk_rows(year: int) -> str:
    """Return rows of three earlier figures, as published."""
    year -= 3
    days = {"period": str(year), "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    whole = {
        "kind": "observed",
        "period_role": "reference",
        "period_basis": "authored",
        "location_id": "town",
    }
    whole |= {"source_id": "bulletin", "coded_by": "coder_a", "coding_origin": "person"} | days
    more = {
        "figure": "1.2万余件",
        "value": "12000",
        "unit": "request",
        "comparator": "gt",
        "lower": "12000",
    }
    more |= {"lower_inclusive": "false", "resolution": "1000", "value_base": "12000"}
    between = {
        "figure": "1万至2万件",
        "unit": "request",
        "comparator": "range",
        "lower": "10000",
        "upper": "20000",
    }
    between |= {
        "lower_inclusive": "true",
        "upper_inclusive": "true",
        "population_en": "visitors",
        "population_zh": "访客",
    }
    exact = {
        "figure": "500元",
        "value": "500",
        "unit": "yuan",
        "comparator": "eq",
        "lower": "500",
        "upper": "500",
    }
    exact |= {
        "lower_inclusive": "true",
        "upper_inclusive": "true",
        "resolution": "1",
        "value_base": "500",
    }
    rows = [
        {"statistic_id": "requests_before", "indicator": "town_requests"} | whole | more,
        {"statistic_id": "requests_between", "indicator": "hotline_requests_accepted"} | whole | between,
        {"statistic_id": "money_before", "indicator": "town_clinic_money"}
        | whole
        | exact
        | {"kind": "allocation"},
    ]
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
