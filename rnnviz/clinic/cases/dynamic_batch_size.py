"""A stateful layer keeps one state for each row, so it has to know how many rows there are."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Gives the shape of a row."""
    import keras

    keras.Sequential(
        [
            keras.Input(shape=(10, 1)),
            keras.layers.SimpleRNN(8, stateful=True),
        ]
    )


def right() -> Measured:
    """Gives the shape of a batch."""
    import keras

    model = keras.Sequential(
        [
            keras.Input(batch_shape=(4, 10, 1)),
            keras.layers.SimpleRNN(8, stateful=True),
        ]
    )
    return {"shape": model.layers[0].states[0].shape}


CASE = Case(
    name="dynamic-batch-size",
    title="The batch size must be static",
    topic="Batches and shapes",
    setting="A model that worked is made stateful by adding stateful=True.",
    question="Does Keras find out the batch size by itself?",
    guesses=(
        "Yes, from the first batch that it sees",
        "Yes, it takes 32, the batch size of fit",
        "No, it raises as the model is built",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "ValueError",
        "When using `stateful=True` in a RNN, the batch size must be static. Found dynamic batch size: "
        "sequence.shape=(None, 10, 1)",
    ),
    goes_right=Shows("The layer has a state for each slot: {shape}.", lambda m: tuple(m["shape"]) == (4, 8)),
    why="The state that is kept is a variable of shape (batch, units), made when the layer is built. With "
    "Input(shape=…) the batch size is left open; Input(batch_shape=…) says it. From then on every batch has to have "
    "that many rows, the last one too.",
    threads=("tensorflow#64061",),
    article=True,
)
