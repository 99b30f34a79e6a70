"""A layer that also returns its state gives several tensors, and Sequential wants one."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Asks for the state in the middle of a Sequential model."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.layers.LSTM(8, return_state=True),
            keras.layers.Dense(1),
        ]
    )
    model(np.ones((4, 10, 1)))


def right() -> Measured:
    """Makes a model of two outputs: what is predicted, and the states."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    inputs = keras.Input((10, 1))
    lstm = keras.layers.LSTM(8, return_state=True)
    output, h, c = lstm(inputs)
    model = keras.Model(inputs, [keras.layers.Dense(1)(output), h, c])
    prediction, h, c = model(np.ones((4, 10, 1)))
    return {"outputs": prediction.shape[-1], "units": h.shape[-1]}


CASE = Case(
    name="return-state-in-sequential",
    title="return_state inside Sequential",
    topic="Carrying the state",
    setting="You want the state out of a Sequential model, to hand it in again with the next batch.",
    question="What does return_state=True do to the layer behind?",
    guesses=(
        "It gets several tensors where it takes one, and refuses them",
        "It gets the output as before; the state is returned beside",
        "It gets output and state side by side in one tensor",
    ),
    answer=0,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "ValueError", "Layer …dense… expects 1 input(s), but it received 3 input tensors. Inputs received: …"
    ),
    goes_right=Shows(
        "The model gives {outputs} prediction for each row, and beside it the states of {units} units.",
        lambda m: m["units"] == 8,
    ),
    why="With return_state=True a layer returns its output and each of its states: two tensors for a SimpleRNN or "
    "a GRU, three for an LSTM. A Sequential model is a chain with one tensor from link to link. In a functional "
    "model the states are outputs of their own.",
    article=True,
)
