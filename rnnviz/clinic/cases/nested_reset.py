"""A loop over model.layers does not see into a model within the model."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Resets what it finds in model.layers."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    encoder = keras.Sequential([keras.Input(batch_shape=(1, 10, 1)), layer])
    model = keras.Sequential([keras.Input(batch_shape=(1, 10, 1)), encoder])
    x = np.random.default_rng(1).normal(size=(1, 10, 1))
    first = model(x)
    for each in model.layers:
        if hasattr(each, "reset_state"):
            each.reset_state()
    left = np.linalg.norm(layer.states[0])  # only measures
    second = model(x)
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "left": left}


def right() -> Measured:
    """Looks into each layer that has layers of its own."""
    import keras
    import numpy as np

    def reset(part):
        if hasattr(part, "reset_state"):
            part.reset_state()
        for inner in getattr(part, "layers", ()):
            reset(inner)

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    encoder = keras.Sequential([keras.Input(batch_shape=(1, 10, 1)), layer])
    model = keras.Sequential([keras.Input(batch_shape=(1, 10, 1)), encoder])
    x = np.random.default_rng(1).normal(size=(1, 10, 1))
    first = model(x)
    reset(model)
    left = np.linalg.norm(layer.states[0])  # only measures
    second = model(x)
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "left": left}


CASE = Case(
    name="nested-reset",
    title="A nested model is not reset",
    topic="Resetting it",
    setting="A stateful encoder is a model of its own inside a larger one. Before a new sequence, a loop over "
    "model.layers resets every layer that can be reset. The same ten timesteps are read before and after.",
    question="What is left of the encoder's state?",
    guesses=(
        "Nothing: its layer is among model.layers",
        "All of it: the loop never gets to the layer inside",
        "The loop raises at the inner model",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "After the loop the state still has a norm of {left:.2f}, so the same ten timesteps give other states the "
        "second time.",
        lambda m: m["left"] > 0.1,
    ),
    goes_right=Shows(
        "After the reset the state has a norm of {left:.0f}, and both halves are the same.", lambda m: m["left"] == 0.0
    ),
    why="model.layers holds the inner model, not the layers in it, and a model has no reset_state: the loop passes "
    "it by without a word. A function that calls itself for whatever has layers reaches all of them.",
    threads=("tensorflow#28614",),
    chunk=10,
)
