"""From what was needed and what was observed to what happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.transition import Transition

Flags = NDArray[np.bool_]


def classify(
    begins: Flags, continues: Flags, zero: Flags, equal: Flags, idle: Flags | bool = False
) -> NDArray[np.int8]:
    """Name what happened to each slot as its chunk began. The arrays broadcast.

    Args:
        begins: The chunk starts its sequence.
        continues: The chunk goes on exactly where the slot's last one ended.
        zero: The state was observed to enter as zero.
        equal: It was observed to enter as the slot's last chunk left it.
        idle: There is no chunk.

    Returns:
        Values of :class:`~rnnviz.Transition`, int8, in the shape that the arrays have together, as
        ``(batches, layers, slots)``.

    A state can be left as zero (dead relu units), and then enter both as zero and as it was
    left. Nothing was thrown away there, so a chunk that goes on counts as kept.

    Example:
        >>> flags = np.array
        >>> classify(flags([False]), flags([True]), zero=flags([True]), equal=flags([False]))
        array([4], dtype=int8)
    """
    idle, begins, continues, zero, equal = np.broadcast_arrays(idle, begins, continues, zero, equal)
    happened = np.select(
        [idle, begins & zero, continues & equal, zero, equal],
        [Transition.IDLE, Transition.FRESH, Transition.KEPT, Transition.LOST, Transition.LEAKED],
        Transition.SET,
    )
    return happened.astype(np.int8)
