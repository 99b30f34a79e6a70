"""Independent rows under stateful: each begins with the memory of another one."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS


def wrong() -> Measured:
    """Feeds independent rows to a stateful layer, ten at a time."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(10, activation="relu", stateful=True)
    rows = np.random.default_rng(1).random((100, 1, 5))
    states = [layer(rows[n : n + 10])[0] for n in range(0, 100, 10)]
    layer.reset_state()  # only measures
    alone = layer(rows[90:])[0]  # only measures
    return {"states": np.array(states), "error": np.abs(states[-1] - alone).max()}


def right() -> Measured:
    """Starts every row from zero, as a sequence of its own."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(10, activation="relu")
    rows = np.random.default_rng(1).random((100, 1, 5))
    states = [layer(rows[n : n + 10])[0] for n in range(0, 100, 10)]
    alone = layer(rows[90:])[0]  # only measures
    return {"states": np.array(states), "error": np.abs(states[-1] - alone).max()}


CASE = Case(
    name="rows-are-strangers",
    title="Rows that do not belong together",
    topic="Which row comes next",
    setting="A hundred rows of one timestep are fed ten at a time. The layer is stateful, to have more memory.",
    question="What does row 90, in slot 0, remember?",
    guesses=(
        "Row 89, which stands before it",
        "Rows 0, 10, 20 … 80, which were in slot 0 before",
        "Nothing: each row is a sequence",
    ),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "What row 90 gives depends on nine rows that have nothing to do with it: by up to {error:.2f}.",
        lambda m: m["error"] > 0.05,
    ),
    goes_right=Shows(
        "Row 90 gives what it gives alone.",
        lambda m: m["error"] < 1e-5,
    ),
    why="A state is carried per slot, and slot 0 reads rows 0, 10, 20 and so on. Where rows are sequences of their own "
    "there is nothing to carry: every one should start from zero, which is what Keras does by default.",
    article=True,
    column="batch",
    pictured="state of slot 0 after each batch",
    experiment=PRESETS["article-stateful"].experiment,
)
