"""Without batch_size fit feeds 32 rows at a time, whatever the model was built for."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Leaves the batch size to fit."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(3, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer="sgd")
    x, y = np.ones((40, 5, 1)), np.ones((40, 3))
    model.fit(x, y, shuffle=False, verbose=0)


def right() -> Measured:
    """Says it again."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(3, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer="sgd")
    x, y = np.ones((40, 5, 1)), np.ones((40, 3))
    model.fit(x, y, batch_size=1, shuffle=False, verbose=0)
    return {"batches": int(model.optimizer.iterations)}


CASE = Case(
    name="fit-without-batch-size",
    title="fit does not know the batch size",
    topic="Batches and shapes",
    setting="A stateful model was built for batches of one row: batch_shape=(1, 5, 1). Now fit is called with 40 rows.",
    question="Which batch size does fit take?",
    guesses=("1, as the model was built", "40, all rows at once", "32, and fails"),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "ValueError",
        "Exception encountered when calling SimpleRNN.call().\n\nInput tensor `…` enters the loop with shape (1, 3), "
        "but has shape (None, 3) after one iteration. To allow the shape to vary across iterations, use the "
        "`shape_invariants` argument of tf.while_loop to specify a less-specific shape.…",
    ),
    goes_right=Shows("It trains on {batches} batches of one row.", lambda m: m["batches"] == 40),
    why="fit takes 32 rows unless told otherwise; it does not ask the model. A state of one row meets inputs of an "
    "unknown number, and the loop over timesteps finds that its state changes shape. Whoever reads “shape_invariants” "
    "looks in the wrong place: pass batch_size.",
    threads=("keras#20327",),
)
