"""Names that rules had once. None of them is ever given to another rule: reports and ignores outlive releases."""

RETIRED = {
    "reversed_correction": "empty_correction",
    "unit_unknown": "unknown_reference",
}
"""The old name, and the rule that speaks of the fault now."""
