"""How figures and dates are printed in Chinese, and the value each one means; the scanner of running text."""

from policy_dataset.notation.figures import parse_figure
from policy_dataset.notation.mentions import Mention, MentionKind
from policy_dataset.notation.periods import parse_period
from policy_dataset.notation.scanner import scan
from policy_dataset.notation.units import Unit, unit_of_code, unit_of_word, units

__all__ = [
    "Mention",
    "MentionKind",
    "Unit",
    "parse_figure",
    "parse_period",
    "scan",
    "unit_of_code",
    "unit_of_word",
    "units",
]
