"""``rnnviz bench``, training: with and without recording, with and without the window, beside bare Keras.

In each round everyone takes turns of a tenth of a second, the window of one second, and what is compared
are the sums: machines slow down and recover within seconds, and turns as long as a round would compare that.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from rnnviz.commands.contenders import Looped, headless
from rnnviz.commands.figures import PER_BATCH, Effort, Row, in_short_turns
from rnnviz.commands.processes import Companion
from rnnviz.commands.sizes import LSTM_64, SIZES, WATCHED, Size
from rnnviz.commands.stopwatch import Stopwatch
from rnnviz.engine.bare import FastestFit, TrainOnBatch
from rnnviz.engine.session import Session
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.section import Section

Limits = tuple[float | None, ...]
COMPARISONS: tuple[tuple[str, str, Limits], ...] = (
    ("headless", "unwatched", (1.05, 1.05, 1.05)),
    ("headless", "train_on_batch", (0.03, 0.35, 0.75)),
    ("headless", "fit", (0.15, 0.90, 1.02)),
    ("live", "train_on_batch", (0.03, 0.40, 0.90)),
    ("live", "headless", (None, 1.15, 1.15)),
)
"""What is divided by what, in time per batch, and the ratio to stay below for each size."""

LIVE_TURN = 1.0
"""Seconds that the window runs at a time: it takes half of one to be at full speed."""

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
        loops = {
            "train_on_batch": Looped(TrainOnBatch(size.experiment)),
            "fit": Looped(FastestFit(size.experiment), portion=FastestFit.STEPS),
            "unwatched": headless(size.experiment, watch=()),
            "headless": headless(size.experiment),
        }
        window = Companion("rnnviz.commands.live_probe", size.name)
        for close in (window.close, *(looped.close for looped in loops.values())):
            stack.callback(close)
        turns = {name: looped.turn for name, looped in loops.items()} | {"live": lambda: window.ask(LIVE_TURN)}
        rounds = [in_short_turns(turns, effort.seconds) for _ in range(effort.rounds)]
    return {name: tuple(found[name] for found in rounds) for name in turns}


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
                batches, whole = 0, 0.0
                while whole < effort.seconds:
                    more, took = trainer.turn()
                    batches, whole = batches + more, whole + took
            appending.append(1000.0 * waited.seconds / batches)
            levels.append(1000.0 * worked.seconds / batches)
            steps.append(1000.0 * (whole - waited.seconds) / batches)
    both = tuple(one + other for one, other in zip(appending, levels, strict=True))
    return Row(size.name, "appending", "step without it", "ms", both, tuple(steps), APPENDING)
