"""Recorded gates against a reading of Keras's weights by hand, one timestep after the other."""

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training
from rnnviz.engine.backend import keras
from rnnviz.engine.gates import gate_names, gates
from rnnviz.engine.network import build_network
from rnnviz.engine.tap import Tap
from rnnviz.tasks import CoinRows

pytestmark = pytest.mark.keras

LENGTH, BATCHES, SLOT = 4, 3, 1


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_by_hand(weights, x, h, c, squash=np.tanh):
    kernel, recurrent, bias = weights
    i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4)
    i, f, g, o = sigmoid(i), sigmoid(f), squash(g), sigmoid(o)
    c = f * c + i * g
    return o * squash(c), c, {"input": i, "forget": f, "candidate": g, "output": o}


def gru_by_hand(weights, x, h, c, squash=np.tanh):
    kernel, recurrent, (heard, remembered) = weights
    heard, remembered = np.split(x @ kernel + heard, 3), np.split(h @ recurrent + remembered, 3)
    update, reset = (sigmoid(heard[n] + remembered[n]) for n in (0, 1))
    candidate = squash(heard[2] + reset * remembered[2])
    h = update * h + (1 - update) * candidate
    return h, c, {"update": update, "reset": reset, "candidate": candidate}


BY_HAND = {"LSTM": lstm_by_hand, "GRU": gru_by_hand}


def watched(cell, layers, strategy, compiler):
    """A recording of a network that does not learn, and the weights of its layers."""
    experiment = Experiment(
        task=CoinRows(rows=3, steps=LENGTH * BATCHES, width=2),
        chunking=Chunking(length=LENGTH, batch_size=3),
        strategy=strategy,
        network=Network(cell, 5, layers),
        training=Training(learning_rate=0.0),
    )
    kept = []

    def build(experiment):
        network = build_network(experiment)
        rng = np.random.default_rng(1)
        for layer in network.layers:  # biases that are not the same for every gate
            layer.set_weights([rng.normal(size=weight.shape) * 0.5 for weight in layer.get_weights()])
            kept.append(layer.get_weights())
        return network

    with Session(experiment, watch=[0, SLOT], gates=True, build=build, compiler=compiler) as session:
        session.advance(BATCHES)
        return session.recording, kept


@pytest.mark.parametrize("cell", ["LSTM", "GRU"])
@pytest.mark.parametrize(("strategy", "layers"), [("stateless", 1), ("stateful", 2), ("explicit", 2)])
def test_gates_equal_a_reading_of_the_weights_by_hand(cell, layers, strategy):
    recording, weights = watched(cell, layers, strategy, "graph")
    steps = recording.timesteps
    x = recording.inputs(SLOT, 0, steps)
    for layer in range(layers):
        names = recording.header.layers[layer].gates
        found = {name: recording.state(layer, name, SLOT, 0, steps) for name in (*names, "h")}
        h = c = np.zeros(5)
        for step in range(steps):
            if strategy == "stateless" and step % LENGTH == 0:
                h = c = np.zeros(5)
            h, c, expected = BY_HAND[cell](weights[layer], x[step], h, c)
            assert tuple(expected) == names
            for name, values in expected.items():
                np.testing.assert_allclose(found[name][step], values, atol=1e-3, err_msg=f"{name} at {step}")
            np.testing.assert_allclose(found["h"][step], h, atol=1e-5)
        x = found["h"]


def test_the_graph_gives_the_same_gates_as_xla():
    one, other = (watched("GRU", 1, "stateful", compiler)[0] for compiler in ("graph", "xla"))
    for name in one.header.layers[0].gates:
        np.testing.assert_allclose(one.state(0, name, 0, 0, 99), other.state(0, name, 0, 0, 99), atol=1e-3)


@pytest.mark.parametrize(
    "options", [{"reset_after": False}, {"use_bias": False}, {"reset_after": False, "use_bias": False}]
)
def test_a_gru_of_another_make_gives_the_h_that_its_gates_add_up_to(options):
    layer = keras.layers.GRU(4, return_sequences=True, use_cudnn=False, recurrent_activation="hard_sigmoid", **options)
    tap = Tap(layer)
    layer(np.random.default_rng(0).normal(size=(3, 6, 2)).astype(np.float32), initial_state=np.ones((3, 4), np.float32))
    found = gates(layer, tap.seen, np.array([2], np.int32))
    h = np.concatenate([np.ones((1, 1, 4)), tap.seen.outputs[2:, :-1]], axis=1)
    after = found["update"] * h + (1 - found["update"]) * found["candidate"]
    np.testing.assert_allclose(after, tap.seen.outputs[2:], atol=1e-5)


def test_an_lstm_without_bias_gives_the_h_that_its_gates_add_up_to():
    layer = keras.layers.LSTM(4, return_sequences=True, use_cudnn=False, use_bias=False, activation="relu")
    tap = Tap(layer)
    layer(np.random.default_rng(0).normal(size=(2, 3, 2)).astype(np.float32))
    found = {name: gate.numpy()[0] for name, gate in gates(layer, tap.seen, np.array([1], np.int32)).items()}
    c = np.zeros(4)
    for step in range(3):
        c = found["forget"][step] * c + found["input"][step] * found["candidate"][step]
        np.testing.assert_allclose(found["output"][step] * np.maximum(c, 0), tap.seen.outputs[1, step], atol=1e-6)


def test_a_simple_cell_has_no_gates_and_one_with_dropout_none_that_are_known():
    assert gate_names(keras.layers.SimpleRNN(3)) == ()
    assert gate_names(keras.layers.GRU(3, dropout=0.1)) == ()
    assert gate_names(keras.layers.LSTM(3, recurrent_dropout=0.1)) == ()


def test_gates_are_kept_only_when_asked_for():
    experiment = Experiment(network=Network("LSTM", 3), chunking=Chunking(length=2, batch_size=1))
    with Session(experiment, compiler="graph") as session:
        assert session.recording.header.gates == ()
