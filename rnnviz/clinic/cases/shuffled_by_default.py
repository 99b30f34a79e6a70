"""fit shuffles the rows unless told not to, also under stateful."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS

_STATEFUL = PRESETS["echo-stateful"].experiment


def wrong() -> Measured:
    """Trains a stateful model on the pieces of one stream."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    pieces = np.sin(np.arange(100) / 8).reshape(20, 5, 1)
    in_order = [model(piece[None])[0] for piece in pieces]  # only measures
    layer.reset_state()  # only measures
    states = []  # only measures

    class Watch(keras.callbacks.Callback):  # only measures
        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

    how = {"batch_size": 1, "verbose": 0}
    how["callbacks"] = [Watch()]  # only measures
    model.fit(pieces, np.zeros((20, 8)), **how)
    error = np.abs(np.array(states) - np.array(in_order)).max()  # only measures
    return {"states": np.array(states), "error": error}


def right() -> Measured:
    """Tells fit to keep the order."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    pieces = np.sin(np.arange(100) / 8).reshape(20, 5, 1)
    in_order = [model(piece[None])[0] for piece in pieces]  # only measures
    layer.reset_state()  # only measures
    states = []  # only measures

    class Watch(keras.callbacks.Callback):  # only measures
        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

    how = {"batch_size": 1, "shuffle": False, "verbose": 0}
    how["callbacks"] = [Watch()]  # only measures
    model.fit(pieces, np.zeros((20, 8)), **how)
    error = np.abs(np.array(states) - np.array(in_order)).max()  # only measures
    return {"states": np.array(states), "error": error}


CASE = Case(
    name="shuffled-by-default",
    title="fit shuffles, even what is stateful",
    topic="Which row comes next",
    setting="A slow wave is cut into 20 pieces, and a stateful model is trained on them one after the other.",
    question="In which order does fit read the pieces?",
    guesses=(
        "As they lie in the array: stateful=True needs it",
        "In random order, with a warning",
        "In random order, without a word",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The state after each piece is off by up to {error:.2f} from that of the wave read in order. There is no "
        "warning.",
        lambda m: m["error"] > 0.1,
    ),
    goes_right=Shows(
        "The state after each piece is that of the wave read in order, to five decimals.",
        lambda m: m["error"] < 1e-5,
    ),
    why="shuffle=True is the default of fit, and it does not look whether the model is stateful. A state that is "
    "carried from one random piece to another remembers the wrong thing; often that is worse than remembering "
    "nothing.",
    threads=("keras#6399",),
    column="batch",
    pictured="hidden state after each piece",
    experiment=replace(_STATEFUL, chunking=replace(_STATEFUL.chunking, layout="shuffled")),
)
