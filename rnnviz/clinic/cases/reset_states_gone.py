"""A model has no reset_states any more, though much advice says so."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Asks the model."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 10, 1)), layer])
    model(np.ones((4, 10, 1)))
    model.reset_states()


def right() -> Measured:
    """Asks each recurrent layer."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 10, 1)), layer])
    model(np.ones((4, 10, 1)))
    before = np.linalg.norm(layer.states[0])  # only measures
    for each in model.layers:
        if hasattr(each, "reset_state"):
            each.reset_state()
    return {"before": before, "after": np.linalg.norm(layer.states[0])}


CASE = Case(
    name="reset-states-gone",
    title="model.reset_states() is gone",
    topic="Resetting it",
    setting="A stateful model has come to the end of a sequence, and is to forget it before the next one.",
    question="What does model.reset_states() do in Keras 3?",
    guesses=(
        "It zeroes the state of every recurrent layer",
        "It raises: a model has no such method",
        "Nothing: it is kept for old code and has no effect",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("AttributeError", "'Sequential' object has no attribute 'reset_states'"),
    goes_right=Shows("The state had a norm of {before:.2f}; now it is {after:.0f}.", lambda m: m["after"] == 0.0),
    why="Keras 2 had Model.reset_states(); Keras 3 keeps the state in the layers and has reset_state() on each "
    "recurrent one, without the s. Answers and even docstrings that are older still name the other.",
    threads=("keras#20327",),
    article=True,
)
