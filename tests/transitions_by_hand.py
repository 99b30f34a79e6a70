"""What happens to the state of each slot, read from the plan by hand, each state a token that is followed."""

from __future__ import annotations

import numpy as np

from rnnviz.recording.transition import Transition
from rnnviz.strategies import resets

ZERO, BEGUN = "zero", "what the experiment has a state begin as"
BATCHES = 16


def zeroes(reset, batch, begins, opens_epoch, by_chance):
    """Whether a policy resets a slot before a batch; `by_chance` where it is a probability."""
    if isinstance(reset, float):
        return by_chance
    named = {"never": False, "sequence": begins, "epoch": opens_epoch}
    return named.get(reset, isinstance(reset, int) and batch % reset == 0)


def by_hand(experiment, hand_batch, hand_slots, left_as_zero):
    """Transitions ``(batches, slots)``, one slot and one batch at a time, each state a token.

    `left_as_zero` ``(batches, slots)`` says where a state happened to be exactly zero as it
    was left: a simple cell that heard nothing but zeros. Such a one cannot be lost.
    """
    cells = experiment.plan().cells(0, BATCHES)
    slots = experiment.chunking.batch_size
    expected = np.zeros((BATCHES, slots), np.int8)
    own = experiment.chunking.validation_state == "own"
    initial = experiment.initial_state
    chance = resets(experiment.strategy, experiment.reset, cells, experiment.seed)
    # Of each slot: the token it carries, the token it left with its last chunk, and where that chunk ended.
    now = training = {}
    for batch in range(BATCHES):
        # What is learned begins as zero itself.
        first = ZERO if initial == "zero" or (initial == "learned" and batch == 0) else BEGUN
        if batch == 0:
            now = training = dict.fromkeys(range(slots), (first, None, None))
        validates = bool(cells.validates[batch])
        if own and not validates:
            now = training
        elif own and not cells.validates[batch - 1]:
            now = dict.fromkeys(range(slots), (first, None, None))
        for slot in range(slots):
            carried, left, end = now[slot]
            sequence, start, steps = (int(a[batch, slot]) for a in (cells.sequence, cells.start, cells.steps))
            asked = batch == hand_batch and slot in hand_slots
            if asked and own and validates:  # the hand means the memory that is trained, too
                training[slot] = first, *training[slot][1:]
            opens_epoch, by_chance = bool(cells.opens_epoch[batch]), bool(chance[batch, slot])
            if asked or zeroes(experiment.reset, batch, start == 0, opens_epoch, by_chance):
                carried = first
            now[slot] = carried, left, end
            if steps == 0:
                expected[batch, slot] = Transition.IDLE
                continue
            enters = first if experiment.strategy == "stateless" else carried
            zero = enters == ZERO or (enters != BEGUN and left_as_zero[enters])
            equal = left is not None and (enters == left or (zero and left_as_zero[left]))
            if start == 0 and zero:
                expected[batch, slot] = Transition.FRESH
            elif end == (sequence, start) and equal:
                expected[batch, slot] = Transition.KEPT
            else:
                expected[batch, slot] = Transition.LOST if zero else Transition.LEAKED if equal else Transition.SET
            now[slot] = (batch, slot), (batch, slot), (sequence, start + steps)
    return expected
