"""Cutting stretches of timesteps into chunks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking.choosing import Chunking

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cut:
    """Where in a stretch of timesteps each of its chunks lies. A stretch's chunks are numbered from 0.

    Attributes:
        length: Timesteps of a whole chunk.
        hop: Timesteps from the beginning of one to that of the next; fewer than `length` when they overlap.
        pads: Whether a last chunk that is not whole is read.

    Example:
        >>> cut = Cut(length=10, hop=10, pads=True)
        >>> int(cut.chunks(np.array(23))), cut.steps(np.array(2), np.array(23)).tolist()
        (3, 3)
    """

    length: int
    hop: int
    pads: bool

    @classmethod
    def of(cls, chunking: Chunking) -> Cut:
        """As `chunking` has it."""
        return cls(chunking.length, chunking.hop, chunking.remainder == "pad")

    def chunks(self, stretch: Ints) -> Ints:
        """How many chunks stretches of so many timesteps give."""
        rest = stretch - self.length
        if self.pads:
            return np.where(stretch > 0, 1 - (-np.maximum(rest, 0) // self.hop), 0)
        return np.where(rest >= 0, 1 + rest // self.hop, 0)

    def steps(self, chunk: Ints, stretch: Ints | int) -> Ints:
        """How many timesteps chunks of stretches read."""
        steps: Ints = np.minimum(self.length, stretch - chunk * self.hop)
        return steps

    def replayed(self, chunk: Ints) -> Ints:
        """How many of them the chunks before have read."""
        return np.where(chunk > 0, self.length - self.hop, 0)

    def left_out(self, first: int, last: int, stretch: int) -> tuple[int, int]:
        """The timesteps, from the first to behind the last, that only chunks ``first … last`` would have read.

        The last one of a stretch takes what fills no chunk along.
        """
        begin = int(self.covered(np.array(first), np.array(stretch)))
        return begin, stretch if last == self.chunks(np.array(stretch)) else last * self.hop

    def covered(self, chunks: Ints, stretch: Ints) -> Ints:
        """How many timesteps of a stretch its first `chunks` read, each counted once."""
        return np.where(chunks > 0, np.minimum(stretch, (chunks - 1) * self.hop + self.length), 0)
