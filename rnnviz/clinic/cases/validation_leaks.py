"""Validation begins with the state of the training, and leaves its own behind."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS

_TEMPERATURES = PRESETS["temperatures"].experiment


def wrong() -> Measured:
    """Hands the validation data to fit."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    x = np.random.default_rng(1).normal(size=(6, 5, 1))
    held = np.random.default_rng(2).normal(size=(6, 5, 1))
    y = np.zeros((6, 8))
    states, norms = [], []  # only measures

    class Watch(keras.callbacks.Callback):  # only measures
        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

        def on_test_begin(self, logs=None):
            norms.append(np.linalg.norm(layer.states[0]))

        on_test_batch_end = on_train_batch_end

    how = {"batch_size": 1, "shuffle": False, "verbose": 0}
    how["callbacks"] = [Watch()]  # only measures
    model.fit(x, y, validation_data=(held, y), **how)
    norms.append(np.linalg.norm(layer.states[0]))  # only measures
    trained = np.linalg.norm(states[5])  # only measures
    return {"states": np.array(states), "norms": norms, "trained": trained}


def right() -> Measured:
    """Keeps the state, resets, evaluates, and puts the state back."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    x = np.random.default_rng(1).normal(size=(6, 5, 1))
    held = np.random.default_rng(2).normal(size=(6, 5, 1))
    y = np.zeros((6, 8))
    states, norms = [], []  # only measures

    class Watch(keras.callbacks.Callback):  # only measures
        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

        def on_test_begin(self, logs=None):
            norms.append(np.linalg.norm(layer.states[0]))

        on_test_batch_end = on_train_batch_end

    class Validate(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            kept = layer.states[0].numpy()
            layer.reset_state()
            model.evaluate(held, y, **once)
            layer.states[0].assign(kept)

    once = {"batch_size": 1, "verbose": 0}
    how = {"shuffle": False, "callbacks": [Validate()], **once}
    how["callbacks"] = [Watch(), Validate()]  # only measures
    once["callbacks"] = [Watch()]  # only measures
    model.fit(x, y, **how)
    norms.append(np.linalg.norm(layer.states[0]))  # only measures
    trained = np.linalg.norm(states[5])  # only measures
    return {"states": np.array(states), "norms": norms, "trained": trained}


CASE = Case(
    name="validation-leaks",
    title="Validation uses the training's state",
    topic="What else touches it",
    setting="A stateful model is trained with validation_data. After each epoch Keras evaluates it on a stream that "
    "has nothing to do with the one it learns from.",
    question="Which state does the validation begin with, and which one does it leave for the training?",
    guesses=(
        "It begins with zeros, and the training's state is put back afterwards",
        "It begins with the training's state, and leaves its own",
        "It begins with zeros, and leaves its own",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The training ended with a state of norm {trained:.2f}, the validation began with {norms[0]:.2f}: the same. "
        "Afterwards it was {norms[1]:.2f}: the validation's, and that is what the next epoch starts from.",
        lambda m: m["trained"] == m["norms"][0] != m["norms"][1],
    ),
    goes_right=Shows(
        "The training ended with a state of norm {trained:.2f}, the validation began with {norms[0]:.0f}, and "
        "afterwards the training's {norms[1]:.2f} was back.",
        lambda m: m["norms"][0] == 0.0 and m["trained"] == m["norms"][1] > 0.0,
    ),
    why="Training and evaluation call one and the same layer, and the layer has one state. Nothing is put aside "
    "between them. Validate in a callback: keep the state, reset, evaluate, put it back.",
    threads=("keras#4185", "keras#10231"),
    column="batch",
    pictured="hidden state after each batch: six of training, six of validation",
    chunk=6,
    experiment=replace(
        _TEMPERATURES, chunking=replace(_TEMPERATURES.chunking, validation=0.2, validation_state="training")
    ),
)
