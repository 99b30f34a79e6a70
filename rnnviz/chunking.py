"""How sequences are cut into chunks and dealt to the slots of each batch.

A :class:`Plan` answers, for every batch and slot, which sequence is read and from which
timestep. Everything about what *should* happen to a state follows from that, before any
network exists.
"""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError, check, one_of, whole
from rnnviz.tasks.base import Endless

Layout = Literal["contiguous", "row-order", "shuffled"]
Rows = tuple[NDArray[np.int64], NDArray[np.int64]]

MOST_SLOTS = 4096
"""The largest batch size. Endless sequences are numbered in steps of it, so that a slot's
n-th sequence is the same one at every batch size."""

SHUFFLE_BATCHES = 64
"""An endless stream has no epoch to shuffle, so its rows are shuffled within this many batches."""


@dataclass(frozen=True)
class Chunking:
    """How long a chunk is, how many go into a batch, and in which order.

    Layouts:
        ``"contiguous"``: each slot reads on where it stopped.
        ``"row-order"``: chunks go into batches in the order in which they lie in the data,
        as ``data[i:i + batch_size]`` does, so a slot jumps ahead at every batch.
        ``"shuffled"``: chunks in random order, another one in each epoch.
    """

    length: int = whole(
        10, low=1, high=100_000, label="Length", unit="steps", help="Timesteps that the network reads at once."
    )
    batch_size: int = whole(
        16, low=1, high=MOST_SLOTS, label="Batch size", unit="slots", help="Chunks side by side in one batch."
    )
    layout: Layout = one_of(
        "contiguous",
        ("contiguous", "row-order", "shuffled"),
        label="Layout",
        help="Which chunk a slot reads after this one.",
    )

    def __post_init__(self) -> None:
        check(self, "chunking")


@dataclass(frozen=True)
class Cells:
    """What each slot reads in a run of batches. All arrays are ``(batches, slots)`` unless said.

    Attributes:
        batch: ``(batches,)`` number of each batch.
        sequence: Which sequence.
        start: The first timestep read, counted in that sequence.
        begins: Whether the chunk starts its sequence.
        continues: Whether it goes on exactly where the slot's last chunk ended.
        opens_epoch: ``(batches,)`` whether the batch is the first of an epoch after the first.
    """

    batch: NDArray[np.int64]
    sequence: NDArray[np.int64]
    start: NDArray[np.int64]
    begins: NDArray[np.bool_]
    continues: NDArray[np.bool_]
    opens_epoch: NDArray[np.bool_]


@dataclass(frozen=True)
class Plan(ABC):
    """Who reads what when.

    Attributes:
        chunking: The choices it was made from.
        seed: Decides the order of a shuffled layout.
    """

    chunking: Chunking
    seed: int

    @property
    @abstractmethod
    def batches_per_epoch(self) -> int | None:
        """Batches until the data begin again, or None when they never do."""

    @abstractmethod
    def rows(self, batch: NDArray[np.int64]) -> Rows:
        """Sequence and start ``(len(batch), slots)`` for the given batch numbers."""

    def cells(self, first: int, count: int) -> Cells:
        """What `count` batches from number `first` on read.

        Example:
            >>> plan = make_plan(Chunking(length=10, batch_size=2), Endless(), seed=0)
            >>> plan.cells(0, 3).start.tolist()
            [[0, 0], [10, 10], [20, 20]]
        """
        before = 1 if first > 0 else 0
        batch = np.arange(first - before, first + count)
        sequence, start = self.rows(batch)
        continues = np.zeros(start.shape, np.bool_)
        continues[1:] = (sequence[1:] == sequence[:-1]) & (start[1:] == start[:-1] + self.chunking.length)
        batch, sequence, start = batch[before:], sequence[before:], start[before:]
        epoch = self.batches_per_epoch
        opens = (batch > 0) & (batch % epoch == 0) if epoch else np.zeros(len(batch), np.bool_)
        return Cells(batch, sequence, start, start == 0, continues[before:], opens)

    def continuity(self, batches: int = 64) -> float:
        """Share of chunks after the first batch that start a sequence or continue their slot's last one."""
        cells = self.cells(1, max(1, min(batches, (self.batches_per_epoch or batches) - 1)))
        return float(np.mean(cells.continues | cells.begins))


