"""Reading made tasks in tests: whole streams, and the chunks that a plan deals out."""

from __future__ import annotations

import numpy as np


def stream(task, steps, sequence=0, seed=0):
    """Inputs and targets of one sequence from its start: ``(steps, columns)`` each."""
    inputs, targets = task.chunks(seed, np.array([sequence]), np.array([0]), steps)
    return inputs[0], targets[0]


def dealt(task, length, slots=256, batches=120):
    """Chunks ``(chunks, length, columns)`` of inputs and targets, as many of each place in a sequence as there are.

    Endless streams are read from a place far behind their start on.
    """
    steps = getattr(task, "length", 0)
    if steps:
        place = np.arange(steps // length)
        sequence, place = np.divmod(np.arange(slots * batches // len(place) * len(place)), len(place))
    else:
        sequence, place = np.divmod(np.arange(slots * batches), batches)
        place = 10_000 + 37 * place
    return task.chunks(7, sequence, place * length, length)


def entropy_of(answers):
    """Nats that the best guess costs which does not change, for each of ``(n,)`` answers."""
    _, counts = np.unique(answers, return_counts=True)
    share = counts / counts.sum()
    return float(-(share * np.log(share)).sum())
