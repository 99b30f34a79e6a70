"""One thing to know about an experiment before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from rnnviz.experiment import Experiment


class Severity(IntEnum):
    """How bad it is; the worst comes first."""

    WRONG = 0
    """The network is fed with the wrong memory, or cannot do what it is asked."""
    CARELESS = 1
    """It costs something, or may, and seldom anybody means it."""
    NOTE = 2
    """Good to know when the results are read."""


@dataclass(frozen=True)
class Finding:
    """What a rule has found.

    Attributes:
        rule: Name of the rule.
        severity: How bad it is.
        text: What will happen, in a sentence or two.
        fix: The same experiment without it, or None where no choice mends it.
        fix_label: What a button for the fix says.
        case: The clinic's case that shows it, or nothing.
    """

    rule: str
    severity: Severity
    text: str
    fix: Experiment | None = None
    fix_label: str = ""
    case: str = ""


def percent(share: float) -> str:
    """A share as it stands in a sentence, never less than 1 %.

    Example:
        >>> percent(0.254), percent(0.0001)
        ('25 %', '1 %')
    """
    return f"{max(1, round(100 * share))} %"