@dataclass(frozen=True)
class EndlessPlan(Plan):
    """A plan over sequences that never run out."""

    sequences: Endless

    @property
    def batches_per_epoch(self) -> None:
        return None

    @property
    def _chunks_per_sequence(self) -> int:
        length = self.sequences.length
        return length // self.chunking.length if length else np.iinfo(np.int64).max

    def rows(self, batch: NDArray[np.int64]) -> Rows:
        slots = self.chunking.batch_size
        slot = np.arange(slots)
        if self.chunking.layout == "contiguous":
            queued, chunk = np.divmod(np.broadcast_to(batch[:, None], (len(batch), slots)), self._chunks_per_sequence)
            return slot + MOST_SLOTS * queued, chunk * self.chunking.length
        row = batch[:, None] * slots + slot
        if self.chunking.layout == "shuffled":
            for block in np.unique(batch // SHUFFLE_BATCHES):
                inside = batch // SHUFFLE_BATCHES == block
                offset = block * SHUFFLE_BATCHES * slots
                row[inside] = offset + _order(self.seed, int(block), SHUFFLE_BATCHES * slots)[row[inside] - offset]
        sequence, chunk = np.divmod(row, self._chunks_per_sequence)
        return sequence, chunk * self.chunking.length


@dataclass(frozen=True)
class FinitePlan(Plan):
    """A plan over sequences of known lengths, read again from the start in every epoch.

    Contiguous, a slot reads whole sequences one after the other; where there are fewer sequences than
    slots, all of them end to end are cut into as many equal streams. What does not fill a whole
    chunk at the end of a sequence, or a whole batch at the end of an epoch, is left out.
    """

    lengths: tuple[int, ...]

    @property
    def batches_per_epoch(self) -> int:
        return self._chunks // self.chunking.batch_size if self._queues is None else len(self._queues)

    def rows(self, batch: NDArray[np.int64]) -> Rows:
        chunk = self._dealt(*np.divmod(batch, self.batches_per_epoch))
        sequence = np.searchsorted(self._first, chunk, side="right") - 1
        return sequence, (chunk - self._first[sequence]) * self.chunking.length

    def _dealt(self, epoch: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which chunk, by its number in the data, each slot reads in batch `at` of an epoch."""
        if self._queues is not None:
            return self._queues[at]
        slots = self.chunking.batch_size
        slot = np.arange(slots)
        if self.chunking.layout == "contiguous":
            return slot * self.batches_per_epoch + at[:, None]
        chunk = at[:, None] * slots + slot
        if self.chunking.layout == "shuffled":
            for number in np.unique(epoch):
                inside = epoch == number
                chunk[inside] = _order(self.seed, int(number), self._chunks)[chunk[inside]]
        return chunk

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        """The number of each sequence's first chunk, and behind them that of all chunks."""
        return np.concatenate([[0], np.cumsum(np.array(self.lengths, np.int64) // self.chunking.length)])

    @property
    def _chunks(self) -> int:
        return int(self._first[-1])

    @cached_property
    def _queues(self) -> NDArray[np.int64] | None:
        """The chunk for each batch and slot when whole sequences queue up in the slots, else None."""
        counts = np.diff(self._first)
        there = np.flatnonzero(counts)
        slots = self.chunking.batch_size
        if self.chunking.layout != "contiguous" or len(there) < slots:
            return None
        # Each sequence, in order, goes to the slot that is first to be done.
        shortest = [(0, slot) for slot in range(slots)]
        queues: list[list[int]] = [[] for _ in range(slots)]
        for sequence in there.tolist():
            filled, slot = shortest[0]
            queues[slot].append(sequence)
            heapq.heapreplace(shortest, (filled + int(counts[sequence]), slot))
        batches = shortest[0][0]
        return np.stack([_ranges(self._first[queue], counts[queue])[:batches] for queue in queues], axis=1)


def _ranges(first: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """`count` numbers from each `first` on, end to end."""
    offset: NDArray[np.int64] = np.repeat(first - (np.cumsum(count) - count), count)
    return np.arange(len(offset)) + offset


@lru_cache(maxsize=2)
def _order(seed: int, epoch: int, rows: int) -> NDArray[np.int64]:
    return np.random.default_rng((seed, epoch)).permutation(rows)


def make_plan(chunking: Chunking, lengths: tuple[int, ...] | Endless, seed: int) -> Plan:
    """Lay out `chunking` over sequences of the given lengths.

    Raises:
        ChoiceError: When not even one whole batch comes about.

    Example:
        >>> plan = make_plan(Chunking(length=5, batch_size=4), (40,), seed=0)
        >>> plan.batches_per_epoch, plan.cells(0, 1).start.tolist()
        (2, [[0, 10, 20, 30]])
    """
    if isinstance(lengths, Endless):
        if lengths.length is not None and lengths.length < chunking.length:
            raise ChoiceError(
                "chunking.length",
                chunking.length,
                f"a sequence has only {_counted(lengths.length, 'step')}: choose a chunk of at most {lengths.length:,}",
            )
        return EndlessPlan(chunking, seed, lengths)
    longest = max(lengths)
    if longest < chunking.length:
        raise ChoiceError(
            "chunking.length",
            chunking.length,
            f"the longest sequence has only {_counted(longest, 'step')}: choose a chunk of at most {longest:,}",
        )
    chunks = sum(length // chunking.length for length in lengths)
    if chunks < chunking.batch_size:
        raise ChoiceError(
            "chunking.batch_size",
            chunking.batch_size,
            f"the data fill only {_counted(chunks, 'chunk')} of {_counted(chunking.length, 'step')}: "
            f"choose at most {_counted(chunks, 'slot')}" + (", or shorter chunks" if chunking.length > 1 else ""),
        )
    return FinitePlan(chunking, seed, lengths)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
