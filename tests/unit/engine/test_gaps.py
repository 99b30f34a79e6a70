"""Padding is masked and idle slots are left alone, as Keras does where it is told which timesteps are there."""

import dataclasses

import keras
import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.engine.network import build_network
from rnnviz.tasks import CoinRows

pytestmark = pytest.mark.keras

ROWS = CoinRows(rows=3, steps=11, width=2)
PADDED = Chunking(length=4, batch_size=2, remainder="pad")  # the last of an epoch's six batches has an idle slot


def recorded(strategy, cell, batches=8, chunking=PADDED, **more):
    experiment = Experiment(task=ROWS, chunking=chunking, strategy=strategy, network=Network(cell, 5), **more)
    with Session(experiment, compiler="graph") as session:
        session.advance(batches)
        return session.recording


@pytest.mark.parametrize(("strategy", "cell"), [("stateful", "LSTM"), ("explicit", "GRU"), ("stateless", "SimpleRNN")])
def test_padding_holds_the_state_and_an_idle_slot_keeps_it(strategy, cell):
    recording = recorded(strategy, cell)
    steps = recording.per_batch("steps")
    assert steps.tolist() == [[4, 4], [4, 4], [3, 3], [4, 0], [4, 0], [3, 0], [4, 4], [4, 4]]
    for layer, kind in recording.header.tracks:
        for slot in (0, 1):
            states = recording.state(layer=layer, kind=kind, slot=slot, start=0, stop=32).reshape(8, 4, 5)
            for batch, count in enumerate(steps[:, slot]):
                before = np.zeros(5) if strategy == "stateless" else states[2, 3]
                held = states[batch, count - 1] if count else before
                off = np.abs(states[batch, count:] - held).max(initial=0)
                assert off == 0 if kind == "h" else off < 1e-6  # c is computed again from the gates
                assert count == 0 or (np.abs(np.diff(states[batch, :count], axis=0)) > 1e-3).any()
    padded = np.arange(4) >= steps[:, 1, None]
    for read in (recording.inputs, recording.targets, recording.predictions):
        lines = read(slot=1, start=0, stop=32).reshape(8, 4, -1)
        assert (np.isnan(lines).any(axis=2) == padded).all()


def test_a_slot_that_idles_leaves_nothing_whatever_it_is_handed_meanwhile():
    chunking = Chunking(length=4, batch_size=2, remainder="pad", validation=0.5, validation_state="training")
    experiment = Experiment(
        task=CoinRows(rows=6, steps=4, width=2), chunking=chunking, initial_state="learned", network=Network(units=3)
    )
    with Session(experiment, compiler="graph") as session:
        session.advance(5)
        recording = session.recording
    assert recording.per_batch("steps")[:, 1].tolist() == [4, 0, 4, 0, 4]
    # The slot is handed the same vector as it idles and as the next epoch begins: validation teaches nothing.
    assert recording.transitions[4, 1] == Transition.SET


def test_what_is_learned_from_padded_batches_is_what_keras_learns():
    experiment = Experiment(
        task=ROWS,
        chunking=PADDED,
        network=Network("GRU", 5),
        training=Training(optimizer="sgd", learning_rate=0.5),
    )
    with Session(experiment, compiler="graph") as session:
        session.advance(6)
        losses = session.recording.loss
    cells = experiment.plan().cells(0, 6)
    inputs, targets = experiment.read(cells)
    # The same weights in a model as a user would write it: a value that nothing else has says what to mask.
    ours = build_network(dataclasses.replace(experiment, chunking=Chunking(length=4, batch_size=2)))
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(2, 4, 2)),
            keras.layers.Masking(-1.0),
            keras.layers.GRU(5, return_sequences=True),
            keras.layers.Dense(1, "sigmoid"),
        ]
    )
    model.set_weights([variable.numpy() for variable in ours.variables])
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    inputs[np.arange(4) >= cells.steps[..., None]] = -1.0
    expected = [model.train_on_batch(x, y) for x, y in zip(inputs, targets, strict=True)]
    np.testing.assert_allclose(losses, expected, rtol=1e-4)


def test_a_short_batch_is_learned_from_as_keras_learns_from_fewer_rows():
    chunking = Chunking(length=4, batch_size=4, layout="row-order", remainder="short")
    experiment = Experiment(
        task=ROWS, chunking=chunking, network=Network("LSTM", 5), training=Training(optimizer="sgd", learning_rate=0.5)
    )
    with Session(experiment, compiler="graph") as session:
        session.advance(4)
        losses = session.recording.loss
    cells = experiment.plan().cells(0, 4)
    assert (cells.steps > 0).sum(axis=1).tolist() == [4, 2, 4, 2]
    ours = build_network(dataclasses.replace(experiment, chunking=Chunking(length=4, batch_size=4)))
    model = keras.Sequential(
        [keras.Input((4, 2)), keras.layers.LSTM(5, return_sequences=True), keras.layers.Dense(1, "sigmoid")]
    )
    model.set_weights([variable.numpy() for variable in ours.variables])
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    expected = []
    for batch, (x, y) in enumerate(zip(*experiment.read(cells), strict=True)):
        reads = cells.steps[batch] > 0
        expected.append(model.train_on_batch(x[reads], y[reads]))
    np.testing.assert_allclose(losses, expected, rtol=1e-4)
