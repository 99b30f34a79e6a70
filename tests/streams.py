"""Reading made tasks in tests: whole streams, and what is known of them within a chunk."""

from __future__ import annotations

import numpy as np


def stream(task, steps, sequence=0, seed=0):
    """Inputs and targets of one sequence from its start: ``(steps, columns)`` each."""
    inputs, targets = task.chunks(seed, np.array([sequence]), np.array([0]), steps)
    return inputs[0], targets[0]


def chunks_of(steps, cut):
    """Beginning and end of each chunk of a sequence of so many timesteps, walking along it."""
    found, start, covered = [], 0, 0
    while covered < steps and (cut.pads or start + cut.length <= steps):
        covered = min(start + cut.length, steps)
        found.append((start, covered))
        start += cut.hop
    return found


def within_chunks(task, cut, many=30_000):
    """What a network without memory has to go by, at each timestep of many chunks.

    Yields for each timestep of a chunk the inputs ``(chunks, timestep + 1, columns)`` that were read until then, of the
    chunks that are so long, the targets ``(chunks, columns)``, and the share of all timesteps that these are.
    Endless streams are read from a place far behind their start on.
    """
    steps = getattr(task, "length", 0)
    start, end = np.array(chunks_of(steps, cut) if steps else [(10_000, 10_000 + cut.length)]).T
    sequence, chunk = np.divmod(np.arange(many // len(start) * len(start)), len(start))
    inputs, targets = task.chunks(7, sequence, start[chunk], cut.length)
    read = (end - start)[chunk]
    for step in range(int(read.max())):
        there = read > step
        yield inputs[there, : step + 1], targets[there, step], np.count_nonzero(there) / read.sum()


def entropy_of(answers):
    """Nats that the best guess costs which does not change, for each of ``(n,)`` answers."""
    _, counts = np.unique(answers, return_counts=True)
    share = counts / counts.sum()
    return float(-(share * np.log(share)).sum())
