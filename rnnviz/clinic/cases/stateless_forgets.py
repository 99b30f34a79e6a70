"""Whoever cuts a sequence into batches starts from zero at every cut."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS


def wrong() -> Measured:
    """Feeds one stream in four pieces to a layer as Keras makes it."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True)
    stream = np.random.default_rng(1).normal(size=(1, 40, 1))
    pieces = [layer(stream[:, t : t + 10]) for t in range(0, 40, 10)]
    states = np.concatenate(pieces, axis=1)[0]  # only measures
    uncut = layer(stream)[0]  # only measures
    return {"states": states, "error": np.abs(states - uncut).max()}


def right() -> Measured:
    """Lets the layer keep its state from piece to piece."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, return_sequences=True, stateful=True)
    stream = np.random.default_rng(1).normal(size=(1, 40, 1))
    pieces = [layer(stream[:, t : t + 10]) for t in range(0, 40, 10)]
    states = np.concatenate(pieces, axis=1)[0]  # only measures
    layer.reset_state()  # only measures
    uncut = layer(stream)[0]  # only measures
    return {"states": states, "error": np.abs(states - uncut).max()}


CASE = Case(
    name="stateless-forgets",
    title="A cut stream is forgotten at each cut",
    topic="Carrying the state",
    setting="A stream of 40 timesteps is too long for one batch, so it goes to the layer in four pieces of ten, "
    "one after the other and in order.",
    question="With what state does the second piece begin?",
    guesses=(
        "With the state that the first piece ended with",
        "With zeros, as if nothing had come before",
        "Keras refuses: the pieces do not fit together",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "At each piece the state starts again from zero: it is off by up to {error:.2f} from that of the uncut "
        "stream, and nothing says so.",
        lambda m: m["error"] > 0.05,
    ),
    goes_right=Shows(
        "The state goes on from piece to piece; it is that of the uncut stream, to five decimals.",
        lambda m: m["error"] < 1e-5,
    ),
    why="Every call of a recurrent layer starts from zeros unless told otherwise. That is right where each row is a "
    "sequence of its own, and wrong where a row goes on where another one stopped. stateful=True makes the layer "
    "keep the state of each row of the batch for the next call; from then on you say when it is to be zeroed.",
    article=True,
    chunk=10,
    experiment=PRESETS["echo-stateless"].experiment,
)
