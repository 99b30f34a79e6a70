"""Ten rows in batches of four leave two, and a stateful model cannot train on them."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Trains on ten rows, four at a time."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(1, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 5, 1)), layer])
    model.compile(loss="mse", optimizer="sgd")
    x, y = np.ones((10, 5, 1)), np.ones((10, 1))
    model.fit(x, y, batch_size=4, shuffle=False, verbose=0)


def right() -> Measured:
    """Leaves out what does not fill a batch."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(1, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 5, 1)), layer])
    model.compile(loss="mse", optimizer="sgd")
    x, y = np.ones((10, 5, 1)), np.ones((10, 1))
    whole = len(x) // 4 * 4
    x, y = x[:whole], y[:whole]
    model.fit(x, y, batch_size=4, shuffle=False, verbose=0)
    return {"rows": len(x), "left": 10 - len(x)}


CASE = Case(
    name="short-last-batch-fit",
    title="fit fails at a short last batch",
    topic="Batches and shapes",
    setting="A stateful model with a batch size of 4 is trained on ten rows.",
    question="What happens to the last two rows?",
    guesses=(
        "They are left out",
        "They are trained on, with the states of slots 0 and 1",
        "The epoch fails at them with an error about shapes",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("InvalidArgumentError", "Graph execution error:…Incompatible shapes: [2,…] vs. [4,…]…"),
    goes_right=Shows("It trains on {rows} rows; {left} are left out.", lambda m: m["rows"] == 8),
    why="The state has four rows, so every batch must have four. fit cuts the data into batches and leaves a shorter "
    "one at the end; the first operation that brings the two together fails, deep inside the graph. Drop the "
    "remainder, or pad it and give the padding a weight of 0.",
    threads=("keras#1221", "keras#2030"),
)
