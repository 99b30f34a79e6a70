"""A model takes initial_state without a word and throws it away."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Hands a state to the model."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True)
    model = keras.Sequential([layer])
    x = np.random.default_rng(1).normal(size=(1, 20, 1))
    state = np.ones((1, 8), "float32")
    without = model(x)[0]  # only measures
    states = model(x, initial_state=state)[0]
    return {"states": states, "effect": np.abs(states - without).max()}


def right() -> Measured:
    """Hands it to the layer."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True)
    model = keras.Sequential([layer])
    x = np.random.default_rng(1).normal(size=(1, 20, 1))
    state = np.ones((1, 8), "float32")
    without = model(x)[0]  # only measures
    states = layer(x, initial_state=state)[0]
    return {"states": states, "effect": np.abs(states - without).max()}


CASE = Case(
    name="model-ignores-state",
    title="A model ignores initial_state",
    topic="Carrying the state",
    setting="You kept the state that the last batch ended with, and hand it to the model with the next batch.",
    question="What does model(x, initial_state=state) do with a state of ones?",
    guesses=(
        "It starts from the state of ones",
        "It raises: a model has no such argument",
        "It starts from zeros and says nothing",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "With the state of ones and without it, all outputs are the same: the largest difference is {effect:.1f}.",
        lambda m: m["effect"] == 0.0,
    ),
    goes_right=Shows(
        "The layer starts from the state that it is given, which changes its outputs by up to {effect:.2f}.",
        lambda m: m["effect"] > 0.1,
    ),
    why="Sequential and functional models pass on to their layers only what was wired into them when they were "
    "built; an extra keyword goes nowhere. Call the layer itself, or give the model a second Input for the state "
    "and wire it to the layer's initial_state.",
    threads=("keras#13088",),
    article=True,
)
