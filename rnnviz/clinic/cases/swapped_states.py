"""h and c have the same shape, so an LSTM cannot see that they were swapped."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Hands back c and h the wrong way round."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    lstm = keras.layers.LSTM(8, return_sequences=True, return_state=True)
    x = 6 * np.random.default_rng(1).normal(size=(1, 40, 1))
    first, h, c = lstm(x[:, :20])
    second, *_ = lstm(x[:, 20:], initial_state=[c, h])
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    uncut = lstm(x)[0][0]  # only measures
    return {"states": states, "error": np.abs(states - uncut).max()}


def right() -> Measured:
    """Hands them back in the order in which they came."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    lstm = keras.layers.LSTM(8, return_sequences=True, return_state=True)
    x = 6 * np.random.default_rng(1).normal(size=(1, 40, 1))
    first, h, c = lstm(x[:, :20])
    second, *_ = lstm(x[:, 20:], initial_state=[h, c])
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    uncut = lstm(x)[0][0]  # only measures
    return {"states": states, "error": np.abs(states - uncut).max()}


CASE = Case(
    name="swapped-states",
    title="h and c swapped",
    topic="Carrying the state",
    setting="An LSTM reads a stream in two pieces, and the caller hands its two states from the first to the second.",
    question="The two states are handed back as [c, h]. What happens?",
    guesses=(
        "An error: the shapes do not fit",
        "Nothing is said, and the second piece begins with the wrong memory",
        "It makes no difference: Keras knows which is which",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "From timestep 20 on the state is off by up to {error:.2f} from that of the uncut stream. Keras says nothing.",
        lambda m: m["error"] > 0.1,
    ),
    goes_right=Shows(
        "The two pieces give the state of the uncut stream, to five decimals.", lambda m: m["error"] < 1e-5
    ),
    why="h and c are two arrays of one shape, so neither Keras nor you can tell them apart by looking. The order is "
    "always [h, c], in what return_state gives and in what initial_state takes: pass on the list as it came, and "
    "it cannot go wrong.",
    threads=("keras#13088",),
    chunk=20,
)
