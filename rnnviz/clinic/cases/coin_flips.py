"""Where the targets are coin flips, no memory can help: a falling loss is rows learned by heart."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS


def wrong() -> Measured:
    """Trains on random rows with random targets, and tries new ones."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    rnn = keras.layers.SimpleRNN(16, return_sequences=True)
    model = keras.Sequential([rnn, keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy")
    model.optimizer.learning_rate = 0.02
    chance = np.random.default_rng(1)
    x = chance.integers(0, 2, size=(600, 10, 1)).astype("float32")
    y = chance.integers(0, 2, size=(600, 10, 1))
    model.fit(x[:200], y[:200], batch_size=50, epochs=30, verbose=0)
    seen = model.evaluate(x[:200], y[:200], batch_size=200, verbose=0)
    new = model.evaluate(x[200:], y[200:], batch_size=200, verbose=0)
    return {"states": rnn(x[:1])[0], "seen": seen, "new": new}


def right() -> Measured:
    """Asks for something that can be known: the flip of two timesteps ago."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    rnn = keras.layers.SimpleRNN(16, return_sequences=True)
    model = keras.Sequential([rnn, keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy")
    model.optimizer.learning_rate = 0.02
    chance = np.random.default_rng(1)
    x = chance.integers(0, 2, size=(600, 10, 1)).astype("float32")
    y = np.concatenate([np.zeros((600, 2, 1)), x[:, :-2]], axis=1)
    model.fit(x[:200], y[:200], batch_size=50, epochs=30, verbose=0)
    seen = model.evaluate(x[:200], y[:200], batch_size=200, verbose=0)
    new = model.evaluate(x[200:], y[200:], batch_size=200, verbose=0)
    return {"states": rnn(x[:1])[0], "seen": seen, "new": new}


CASE = Case(
    name="coin-flips",
    title="Nothing to learn, and a falling loss",
    topic="What memory is worth",
    setting="To try out a network it is trained on random rows with random targets. The loss falls: it seems to work.",
    question="Coin flips as targets: how low is the loss on rows that it has not seen?",
    guesses=(
        "As low as on those that it was trained on",
        "0.693, that of a guess, or worse",
        "0: the network has enough memory",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "On the rows that it was trained on the loss is {seen:.3f}, on new ones {new:.3f}. A guess has ln 2 = 0.693.",
        lambda m: m["seen"] < 0.685 and m["new"] > 0.693,
    ),
    goes_right=Shows(
        "On the rows that it was trained on the loss is {seen:.3f}, on new ones {new:.3f}: it has learned to remember.",
        lambda m: m["new"] < 0.1,
    ),
    why="Targets that are independent of the inputs cannot be predicted, with any memory. What falls is the loss on "
    "rows that were seen before, because they are learned by heart. To see what a strategy is worth, use a task whose "
    "answers lie in the past, and know how low its loss can go.",
    article=True,
    experiment=PRESETS["article-stateless"].experiment,
)
