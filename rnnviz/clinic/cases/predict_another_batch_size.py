"""A stateful model that was trained on four rows at a time cannot predict one."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Predicts a single row."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 10, 1)), layer])
    one = np.ones((1, 10, 1))
    model.predict(one, verbose=0)


def right() -> Measured:
    """Builds a twin for one row, and gives it the weights."""
    import keras
    import numpy as np

    def build(rows):
        layer = keras.layers.SimpleRNN(8, stateful=True)
        return keras.Sequential([keras.Input(batch_shape=(rows, 10, 1)), layer])

    model, twin = build(4), build(1)
    twin.set_weights(model.get_weights())
    one = np.ones((1, 10, 1))
    predicted = twin.predict(one, verbose=0)
    return {"shape": predicted.shape}


CASE = Case(
    name="predict-another-batch-size",
    title="Trained on four rows, asked for one",
    topic="Batches and shapes",
    setting="A stateful model was trained with a batch size of 4. Now there is one new row to predict.",
    question="What comes back?",
    guesses=("One prediction", "Four predictions, of which the first counts", "An error about the batch size"),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "ValueError",
        "Exception encountered when calling SimpleRNN.call().\n\nIf an RNN is stateful, the batch size of the input "
        "sequences must be the same as the batch size of the initial state. \n- Expected batch size: 4\n- Received "
        "batch size: 1…",
    ),
    goes_right=Shows("The twin predicts one row of {shape[1]} numbers.", lambda m: m["shape"] == (1, 8)),
    why="The batch size is part of a stateful model, but no weight depends on it. So the same model can be built anew "
    "with another batch size, and the weights of the first copied into it.",
    threads=("keras#2322", "keras#6767"),
)
