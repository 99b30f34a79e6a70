"""Which part of the data is trained on, and which is kept to validate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.tasks.cutting import Ints


@dataclass(frozen=True, eq=False)
class Part:
    """Stretches of sequences, in the order of the data. All arrays are ``(stretches,)``.

    Attributes:
        sequence: Which sequence each is of.
        origin: Its first timestep, counted in that sequence.
        steps: How many timesteps it has.
    """

    sequence: Ints
    origin: Ints
    steps: Ints


def split(lengths: tuple[int, ...], validation: float) -> tuple[Part, Part]:
    """The part to train on, and the part to validate on.

    One sequence is cut in time, its tail for validation. Of several the last ones are kept whole,
    as many as come nearest to the share, but at least one on either side.

    Args:
        lengths: Timesteps of each sequence.
        validation: Share of all timesteps.

    Example:
        >>> training, kept = split((10, 20, 30, 40), 0.4)
        >>> training.sequence.tolist(), kept.sequence.tolist()
        ([0, 1, 2], [3])
    """
    steps = np.array(lengths, np.int64)
    sequence, origin = np.arange(len(steps)), np.zeros(len(steps), np.int64)
    if validation == 0.0:
        return Part(sequence, origin, steps), Part(sequence[:0], origin[:0], steps[:0])
    if len(steps) == 1:
        kept = np.rint(validation * steps).astype(np.int64)
        return Part(sequence, origin, steps - kept), Part(sequence, steps - kept, kept)
    kept_from = np.cumsum(steps[::-1])[::-1][1:]
    first = 1 + int(np.argmin(np.abs(kept_from - validation * steps.sum())))
    return (
        Part(sequence[:first], origin[:first], steps[:first]),
        Part(sequence[first:], origin[first:], steps[first:]),
    )
