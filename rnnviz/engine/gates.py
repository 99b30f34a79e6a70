"""The gates of LSTM and GRU cells at every timestep, which Keras shows nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.backend import keras, tf
from rnnviz.engine.tap import Seen

Tensor = Any
Gates = dict[str, Tensor]

LSTM = ("input", "forget", "candidate", "output")
GRU = ("update", "reset", "candidate")


def gate_names(layer: Any) -> tuple[str, ...]:
    """What a layer has gates of, in Keras's order; nothing for cells of another kind, or with dropout.

    Dropout hides other inputs from each gate every time, so they could not be computed again.
    """
    if getattr(layer, "dropout", 0) or getattr(layer, "recurrent_dropout", 0):
        return ()
    return LSTM if isinstance(layer, keras.layers.LSTM) else GRU if isinstance(layer, keras.layers.GRU) else ()


def gates(layer: Any, seen: Seen, slots: NDArray[np.int32]) -> Gates:
    """Compute the gates of the given slots ``(slots, time, units)`` again from x and h.

    They follow from one matrix product over all timesteps, since every h is known. Has to
    stand before the weights change.
    """
    names = gate_names(layer)
    if not names:
        return {}
    x, h, h_in = (tf.gather(states, slots) for states in (seen.sequences, seen.outputs, seen.entering[0]))
    before = tf.concat([h_in[:, None], h[:, :-1]], axis=1)
    return (_lstm if names is LSTM else _gru)(layer.cell, x, before)


def _lstm(cell: Any, x: Tensor, before: Tensor) -> Gates:
    z = x @ cell.kernel + before @ cell.recurrent_kernel
    if cell.use_bias:
        z += cell.bias
    i, f, g, o = tf.split(z, 4, axis=-1)
    squash = cell.recurrent_activation
    return {"input": squash(i), "forget": squash(f), "candidate": cell.activation(g), "output": squash(o)}


def _gru(cell: Any, x: Tensor, before: Tensor) -> Gates:
    units = cell.units
    heard, kept = x @ cell.kernel, cell.recurrent_kernel
    if cell.use_bias and cell.reset_after:
        heard += cell.bias[0]
    elif cell.use_bias:
        heard += cell.bias
    remembered = before @ (kept if cell.reset_after else kept[:, : 2 * units])
    if cell.use_bias and cell.reset_after:
        remembered += cell.bias[1]
    squash = cell.recurrent_activation
    update = squash(heard[..., :units] + remembered[..., :units])
    reset = squash(heard[..., units : 2 * units] + remembered[..., units : 2 * units])
    # The reset gate stands behind the product with h, or before it.
    through = reset * remembered[..., 2 * units :] if cell.reset_after else (reset * before) @ kept[:, 2 * units :]
    return {"update": update, "reset": reset, "candidate": cell.activation(heard[..., 2 * units :] + through)}
