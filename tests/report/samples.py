"""A report with everything that renderers meet: both severities, places known in part, hostile values, a fault."""

from __future__ import annotations

from policy_dataset.problems import Problem, Severity
from policy_dataset.report.report import Report
from policy_dataset.report.setting import Setting
from policy_dataset.rules.catalogue import all_rules

HOSTILE = "</script><script>document.title='taken'</script>|`*_[x](y)\x1b[31m\x00\u202e{0}\n::error::made up"

LINES = {
    "measures/health.yaml": {
        14: "  instrument: subsdy_grant",
        20: "  title_zh: 医保补贴２０２６年",
        31: "\tkey: value",
    }
}

FILE = "measures/health.yaml"


def unknown_code(line: int = 14) -> Problem:
    return Problem(
        code="unknown_code",
        message="'subsdy_grant' is not in codelist instruments",
        hint="Did you mean 'subsidy_grant'?",
        file=FILE,
        line=line,
        column=15,
        end_column=27,
        table="measures",
        record="m1",
        field="instrument",
        value="subsdy_grant",
    )


def full_width() -> Problem:
    return Problem(
        code="text_full_width",
        message="title_zh holds full-width characters",
        hint="Write them in ASCII.",
        severity=Severity.WARNING,
        file=FILE,
        line=20,
        column=17,
        end_column=21,
        table="measures",
        record="m1",
        field="title_zh",
        value="医保补贴２０２６年",
    )


def hostile() -> Problem:
    return Problem(
        code="bad_value",
        message=f"{HOSTILE!r} and {HOSTILE}",
        hint=HOSTILE,
        file=f"sta tistics/{HOSTILE[:9]}%,:.yaml",
        line=3,
        column=1,
        value=HOSTILE,
    )


def placeless() -> Problem:
    return Problem(code="missing_evidence", message="no evidence", table="measures", row=4)


def report() -> Report:
    problems = (unknown_code(), full_width(), hostile(), placeless())
    return Report.of(problems, [("broad_code", "ZeroDivisionError: \x07")], {"measures": 40, "statistics": 8})


def setting(**changed) -> Setting:
    known = {
        "name": "health",
        "source_line": lambda file, number: LINES.get(file, {}).get(number),
        "rules": all_rules(),
        "version": "0.0.0",
    }
    return Setting(**(known | changed))
