"""``rnnviz bench``, the screen: frames, gaps, and how long recordings scroll."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import numpy as np

from rnnviz.commands.figures import Effort, Row, in_turn
from rnnviz.commands.frame_bench import COLUMNS, OTHERS, UNITS, Drawer, Frames, OwnHeatmap, frame_time
from rnnviz.commands.long_bench import long_rows
from rnnviz.commands.processes import report
from rnnviz.commands.sizes import LSTM_64

OFTEN, LONGEST = 25.0, 33.0
"""Milliseconds that 99 of 100 gaps may last, and that none may exceed."""

ANSWER = 50.0
"""Milliseconds within which each key has to have its effect."""


def screen_rows(effort: Effort) -> Iterator[Row]:
    """The heatmap's frames, gaps and answers while running free and, where asked for, long recordings."""
    yield from _frame_rows(effort)
    yield from gap_rows(LSTM_64.name, report("rnnviz.commands.gap_probe", effort.rounds, effort.seconds))
    for subject, rounds in report("rnnviz.commands.answer_probe", effort.rounds, effort.seconds).items():
        yield from answer_rows(subject, rounds)
    if effort.long:
        yield from long_rows(effort)


def _frame_rows(effort: Effort) -> Iterator[Row]:
    subject, what, unit = f"{COLUMNS} × {UNITS}", "heatmap frame", "ms"
    frames = Frames()
    with ExitStack() as stack:
        drawers: dict[str, Drawer] = {what: OwnHeatmap(frames)}
        for name, (make, _) in OTHERS.items():
            try:
                drawers[name] = make(frames)
            except ImportError:
                continue
        for drawer in drawers.values():
            stack.callback(drawer.close)
        times = in_turn(
            effort.rounds, {name: partial(frame_time, drawer, effort.seconds) for name, drawer in drawers.items()}
        )
    for name, (_, limit) in OTHERS.items():
        if name in times:
            yield Row(subject, what, name, unit, times[what], times[name], limit)
        else:
            lacking = f"{name} is not installed: pip install 'rnnviz[bench]'"
            yield Row(subject, what, name, unit, limit=limit, lacking=lacking)


def gap_rows(subject: str, rounds: list[list[float]]) -> Iterator[Row]:
    """What the milliseconds between the beats of the screen's thread come to, by round."""
    often = tuple(float(np.percentile(gaps, 99)) for gaps in rounds)
    yield Row(subject, "screen gap, p99", "", "ms", often, limit=OFTEN)
    yield Row(subject, "longest screen gap", "", "ms", tuple(map(max, rounds)), limit=LONGEST, each=True)


def answer_rows(subject: str, rounds: list[dict[str, list[float]]]) -> Iterator[Row]:
    """What the milliseconds from a key to its effect come to, all of them."""
    for what in rounds[0]:
        took = tuple(milliseconds for found in rounds for milliseconds in found[what])
        yield Row(subject, f"{what} answered", "", "ms", took, limit=ANSWER, each=True)
