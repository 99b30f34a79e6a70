"""return_sequences gives h at every timestep; c comes once, at the end."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Asks an LSTM for everything that it can return."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    lstm = keras.layers.LSTM(8, return_sequences=True, return_state=True)
    x = 2 * np.random.default_rng(1).normal(size=(1, 40, 1))
    outputs, _, c = lstm(x)
    return {"states": c, "h": outputs.shape[1], "c": len(c)}


def right() -> Measured:
    """Lets the cell put out c beside h."""
    import keras
    import numpy as np

    class TellingCell(keras.layers.LSTMCell):
        def call(self, inputs, states, training=False):
            h, [_, c] = super().call(inputs, states, training=training)
            return keras.ops.concatenate([h, c], axis=-1), [h, c]

    keras.utils.set_random_seed(1)
    rnn = keras.layers.RNN(TellingCell(8), return_sequences=True)
    x = 2 * np.random.default_rng(1).normal(size=(1, 40, 1))
    outputs, states = np.split(np.array(rnn(x))[0], 2, axis=-1)
    return {"states": states, "h": len(outputs), "c": len(states)}


CASE = Case(
    name="cell-state-by-timestep",
    title="No c at every timestep",
    topic="What else touches it",
    setting="You want to see what an LSTM keeps in its cell state c, timestep by timestep.",
    question="With return_sequences and return_state both on, what comes back of c?",
    guesses=("c at every timestep, as h does", "c after the last timestep only", "h and c side by side in the output"),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "There are {h} timesteps of h, and {c} of c: the last one. The name return_sequences speaks of h alone.",
        lambda m: (m["h"], m["c"]) == (40, 1),
    ),
    goes_right=Shows("There are {h} timesteps of h, and {c} of c.", lambda m: m["h"] == m["c"] == 40),
    why="The loop over timesteps collects what the cell puts out, and an LSTM cell puts out h. A cell of your own can "
    "put out both. rnnviz leaves the cell alone and computes c again from x and h.",
    threads=("keras#7632", "keras#9202"),
    pictured="cell state c",
)
