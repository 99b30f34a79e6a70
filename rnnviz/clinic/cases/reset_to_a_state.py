"""reset_states once took the states to set; it does not any more."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Hands the states to the reset."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(8, stateful=True)
    layer(np.ones((4, 10, 1)))
    layer.reset_states(states=[np.ones((4, 8))])


def right() -> Measured:
    """Assigns them to the layer's variables."""
    import keras
    import numpy as np

    layer = keras.layers.SimpleRNN(8, stateful=True)
    layer(np.ones((4, 10, 1)))
    for state, value in zip(layer.states, [np.ones((4, 8))], strict=True):
        state.assign(value)
    return {"mean": np.mean(layer.states[0])}


CASE = Case(
    name="reset-to-a-state",
    title="A state cannot be set by resetting",
    topic="Resetting it",
    setting="A stateful layer is to go on from a state that was kept earlier.",
    question="What does layer.reset_states(states=…) do?",
    guesses=(
        "It sets the states",
        "It raises: there is no argument of that name",
        "It zeroes the states and ignores what it is given",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("TypeError", "RNN.reset_states() got an unexpected keyword argument 'states'"),
    goes_right=Shows("All numbers of the state are {mean:.1f}, as they were given.", lambda m: m["mean"] == 1.0),
    why="In Keras 2 the method could also set the states. In Keras 3 it zeroes them and takes nothing. The states are "
    "ordinary variables in layer.states: h, and for an LSTM c behind it. Assign to them.",
    threads=("keras#8317", "keras#11241"),
)
