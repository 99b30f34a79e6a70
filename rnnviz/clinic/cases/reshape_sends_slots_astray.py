"""A plain reshape fills a batch with neighbours, so that a slot jumps."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows
from rnnviz.presets import PRESETS


def wrong() -> Measured:
    """Reshapes the stream into batches of four pieces."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    time = np.arange(160)
    batches = time.reshape(-1, 4, 5)
    states = [layer(np.sin(batch[:, :, None] / 8))[0] for batch in batches]
    return {"states": np.concatenate(states), "reads": batches[:3, 0, 0]}


def right() -> Measured:
    """Gives each slot a stretch of its own first, and cuts it then."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    time = np.arange(160)
    batches = time.reshape(4, -1, 5).transpose(1, 0, 2)
    states = [layer(np.sin(batch[:, :, None] / 8))[0] for batch in batches]
    return {"states": np.concatenate(states), "reads": batches[:3, 0, 0]}


CASE = Case(
    name="reshape-sends-slots-astray",
    title="A plain reshape misleads the slots",
    topic="Which row comes next",
    setting="A slow wave of 160 timesteps is to go through four slots, five timesteps at a time. "
    "The heatmap shows slot 0.",
    question="After reshape(-1, 4, 5): slot 0 has read timesteps 0 to 4. What does it read next?",
    guesses=("Timesteps 5 to 9", "Timesteps 20 to 24", "Timesteps 40 to 44"),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "The first three pieces of slot 0 begin at timesteps {reads[0]}, {reads[1]} and {reads[2]}: it jumps at every "
        "batch and carries the state along.",
        lambda m: m["reads"].tolist() == [0, 20, 40],
    ),
    goes_right=Shows(
        "The first three pieces of slot 0 begin at timesteps {reads[0]}, {reads[1]} and {reads[2]}: each goes on where "
        "the last one stopped.",
        lambda m: m["reads"].tolist() == [0, 5, 10],
    ),
    why="The state of slot i goes to slot i of the next batch, so that is where the next piece has to be. A plain "
    "reshape puts neighbours side by side in one batch instead. Reshape to (slots, batches, length), which gives each "
    "slot one stretch of the stream, and bring the batches to the front.",
    threads=("keras#1870", "keras#4451", "keras#7212"),
    chunk=5,
    experiment=PRESETS["echo-row-order"].experiment,
)
