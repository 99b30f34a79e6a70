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


def chunks(share: float) -> str:
    """A share of the chunks, from 0 to 1, as it stands in a sentence; never less than 1 %.

    Example:
        >>> chunks(0.254), chunks(0.0001)
        ('25 % of the chunks', '1 % of the chunks')
        >>> chunks(0.999), chunks(1.0)
        ('nearly every chunk', 'every chunk')
    """
    if share == 1.0:
        return "every chunk"
    percent = max(1, round(100 * share))
    return f"{percent} % of the chunks" if percent < 100 else "nearly every chunk"
