"""Random numbers that depend on where they stand, not on when they are drawn.

A stream that is cut into chunks of ten must hold the same numbers as one cut into chunks
of seven, and an endless one cannot be kept. So each number is a hash (SplitMix64) of its
seed, sequence and timestep; NumPy's generators cannot jump to a timestep of many streams
at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SEEDS = np.uint64(2**32)  # more than there are seeds, so that no channel of one is a channel of another


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))


def hashed(
    seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64], channel: int | NDArray[np.int64] = 0
) -> NDArray[np.uint64]:
    """64 random bits for each (sequence, timestep, channel), in the shape that these have together.

    All that is drawn here has this shape, and depends on the seed and these three alone.

    Args:
        seed: Of the experiment.
        sequence: Numbers of sequences.
        timestep: Counted in its sequence; it may be negative.
        channel: Tells apart the numbers that a task draws at one timestep.
    """
    origin = _mix(np.atleast_1d(channel).astype(np.uint64) * _SEEDS + np.uint64(seed))
    stream = _mix(sequence.astype(np.uint64) * _GOLDEN + origin)
    return _mix(stream + timestep.astype(np.uint64) * _GOLDEN)


def bits(
    seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64], channel: int | NDArray[np.int64] = 0
) -> NDArray[np.float32]:
    """Fair coin flips, 0 or 1; arguments and shape as for :func:`hashed`.

    Example:
        >>> bits(0, np.array([7]), np.arange(4)).tolist()
        [1.0, 0.0, 0.0, 1.0]
    """
    return (hashed(seed, sequence, timestep, channel) >> np.uint64(63)).astype(np.float32)


def below(
    most: int, seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64], channel: int = 0
) -> NDArray[np.int64]:
    """Whole numbers from 0 up to `most`, which is left out, each as likely; shape as for :func:`hashed`.

    Example:
        >>> below(6, 0, np.array([7]), np.arange(5)).tolist()
        [3, 2, 2, 4, 5]
    """
    high = hashed(seed, sequence, timestep, channel) >> np.uint64(32)
    return (high * np.uint64(most) >> np.uint64(32)).astype(np.int64)


def uniform(
    seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64], channel: int = 0
) -> NDArray[np.float32]:
    """Numbers from 0 up to 1, which is left out; shape as for :func:`hashed`.

    All that float32 can space evenly are as likely.

    Example:
        >>> uniform(0, np.array([7]), np.arange(2)) < 0.5
        array([False,  True])
    """
    return (hashed(seed, sequence, timestep, channel) >> np.uint64(40)).astype(np.float32) / np.float32(2**24)


def normal(
    seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64], channel: int | NDArray[np.int64] = 0
) -> NDArray[np.float32]:
    """Numbers of the normal distribution, with mean 0 and variance 1; shape as for :func:`hashed`.

    Example:
        >>> normal(0, np.array([7]), np.arange(3)) > 0.4
        array([ True, False, False])
    """
    drawn = hashed(seed, sequence, timestep, channel)
    # Box and Muller: one half of the bits gives the distance from the middle, the other the direction.
    far = np.sqrt(-2.0 * np.log(((drawn >> np.uint64(32)).astype(np.float64) + 1.0) / 2.0**32))
    turn = (drawn & np.uint64(2**32 - 1)).astype(np.float64) * (2.0 * np.pi / 2.0**32)
    drawn_normal: NDArray[np.float32] = (far * np.cos(turn)).astype(np.float32)
    return drawn_normal
