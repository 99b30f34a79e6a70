"""A plan over sequences that never run out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.chunking.cells import Cells
from rnnviz.chunking.choosing import MOST_SLOTS
from rnnviz.chunking.passes import Read, shuffled
from rnnviz.chunking.plan import Plan, joins
from rnnviz.chunking.tally import Tally
from rnnviz.tasks.base import Endless
from rnnviz.tasks.cutting import Ints

SHUFFLE_BATCHES = 64
"""An endless stream has no epoch to shuffle, so its rows are shuffled within this many batches."""

_FOREVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class EndlessPlan(Plan):
    """A plan over sequences that never run out. Contiguous, each slot reads sequences of its own."""

    sequences: Endless

    @property
    def batches_per_epoch(self) -> None:
        return None

    @property
    def training_batches(self) -> None:
        return None

    @property
    def tally(self) -> Tally:
        cut, chunks, steps = self.chunking.cut, self._chunks, self.sequences.length
        if steps is None:
            return Tally(steps=cut.hop, trained=cut.hop, replayed=cut.overlap)
        covered, replayed = int(cut.covered(np.array(chunks), np.array(steps))), (chunks - 1) * cut.overlap
        return Tally(
            steps=steps,
            trained=covered,
            dropped=steps - covered,
            padded=chunks * cut.length - covered - replayed,
            replayed=replayed,
        )

    def extent(self, sequence: int) -> int | None:
        return self.sequences.length

    def left_out(self, sequence: int, epoch: int = 0) -> list[tuple[int, int]]:
        steps = self.sequences.length
        covered = 0 if steps is None else int(self.chunking.cut.covered(np.array(self._chunks), np.array(steps)))
        return [] if steps is None or covered == steps else [(covered, steps)]

    def cells(self, first: int, count: int) -> Cells:
        before = 1 if first > 0 else 0
        batch = np.arange(first - before, first + count)
        read = self._read(batch)
        continues = np.zeros(read.start.shape, np.bool_)
        now, last = Read(*(values[1:] for values in read)), (read.sequence[:-1], (read.start + read.steps)[:-1])
        continues[1:] = joins(now, last)
        batch, never = batch[before:], np.zeros(count, np.bool_)
        read = Read(*(values[before:] for values in read))
        return Cells(
            batch=batch,
            **read._asdict(),
            begins=read.start == 0,
            continues=continues[before:],
            opens_epoch=never,
            validates=never,
        )

    def _read(self, batch: Ints) -> Read:
        slots = self.chunking.batch_size
        slot = np.arange(slots)
        if self.chunking.layout == "contiguous":
            queued, chunk = np.divmod(np.broadcast_to(batch[:, None], (len(batch), slots)), self._chunks)
            sequence = slot + MOST_SLOTS * queued
        else:
            row = batch[:, None] * slots + slot
            if self.chunking.layout == "shuffled":
                for block in np.unique(batch // SHUFFLE_BATCHES):
                    inside = batch // SHUFFLE_BATCHES == block
                    offset = block * SHUFFLE_BATCHES * slots
                    order = shuffled(self.seed, int(block), SHUFFLE_BATCHES * slots)
                    row[inside] = offset + order[row[inside] - offset]
            sequence, chunk = np.divmod(row, self._chunks)
        cut = self.chunking.cut
        steps = cut.steps(chunk, self.sequences.length or _FOREVER)
        return Read(sequence, chunk * cut.hop, steps, cut.replayed(chunk))

    @property
    def _chunks(self) -> int:
        """How many each sequence is cut into."""
        return int(self.chunking.cut.chunks(np.array(self.sequences.length))) if self.sequences.length else _FOREVER
