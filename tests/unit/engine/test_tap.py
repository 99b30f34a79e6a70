"""The tap on a layer by itself: what it shows, and what it leaves alone."""

import numpy as np
import pytest

from rnnviz.engine.backend import keras, tf
from rnnviz.engine.tap import Tap

pytestmark = pytest.mark.keras

X = np.random.default_rng(0).normal(size=(3, 5, 2)).astype(np.float32)


def compiled(layer, **options):
    return tf.function(lambda x: layer(x, **options), autograph=False)


@pytest.mark.parametrize("return_sequences", [True, False])
def test_a_tapped_layer_gives_what_it_gave_before(return_sequences):
    layer = keras.layers.GRU(4, return_sequences=return_sequences, use_cudnn=False)
    before = layer(X)
    tap = Tap(layer)
    np.testing.assert_array_equal(layer(X), before)
    assert layer.return_sequences == return_sequences
    shown = tap.seen.outputs
    np.testing.assert_array_equal(shown if return_sequences else shown[:, -1], before)


def test_what_enters_a_stateful_layer_is_seen_as_it_was_before_the_call():
    layer = keras.layers.SimpleRNN(4, stateful=True)
    tap = Tap(layer)
    layer(X)
    left = layer.states[0].numpy()
    layer(X)
    np.testing.assert_array_equal(tap.seen.entering[0], left)
    np.testing.assert_array_equal(tap.seen.leaving[0], layer.states[0].numpy())


def test_an_initial_state_is_seen_as_it_enters():
    layer = keras.layers.LSTM(4, use_cudnn=False)
    tap = Tap(layer)
    given = [np.full((3, 4), number, np.float32) for number in (0.5, -2.0)]
    layer(X, initial_state=given)
    np.testing.assert_array_equal(tap.seen.entering, given)


def test_a_layer_that_is_passed_by_says_so():
    tap = Tap(keras.layers.SimpleRNN(4, name="idle"))
    with pytest.raises(RuntimeError, match="the layer 'idle' was never called"):
        _ = tap.seen


def test_a_closed_tap_sees_no_more():
    layer = keras.layers.SimpleRNN(4)
    tap = Tap(layer)
    layer(X)
    seen = tap.seen
    tap.close()
    layer(X)
    assert tap.seen is seen


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_gradients_are_those_of_the_bare_layer(cell):
    options = {} if cell == "SimpleRNN" else {"use_cudnn": False}
    layer = getattr(keras.layers, cell)(4, return_sequences=True, **options)
    layer.build(X.shape)

    @tf.function(autograph=False)
    def gradients():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(layer(X) ** 2)
        return tape.gradient(loss, [variable.value for variable in layer.trainable_variables])

    bare = gradients()
    Tap(layer)
    gradients = tf.function(gradients.python_function, autograph=False)
    for tapped, expected in zip(gradients(), bare, strict=True):
        np.testing.assert_allclose(tapped, expected, rtol=1e-5, atol=1e-6)


def test_a_layer_that_drops_out_drops_something_else_every_time():
    layer = keras.layers.SimpleRNN(4, dropout=0.5, seed=1)
    Tap(layer)
    call = compiled(layer, training=True)
    first, second = call(X), call(X)
    assert not np.allclose(first, second)


class NoisyCell(keras.layers.SimpleRNNCell):
    """A cell as a user may write it, that draws within its own call."""

    def __init__(self, units):
        super().__init__(units)
        self.seed = keras.random.SeedGenerator(3)

    def call(self, inputs, states, training=False):
        h, _ = super().call(inputs, states, training=training)
        h = h + keras.random.normal(keras.ops.shape(h), seed=self.seed)
        return h, [h]


def test_a_cell_that_draws_at_every_timestep_draws_as_without_a_tap():
    layers = [keras.layers.RNN(NoisyCell(4), return_sequences=True) for _ in range(2)]
    for layer in layers:
        layer.build(X.shape)
    layers[1].set_weights(layers[0].get_weights())
    tap = Tap(layers[1])
    bare, tapped = (compiled(layer, training=True) for layer in layers)
    for _ in range(2):
        np.testing.assert_array_equal(tapped(X), bare(X))
    assert tap.seen.outputs.shape == (3, 5, 4)


def test_c_of_a_cell_that_drops_out_is_shown_at_every_timestep_and_changes_nothing():
    options = {"dropout": 0.5, "recurrent_dropout": 0.3, "seed": 1, "return_sequences": True}
    layers = [keras.layers.LSTM(4, **options) for _ in range(3)]
    for layer in layers:
        layer.build(X.shape)
        layer.set_weights(layers[0].get_weights())
    bare, *tapped = layers
    taps = [Tap(layer, carry=True) for layer in tapped]
    np.testing.assert_array_equal(tapped[0](X, training=True), bare(X, training=True))
    carry = taps[0].seen.carry
    np.testing.assert_array_equal(carry[:, -1], taps[0].seen.leaving[1])
    tapped[1](X[:, :2], training=True)  # drops the same, and leaves after the second timestep
    np.testing.assert_allclose(carry[:, 1], taps[1].seen.leaving[1], rtol=1e-6)
    assert tapped[0].cell(X[:, 0], taps[0].seen.entering)[0].shape == (3, 4)


def test_c_of_a_cell_is_held_where_a_timestep_is_not_there():
    layer = keras.layers.LSTM(4, dropout=0.5)
    tap = Tap(layer, carry=True)
    given = [np.full((3, 4), number, np.float32) for number in (0.5, -2.0)]
    layer(X, initial_state=given, mask=np.array([[False, True, False, True, False]] * 3))
    carry = tap.seen.carry
    np.testing.assert_array_equal(carry[:, 0], given[1])
    np.testing.assert_array_equal(carry[:, 2], carry[:, 1])
    np.testing.assert_array_equal(carry[:, 4], tap.seen.leaving[1])
    assert not np.allclose(carry[:, 1], carry[:, 3])
