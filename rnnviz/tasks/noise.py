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


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))


def hashed(seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64]) -> NDArray[np.uint64]:
    """64 random bits for each (sequence, timestep); the two shapes broadcast."""
    stream = _mix(sequence.astype(np.uint64) * _GOLDEN + _mix(np.array([seed], np.uint64)))
    return _mix(stream + timestep.astype(np.uint64) * _GOLDEN)


def bits(seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64]) -> NDArray[np.float32]:
    """Fair coin flips, 0 or 1.

    Example:
        >>> bits(0, np.array([7]), np.arange(4)).tolist()
        [1.0, 0.0, 0.0, 1.0]
    """
    return (hashed(seed, sequence, timestep) >> np.uint64(63)).astype(np.float32)


def uniform(seed: int, sequence: NDArray[np.int64], timestep: NDArray[np.int64]) -> NDArray[np.float32]:
    """Numbers from 0 up to 1, which is left out; all that float32 can space evenly are as likely.

    Example:
        >>> uniform(0, np.array([7]), np.arange(2)) < 0.5
        array([False,  True])
    """
    return (hashed(seed, sequence, timestep) >> np.uint64(40)).astype(np.float32) / np.float32(2**24)
