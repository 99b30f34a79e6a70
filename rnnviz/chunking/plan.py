"""What every plan answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking.cells import Cells
from rnnviz.chunking.choosing import Chunking
from rnnviz.chunking.passes import Read
from rnnviz.chunking.tally import Tally
from rnnviz.tasks.cutting import Ints

MOST_CELLS = 2**15
"""How many chunks the continuity is taken from. Beyond, it would take long and change little."""


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
        """Batches until the data begin again, those that validate among them, or None when they never do."""

    @property
    @abstractmethod
    def training_batches(self) -> int | None:
        """Batches of an epoch that are trained on, the first ones of it, or None when it has no end."""

    @property
    @abstractmethod
    def tally(self) -> Tally:
        """What is read, left out, made up and read again."""

    @abstractmethod
    def cells(self, first: int, count: int) -> Cells:
        """What `count` batches from number `first` on read.

        Example:
            >>> from rnnviz.chunking import make_plan
            >>> from rnnviz.tasks import Endless
            >>> plan = make_plan(Chunking(length=10, batch_size=2), Endless(), seed=0)
            >>> plan.cells(0, 3).start.tolist()
            [[0, 0], [10, 10], [20, 20]]
        """

    @abstractmethod
    def extent(self, sequence: int) -> int | None:
        """How many timesteps a sequence has, or None when it has no end."""

    @abstractmethod
    def left_out(self, sequence: int, epoch: int = 0) -> list[tuple[int, int]]:
        """The timesteps of a sequence that an epoch does not read, as first ones and ones behind the last."""

    def kept(self, sequence: int) -> tuple[int, int] | None:
        """The timesteps of a sequence that are kept for validation, from the first to behind the last."""
        return None

    def shortest_batch(self) -> int:
        """How many slots read in the batch in which the fewest do."""
        return self.chunking.batch_size

    def continuity(self) -> float:
        """Share of the chunks trained on, but for the first batch, that start a sequence or continue their slot's last.

        Counted over an epoch, or its first :data:`MOST_CELLS` chunks. Where one batch is a whole epoch, the
        next epoch's counts.
        """
        batches = self.training_batches
        most = MOST_CELLS // self.chunking.batch_size
        cells = self.cells(1, most if batches is None else min(most, batches - 1))
        if batches == 1:
            cells = self.cells(self.batches_per_epoch or 1, 1)
        return float(np.mean((cells.continues | cells.begins)[cells.steps > 0]))


def joins(read: Read, last: tuple[Ints, Ints]) -> NDArray[np.bool_]:
    """Whether chunks go on exactly where others, given by their sequence and end, stopped."""
    continues: NDArray[np.bool_] = (read.sequence >= 0) & (read.sequence == last[0]) & (read.start == last[1])
    return continues
