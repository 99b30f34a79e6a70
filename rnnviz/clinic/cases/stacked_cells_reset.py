"""RNN([cell, cell], stateful=True) cannot reset itself."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Asks the layer, as with any other."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    cells = [keras.layers.SimpleRNNCell(8), keras.layers.SimpleRNNCell(8)]
    layer = keras.layers.RNN(cells, stateful=True)
    layer(np.ones((4, 10, 1)))
    layer.reset_state()


def right() -> Measured:
    """Zeroes each state, however deep it lies in the list."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    cells = [keras.layers.SimpleRNNCell(8), keras.layers.SimpleRNNCell(8)]
    layer = keras.layers.RNN(cells, stateful=True)
    layer(np.ones((4, 10, 1)))
    states = keras.tree.flatten(layer.states)
    before = sum(np.linalg.norm(state) for state in states)  # only measures
    for state in states:
        state.assign(keras.ops.zeros_like(state))
    return {"before": before, "after": sum(map(np.linalg.norm, states))}


CASE = Case(
    name="stacked-cells-reset",
    title="Stacked cells cannot be reset",
    topic="Resetting it",
    setting="One RNN layer runs a stack of two cells and keeps their states. A new sequence begins.",
    question="Does reset_state() zero the states of both cells?",
    guesses=("Yes, of both", "Only of the first", "It raises: it takes a list for a variable"),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises("AttributeError", "'ListWrapper' object has no attribute 'assign'"),
    goes_right=Shows(
        "Together the two states had a norm of {before:.2f}; now it is {after:.0f}.", lambda m: m["after"] == 0.0
    ),
    why="For a stack of cells layer.states is a list of lists, one for each cell. reset_state expects a flat list "
    "and calls assign on the inner ones. keras.tree.flatten gives the variables themselves. Or stack layers "
    "instead of cells: each of them can be reset.",
    threads=("tensorflow#28614",),
)
