"""Ten units are ten predictions: without an output layer they meet one target."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Compares the state itself with the target."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.layers.SimpleRNN(10, activation="relu"),
        ]
    )
    x = np.random.default_rng(1).random((10, 1, 5))
    y = np.ones((10, 1))
    keras.losses.BinaryCrossentropy()(y, model(x))


def right() -> Measured:
    """Lets a Dense layer make one probability of ten units."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.layers.SimpleRNN(10, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    x = np.random.default_rng(1).random((10, 1, 5))
    y = np.ones((10, 1))
    loss = keras.losses.BinaryCrossentropy()(y, model(x))
    return {"loss": float(loss)}


CASE = Case(
    name="no-output-layer",
    title="No output layer",
    topic="What memory is worth",
    setting="A recurrent layer of ten units is to say yes or no for every row, and is trained on ones and zeros.",
    question="The model ends with the recurrent layer. What does the loss say?",
    guesses=(
        "It takes the last unit for the prediction",
        "It takes the mean of the ten units",
        "Target and output have different shapes",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "ValueError",
        "Arguments `target` and `output` must have the same shape. Received: target.shape=(10, 1), "
        "output.shape=(10, 10)",
    ),
    goes_right=Shows(
        "There is one probability for each row, and a loss of {loss:.3f} to train on.", lambda m: 0 < m["loss"] < 10
    ),
    why="What a recurrent layer puts out is its state: as many numbers as it has units, here ten that are never "
    "negative and may be larger than 1. A head with as many outputs as the target, and the activation that fits "
    "the loss, turns them into predictions.",
    article=True,
)
