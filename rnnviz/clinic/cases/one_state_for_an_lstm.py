"""An LSTM has two states, and a list of one ends in an IndexError."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Hands over h alone."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    lstm = keras.layers.LSTM(8, return_sequences=True)
    x = np.ones((4, 10, 1))
    h = np.zeros((4, 8), "float32")
    lstm(x, initial_state=h)


def right() -> Measured:
    """Hands over h and c, in this order."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    lstm = keras.layers.LSTM(8, return_sequences=True)
    x = np.ones((4, 10, 1))
    h = np.zeros((4, 8), "float32")
    c = np.zeros((4, 8), "float32")
    states = lstm(x, initial_state=[h, c])[0]
    return {"states": states, "columns": len(states)}


CASE = Case(
    name="one-state-for-an-lstm",
    title="An LSTM wants two states",
    topic="Carrying the state",
    setting="A SimpleRNN took its state as one array. Now it is to be an LSTM instead.",
    question="What happens when an LSTM gets one array as its initial_state?",
    guesses=(
        "It takes it for h, and zeros for c",
        "IndexError: list index out of range",
        "ValueError: an LSTM expects two states, got one",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "IndexError", "Exception encountered when calling LSTM.call().\n\nlist index out of range\n\nArguments…"
    ),
    goes_right=Shows("It runs through its {columns} timesteps from the two states.", lambda m: m["columns"] == 10),
    why="The LSTM asks for the second state of a list that has one, and nobody has checked the list before. It "
    "wants [h, c]: first the state that it puts out, then the one that it keeps to itself. A GRU or a SimpleRNN "
    "has h alone.",
    threads=("keras#13088",),
)
