"""``rnnviz bench``, training: with and without recording, with and without the window, beside bare Keras."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from rnnviz.chunking import Chunking
from rnnviz.commands.contenders import WATCHED, Contender, Live, Looped, headless
from rnnviz.commands.figures import PER_BATCH, Effort, Row, in_turn
from rnnviz.commands.stopwatch import Stopwatch
from rnnviz.engine.bare import FastestFit, TrainOnBatch
from rnnviz.engine.session import Session
from rnnviz.experiment import Experiment, Network
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.section import Section
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


LSTM_64 = _size("LSTM 64", batch=16, length=20, features=8, cell="LSTM", units=64)
SIZES = (
    _size("article", batch=10, length=1, features=5, cell="SimpleRNN", units=10),
    LSTM_64,
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
"""What is divided by what, in time per batch, and the ratio to stay below for each size."""

APPENDING = 0.02
"""Of the step's time, what appending may take."""


def train_rows(effort: Effort) -> Iterator[Row]:
    """Every comparison at every size, then what appending takes."""
    for number, size in enumerate(SIZES):
        times = _times(size, effort)
        for what, against, limits in COMPARISONS:
            yield Row(size.name, what, against, PER_BATCH, times[what], times[against], limits[number])
    yield _appending(LSTM_64, effort)


def _times(size: Size, effort: Effort) -> dict[str, tuple[float, ...]]:
    """Milliseconds a batch of every contender, by round."""
    with ExitStack() as stack:
        contenders: dict[str, Contender] = {
            "train_on_batch": Looped(TrainOnBatch(size.experiment)),
            "fit": Looped(FastestFit(size.experiment), portion=FastestFit.STEPS),
            "unwatched": headless(size.experiment, watch=()),
            "headless": headless(size.experiment),
            "live": Live(size.experiment),
        }
        for contender in contenders.values():
            stack.callback(contender.close)
        return in_turn(
            effort.rounds, {name: partial(_time, contender, effort.seconds) for name, contender in contenders.items()}
        )


def _time(contender: Contender, seconds: float) -> float:
    return 1000.0 / contender.rate(seconds)


def _appending(size: Size, effort: Effort) -> Row:
    """What appending takes beside the step that made the data, both told apart within the same calls.

    Levels of detail are made by another thread, so what they take of a processor is added.
    """
    appending, levels, steps = [], [], []
    with Session(size.experiment, watch=WATCHED) as session:
        trainer = Looped(session)
        for _ in range(effort.rounds):
            waited, worked = Stopwatch(time.perf_counter), Stopwatch(time.thread_time)
            with waited.on(Recorder, "append"), worked.on(Pyramid, "feed"), worked.on(Section, "absorb"):
                began, before = time.perf_counter(), session.recording.batches
                trainer.rate(effort.seconds)
                whole = time.perf_counter() - began
            batches = session.recording.batches - before
            appending.append(1000.0 * waited.seconds / batches)
            levels.append(1000.0 * worked.seconds / batches)
            steps.append(1000.0 * (whole - waited.seconds) / batches)
    both = tuple(one + other for one, other in zip(appending, levels, strict=True))
    return Row(size.name, "appending", "step without it", "ms", both, tuple(steps), APPENDING)
