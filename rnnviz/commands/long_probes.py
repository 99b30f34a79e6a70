"""Processes that make a long recording, or scroll through one, and say what it took.

Run as ``python -m rnnviz.commands.long_probes make PATH TIMESTEPS`` or ``… walk PATH``. The last line is JSON.
"""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtWidgets import QApplication

from rnnviz.app import make_application
from rnnviz.commands.made import made_block, made_header, made_states
from rnnviz.commands.memory import peak_memory
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.recording.opening import open_recording
from rnnviz.recording.recorder import Recorder

UNITS, LENGTH = 256, 50
BATCHES = 100
"""In a block."""

FRAME = 1 / 60
"""Seconds from one gesture to the next."""

EACH, TURNS = 40, 2
"""Gestures of a kind in a row, and how often every kind has its turn."""


def make(path: str, timesteps: int) -> None:
    """Record so many timesteps, with the disk budget that a user has."""
    header = made_header(UNITS, LENGTH)
    pieces = [made_states(BATCHES * LENGTH, UNITS, seed) for seed in range(12)]
    blocks = [made_block(header, piece, number * BATCHES) for number, piece in enumerate(pieces)]
    with Recorder(header, path) as recorder:
        for number in range(timesteps // (BATCHES * LENGTH)):
            recorder.append(blocks[number % len(blocks)])
    _tell(memory=peak_memory())


def walk(path: str) -> None:
    """Zoom and pan over a recording, 60 gestures a second."""
    app = make_application()
    stack = PlotStack(DARK)
    stack.resize(1136, 760)
    stack.show()
    stack.show_recording(open_recording(path))
    _serve(0.3)
    spent = []
    for gesture in gestures(stack):
        gesture()
        spent.append(_serve(FRAME))
    stack.close()
    stack.deleteLater()
    app.processEvents()
    _tell(p99=1000.0 * float(np.percentile(spent, 99)), memory=peak_memory())


def gestures(stack: PlotStack) -> Iterator[Callable[[], None]]:
    """Zoom in, pan, zoom out, pan back, and jump, from the whole down to a few timesteps."""
    chance = random.Random(3)
    assert stack.source is not None
    whole = stack.source.recording.timesteps
    stack.show_range(0, whole)

    def jump() -> None:
        start = chance.uniform(0, whole)
        stack.show_range(start, start + math.exp(chance.uniform(math.log(200), math.log(whole))))

    kinds: tuple[Callable[[], None], ...] = (
        lambda: stack.zoom(stack.viewport.start + 0.4 * stack.viewport.span, 0.75),
        lambda: stack.pan(0.08 * stack.viewport.span),
        lambda: stack.zoom(stack.viewport.start + 0.6 * stack.viewport.span, 1.2),
        lambda: stack.pan(-0.3 * stack.viewport.span),
        jump,
    )
    for _ in range(TURNS):
        for kind in kinds:
            yield from [kind] * EACH


def _serve(seconds: float) -> float:
    """Let the screen's thread do what it has to for that long; the longest that it was busy at a stretch."""
    longest, end = 0.0, time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - began)
        time.sleep(0.0002)
    return longest


def _tell(**found: float | None) -> None:
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]))
    else:
        walk(sys.argv[2])
