"""With a learning rate of 0 nothing changes but the state, so every way of carrying it must agree."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz import Chunking, Experiment, Network, Session, Training
from rnnviz.tasks import Echo

pytestmark = pytest.mark.keras

slow = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def states(strategy, cell, layers, length, batch_size, batches, seed):
    """Every state of every watched slot, ``{(layer, kind, slot): (time, units)}``, and the predictions."""
    experiment = Experiment(
        task=Echo(delay=3),
        chunking=Chunking(length=length, batch_size=batch_size),
        strategy=strategy,
        network=Network(cell=cell, units=5, layers=layers),
        training=Training(learning_rate=0.0),
        seed=seed,
    )
    watch = range(min(batch_size, 3))
    with Session(experiment, watch=watch) as session:
        session.advance(batches)
        recording = session.recording
    found = {
        (layer, kind, slot): recording.state(layer=layer, kind=kind, slot=slot, start=0, stop=length * batches)
        for layer, kind in recording.header.tracks
        for slot in watch
    }
    found["predictions"] = recording.predictions(slot=0, start=0, stop=length * batches)
    return found


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("layers", [1, 2])
@slow
@given(length=st.integers(1, 9), batch_size=st.integers(1, 5), batches=st.integers(2, 6), seed=st.integers(0, 99))
def test_stateful_and_explicit_chunks_equal_one_uncut_pass(cell, layers, length, batch_size, batches, seed):
    uncut = states("stateless", cell, layers, length * batches, batch_size, 1, seed)
    for strategy in ("stateful", "explicit"):
        cut = states(strategy, cell, layers, length, batch_size, batches, seed)
        for key, values in uncut.items():
            np.testing.assert_allclose(cut[key], values, atol=1e-5, err_msg=f"{strategy} {key}")


def test_stateless_chunks_do_not_equal_the_uncut_pass():
    uncut = states("stateless", "GRU", 1, 12, 2, 1, 0)
    cut = states("stateless", "GRU", 1, 4, 2, 3, 0)
    assert np.abs(cut[0, "h", 0][:4] - uncut[0, "h", 0][:4]).max() < 1e-5
    assert np.abs(cut[0, "h", 0][4:] - uncut[0, "h", 0][4:]).max() > 1e-3


def test_the_recomputed_carry_of_an_lstm_ends_as_the_observed_one_does():
    experiment = Experiment(chunking=Chunking(length=7, batch_size=3), network=Network("LSTM", 6), strategy="stateful")
    with Session(experiment, watch=[1]) as session:
        session.advance(20)
        recording = session.recording
    carry = recording.state(layer=0, kind="c", slot=1, start=0, stop=140)
    leaving = recording.per_batch("leaving")[:, 1, 1]
    np.testing.assert_allclose(np.linalg.norm(carry[6::7], axis=1), leaving, atol=1e-5)
