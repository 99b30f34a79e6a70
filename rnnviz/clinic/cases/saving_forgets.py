"""A saved model brings back its weights, and not its state."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Shows


def wrong() -> Measured:
    """Saves and loads the model in the middle of a stream."""
    import tempfile

    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 20, 1)), layer])
    x = np.random.default_rng(1).normal(size=(1, 40, 1))
    first = model(x[:, :20])
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        model = keras.models.load_model(f"{folder}/model.keras")
    before = np.linalg.norm(layer.states[0])  # only measures
    after = np.linalg.norm(model.layers[0].states[0])  # only measures
    second = model(x[:, 20:])
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "before": before, "after": after}


def right() -> Measured:
    """Stores the state beside the model."""
    import tempfile

    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    layer = keras.layers.SimpleRNN(8, stateful=True, return_sequences=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 20, 1)), layer])
    x = np.random.default_rng(1).normal(size=(1, 40, 1))
    first = model(x[:, :20])
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        np.save(f"{folder}/state.npy", layer.states[0].numpy())
        model = keras.models.load_model(f"{folder}/model.keras")
        model.layers[0].states[0].assign(np.load(f"{folder}/state.npy"))
    before = np.linalg.norm(layer.states[0])  # only measures
    after = np.linalg.norm(model.layers[0].states[0])  # only measures
    second = model(x[:, 20:])
    states = np.concatenate([first, second], axis=1)[0]  # only measures
    return {"states": states, "before": before, "after": after}


CASE = Case(
    name="saving-forgets",
    title="Saving a model forgets its state",
    topic="What else touches it",
    setting="A stateful model has read half of a stream. It is saved, loaded again, and reads on.",
    question="Where does the loaded model go on?",
    guesses=("Where the saved one stopped", "From a state of zeros", "It cannot be loaded without its state"),
    answer=1,
    wrong=wrong,
    right=right,
    goes_wrong=Shows(
        "When it was saved the state had a norm of {before:.2f}; loaded, it is {after:.0f}.",
        lambda m: m["before"] > 0.1 and m["after"] == 0.0,
    ),
    goes_right=Shows(
        "When it was saved the state had a norm of {before:.2f}; loaded and assigned, it is {after:.2f} again.",
        lambda m: abs(m["before"] - m["after"]) < 1e-6,
    ),
    why="A saved model holds what was learned; the state is what was just heard, and is not part of it. Whoever wants "
    "to go on in mid-stream stores layer.states too, and assigns them after loading.",
    threads=("keras#4379",),
    chunk=20,
)
