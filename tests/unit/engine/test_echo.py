"""The lesson that the program exists for, on the echo task."""

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Session, Transition
from rnnviz.tasks import Echo

pytestmark = pytest.mark.keras


def run(strategy, layout="contiguous", delay=5, length=10):
    experiment = Experiment(
        task=Echo(delay=delay),
        chunking=Chunking(length=length, batch_size=16, layout=layout),
        strategy=strategy,
        reset="sequence",
    )
    with Session(experiment) as session:
        session.advance(800)
        return session.recording


@pytest.fixture(scope="module")
def recordings():
    return {
        "stateless": run("stateless"),
        "stateful": run("stateful"),
        "explicit": run("explicit"),
        "row-order": run("stateful", "row-order"),
        "stateless row-order": run("stateless", "row-order"),
    }


def late_loss(recording):
    return float(recording.loss[700:].mean())


def test_stateless_ends_just_above_the_floor_without_memory(recordings):
    floor = recordings["stateless"].header.floor.without_memory
    # 100 batches of 16 × 5 coin flips that cannot be known: the mean's own noise is below 0.5 %.
    assert 0.99 * floor < late_loss(recordings["stateless"]) < 1.10 * floor


def test_stateful_learns_the_echo(recordings):
    assert late_loss(recordings["stateful"]) < 0.02


def test_explicit_equals_stateful_step_by_step(recordings):
    np.testing.assert_allclose(recordings["explicit"].loss, recordings["stateful"].loss, atol=1e-6)
    np.testing.assert_array_equal(recordings["explicit"].transitions, recordings["stateful"].transitions)


def test_carrying_the_wrong_memory_is_worse_than_carrying_none(recordings):
    assert late_loss(recordings["row-order"]) > late_loss(recordings["stateless row-order"]) + 0.05


def test_stateless_loses_the_memory_of_every_slot_at_every_batch_but_the_first(recordings):
    transitions = recordings["stateless"].transitions
    assert (transitions[0] == Transition.FRESH).all()
    assert (transitions[1:] == Transition.LOST).all()


def test_stateful_keeps_the_memory_of_every_slot(recordings):
    assert (recordings["stateful"].transitions[1:] == Transition.KEPT).all()


def test_row_order_carries_the_memory_of_other_rows(recordings):
    transitions = recordings["row-order"].transitions
    assert transitions[0].tolist() == [Transition.FRESH] + 15 * [Transition.LOST]
    assert (transitions[1:] == Transition.LEAKED).all()


def test_another_delay_and_length_have_their_own_floor():
    recording = run("stateless", delay=3, length=7)
    floor = 3 / 7 * np.log(2)
    assert recording.header.floor.without_memory == pytest.approx(floor)
    assert 0.98 * floor < late_loss(recording) < 1.10 * floor
