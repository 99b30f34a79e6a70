"""Why a state was not simply kept: from what was observed and what was asked for to a cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.block import BY_HAND, BY_POLICY, BY_VALIDATION
from rnnviz.recording.transition import Transition
from rnnviz.strategies import InitialState, Reset, Strategy


class Cause(IntEnum):
    """Why a slot's memory did what it did as a batch began. 0 is no cause: it was kept, as it should be."""

    START = 1
    """The run began: nothing had been carried yet."""
    CALL = 2
    """Keras starts every call of a stateless layer from zero."""
    POLICY = 3
    """The reset policy zeroed it."""
    EPOCH = 4
    """The reset policy zeroed it because an epoch had ended."""
    HAND = 5
    """It was zeroed by hand."""
    LEFT_ZERO = 6
    """Nothing zeroed it: the slot had left a state of zero."""
    IGNORED = 7
    """The caller handed in an initial state, and the layer started from zero."""
    DROPPED = 8
    """The layer was to carry it, and started from zero."""
    SET = 9
    """It was injected or edited: neither zero nor what was left."""
    NOTHING_AT_EPOCH = 10
    """An epoch ended, and nothing was reset."""
    NOTHING_AT_SEQUENCE = 11
    """A new sequence began, and nothing was reset."""
    JUMP = 12
    """The layout made the slot jump to another place, and the state came along."""
    RESET_FAILED = 13
    """A reset was asked for, and the state came in all the same."""
    NAN_BEGAN = 14
    """In the chunk before, the state became not a number."""
    NAN = 15
    """It was not a number before, and still is not."""
    VALIDATION = 16
    """A validation on a state of its own began from zero."""
    VALIDATION_LEAKED = 17
    """The state crossed from training to validation, or back."""
    CHANCE = 18
    """The reset policy zeroed it by chance, as it does with a probability."""
    RANDOM = 19
    """It began as random numbers, as the experiment has it."""
    LEARNED = 20
    """It began as the vector that is learned for that."""


TITLES: dict[Cause, str] = {
    Cause.START: "the run began",
    Cause.CALL: "zeroed by the call",
    Cause.POLICY: "zeroed by the reset policy",
    Cause.EPOCH: "zeroed at the end of an epoch",
    Cause.HAND: "zeroed by hand",
    Cause.LEFT_ZERO: "left as zero",
    Cause.IGNORED: "initial state ignored",
    Cause.DROPPED: "not carried by the layer",
    Cause.SET: "injected or edited",
    Cause.NOTHING_AT_EPOCH: "epoch ended, nothing was reset",
    Cause.NOTHING_AT_SEQUENCE: "sequence began, nothing was reset",
    Cause.JUMP: "wrong order: the slot jumped",
    Cause.RESET_FAILED: "the reset did not take",
    Cause.NAN_BEGAN: "became not a number",
    Cause.NAN: "still not a number",
    Cause.VALIDATION: "zeroed for a validation",
    Cause.VALIDATION_LEAKED: "validation on the training's state",
    Cause.CHANCE: "zeroed by chance",
    Cause.RANDOM: "random initial state",
    Cause.LEARNED: "learned initial state",
}
"""A few words for each cause."""

MEANINGS: dict[Cause, str] = {
    Cause.START: "The run began here, and nothing had been carried yet.",
    Cause.CALL: "Keras starts every call of a layer that is not stateful from zero.",
    Cause.POLICY: "The reset policy zeroed it on purpose.",
    Cause.EPOCH: "An epoch had ended, and the reset policy zeroed it on purpose.",
    Cause.HAND: "It was zeroed by hand.",
    Cause.LEFT_ZERO: "Nothing zeroed it: all units had been left at exactly zero.",
    Cause.IGNORED: "The caller handed the state in as initial_state, yet the layer started from zero: "
    "a Sequential or Functional model drops it in silence.",
    Cause.DROPPED: "The layer was to carry it, yet started from zero, and nobody had asked for that.",
    Cause.SET: "It was neither zero nor what the slot had left.",
    Cause.NOTHING_AT_EPOCH: "An epoch had ended and the data began again, but nothing was reset: "
    "Keras never does so by itself.",
    Cause.NOTHING_AT_SEQUENCE: "A new sequence began, but nothing was reset: the memory of the last one came along.",
    Cause.JUMP: "The layout made the slot jump to another place in the data, and the memory of the last came along.",
    Cause.RESET_FAILED: "A reset was asked for, yet the state came in as it had been left.",
    Cause.NAN_BEGAN: "It became not a number in the chunk before; only a reset cures that.",
    Cause.NAN: "It has not been a number since an earlier batch; only a reset cures that.",
    Cause.VALIDATION: "A validation began, on a state of its own; the training goes on with the one that it had, "
    "unless a reset by hand meanwhile zeroes both.",
    Cause.VALIDATION_LEAKED: "Validation ran on the training's state, as in fit: what is remembered of one part "
    "of the data came along to the other.",
    Cause.CHANCE: "The reset policy zeroes each slot with a probability, and chance chose this one.",
    Cause.RANDOM: "A state began here: with small random numbers, as the experiment has it.",
    Cause.LEARNED: "A state began here: with the initial state that is learned along with the weights.",
}
"""A sentence for each cause."""


