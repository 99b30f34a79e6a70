"""The state crosses a batch boundary, the gradient does not."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS
from rnnviz.tasks import Echo


def wrong() -> Measured:
    """Asks how the last output depends on each input, over a stateful cut."""
    import keras
    import numpy as np  # only measures
    import tensorflow as tf

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    x = tf.random.normal((1, 20, 1))
    with tf.GradientTape() as tape:
        tape.watch(x)
        layer(x[:, :10])
        last = layer(x[:, 10:])
    gradient = tape.gradient(last, x)[0].numpy()
    return {"states": gradient, "reaches": np.count_nonzero(gradient)}


def right() -> Measured:
    """Hands the state over as a tensor, under the same tape."""
    import keras
    import numpy as np  # only measures
    import tensorflow as tf

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8)
    x = tf.random.normal((1, 20, 1))
    with tf.GradientTape() as tape:
        tape.watch(x)
        state = layer(x[:, :10])
        last = layer(x[:, 10:], initial_state=state)
    gradient = tape.gradient(last, x)[0].numpy()
    return {"states": gradient, "reaches": np.count_nonzero(gradient)}


CASE = Case(
    name="gradient-stops",
    title="The gradient stops at the cut",
    topic="What memory is worth",
    setting="A stateful layer reads 20 timesteps in two batches of ten. The gradient tells how the last output would "
    "change with each of the inputs.",
    question="How far back does the gradient reach?",
    guesses=(
        "To timestep 0: the state was carried, so the gradient is",
        "To timestep 10, where the batch begins",
        "To timestep 19 only",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The gradient is not zero at {reaches} of 20 timesteps: those of the last batch.", lambda m: m["reaches"] == 10
    ),
    goes_right=Shows("The gradient reaches all {reaches} timesteps.", lambda m: m["reaches"] == 20),
    why="Between two batches the state is a number in a variable, without the history of how it came about. So a "
    "network is never taught to store something for longer than a batch; it can only find out by luck. This is "
    "truncated backpropagation. Above the plots the thread of memory runs on through every ● that was kept, while "
    "the gradient has a bracket of its own in each chunk. Longer chunks are the remedy, or tensors handed over under "
    "one tape.",
    threads=("keras#3669", "keras#4188", "keras#8945"),
    pictured="gradient of the last output",
    chunk=10,
    experiment=replace(PRESETS["echo-stateful"].experiment, task=Echo(delay=15)),
)
