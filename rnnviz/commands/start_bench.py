"""``rnnviz bench``, starting: processes, from their beginning to the first that there is to see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import rnnviz
from rnnviz.commands.figures import Effort, Row, in_turn
from rnnviz.commands.processes import have_bytecode, report, seconds_until

_PROBES = "rnnviz.commands.start_probes"

IMPORT_KERAS = "import time, keras; print(time.time())"

LIMIT = 2.0


def start_rows(effort: Effort) -> Iterator[Row]:
    """The window beside a bare one, the first picture of a state beside Keras's import, and the wait for it."""
    have_bytecode(Path(rnnviz.__file__).parent)
    bare = ("bare Qt window", ("-m", _PROBES, "bare"))
    keras = ("import keras", ("-c", IMPORT_KERAS))
    pairs = (
        ("first window", ("-m", _PROBES, "window"), *bare, LIMIT),
        ("window complete", ("-m", _PROBES, "complete"), *bare, None),
        ("first hidden state", ("-m", _PROBES, "picture"), *keras, LIMIT),
    )
    for what, ours, against, theirs, limit in pairs:
        measures = {what: partial(seconds_until, *ours), against: partial(seconds_until, *theirs)}
        in_turn(1, measures)  # so that every round finds the files in memory
        times = in_turn(effort.rounds, measures)
        yield Row("process", what, against, "s", times[what], times[against], limit)
    held_up = tuple(float(report(_PROBES, "loading")["longest"]) for _ in range(effort.rounds))
    yield Row("process", "longest gap until a network is built", "", "ms", held_up)
