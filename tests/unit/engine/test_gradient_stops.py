"""In the compiled step the state crosses from chunk to chunk, and the gradient does not."""

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network
from rnnviz.tasks import Echo

pytestmark = pytest.mark.keras

SLOTS, LENGTH, UNITS = 2, 4, 3


class Caught:
    """Stands for an optimizer: changes no weight and keeps the gradients."""

    def apply(self, gradients, variables):
        self.gradients = list(gradients)


def network(strategy):
    from rnnviz.engine.network import build_network

    chunking = Chunking(length=LENGTH, batch_size=SLOTS)
    return build_network(Experiment(Echo(delay=6), chunking, strategy, network=Network(units=UNITS)))


def second_chunks(strategy, pairs, targets):
    """For each pair of chunks the loss of the second, and the gradients that it teaches with, as a session has them."""
    from rnnviz.engine.backend import tf
    from rnnviz.engine.loop import Carried, Step
    from rnnviz.engine.tap import Tap

    built, caught = network(strategy), Caught()
    step = Step(built, [Tap(layer) for layer in built.layers], caught, "binary_crossentropy", np.array([0], np.int32))
    start = Carried([tf.zeros(shape) for shape in built.carries], [tf.zeros((SLOTS, UNITS))])

    def both(first, second):
        whole, reset = tf.fill((SLOTS,), LENGTH), tf.ones((SLOTS,), tf.bool)
        _, carried = step.read(first, targets, whole, reset, start)
        seen, _ = step.read(second, targets, whole, ~reset, carried)
        return seen["loss"], caught.gradients

    compiled = tf.function(both, autograph=False)
    for pair in pairs:
        loss, gradients = compiled(*tf.constant(pair))
        yield float(loss), np.concatenate([gradient.numpy().ravel() for gradient in gradients])


def by_hand(chunks, targets, *, cut):
    """The same gradients under one tape over both chunks, with the state cut off from how it came about or not."""
    from rnnviz.engine.backend import keras, tf

    built = network("explicit")
    chunks = tf.constant(chunks)
    with tf.GradientTape() as tape:
        _, states = built.forward(chunks[0], [tf.zeros(shape) for shape in built.carries])
        predictions, _ = built.forward(chunks[1], [tf.stop_gradient(state) for state in states] if cut else states)
        loss = tf.reduce_mean(keras.losses.get("binary_crossentropy")(targets, predictions))
    return np.concatenate([gradient.numpy().ravel() for gradient in tape.gradient(loss, built.variables)])


def test_the_state_crosses_a_chunk_boundary_and_the_gradient_does_not():
    random = np.random.default_rng(0)
    chunks = random.normal(size=(2, SLOTS, LENGTH, 1)).astype(np.float32)
    targets = random.integers(0, 2, (SLOTS, LENGTH, 1)).astype(np.float32)
    other = np.stack([-chunks[0], chunks[1]])
    truncated, whole = (by_hand(chunks, targets, cut=cut) for cut in (True, False))
    assert np.abs(truncated - whole).max() > 1e-3
    for strategy in ("stateful", "explicit", "stateless"):
        (loss, gradients), (another, _) = second_chunks(strategy, (chunks, other), targets)
        if strategy == "stateless":
            assert another == loss
        else:
            np.testing.assert_allclose(gradients, truncated, atol=1e-6)
            assert abs(another - loss) > 1e-4  # what the first chunk held has come along