@dataclass(frozen=True, eq=False)
class Observed:
    """What is known of the states that entered a run of batches. Arrays broadcast to ``(batches, layers, slots)``.

    Attributes:
        transition: Values of :class:`~rnnviz.Transition`.
        before: Norm of the state that the slot's last chunk left; 0 before the first.
        after: Norm of the state that entered.
        was_nan: Whether the state that had entered the slot's last chunk was not a number already.
        reset: What was asked for since the slot's last chunk, see :attr:`rnnviz.recording.Block.reset`.
        begins: Whether the chunk starts its sequence.
        opens_epoch: Whether the data began again with the batch.
        crosses: Whether the slot's last chunk was trained on and this one validates, or the other way round.
        is_first: Whether nothing ran before in the slot.
    """

    transition: NDArray[np.int8]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    was_nan: NDArray[np.bool_]
    reset: NDArray[np.uint8]
    begins: NDArray[np.bool_]
    opens_epoch: NDArray[np.bool_]
    crosses: NDArray[np.bool_]
    is_first: NDArray[np.bool_]


def find_causes(seen: Observed, strategy: Strategy, policy: Reset, initial: InitialState) -> NDArray[np.uint8]:
    """Say why, for every batch, layer and slot.

    A state that is not a number comes before all else, for nothing can be learned from it. What
    was asked for comes before what else would have zeroed the state.

    Args:
        seen: What was observed.
        strategy: Who was to carry the state.
        policy: The reset policy.
        initial: What a state was to begin as.

    Returns:
        ``(batches, layers, slots)`` values of :class:`Cause`, 0 where the state was kept or the slot idled.
    """
    kind = seen.transition
    nan = np.isnan(seen.after)
    zeroed = (kind == Transition.FRESH) | (kind == Transition.LOST)
    leaked = kind == Transition.LEAKED
    by_policy = Cause.CHANCE if isinstance(policy, float) else Cause.EPOCH if policy == "epoch" else Cause.POLICY
    unasked = {"stateless": Cause.CALL, "explicit": Cause.IGNORED, "stateful": Cause.DROPPED}[strategy]
    if strategy == "stateless" and initial == "learned":  # which begins as zero and stays so if nothing is learned
        unasked = Cause.LEARNED
    begun = seen.is_first | (seen.reset > 0) | (strategy == "stateless")
    begun_as = {"zero": Cause.SET, "random": Cause.RANDOM, "learned": Cause.LEARNED}[initial]
    rules = (
        (kind == Transition.IDLE, 0),
        (nan & ~seen.was_nan, Cause.NAN_BEGAN),
        (nan, Cause.NAN),
        (zeroed & begun & (initial == "random"), Cause.IGNORED),
        (zeroed & (seen.reset == BY_VALIDATION), Cause.VALIDATION),
        (zeroed & seen.is_first, Cause.START),
        (zeroed & (seen.reset == BY_HAND), Cause.HAND),
        (zeroed & (seen.reset == BY_POLICY), by_policy),
        (zeroed & (seen.before == 0) & (strategy != "stateless"), Cause.LEFT_ZERO),
        (zeroed, unasked),
        ((kind == Transition.SET) & begun, begun_as),
        (kind == Transition.SET, Cause.SET),
        ((seen.reset > 0) & (seen.after != 0), Cause.RESET_FAILED),
        (leaked & seen.crosses, Cause.VALIDATION_LEAKED),
        (leaked & seen.opens_epoch, Cause.NOTHING_AT_EPOCH),
        (leaked & seen.begins, Cause.NOTHING_AT_SEQUENCE),
        (leaked, Cause.JUMP),
    )
    return np.select([holds for holds, _ in rules], [np.uint8(cause) for _, cause in rules], np.uint8(0))
