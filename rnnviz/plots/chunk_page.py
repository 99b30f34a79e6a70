"""A run of batches of a plan, as the chunk map shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking import Cells, Plan
from rnnviz.plots.wording import counted

Spot = tuple[int, int]
"""A batch by its number, and a slot."""


@dataclass(frozen=True)
class Stretch:
    """Timesteps of a sequence, from `start` to behind the last."""

    sequence: int
    start: int
    stop: int


@dataclass(frozen=True, eq=False)
class ChunkPage:
    """Some batches of a plan.

    Attributes:
        plan: The plan.
        cells: What the slots that are shown read in the batches.
        first_slot: The number of the first of these slots.
    """

    plan: Plan
    cells: Cells
    first_slot: int

    @classmethod
    def around(cls, plan: Plan, batch: int, most_batches: int, first_slot: int, slots: int) -> ChunkPage:
        """The page that `batch` is on, with `slots` from the first on, or the last ones. Each epoch begins a page."""
        epoch = plan.batches_per_epoch
        opened = 0 if epoch is None else batch // epoch * epoch
        first = opened + (batch - opened) // most_batches * most_batches
        count = most_batches if epoch is None else min(most_batches, opened + epoch - first)
        first_slot = min(first_slot, plan.chunking.batch_size - slots)
        return cls(plan, plan.cells(first, count).of_slots(first_slot, first_slot + slots), first_slot)

    @property
    def slots(self) -> int:
        """How many slots are shown."""
        return int(self.cells.steps.shape[1])

    @property
    def first(self) -> int:
        """The number of its first batch."""
        return int(self.cells.batch[0])

    @property
    def batches(self) -> int:
        """How many there are."""
        return len(self.cells.batch)

    @property
    def epoch(self) -> int:
        """The number of the epoch that it is of."""
        return self.first // (self.plan.batches_per_epoch or self.first + 1)

    @property
    def before(self) -> int | None:
        """The last batch of the page before this one in its epoch, or None where it is the first."""
        opened = self.epoch * (self.plan.batches_per_epoch or 0)
        return self.first - 1 if self.first > opened else None

    @property
    def after(self) -> int | None:
        """The first batch of the page behind this one in its epoch, or None where it is the last."""
        epoch, behind = self.plan.batches_per_epoch, self.first + self.batches
        return behind if epoch is None or behind < (self.epoch + 1) * epoch else None

    def holds(self, batch: int) -> bool:
        """Whether a batch is on it."""
        return self.first <= batch < self.first + self.batches

    def holds_slot(self, slot: int) -> bool:
        """Whether a slot has a row."""
        return self.first_slot <= slot < self.first_slot + self.slots

    def extent(self, sequence: int) -> Stretch:
        """A sequence from its first timestep to its last, or where it has no end, what the page reads of it."""
        steps = self.plan.extent(sequence)
        if steps is not None:
            return Stretch(sequence, 0, steps)
        here = self.cells.sequence == sequence
        start, stop = self.cells.start, (self.cells.start + self.cells.steps)
        return Stretch(sequence, int(start[here].min(initial=2**62)), int(stop[here].max(initial=1)))

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """Where in its sequence each shown cell begins, ``(batches, slots)`` from 0 to 1; 0 where a slot idles."""
        sequence, start = self.cells.sequence, self.cells.start
        there, which = np.unique(sequence, return_inverse=True)
        which = which.ravel()
        first, last = np.zeros(len(there), np.int64), np.ones(len(there), np.int64)
        ends = [self.plan.extent(one) if one >= 0 else 1 for one in there.tolist()]
        known = [end for end in ends if end is not None]
        if len(known) == len(ends):
            last[:] = known
        else:  # as in extent, for all of them together
            first[:] = 2**62
            np.minimum.at(first, which, start.ravel())
            np.maximum.at(last, which, (start + self.cells.steps).ravel())
        begin, end = first[which].reshape(start.shape), (last - self.plan.chunking.length)[which].reshape(start.shape)
        places: NDArray[np.float64] = np.clip((start - begin) / np.maximum(1, end - begin), 0.0, 1.0)
        return places

    def stretch(self, spot: Spot) -> Stretch | None:
        """What a slot reads in a batch, if the page has it and the slot does not idle."""
        if not self.holds(spot[0]) or not self.holds_slot(spot[1]):
            return None
        at = spot[0] - self.first, spot[1] - self.first_slot
        steps = int(self.cells.steps[at])
        start = int(self.cells.start[at])
        return Stretch(int(self.cells.sequence[at]), start, start + steps) if steps else None

    def reading(self, sequence: int, step: int) -> list[Spot]:
        """Where on the page a timestep of a sequence is read."""
        cells = self.cells
        here = (cells.sequence == sequence) & (cells.start <= step) & (step < cells.start + cells.steps)
        return [(self.first + batch, self.first_slot + row) for batch, row in np.argwhere(here).tolist()]

    def words(self) -> str:
        """Which batches it shows: ``"batches 0 to 23 of 219"``."""
        epoch = self.plan.batches_per_epoch
        if epoch is None:
            return f"batches {counted(self.first)} to {counted(self.first + self.batches - 1)}"
        first = self.first - self.epoch * epoch
        which = f", epoch {counted(self.epoch)}" if self.epoch else ""
        if self.batches == epoch:
            return f"all {counted(epoch)} batches{which}" if epoch > 1 else f"the only batch{which}"
        return f"batches {counted(first)} to {counted(first + self.batches - 1)} of {counted(epoch)}{which}"

    def tip(self, spot: Spot) -> str:
        """What a slot reads in a batch, in words; empty for what the page does not have."""
        if not self.holds(spot[0]) or not self.holds_slot(spot[1]):
            return ""
        at = spot[0] - self.first, spot[1] - self.first_slot
        cells, stretch = self.cells, self.stretch(spot)
        where = f"Batch {counted(spot[0])}, slot {counted(spot[1])}"
        if stretch is None:
            return f"{where}: idles; nothing is left for this slot to read."
        if cells.begins[at]:
            how = "a sequence starts"
        else:
            jump = "jumps" if spot[0] else "starts in mid-sequence"
            how = "goes on where the slot stopped" if cells.continues[at] else jump
        start, last = counted(stretch.start), counted(stretch.stop - 1)
        when = f"timestep {start}" if start == last else f"timesteps {start} to {last}"
        said = f"{where}: sequence {counted(stretch.sequence)}, {when}; {how}"
        return "; ".join([said, *self._also(at)]) + "."

    def _also(self, at: tuple[int, int]) -> Iterator[str]:
        replayed, padded = int(self.cells.replayed[at]), self.plan.chunking.length - int(self.cells.steps[at])
        if replayed:
            yield "the first is replayed" if replayed == 1 else f"the first {counted(replayed)} are replayed"
        if padded:
            yield f"{counted(padded)} more {'is' if padded == 1 else 'are'} padding"
        if self.cells.validates[at[0]]:
            yield "the batch only validates"
