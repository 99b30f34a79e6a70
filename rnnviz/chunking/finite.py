"""A plan over data that are read again in every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking.cells import Cells
from rnnviz.chunking.parts import Part, split
from rnnviz.chunking.passes import NOTHING, Dealt, Pass, Queued, Read
from rnnviz.chunking.plan import Plan, joins
from rnnviz.chunking.tally import Tally
from rnnviz.tasks.cutting import Ints


@dataclass(frozen=True)
class FinitePlan(Plan):
    """A plan over sequences of known lengths, read again from the start in every epoch.

    An epoch is a pass over the part to train on, then one over the part to validate on, if any. A slot
    reads in the first batches of each pass, and idles in the rest of it.
    """

    lengths: tuple[int, ...]

    @property
    def batches_per_epoch(self) -> int:
        return self.training.batches + (self.validation.batches if self.validation else 0)

    @property
    def training_batches(self) -> int:
        return self.training.batches

    @cached_property
    def training(self) -> Pass:
        """The pass that is trained on."""
        if self.chunking.layout == "contiguous":
            return Queued(self.chunking, self._parts[0])
        return Dealt(self.chunking, self._parts[0], self.seed if self.chunking.layout == "shuffled" else None)

    @cached_property
    def validation(self) -> Pass | None:
        """The pass that is not, or None when everything is trained on."""
        if self.chunking.validation == 0.0:
            return None
        return (Queued if self.chunking.layout == "contiguous" else Dealt)(self.chunking, self._parts[1])

    @cached_property
    def _parts(self) -> tuple[Part, Part]:
        return split(self.lengths, self.chunking.validation)

    @property
    def tally(self) -> Tally:
        trained = self.training.tally
        if self.validation is None:
            return trained
        kept = self.validation.tally
        return Tally(
            steps=trained.steps + kept.steps,
            trained=trained.trained,
            validated=kept.trained,
            dropped=trained.dropped + kept.dropped,
            padded=trained.padded + kept.padded,
            replayed=trained.replayed + kept.replayed,
        )

    def extent(self, sequence: int) -> int:
        return self.lengths[sequence]

    def left_out(self, sequence: int, epoch: int = 0) -> list[tuple[int, int]]:
        passes = [one for one in (self.training, self.validation) if one is not None]
        return [stretch for one in passes for stretch in one.left_out(sequence, epoch)]

    def kept(self, sequence: int) -> tuple[int, int] | None:
        part = self._parts[1]
        here = np.flatnonzero(part.sequence == sequence)
        begin, steps = (int(values[here].sum()) for values in (part.origin, part.steps))
        return (begin, begin + steps) if steps else None

    def shortest_batch(self) -> int:
        passes = [one for one in (self.training, self.validation) if one is not None]
        return min(int(np.count_nonzero(one.loads == one.batches)) for one in passes)

    def cells(self, first: int, count: int) -> Cells:
        before = 1 if first > 0 else 0
        batch = np.arange(first - before, first + count)
        epoch, at = np.divmod(batch, self.batches_per_epoch)
        validates = at >= self.training.batches
        at -= self.training.batches * validates
        read = self._read(validates[:, None], epoch[:, None], at[:, None])
        last = [np.full(read.start.shape, -1), np.full(read.start.shape, -1)]
        for kept, now in zip(last, (read.sequence, read.start + read.steps), strict=True):
            kept[1:] = now[:-1]
        for row in np.flatnonzero(at == 0):
            end = self._last_read(bool(validates[row]), int(epoch[row]))
            last[0][row], last[1][row] = end.sequence, end.start + end.steps
        continues = joins(read, (last[0], last[1]))[before:]
        batch, at, validates = batch[before:], at[before:], validates[before:]
        read = Read(*(values[before:] for values in read))
        return Cells(
            batch=batch,
            **read._asdict(),
            begins=read.start == 0,
            continues=continues,
            opens_epoch=(batch > 0) & (at == 0) & ~validates,
            validates=validates,
        )

    def _read(self, validates: NDArray[np.bool_], epoch: Ints, at: Ints) -> Read:
        trained = self.training.read(epoch, at)
        if self.validation is None:
            return trained
        kept = self.validation.read(epoch, at)
        return Read(*(np.where(validates, *pair) for pair in zip(kept, trained, strict=True)))

    def _last_read(self, validates: bool, epoch: int) -> Read:
        """The chunk ``(slots,)`` whose state each slot has as a pass begins."""
        shared = self.chunking.validation_state == "training"
        if validates:
            passes = [(self.training, epoch)] if shared else []
        else:
            passes = [(self.training, epoch - 1)] if epoch > 0 else []
            if passes and shared and self.validation is not None:
                passes.append((self.validation, epoch - 1))
        last = Read(*np.full((4, self.chunking.batch_size), NOTHING))
        for one, number in passes:
            end = one.read(np.array(number), one.loads - 1)
            last = Read(*(np.where(end.sequence >= 0, *pair) for pair in zip(end, last, strict=True)))
        return last
