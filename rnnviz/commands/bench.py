"""``rnnviz bench``: how fast rnnviz trains and shows, beside bare Keras on the same machine.

Machines differ and are never quiet, so what counts are ratios of two things that were
measured in turn in one run; the rates beside them are only to give an idea.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network
from rnnviz.export.atomic import check_target, replacing
from rnnviz.tasks import CoinRows


@dataclass(frozen=True)
class Size:
    """A network and batch to measure with."""

    name: str
    experiment: Experiment


def _size(name: str, batch: int, length: int, features: int, cell: str, units: int) -> Size:
    return Size(
        name,
        Experiment(
            task=CoinRows(rows=32 * batch, steps=length, width=features),
            chunking=Chunking(length=length, batch_size=batch, layout="row-order"),
            network=Network(cell=cell, units=units),  # type: ignore[arg-type]
        ),
    )


SIZES = (
    _size("article", batch=10, length=1, features=5, cell="SimpleRNN", units=10),
    _size("LSTM 64", batch=16, length=20, features=8, cell="LSTM", units=64),
    _size("LSTM 256", batch=32, length=50, features=32, cell="LSTM", units=256),
)

Limits = tuple[float | None, ...]
COMPARISONS: tuple[tuple[str, str, Limits], ...] = (
    ("headless", "unwatched", (1.05, 1.05, 1.05)),
    ("headless", "train_on_batch", (0.03, 0.35, 0.75)),
    ("headless", "fit", (0.15, 0.90, 1.02)),
    ("live", "train_on_batch", (0.03, 0.40, 0.90)),
    ("live", "headless", (None, 1.15, 1.15)),
)
"""What is divided by what, in seconds per batch, and the ratio to stay below for each size."""


@dataclass(frozen=True)
class Row:
    """One comparison at one size.

    Attributes:
        size: The network's name.
        what: What was measured.
        against: What it is divided by.
        ratio: Median over the rounds of seconds per batch, one divided by the other.
        low: The smallest ratio of a round.
        high: The largest.
        limit: What the ratio should stay below, or None.
    """

    size: str
    what: str
    against: str
    ratio: float
    low: float
    high: float
    limit: float | None

    @property
    def reached(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or self.ratio <= self.limit


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``rnnviz bench``."""
    parser.add_argument("--rounds", type=int, default=5, metavar="NUMBER", help="alternations (default: 5)")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="NUMBER", help="of each measurement (default: 2)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the figures there too, as JSON")


def bench(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and write it where asked; exit status 0.

    Raises:
        ChoiceError: For rounds or seconds that cannot be.
        ExportError: When the figures cannot be written.
    """
    if arguments.rounds < 1:
        raise ChoiceError("--rounds", arguments.rounds, "choose a whole number from 1 up")
    if not arguments.seconds > 0:
        raise ChoiceError("--seconds", arguments.seconds, "choose a number above 0")
    if arguments.out is not None:
        check_target(arguments.out)  # rather than after minutes of measuring
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from rnnviz.app import make_application

    app = make_application()
    console = Console()
    rates: dict[str, dict[str, list[float]]] = {}
    rows: list[Row] = []
    for number, size in enumerate(SIZES):
        with console.status(f"Measuring {size.name}…"):
            rates[size.name] = measured = _measure(size, arguments.rounds, arguments.seconds)
        rows += _rows(size.name, number, measured)
    console.print(_rates_table(rates))
    console.print(_ratios_table(rows))
    if arguments.out is not None:
        figures = {"rates": rates, "ratios": [asdict(row) for row in rows]}
        with replacing(arguments.out) as file:
            file.write(json.dumps(figures, indent=2).encode())
    del app
    return 0


def _measure(size: Size, rounds: int, seconds: float) -> dict[str, list[float]]:
    """Batches per second of every contender, each round all of them in turn."""
    from rnnviz.commands.contenders import Contender, Live, Looped, headless
    from rnnviz.engine.bare import FastestFit, TrainOnBatch

    contenders: dict[str, Contender] = {
        "train_on_batch": Looped(TrainOnBatch(size.experiment)),
        "fit": Looped(FastestFit(size.experiment), portion=FastestFit.STEPS),
        "unwatched": headless(size.experiment, watch=()),
        "headless": headless(size.experiment),
        "live": Live(size.experiment),
    }
    try:
        rates: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, contender in contenders.items():
                rates[name].append(contender.rate(seconds))
        return rates
    finally:
        for contender in contenders.values():
            contender.close()


def _rows(size: str, number: int, rates: dict[str, list[float]]) -> Iterator[Row]:
    for what, against, limits in COMPARISONS:
        ratios = [theirs / ours for ours, theirs in zip(rates[what], rates[against], strict=True)]
        yield Row(size, what, against, median(ratios), min(ratios), max(ratios), limits[number])


def _rates_table(rates: dict[str, dict[str, list[float]]]) -> Table:
    table = Table(title="Batches per second, medians")
    table.add_column("network")
    for name in next(iter(rates.values())):
        table.add_column(name, justify="right")
    for size, measured in rates.items():
        table.add_row(size, *(f"{median(values):,.0f}" for values in measured.values()))
    return table


def _ratios_table(rows: list[Row]) -> Table:
    table = Table(title="Time per batch, as a ratio: median (lowest – highest)")
    for name in ("network", "what", "against"):
        table.add_column(name)
    for name in ("ratio", "range", "wanted"):
        table.add_column(name, justify="right")
    for row in rows:
        wanted = "–" if row.limit is None else f"≤ {row.limit:g} {'✓' if row.reached else '✗'}"
        table.add_row(row.size, row.what, row.against, f"{row.ratio:.3f}", f"{row.low:.3f} – {row.high:.3f}", wanted)
    return table
