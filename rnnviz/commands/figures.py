"""What ``rnnviz bench`` finds out: rows of measurements, the ratios in them, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from rich.table import Table

PER_BATCH = "ms/batch"
"""The unit of rows that say how long training takes."""


@dataclass(frozen=True)
class Effort:
    """How thoroughly to measure.

    Attributes:
        rounds: How often everything is measured, in turn.
        seconds: How long each measurement takes, about, where that can be chosen.
        long: Whether to measure what takes minutes and gigabytes as well.
    """

    rounds: int = 5
    seconds: float = 2.0
    long: bool = False


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, by round, beside what it is measured against.

    Attributes:
        subject: What it was measured with: a network, a size.
        what: What was measured.
        against: What it is divided by; empty for a figure that stands for itself.
        unit: Of the measurements.
        ours: What was measured, one number a round.
        theirs: The same of what it is divided by.
        limit: What the median ratio, or the median itself, should not exceed; None: nothing.
        lacking: Why there are no measurements.
        each: Whether the limit is for every value, not for the median.

    Example:
        >>> Row("LSTM 64", "live", "headless", "ms", (2.0, 3.0, 9.0), (2.0, 2.0, 3.0), limit=1.15).median
        1.5
    """

    subject: str
    what: str
    against: str
    unit: str
    ours: tuple[float, ...] = ()
    theirs: tuple[float, ...] = ()
    limit: float | None = None
    lacking: str = ""
    each: bool = False

    @property
    def values(self) -> tuple[float, ...]:
        """The ratio of each round, or where it stands for itself, what was measured."""
        if not self.against:
            return self.ours
        return tuple(one / other for one, other in zip(self.ours, self.theirs, strict=True))

    @property
    def median(self) -> float | None:
        """The middle one among the rounds; None when there is none."""
        return median(self.values) if self.values else None

    @property
    def reached(self) -> bool | None:
        """Whether the limit is kept; None when there is none, or nothing to judge."""
        if self.limit is None or self.median is None:
            return None
        return (max(self.values) if self.each else self.median) <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Everything, with the measurements and what follows from them."""
        low, high = (min(self.values), max(self.values)) if self.values else (None, None)
        return asdict(self) | {"median": self.median, "low": low, "high": high, "reached": self.reached}


def in_turn(rounds: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, tuple[float, ...]]:
    """What every measure gives, by name: in each round all of them, one after the other."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: tuple(values) for name, values in found.items()}


def in_short_turns(turns: Mapping[str, Callable[[], tuple[int, float]]], seconds: float) -> dict[str, float]:
    """Milliseconds a batch of everyone, by name.

    Whoever has had the least time goes next, so that whatever slows the machine for a while slows everyone.

    Args:
        turns: What each does in a turn of its own: how many batches, and the seconds that they took.
        seconds: How long each takes turns.
    """
    done, spent = dict.fromkeys(turns, 0), dict.fromkeys(turns, 0.0)
    while (name := min(turns, key=spent.__getitem__)) and spent[name] < seconds:
        batches, took = turns[name]()
        done[name] += batches
        spent[name] += took
    return {name: 1000.0 * spent[name] / done[name] for name in turns}


def batch_rates(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Batches per second, medians, by network and by who trains."""
    rates: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.unit == PER_BATCH and row.ours:
            found = rates.setdefault(row.subject, {})
            found[row.what] = 1000.0 / median(row.ours)
            found[row.against] = 1000.0 / median(row.theirs)
    return rates


def rates_table(rates: Mapping[str, Mapping[str, float]]) -> Table:
    """Who trains how many batches a second."""
    table = Table(title="Batches per second, medians")
    table.add_column("network")
    names = list(dict.fromkeys(name for found in rates.values() for name in found))
    for name in names:
        table.add_column(name, justify="right")
    for size, found in rates.items():
        table.add_row(size, *(f"{found[name]:,.0f}" if name in found else "–" for name in names))
    return table


def figures_table(title: str, rows: Iterable[Row]) -> Table:
    """The rows with their verdicts."""
    table = Table(title=f"{title}: median (lowest – highest)")
    for name in ("with", "what", "against"):
        table.add_column(name)
    for name in ("medians", "figure", "range", "wanted"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.subject, row.what, row.against or "–", *_cells(row))
    return table


def _cells(row: Row) -> tuple[str, str, str, str]:
    """Medians, figure, range, and what was wanted."""
    limit = "–" if row.limit is None else f"≤ {row.limit:.3g}"
    if row.each:
        limit = f"all {limit}"
    if row.median is None:
        return row.lacking, "–", "–", limit
    own = "" if row.against else f" {row.unit}"
    sides = [median(side) for side in (row.ours, row.theirs) if side]
    verdict = {True: " ✓", False: " ✗", None: ""}[row.reached]
    return (
        " : ".join(_short(side) for side in sides) + f" {row.unit}",
        _short(row.median) + own,
        f"{_short(min(row.values))} – {_short(max(row.values))}",
        limit + (own if row.limit is not None else "") + verdict,
    )


def _short(number: float) -> str:
    """Three figures that count, and never an exponent."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}" if abs(number) >= 1 else f"{number:.3f}"
