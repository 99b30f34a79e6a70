"""A state with the wrong number of units ends in an error of the matrix product."""

from __future__ import annotations

from rnnviz.clinic.case import Case, Measured, Raises, Shows


def wrong() -> None:
    """Begins the decoder with the state of a larger encoder."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    encoder = keras.layers.SimpleRNN(16)
    decoder = keras.layers.SimpleRNN(8, return_sequences=True)
    x = np.ones((4, 10, 1))
    decoder(x, initial_state=encoder(x))


def right() -> Measured:
    """Maps the state to the size of the decoder first."""
    import keras
    import numpy as np

    keras.utils.set_random_seed(1)
    encoder = keras.layers.SimpleRNN(16)
    decoder = keras.layers.SimpleRNN(8, return_sequences=True)
    bridge = keras.layers.Dense(8, activation="tanh")
    x = np.ones((4, 10, 1))
    states = decoder(x, initial_state=bridge(encoder(x)))[0]
    return {"states": states, "units": states.shape[-1]}


CASE = Case(
    name="state-of-another-size",
    title="A state of another size",
    topic="Carrying the state",
    setting="The state of an encoder with 16 units is to start a decoder with 8.",
    question="How does Keras refuse a state of the wrong size?",
    guesses=(
        "It names initial_state, and the two sizes",
        "It does not: the state is cut to size",
        "With an error of a matrix product somewhere inside",
    ),
    answer=2,
    wrong=wrong,
    right=right,
    goes_wrong=Raises(
        "InvalidArgumentError",
        "Exception encountered when calling SimpleRNNCell.call().\n\n…Matrix size-incompatible: In[0]: […,16], "
        "In[1]: [8,8]…",
    ),
    goes_right=Shows(
        "A Dense layer learns the way from 16 numbers to {units}, and the decoder starts from them.",
        lambda m: m["units"] == 8,
    ),
    why="A layer does not check the state that it is given; the first thing that does is the product with its "
    "recurrent weights. In[0] is the state, In[1] the weights: a state must be (batch, units) of the layer that it "
    "goes to. With another batch size it is an addition that fails: Incompatible shapes.",
    threads=("keras#13088",),
)
