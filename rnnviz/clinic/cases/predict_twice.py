"""predict on the same input gives something else the second time."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Predicts the same rows twice."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 20, 1)), layer])
    x = np.random.default_rng(1).normal(size=(1, 20, 1))
    first = model.predict(x, verbose=0)
    second = model.predict(x, verbose=0)
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "difference": np.abs(first - second).max()}


def right() -> Measured:
    """Resets in between."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 20, 1)), layer])
    x = np.random.default_rng(1).normal(size=(1, 20, 1))
    first = model.predict(x, verbose=0)
    layer.reset_state()
    second = model.predict(x, verbose=0)
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "difference": np.abs(first - second).max()}


CASE = Case(
    name="predict-twice",
    title="predict twice, two answers",
    topic="What else touches it",
    setting="A trained stateful model predicts the same 20 timesteps twice in a row. Nothing is trained in between.",
    question="Are the two predictions the same?",
    guesses=(
        "Yes: predict changes nothing",
        "No: the second one begins where the first one ended",
        "No: predict adds noise",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The two differ by up to {difference:.2f}; the second half of the picture should look like the first.",
        lambda m: m["difference"] > 0.05,
    ),
    goes_right=Shows(
        "Both are the same: the largest difference is {difference:.1f}.", lambda m: m["difference"] == 0.0
    ),
    why="predict, evaluate and a plain call all advance the state of a stateful layer. That is what makes it useful "
    "for a stream; for a new sequence, reset first.",
    threads=("keras#10231",),
    chunk=20,
)
