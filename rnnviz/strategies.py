"""Who carries the hidden state from batch to batch, when it is reset on purpose, and what it begins as."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking import Cells
from rnnviz.tasks.noise import normal, uniform

Strategy = Literal["stateless", "stateful", "explicit"]
Reset = Literal["never", "sequence", "epoch"] | int | float
"""A name, every so many batches, or a probability."""
InitialState = Literal["zero", "random", "learned"]

STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
RESETS: tuple[str, ...] = ("never", "sequence", "epoch")
INITIAL_STATES: tuple[InitialState, ...] = get_args(InitialState)
MOST_BATCHES = 1_000_000_000
"""The rarest reset by number of batches."""

CARRIERS: dict[Strategy, str] = {
    "stateless": "Nobody: Keras starts every batch from zero. This is its default.",
    "stateful": "The layer: Keras keeps the state of each slot from batch to batch.",
    "explicit": "The caller: the state is handed back as initial_state with the next batch.",
}


SPREAD = 0.1
"""Standard deviation of the numbers, with mean 0, of which a random initial state is made."""

_CHANCE = 2**20
"""The channel of random numbers that decide about resets; tasks draw from the first few."""

_STATES = _CHANCE + 1
"""The first of the channels of random states, one for each unit."""


def resets(strategy: Strategy, reset: Reset, cells: Cells, seed: int) -> NDArray[np.bool_]:
    """Which slots the policy zeroes before each batch.

    Args:
        strategy: Under ``"stateless"`` there is nothing to zero.
        reset: The policy.
        cells: The batches in question.
        seed: What a probability decides about a slot depends on this, the batch and the slot alone.

    Returns:
        ``(batches, slots)``, true where the carried state is to be zeroed.

    Example:
        >>> from rnnviz.chunking import Chunking, make_plan
        >>> from rnnviz.tasks import Endless
        >>> plan = make_plan(Chunking(length=10, batch_size=2), Endless(20), seed=0)
        >>> resets("stateful", "sequence", plan.cells(0, 4), seed=0)[:, 0].tolist()
        [True, False, True, False]
    """
    nothing = np.zeros(cells.start.shape, np.bool_)
    if strategy == "stateless" or reset == "never":
        return nothing
    if reset == "sequence":
        return cells.begins
    if reset == "epoch":
        return nothing | cells.opens_epoch[:, None]
    if isinstance(reset, float):
        slots = np.arange(cells.start.shape[1])
        return uniform(seed, slots, cells.batch[:, None], _CHANCE) < np.float32(reset)
    every_n: NDArray[np.bool_] = cells.batch % reset == 0
    return nothing | every_n[:, None]


def drawn_states(begins: NDArray[np.bool_], batch: NDArray[np.int64], columns: int, seed: int) -> NDArray[np.float32]:
    """What states begin as where that is random: numbers of the normal distribution, see :data:`SPREAD`.

    Each number depends on the seed, the batch, the slot and its column alone, so it is the same
    however a run is cut.

    Args:
        begins: ``(batches, slots)`` where a state begins.
        batch: ``(batches,)`` number of each batch.
        columns: Units of all states together.
        seed: Of the experiment.

    Returns:
        ``(batches, slots, columns)``, 0 where no state begins.

    Example:
        >>> drawn_states(np.array([[False, True]]), np.array([7]), columns=3, seed=0)[0, :, 0] != 0
        array([False,  True])
    """
    drawn = np.zeros((*begins.shape, columns), np.float32)
    row, slot = np.nonzero(begins)
    channels = _STATES + np.arange(columns)
    drawn[begins] = np.float32(SPREAD) * normal(seed, slot[:, None], batch[row, None], channels)
    return drawn
