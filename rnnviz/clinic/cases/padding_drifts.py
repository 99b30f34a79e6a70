"""Zeros at the end are inputs like any other, unless they are masked."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Fills a short sequence up with zeros."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True)
    x = np.zeros((1, 40, 1), "float32")
    x[0, :15] = np.random.default_rng(1).normal(size=(15, 1))
    states = layer(x)[0]
    return {"states": states, "drift": np.abs(states[-1] - states[14]).max()}


def right() -> Measured:
    """Lets the layer skip them."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True)
    x = np.zeros((1, 40, 1), "float32")
    x[0, :15] = np.random.default_rng(1).normal(size=(15, 1))
    states = layer(keras.layers.Masking(0.0)(x))[0]
    return {"states": states, "drift": np.abs(states[-1] - states[14]).max()}


CASE = Case(
    name="padding-drifts",
    title="Padding moves the state",
    topic="What else touches it",
    setting="A sequence of 15 timesteps is filled up with zeros to 40, so that it fits beside longer ones.",
    question="What does the state do during the zeros?",
    guesses=(
        "It stays: zeros add nothing",
        "It drifts on, by its own recurrent weights",
        "It goes to zero at once",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "From the last real timestep to the end the state moves by up to {drift:.2f}.", lambda m: m["drift"] > 0.1
    ),
    goes_right=Shows(
        "From the last real timestep to the end the state moves by {drift:.1f}: it is held.",
        lambda m: m["drift"] == 0.0,
    ),
    why="A timestep of zeros is a timestep: the state is multiplied with the recurrent weights all the same. What "
    "comes out at the end is the state of the padding. A mask tells the layer which timesteps to skip; over those it "
    "holds its state exactly.",
    threads=("keras#1300", "keras#1569"),
)
