"""One pass over a part of the data, batch by batch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from rnnviz.chunking.choosing import Chunking
from rnnviz.chunking.packing import Queues, pack
from rnnviz.chunking.parts import Part
from rnnviz.chunking.tally import Tally
from rnnviz.tasks.cutting import Ints

NOTHING = -1
"""Stands for a sequence, a start or a chunk where a slot idles."""


class Read(NamedTuple):
    """What slots read; the arrays have one shape. See :class:`rnnviz.chunking.Cells`."""

    sequence: Ints
    start: Ints
    steps: Ints
    replayed: Ints


@dataclass(frozen=True)
class Pass(ABC):
    """Each chunk of a part of the data, read once.

    Attributes:
        chunking: The choices.
        part: What is read.
    """

    chunking: Chunking
    part: Part

    @property
    @abstractmethod
    def batches(self) -> int:
        """How many there are."""

    @property
    @abstractmethod
    def loads(self) -> Ints:
        """``(slots,)`` in how many batches, from the first on, each slot reads; then it idles."""

    @abstractmethod
    def _chunk(self, epoch: Ints, batch: Ints, slot: Ints) -> Ints:
        """The number of the chunk that is read, for batches in which the slot does read."""

    def read(self, epoch: Ints, batch: Ints) -> Read:
        """What each slot reads in the given batches of the given epochs.

        Args:
            epoch: ``(n, 1)`` or ``(n, slots)``.
            batch: The same shape, counted in the pass. Outside of it, every slot idles.
        """
        slot = np.arange(self.chunking.batch_size)
        epoch, batch, slot = np.broadcast_arrays(epoch, batch, slot)
        idle = (batch < 0) | (batch >= self.loads)
        chunk = self._chunk(epoch, np.where(idle, 0, batch), slot)
        number = np.clip(np.searchsorted(self.first, chunk, side="right") - 1, 0, len(self.first) - 2)
        chunk = chunk - self.first[number]
        cut, part = self.chunking.cut, self.part
        steps = cut.steps(chunk, part.steps[number])
        return Read(
            np.where(idle, NOTHING, part.sequence[number]),
            np.where(idle, NOTHING, part.origin[number] + chunk * cut.hop),
            np.where(idle, 0, steps),
            np.where(idle, 0, cut.replayed(chunk)),
        )

    @abstractmethod
    def _left_out(self, epoch: int) -> Ints:
        """The chunks that are not read, as ``(gaps, 2)`` first ones and ones behind the last, ascending."""

    def left_out(self, sequence: int, epoch: int) -> list[tuple[int, int]]:
        """The timesteps of a sequence that this part has and no chunk reads, as first ones and ones behind the last."""
        found = []
        for number in np.flatnonzero(self.part.sequence == sequence).tolist():
            first, behind = int(self.first[number]), int(self.first[number + 1])
            origin, steps = int(self.part.origin[number]), int(self.part.steps[number])
            inside = np.clip(self._left_out(epoch), first, behind) - first
            gaps = inside[inside[:, 0] < inside[:, 1]].tolist()
            if not gaps or gaps[-1][1] < behind - first:  # what fills no chunk at the end is a gap too
                gaps.append([behind - first, behind - first])
            stretches = (self.chunking.cut.left_out(begin, end, steps) for begin, end in gaps)
            found += [(origin + begin, origin + end) for begin, end in stretches if begin < end]
        return found

    @cached_property
    def first(self) -> Ints:
        """The number of each stretch's first chunk, and behind them that of all chunks."""
        return np.concatenate([[0], np.cumsum(self.chunking.cut.chunks(self.part.steps))])

    @property
    def chunks(self) -> int:
        """How many the part is cut into."""
        return int(self.first[-1])

    @property
    def tally(self) -> Tally:
        """What one pass comes to, all of it trained on."""
        # Where chunks overlap they are read in order, so what is left out is at the end. Where they do
        # not, those left out are whole and of one size, and it does not matter which they are.
        read = int(self.loads.sum())
        chunks = np.clip(read - self.first[:-1], 0, np.diff(self.first))
        steps, covered = int(self.part.steps.sum()), int(self.chunking.cut.covered(chunks, self.part.steps).sum())
        replayed = int((np.maximum(chunks - 1, 0) * self.chunking.cut.overlap).sum())
        rows = self.batches * self.chunking.batch_size if self.chunking.remainder == "pad" else read
        return Tally(
            steps=steps,
            trained=covered,
            dropped=steps - covered,
            padded=rows * self.chunking.length - covered - replayed,
            replayed=replayed,
        )


@dataclass(frozen=True)
class Queued(Pass):
    """Each slot reads a queue of sequences, or streams of them."""

    @property
    def batches(self) -> int:
        return self._queues.batches

    @property
    def loads(self) -> Ints:
        return self._queues.loads

    def _chunk(self, epoch: Ints, batch: Ints, slot: Ints) -> Ints:
        return self._queues.at(batch, slot)

    def _left_out(self, epoch: int) -> Ints:
        return self._queues.left_out(self.chunks)

    @cached_property
    def _queues(self) -> Queues:
        return pack(np.diff(self.first), self.chunking.batch_size, idle=self.chunking.remainder != "drop")


@dataclass(frozen=True)
class Dealt(Pass):
    """Chunks are dealt to the slots of one batch after the other, in the order of the data or shuffled.

    Attributes:
        seed: Decides the orders, one for each epoch; None leaves them in the order of the data.
    """

    seed: int | None = None

    @property
    def batches(self) -> int:
        slots = self.chunking.batch_size
        return self.chunks // slots if self.chunking.remainder == "drop" else -(-self.chunks // slots)

    @cached_property
    def loads(self) -> Ints:
        slots = self.chunking.batch_size
        return np.minimum(self.batches, (self.chunks - np.arange(slots) + slots - 1) // slots)

    def _left_out(self, epoch: int) -> Ints:
        read = int(self.loads.sum())
        if self.seed is None:
            return np.array([[read, self.chunks]])
        rest = np.sort(shuffled(self.seed, epoch, self.chunks)[read:])
        return np.stack([rest, rest + 1], axis=1)

    def _chunk(self, epoch: Ints, batch: Ints, slot: Ints) -> Ints:
        chunk = batch * self.chunking.batch_size + slot
        if self.seed is not None:
            for number in np.unique(epoch):
                inside = epoch == number
                chunk[inside] = shuffled(self.seed, int(number), self.chunks)[chunk[inside]]
        return chunk


@lru_cache(maxsize=4)
def shuffled(seed: int, epoch: int, rows: int) -> Ints:
    """The numbers up to `rows` in the order of an epoch."""
    return np.random.default_rng((seed, epoch)).permutation(rows)
