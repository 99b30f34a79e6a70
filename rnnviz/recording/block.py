"""What a run of batches adds to a recording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BY_POLICY, BY_HAND, BY_VALIDATION = 1, 2, 3
"""Why a state was reset on purpose, see :attr:`Block.reset`."""


@dataclass(frozen=True, eq=False)
class Block:
    """The yield of `n` batches of `L` timesteps in `B` slots, `W` of them watched.

    Attributes:
        loss: ``(n,)`` mean loss of each batch.
        validates: ``(n,)`` whether the batch was read without training on it.
        sequence: ``(n, B)`` which sequence each slot read.
        start: ``(n, B)`` from which of its timesteps; both −1 where a slot idled.
        steps: ``(n, B)`` how many timesteps it read; the rest of the `L` is padding, in which states are
            held, and inputs, targets and predictions are not-a-numbers.
        reset: ``(n, B)`` whether the state was reset on purpose before the batch, to what a state begins as:
            0 no, 1 by the reset policy, 2 by hand, 3 for a validation on a state of its own.
        transitions: ``(n, layers, B)`` values of :class:`~rnnviz.Transition`.
        entering: ``(n, tracks, B)`` Euclidean norm of the state that entered, by track
            (see :attr:`Header.tracks`).
        leaving: ``(n, tracks, B)`` norm of the state that left.
        states: For each track ``(n·L, W, units)``, the state after each timestep.
        inputs: ``(n·L, W, columns)``.
        targets: ``(n·L, W, columns)``.
        predictions: ``(n·L, W, columns)``. Where targets are codes into an alphabet, two
            columns: the code thought likeliest, and the probability given to the target.
        gates: For each gate that is kept (see :attr:`Header.gates`) ``(n·L, W, units)``.
    """

    loss: NDArray[np.float32]
    validates: NDArray[np.bool_]
    sequence: NDArray[np.int64]
    start: NDArray[np.int64]
    steps: NDArray[np.int64]
    reset: NDArray[np.uint8]
    transitions: NDArray[np.int8]
    entering: NDArray[np.float32]
    leaving: NDArray[np.float32]
    states: tuple[NDArray[np.float32], ...]
    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    predictions: NDArray[np.float32]
    gates: tuple[NDArray[np.float16], ...] = ()

    @property
    def batches(self) -> int:
        """How many batches it holds."""
        return len(self.loss)
