"""Validation after each epoch: on a state of its own nothing of it reaches the training, on the training's it does."""

import dataclasses

import keras
import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.engine.network import build_network
from rnnviz.recording.block import BY_HAND, BY_VALIDATION
from rnnviz.tasks import CoinRows

pytestmark = pytest.mark.keras

CHUNKING = Chunking(length=4, batch_size=2, validation=0.25)
ROWS = CoinRows(rows=4, steps=12, width=2)  # of the four rows the last one validates


def session_of(strategy, chunking, task=ROWS, **more):
    experiment = Experiment(task=task, chunking=chunking, strategy=strategy, network=Network("LSTM", 5), **more)
    return Session(experiment, compiler="graph")


@pytest.mark.parametrize("strategy", ["stateless", "stateful", "explicit"])
def test_on_its_own_it_leaves_the_training_bit_identical(strategy):
    kept = dataclasses.replace(CHUNKING, remainder="pad")
    with session_of(strategy, kept) as session:
        session.advance(13)
        with_it = session.recording
    validates = with_it.per_batch("validates") > 0
    assert validates.any()
    without = CoinRows(rows=3, steps=12, width=2)
    with session_of(strategy, dataclasses.replace(kept, validation=0.0), without) as session:
        session.advance(int((~validates).sum()))
        alone = session.recording
    np.testing.assert_array_equal(with_it.loss[~validates], alone.loss)
    np.testing.assert_array_equal(with_it.transitions[~validates], alone.transitions)
    in_training = np.repeat(~validates, 4)
    for kind in ("h", "c"):
        for slot in (0, 1):
            states = with_it.state(layer=0, kind=kind, slot=slot, start=0, stop=999)
            np.testing.assert_array_equal(states[in_training], alone.state(0, kind, slot, 0, 999))


@pytest.mark.parametrize(("state", "reset"), [("own", 3), ("training", 0)])
def test_it_begins_from_zero_or_from_what_training_left(state, reset):
    chunking = dataclasses.replace(CHUNKING, batch_size=1, validation_state=state)
    with session_of("stateful", chunking) as session:
        session.advance(14)
        recording = session.recording
    validates = recording.per_batch("validates")
    assert validates.tolist() == [0] * 9 + [1] * 3 + [0] * 2
    entering, leaving = recording.per_batch("entering")[:, 0, 0], recording.per_batch("leaving")[:, 0, 0]
    assert recording.per_batch("reset")[9, 0] == reset
    assert recording.transitions[9, 0] == (Transition.FRESH if state == "own" else Transition.LEAKED)
    assert entering[9] == (0 if state == "own" else leaving[8])
    assert entering[12] == (leaving[8] if state == "own" else leaving[11])


@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
@pytest.mark.parametrize("before", [9, 10, 12])
def test_a_reset_by_hand_around_it_reaches_the_training_s_state_too(strategy, before):
    chunking = dataclasses.replace(CHUNKING, batch_size=1)
    with session_of(strategy, chunking) as session:
        session.advance(before)
        session.reset_state()
        session.advance(26 - before)  # batches 9, 10 and 11 validate, then 21, 22 and 23
        recording = session.recording
    reset, entering = recording.per_batch("reset")[:, 0], recording.per_batch("entering")[:, 0, 0]
    expected = {9: BY_VALIDATION, 21: BY_VALIDATION, 12: BY_HAND} | ({10: BY_HAND} if before == 10 else {})
    assert {batch: reset[batch] for batch in np.flatnonzero(reset)} == expected
    assert not entering[list(expected)].any()
    assert entering[24] > 0  # the hand is forgotten by the next validation


def test_on_the_training_state_the_losses_are_those_of_fit():
    chunking = dataclasses.replace(CHUNKING, batch_size=1, validation_state="training")
    training = Training(optimizer="sgd", learning_rate=0.5)
    with session_of("stateful", chunking, training=training) as session:
        session.advance(24)
        recording, experiment = session.recording, session.experiment
    plan = experiment.plan()
    inputs, targets = experiment.read(plan.cells(0, 12))
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(1, 4, 2)),
            keras.layers.LSTM(5, return_sequences=True, stateful=True),
            keras.layers.Dense(1, "sigmoid"),
        ]
    )
    ours = build_network(experiment)
    model.set_weights([variable.numpy() for variable in ours.variables])
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    history = model.fit(
        inputs[:9, 0], targets[:9, 0], batch_size=1, epochs=2, shuffle=False, verbose=0,
        validation_data=(inputs[9:, 0], targets[9:, 0]), validation_batch_size=1,
    ).history  # fmt: skip
    loss = recording.loss.reshape(2, 12)
    np.testing.assert_allclose(loss[:, :9].mean(axis=1), history["loss"], rtol=1e-4)
    np.testing.assert_allclose(loss[:, 9:].mean(axis=1), history["val_loss"], rtol=1e-4)


def test_validation_is_the_same_stepped_or_run_freely():
    def losses(*portions):
        with session_of("explicit", dataclasses.replace(CHUNKING, remainder="pad"), seed=4) as session:
            for batches in portions:
                session.advance(batches)
            return session.recording.loss

    np.testing.assert_array_equal(losses(20), losses(*[1] * 20))
