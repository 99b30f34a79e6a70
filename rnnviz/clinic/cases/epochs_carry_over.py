"""fit goes on into the next epoch with the state that the last one ended with."""

from __future__ import annotations

from rnnviz.chunking import Chunking
from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.experiment import Experiment, Network
from rnnviz.tasks import Series


def wrong() -> Measured:
    """Trains a stateful model for three epochs."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    x = np.random.default_rng(1).normal(size=(8, 5, 1))
    y = np.zeros((8, 8))
    states, entering = [], []  # only measures

    class Watch(keras.callbacks.Callback):  # only measures
        def on_epoch_begin(self, epoch, logs=None):
            entering.append(np.linalg.norm(layer.states[0]))

        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

    how = {"batch_size": 1, "shuffle": False, "verbose": 0}
    how["callbacks"] = [Watch()]  # only measures
    model.fit(x, y, epochs=3, **how)
    return {"states": np.array(states), "entering": entering}


def right() -> Measured:
    """Resets the layer as each epoch begins."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 5, 1)), layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    x = np.random.default_rng(1).normal(size=(8, 5, 1))
    y = np.zeros((8, 8))
    states, entering = [], []  # only measures

    class Reset(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            layer.reset_state()

    class Watch(keras.callbacks.Callback):  # only measures
        def on_epoch_begin(self, epoch, logs=None):
            entering.append(np.linalg.norm(layer.states[0]))

        def on_train_batch_end(self, batch, logs=None):
            states.append(layer.states[0].numpy()[0])

    how = {"batch_size": 1, "shuffle": False, "verbose": 0, "callbacks": [Reset()]}
    how["callbacks"] = [Reset(), Watch()]  # only measures
    model.fit(x, y, epochs=3, **how)
    return {"states": np.array(states), "entering": entering}


CASE = Case(
    name="epochs-carry-over",
    title="fit does not reset between epochs",
    topic="Resetting it",
    setting="A stateful model learns from one long stream, in eight batches an epoch. After the last batch the "
    "stream begins again.",
    question="With what state does the second epoch begin?",
    guesses=(
        "With zeros: an epoch is a new beginning",
        "With the state of the stream's end",
        "With zeros, and a warning says so",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The norms of the state as the three epochs began: {entering[0]:.2f}, {entering[1]:.2f} and {entering[2]:.2f}. "
        "From the second one on, the end of the stream leads into its beginning.",
        lambda m: m["entering"][0] == 0.0 and min(m["entering"][1:]) > 0.1,
    ),
    goes_right=Shows(
        "The norms of the state as the three epochs began: {entering[0]:.0f}, {entering[1]:.0f} and {entering[2]:.0f}.",
        lambda m: max(m["entering"]) == 0.0,
    ),
    why="A stateful layer is zeroed when you say so, and at no other time. fit knows nothing of your sequences: to it "
    "an epoch is so many batches more. A callback is the place to reset, because it runs between two epochs.",
    threads=("keras#2849", "keras#4756"),
    column="batch",
    pictured="hidden state after each batch",
    chunk=8,
    experiment=Experiment(
        task=Series(file="sample:seattle-temperatures.csv", channel="temperature_f"),
        chunking=Chunking(length=24, batch_size=16),
        strategy="stateful",
        network=Network(cell="GRU"),
    ),
)
