"""Networks compute in single precision, whatever else the process has told Keras."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rnnviz.choices import ChoiceError
from rnnviz.engine.backend import keras

FLOAT = "float32"
"""What states are recorded as, and so what they are."""


@contextmanager
def single_precision() -> Iterator[None]:
    """Inside, what Keras makes is of the kind of number that it comes with.

    An experiment alone decides what comes of it: not the user's ``keras.json``, nor a policy that was set before
    some session. And what was compiled under one setting is used again under another.

    Example:
        >>> keras.config.set_dtype_policy("mixed_float16")
        >>> with single_precision():
        ...     keras.layers.Dense(1).compute_dtype
        'float32'
        >>> keras.config.dtype_policy().name
        'mixed_float16'
        >>> keras.config.set_dtype_policy("float32")
    """
    config = keras.config
    floatx, policy = config.floatx(), config.dtype_policy()
    config.set_floatx(FLOAT)
    config.set_dtype_policy(FLOAT)
    try:
        yield
    finally:
        config.set_floatx(floatx)
        config.set_dtype_policy(policy)


def check_precision(layers: list[Any]) -> None:
    """Refuse layers that compute otherwise, as somebody else's network may have them.

    Raises:
        ChoiceError: It names the layer.
    """
    for layer in layers:
        if layer.compute_dtype != FLOAT:
            remedy = f"its layer {layer.name} does not compute in {FLOAT}, as states are recorded: build it so"
            raise ChoiceError("build", layer.compute_dtype, remedy)
