"""What will enter each chunk, as far as the plan and the strategy decide it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking import Cells, Plan
from rnnviz.experiment import Experiment
from rnnviz.strategies import resets
from rnnviz.tasks import Floor

MOST_BATCHES = 128
"""How far it looks ahead: what goes wrong at a cut does so at most cuts."""

MOST_CELLS = 2**16

LOOKS = 4
"""How many of the resets that come every so many batches are looked at: one may meet the beginning of an epoch, or
a batch that only validates, and the next one the middle of a sequence."""


@dataclass(frozen=True)
class Outlook:
    """Shares, from 0 to 1, of the chunks that are trained on after the first batch.

    Attributes:
        jumps: Begin in mid-sequence with a state that was left elsewhere.
        mixes: Start a sequence with a state that another one left.
        cuts: Go on where their slot stopped, but the policy zeroes the state.
        forgets: Begin in mid-sequence, and nobody carries a state.
        goes_on: Go on where their slot stopped.
        resets: Begin with a state that the policy has reset.
    """

    jumps: float
    mixes: float
    cuts: float
    forgets: float
    goes_on: float
    resets: float


NOTHING = Outlook(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Where there are no such chunks."""


@dataclass(frozen=True)
class Sight:
    """An experiment, and what can be seen of its run beforehand.

    Raises:
        ChoiceError: When the experiment cannot be laid out.
        DataError: When the task's file cannot be read.
    """

    experiment: Experiment

    @property
    def carries(self) -> bool:
        """Whether anybody carries the state."""
        return self.experiment.strategy != "stateless"

    @cached_property
    def plan(self) -> Plan:
        """Who reads what when."""
        return self.experiment.plan()

    @cached_property
    def outlook(self) -> Outlook:
        """What the batches within an epoch come to."""
        slots = self.experiment.chunking.batch_size
        count = min(MOST_BATCHES, MOST_CELLS // slots)
        training = self.plan.training_batches
        if training is not None:
            count = min(count, training - 1)
        return self._of(self.plan.cells(1, count)) if count > 0 else NOTHING

    @cached_property
    def epochs(self) -> Outlook:
        """What the first batch of a later epoch comes to; nothing where the data never begin again."""
        epoch = self.plan.batches_per_epoch
        return NOTHING if epoch is None else self._of(self.plan.cells(epoch, 1))

    @cached_property
    def every(self) -> float:
        """Share of the chunks whose state is zeroed in mid-sequence, every so many batches or by chance."""
        reset = self.experiment.reset
        if isinstance(reset, float):
            return self.outlook.cuts
        if not self.carries or not isinstance(reset, int):
            return 0.0
        return max(self._of(self.plan.cells(reset * n, 1)).cuts for n in range(1, LOOKS + 1)) / reset

    @cached_property
    def floor(self) -> Floor | None:
        """The lowest losses there are, or None where they are not known."""
        return self.experiment.floor

    @cached_property
    def memory_is_worthless(self) -> bool:
        """Whether it is known that no memory can lower the loss."""
        return self.floor is not None and abs(self.floor.with_memory - self.floor.without_memory) < 1e-6

    def _of(self, cells: Cells) -> Outlook:
        reads = (cells.steps > 0) & ~cells.validates[:, None]
        zeroed = self._zeroed(cells)
        kept = 1.0 - zeroed if self.carries else np.zeros_like(zeroed)
        starts, goes_on = cells.begins, cells.continues

        def share(which: NDArray[np.float64] | NDArray[np.bool_]) -> float:
            return float(np.mean(which[reads])) if reads.any() else 0.0

        return Outlook(
            jumps=share(kept * ~(starts | goes_on)),
            mixes=share(kept * (starts & ~goes_on)),
            cuts=share(zeroed * goes_on),
            forgets=0.0 if self.carries else share(~starts),
            goes_on=share(goes_on),
            resets=share(zeroed),
        )

    def _zeroed(self, cells: Cells) -> NDArray[np.float64]:
        """How likely the policy is to zero each slot before each batch ``(batches, slots)``: mostly 0 or 1."""
        experiment = self.experiment
        if self.carries and isinstance(experiment.reset, float):
            return np.full(cells.start.shape, experiment.reset)
        return resets(experiment.strategy, experiment.reset, cells, experiment.seed).astype(np.float64)
