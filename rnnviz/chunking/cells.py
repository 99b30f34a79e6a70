"""What is read in a run of batches."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cells:
    """What each slot reads in a run of batches. All arrays are ``(batches, slots)`` unless said.

    A slot that has nothing to read in a batch idles: it has no sequence and no start (−1), 0 steps,
    and neither begins nor continues anything.

    Attributes:
        batch: ``(batches,)`` number of each batch.
        sequence: Which sequence.
        start: The first timestep read, counted in that sequence.
        steps: How many are read; what is missing to a whole chunk is padding.
        replayed: How many of them, from the first on, an earlier chunk of this epoch has read.
        begins: Whether the chunk starts its sequence.
        continues: Whether it goes on exactly where the slot's last chunk ended. Validation on a state
            of its own is no part of what the training reads, nor the other way round.
        opens_epoch: ``(batches,)`` whether the batch is the first of an epoch after the first.
        validates: ``(batches,)`` whether the batch is read without training on it.
    """

    batch: NDArray[np.int64]
    sequence: NDArray[np.int64]
    start: NDArray[np.int64]
    steps: NDArray[np.int64]
    replayed: NDArray[np.int64]
    begins: NDArray[np.bool_]
    continues: NDArray[np.bool_]
    opens_epoch: NDArray[np.bool_]
    validates: NDArray[np.bool_]

    def of_slots(self, start: int, stop: int) -> Cells:
        """The same of some slots alone, from number `start` to behind the last."""
        names = ("sequence", "start", "steps", "replayed", "begins", "continues")
        return replace(self, **{name: getattr(self, name)[:, start:stop] for name in names})
