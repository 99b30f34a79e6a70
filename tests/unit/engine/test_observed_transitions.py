"""What was observed, against a reading of the plan by hand that follows each state as a token."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.chunking.choosing import Layout, Remainder, ValidationState
from rnnviz.strategies import resets
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

ZERO, BEGUN = "zero", "what the experiment has a state begin as"
BATCHES = 16


def zeroes(experiment, batch, slot, begins, opens_epoch):
    """Whether the policy zeroes a slot before a batch."""
    reset = experiment.reset
    if isinstance(reset, float):
        return resets(experiment.strategy, reset, experiment.plan().cells(batch, 1), experiment.seed)[0, slot]
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
            if asked or zeroes(experiment, batch, slot, start == 0, bool(cells.opens_epoch[batch])):
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


@st.composite
def experiments(draw):
    strategy = draw(st.sampled_from(["stateless", "stateful", "explicit"]))
    made, endless = [CoinRows(rows=7, steps=9), CoinRows(1, 60, 2)], [Echo(delay=2), Echo(delay=2, length=9)]
    task = draw(st.sampled_from([*made, *endless]))
    finite = task in made
    return Experiment(
        task=task,
        chunking=Chunking(
            length=draw(st.sampled_from([3, 4])),
            batch_size=draw(st.sampled_from([2, 3])),
            layout=draw(st.sampled_from(get_args(Layout))),
            stride=draw(st.sampled_from([2, 3])),
            remainder=draw(st.sampled_from(["drop", "pad"] if strategy == "stateful" else get_args(Remainder))),
            validation=draw(st.sampled_from([0.0, 0.3])) if finite else 0.0,
            validation_state=draw(st.sampled_from(get_args(ValidationState))),
        ),
        strategy=strategy,
        reset=draw(st.sampled_from(["never", "sequence", "epoch", 3, 0.3])),
        initial_state=draw(st.sampled_from(["zero", "zero", "random", "learned"])),
        network=Network(cell=draw(st.sampled_from(["SimpleRNN", "LSTM", "GRU"])), units=4),
        seed=draw(st.integers(0, 9)),
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(experiments(), st.integers(0, BATCHES - 1), st.sampled_from([(0,), (1,), (0, 1)]))
def test_observed_transitions_equal_a_reading_by_hand(experiment, hand_batch, hand_slots):
    with Session(experiment, compiler="graph") as session:
        session.advance(hand_batch)
        session.reset_state(hand_slots)
        session.advance(BATCHES - hand_batch)
        recording = session.recording
    left_as_zero = (recording.per_batch("leaving") == 0).all(axis=1)
    np.testing.assert_array_equal(recording.transitions, by_hand(experiment, hand_batch, hand_slots, left_as_zero))


@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
@pytest.mark.parametrize("compiler", ["graph", "xla"])
def test_a_state_that_is_not_a_number_is_carried_all_the_same(strategy, compiler):
    diverging = Experiment(
        strategy=strategy,
        network=Network(units=16, activation="relu"),
        training=Training(learning_rate=10.0),
    )
    with Session(diverging, compiler=compiler) as session:
        session.advance(40)
        session.reset_state()
        session.advance(1)
        recording = session.recording
    assert np.isnan(recording.state(0, "h", 0, 0, 400)[-1]).all()
    np.testing.assert_array_equal(recording.transitions[1:-1], Transition.KEPT)
    np.testing.assert_array_equal(recording.transitions[-1], Transition.LOST)
