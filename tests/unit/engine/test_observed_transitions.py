"""What was observed of real networks, against a reading of the plan by hand."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transitions_by_hand import BATCHES, by_hand

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.chunking.choosing import Layout, Remainder, ValidationState
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras


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


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
