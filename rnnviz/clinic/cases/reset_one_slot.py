"""When one slot has finished its sequence, reset_state zeroes all of them."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Resets the layer when slot 1 has finished."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    x = np.random.default_rng(1).normal(size=(3, 40, 1))
    pieces = [layer(x[:, :20])]
    layer.reset_state()
    norms = np.linalg.norm(layer.states[0], axis=-1)  # only measures
    pieces.append(layer(x[:, 20:]))
    return {"states": np.concatenate(pieces, axis=1)[0], "norms": norms}


def right() -> Measured:
    """Zeroes that slot's row of the state, and no other."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    x = np.random.default_rng(1).normal(size=(3, 40, 1))
    pieces = [layer(x[:, :20])]
    keep = np.array([[1.0], [0.0], [1.0]])
    for state in layer.states:
        state.assign(state * keep)
    norms = np.linalg.norm(layer.states[0], axis=-1)  # only measures
    pieces.append(layer(x[:, 20:]))
    return {"states": np.concatenate(pieces, axis=1)[0], "norms": norms}


CASE = Case(
    name="reset-one-slot",
    title="One finished slot resets them all",
    topic="Resetting it",
    setting="Three slots read three dialogues side by side. After 20 timesteps the one in slot 1 is over; the other "
    "two go on. The heatmap shows slot 0.",
    question="What does reset_state() zero?",
    guesses=("The slot that has finished", "All slots", "Nothing, unless it is told which slot"),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The norms of the three slots after the reset: {norms[0]:.2f}, {norms[1]:.2f} and {norms[2]:.2f}. Slots 0 and "
        "2 have lost their memory in mid-dialogue.",
        lambda m: m["norms"].max() == 0.0,
    ),
    goes_right=Shows(
        "The norms of the three slots after the reset: {norms[0]:.2f}, {norms[1]:.0f} and {norms[2]:.2f}. Only slot 1 "
        "starts anew.",
        lambda m: m["norms"][1] == 0.0 and m["norms"][0] > 0.1 and m["norms"][2] > 0.1,
    ),
    why="No call of Keras resets a single row, and reset_state takes no argument that would say which. The states are "
    "variables of shape (batch, units): multiply them with a column of ones and zeros. rnnviz does so under the "
    "reset policy “sequence”.",
    threads=("keras#2750", "keras#11175"),
    chunk=20,
)
