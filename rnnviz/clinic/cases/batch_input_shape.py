"""batch_input_shape was an argument of layers in Keras 2."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Says the batch size as Keras 2 wanted it."""
    import keras

    keras.layers.LSTM(8, stateful=True, batch_input_shape=(4, 10, 1))


def right() -> Measured:
    """Says it with an Input."""
    import keras

    model = keras.Sequential(
        [
            keras.Input(batch_shape=(4, 10, 1)),
            keras.layers.LSTM(8, stateful=True),
        ]
    )
    return {"shape": model.input_shape}


CASE = Case(
    name="batch-input-shape",
    title="batch_input_shape is unknown",
    topic="Batches and shapes",
    setting="A tutorial gives a stateful LSTM its batch size as batch_input_shape.",
    question="What does Keras 3 make of it?",
    guesses=("It works, with a warning", "It is ignored", "It raises: an argument that it does not know"),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("ValueError", "Unrecognized keyword arguments passed to LSTM: {'batch_input_shape': (4, 10, 1)}"),
    goes_right=Shows(
        "The model reads batches of {shape[0]} rows, {shape[1]} timesteps and {shape[2]} feature.",
        lambda m: tuple(m["shape"]) == (4, 10, 1),
    ),
    why="In Keras 3 layers take no shapes of inputs. An Input as the first entry of the model does, and its "
    "batch_shape includes the number of rows.",
    threads=("keras#20106",),
)
