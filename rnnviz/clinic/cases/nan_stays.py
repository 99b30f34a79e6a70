"""One NaN in the input, and its slot is lost for every later batch."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS

_STATEFUL = PRESETS["echo-stateful"].experiment


def wrong() -> Measured:
    """Goes on after a batch with a gap in the data."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    x = np.random.default_rng(1).normal(size=(2, 40, 1))
    x[0, 13] = np.nan
    pieces = [layer(x[:, t : t + 10]) for t in range(0, 40, 10)]
    states = np.concatenate(pieces, axis=1)[0]  # only measures
    return {"states": states, "broken": np.isnan(states[:, 0]).sum()}


def right() -> Measured:
    """Zeroes a slot as soon as its state is not a number."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    x = np.random.default_rng(1).normal(size=(2, 40, 1))
    x[0, 13] = np.nan
    pieces = []
    for t in range(0, 40, 10):
        pieces.append(layer(x[:, t : t + 10]))
        state = layer.states[0]
        fine = keras.ops.all(keras.ops.isfinite(state), axis=-1, keepdims=True)
        state.assign(keras.ops.where(fine, state, 0.0))
    states = np.concatenate(pieces, axis=1)[0]  # only measures
    return {"states": states, "broken": np.isnan(states[:, 0]).sum()}


CASE = Case(
    name="nan-stays",
    title="One NaN stays for ever",
    topic="What else touches it",
    setting="A stateful layer reads 40 timesteps in four batches. In slot 0 one number is missing, at timestep 13.",
    question="For how many of the 40 timesteps is the state of slot 0 not a number?",
    guesses=(
        "One: the timestep without a number",
        "Seven: up to the end of its batch",
        "27: from there to the end",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "At {broken} of 40 timesteps the state of slot 0 is not a number (yellow). Slot 1 is well.",
        lambda m: m["broken"] == 27,
    ),
    goes_right=Shows("It is lost for {broken} timesteps, up to the end of its batch.", lambda m: m["broken"] == 7),
    why="Whatever is added to or multiplied with NaN is NaN, and a state is its own next input. Without stateful the "
    "next batch would start from zeros and be well again. Look after each batch, and zero the slots that broke; fill "
    "gaps in the data before.",
    chunk=10,
    experiment=replace(
        _STATEFUL,
        network=replace(_STATEFUL.network, activation="linear"),
        training=replace(_STATEFUL.training, learning_rate=0.05),
    ),
)
