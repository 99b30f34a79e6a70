"""predict and evaluate fail at a short last batch as well, with another message."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Predicts ten rows, four at a time."""
    import keras
    import numpy as np

    lstm = keras.layers.LSTM(3, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 5, 1)), lstm])
    x = np.ones((10, 5, 1))
    model.predict(x, batch_size=4, verbose=0)


def right() -> Measured:
    """Pads the rows to whole batches, and drops the padding's predictions."""
    import keras
    import numpy as np

    lstm = keras.layers.LSTM(3, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 5, 1)), lstm])
    x = np.ones((10, 5, 1))
    padded = np.concatenate([x, np.zeros((-len(x) % 4, 5, 1))])
    predicted = model.predict(padded, batch_size=4, verbose=0)[: len(x)]
    return {"padded": len(padded), "rows": len(predicted)}


CASE = Case(
    name="short-last-batch-predict",
    title="predict fails at a short last batch",
    topic="Batches and shapes",
    setting="A stateful LSTM with a batch size of 4 is to predict ten rows. All of them are needed.",
    question="How many predictions come back?",
    guesses=("Ten", "Eight: what does not fill a batch is left out", "None: it fails at the third batch"),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("InvalidArgumentError", "Graph execution error:…Incompatible shapes: [2,12] vs. [4,12]…"),
    goes_right=Shows("It predicts {padded} rows, of which the {rows} real ones are kept.", lambda m: m["rows"] == 10),
    why="predict and evaluate cut batches as fit does. The 12 in the message are the four gates of three units: the "
    "input of the two rows that are left, and the state of four, meet in the cell. Padding changes no prediction, "
    "because rows of a batch never see each other; but its slots keep the state that it left, so reset them next.",
    threads=("keras#1221", "keras#2030"),
)
