"""Packing sequences into slots, so that no slot has long to wait for the others."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from rnnviz.tasks.cutting import Ints


@dataclass(frozen=True, eq=False)
class Queues:
    """The chunks that each slot reads, one after the other, as runs of neighbours.

    Attributes:
        batches: How many batches there are.
        loads: ``(slots,)`` in how many of them, from the first on, each slot reads.
        place: ``(runs,)`` slot and batch at which each run begins, as ``slot * (batches + 1) + batch``; ascending.
        chunk: ``(runs,)`` number of the run's first chunk, counted over all the data.
        count: ``(runs,)`` how many of its chunks are read.
    """

    batches: int
    loads: Ints
    place: Ints
    chunk: Ints
    count: Ints

    def left_out(self, chunks: int) -> Ints:
        """Which of so many chunks no slot reads, as ``(gaps, 2)`` first ones and ones behind the last, ascending.

        Gaps may be empty.
        """
        order = np.argsort(self.chunk)
        begins, ends = self.chunk[order], (self.chunk + self.count)[order]
        return np.stack([np.concatenate([[0], ends]), np.concatenate([begins, [chunks]])], axis=1)

    def at(self, batch: Ints, slot: Ints) -> Ints:
        """The number of the chunk that a slot reads in a batch, one in which it does read."""
        place = slot * (self.batches + 1) + batch
        run = np.searchsorted(self.place, place, side="right") - 1
        return self.chunk[run] + (place - self.place[run])


def pack(counts: Ints, slots: int, *, idle: bool) -> Queues:
    """Give each slot sequences to read one after the other.

    A slot's fair share is an equal part of all chunks. What is longer is cut into streams of that size,
    which begin with the epoch; the other sequences stay whole and go, the longest first, to the slot
    that is first to be done. Where there are fewer sequences than slots, all of them are cut, end to end.

    So the slots together wait, or leave out, fewer chunks than `slots` times those of the longest
    sequence that stays whole, or fewer than `slots` when none does.

    Args:
        counts: ``(sequences,)`` chunks of each sequence.
        slots: How many slots there are.
        idle: Whether slots wait for the longest queue; else all stop with the shortest.

    Example:
        >>> queues = pack(np.array([3, 5, 2]), 2, idle=True)
        >>> queues.batches, queues.loads.tolist()
        (5, [5, 5])
    """
    total = int(counts.sum())
    most = max(1, -(-total // slots))
    share = most if idle else max(1, total // slots)
    if np.count_nonzero(counts) < slots:
        most = 0
    first = np.cumsum(counts) - counts
    streams = _streams(first, counts, share, slots, np.flatnonzero(counts > most))
    whole = np.flatnonzero((counts > 0) & (counts <= most))
    loads = np.bincount(streams.slot, streams.count, slots).astype(np.int64)
    slot = _least_filled(loads, counts[whole])
    return _queued(
        _Runs(
            np.concatenate([streams.slot, slot]),
            np.concatenate([streams.chunk, first[whole]]),
            np.concatenate([streams.count, counts[whole]]),
        ),
        slots,
        idle=idle,
    )


@dataclass(frozen=True, eq=False)
class _Runs:
    """Neighbouring chunks for a slot, all arrays ``(runs,)``: its number, the first one's, and how many."""

    slot: Ints
    chunk: Ints
    count: Ints


def _streams(first: Ints, counts: Ints, share: int, slots: int, long: Ints) -> _Runs:
    """The sequences `long`, end to end, cut into `share` chunks a slot until they or the slots run out."""
    ends = np.cumsum(counts[long])
    begins = ends - counts[long]
    most = min(int(ends[-1]), share * slots) if len(long) else 0
    edges = np.union1d(begins, np.arange(0, most, share))
    edges = edges[edges < most]
    number = np.searchsorted(begins, edges, side="right") - 1
    return _Runs(
        slot=edges // share,
        chunk=first[long][number] + edges - begins[number],
        count=np.diff(edges, append=most),
    )


def _least_filled(loads: Ints, counts: Ints) -> Ints:
    """The slot for each sequence: in turn, the longest first, the one that has least to read."""
    waiting = list(zip(loads.tolist(), range(len(loads)), strict=True))
    heapq.heapify(waiting)
    taken = np.empty(len(counts), np.int64)
    order = np.argsort(-counts, kind="stable")
    for sequence, count in zip(order.tolist(), counts[order].tolist(), strict=True):
        load, slot = waiting[0]
        taken[sequence] = slot
        heapq.heapreplace(waiting, (load + count, slot))
    return taken


def _queued(runs: _Runs, slots: int, *, idle: bool) -> Queues:
    """Runs one behind the other; the slots that read longest first, and among equals those that read earlier chunks."""
    loads = np.bincount(runs.slot, runs.count, slots).astype(np.int64)
    batches = int(loads.max() if idle else loads.min())
    loads = np.minimum(loads, batches)
    opens = np.full(slots, np.iinfo(np.int64).max)
    opens[runs.slot[::-1]] = runs.chunk[::-1]  # of several values the last one stays, which is the first run's
    ranked = np.lexsort((opens, -loads))
    renamed = np.argsort(ranked)[runs.slot]
    order = np.argsort(renamed, kind="stable")
    slot, chunk, count = renamed[order], runs.chunk[order], runs.count[order]
    before = np.cumsum(count) - count
    batch = before - before[np.searchsorted(slot, slot)]
    read = batch < batches
    place, reads = slot * (batches + 1) + batch, np.minimum(count, batches - batch)
    return Queues(batches, loads[ranked], place[read], chunk[read], reads[read])
