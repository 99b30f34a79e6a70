"""What was observed, against a reading of the plan by hand that follows each state as a token."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

ZERO = "zero"
BATCHES = 12


def enters(strategy, reset, batch, begins, opens_epoch, by_hand, left):
    """The token of the state that has to enter a slot under the rules of Keras and of the policy."""
    if strategy == "stateless" or left is None or by_hand:
        return ZERO
    zeroed = {
        "never": False,
        "sequence": begins,
        "epoch": opens_epoch,
    }.get(reset, isinstance(reset, int) and batch % reset == 0)
    return ZERO if zeroed else left


def by_hand(experiment, hand_batch, left_as_zero):
    """Transitions ``(batches, slots)``, one slot and one batch at a time.

    `left_as_zero` ``(batches, slots)`` says where a state happened to be exactly zero as it
    was left: a simple cell that heard nothing but zeros. Such a one cannot be lost.
    """
    plan = experiment.plan()
    expected = np.zeros((BATCHES, experiment.chunking.batch_size), np.int8)
    for slot in range(experiment.chunking.batch_size):
        left, last = None, None
        for batch in range(BATCHES):
            cells = plan.cells(batch, 1)
            sequence, start = int(cells.sequence[0, slot]), int(cells.start[0, slot])
            per_epoch = plan.batches_per_epoch
            opens = bool(per_epoch) and batch > 0 and batch % per_epoch == 0
            token = enters(experiment.strategy, experiment.reset, batch, start == 0, opens, batch == hand_batch, left)
            goes_on = last == (sequence, start)
            nothing_left = left is not None and left_as_zero[batch - 1, slot]
            zero, equal = token == ZERO or nothing_left, token != ZERO or nothing_left
            if start == 0 and zero:
                expected[batch, slot] = Transition.FRESH
            elif goes_on and equal:
                expected[batch, slot] = Transition.KEPT
            else:
                expected[batch, slot] = Transition.LOST if zero else Transition.LEAKED
            left, last = (slot, batch), (sequence, start + experiment.chunking.length)
    return expected


experiments = st.builds(
    Experiment,
    task=st.sampled_from([Echo(delay=2), Echo(delay=2, length=9), CoinRows(rows=7, steps=9), CoinRows(1, 60, 2)]),
    chunking=st.builds(
        Chunking,
        length=st.sampled_from([3, 4]),
        batch_size=st.sampled_from([2, 3]),
        layout=st.sampled_from(["contiguous", "row-order", "shuffled"]),
    ),
    strategy=st.sampled_from(["stateless", "stateful", "explicit"]),
    reset=st.sampled_from(["never", "sequence", "epoch", 3]),
    network=st.builds(Network, cell=st.sampled_from(["SimpleRNN", "LSTM", "GRU"]), units=st.just(4)),
    seed=st.integers(0, 9),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(experiment=experiments, hand_batch=st.integers(0, BATCHES - 1))
def test_observed_transitions_equal_a_reading_by_hand(experiment, hand_batch):
    with Session(experiment) as session:
        session.advance(hand_batch)
        session.reset_state()
        session.advance(BATCHES - hand_batch)
        recording = session.recording
    left_as_zero = (recording.per_batch("leaving") == 0).all(axis=1)
    np.testing.assert_array_equal(recording.transitions, by_hand(experiment, hand_batch, left_as_zero))


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
