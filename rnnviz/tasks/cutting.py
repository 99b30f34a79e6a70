"""Cutting sequences into chunks, of which plans are made, and on which it depends what there is to remember."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cut:
    """Where in a stretch of timesteps each of its chunks lies. A stretch's chunks are numbered from 0.

    Attributes:
        length: Timesteps of a whole chunk.
        overlap: How many of them the chunk before has read.
        pads: Whether a last chunk that is not whole is read.

    Example:
        >>> cut = Cut(length=10, pads=True)
        >>> int(cut.chunks(np.array(23))), cut.steps(np.array(2), np.array(23)).tolist()
        (3, 3)
    """

    length: int
    overlap: int = 0
    pads: bool = False

    @property
    def hop(self) -> int:
        """Timesteps from the beginning of a chunk to that of the next one."""
        return self.length - self.overlap

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
        return np.where(chunk > 0, self.overlap, 0)

    def left_out(self, first: int, behind: int, stretch: int) -> tuple[int, int]:
        """The timesteps, from the first to behind the last, that only chunks from `first` to `behind` − 1 would read.

        The last one of a stretch takes what fills no chunk along.
        """
        begin = int(self.covered(np.array(first), np.array(stretch)))
        return begin, stretch if behind == self.chunks(np.array(stretch)) else behind * self.hop

    def covered(self, chunks: Ints, stretch: Ints) -> Ints:
        """How many timesteps of a stretch its first `chunks` read, each counted once."""
        return np.where(chunks > 0, np.minimum(stretch, (chunks - 1) * self.hop + self.length), 0)

    def reaching(self, stretches: Ints) -> tuple[Ints, Ints]:
        """How many chunks of all `stretches` ``(n,)`` reach each of their timesteps, and how many of these come first.

        Returns:
            Twice ``(length,)``: of the chunks, and of those that begin their stretch.

        Example:
            >>> chunks, first = Cut(length=4, pads=True).reaching(np.array([10]))
            >>> chunks.tolist(), first.tolist()
            ([3, 3, 2, 2], [1, 1, 1, 1])
        """
        count = self.chunks(stretches)
        stretches, count = stretches[count > 0], count[count > 0]

        def ended(steps: Ints) -> Ints:
            return np.cumsum(np.bincount(steps, minlength=self.length + 1))[: self.length]

        chunks, first = count.sum() - ended(self.steps(count - 1, stretches)), len(count)
        return chunks, first - ended(np.minimum(self.length, stretches))

    def readers(self, timestep: Ints, stretch: int) -> Ints:
        """How many chunks of a stretch read each of these timesteps of it.

        Example:
            >>> Cut(length=4, overlap=2).readers(np.arange(7), 7).tolist()
            [1, 1, 2, 2, 1, 1, 0]
        """
        last = np.minimum(timestep // self.hop, self.chunks(np.array(stretch)) - 1)
        first = np.maximum(-((self.length - 1 - timestep) // self.hop), 0)
        readers: Ints = np.maximum(last - first + 1, 0)
        return readers
