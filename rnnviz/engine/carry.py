"""The cell state c of an LSTM at every timestep, which Keras shows only after the last."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.backend import tf
from rnnviz.engine.tap import Seen

Tensor = Any


def lstm_carry(layer: Any, seen: Seen, slots: NDArray[np.int32]) -> Tensor:
    """Compute c of the given slots ``(slots, time, units)`` again from x and h.

    All gates follow from one matrix product over all timesteps, since every h is known;
    only the sum ``c = f·c + i·g`` runs along time. Has to stand before the weights change.
    """
    cell = layer.cell
    x, h = tf.gather(seen.sequences, slots), tf.gather(seen.outputs, slots)
    h_in, c_in = (tf.gather(state, slots) for state in seen.entering)
    h_before = tf.concat([h_in[:, None], h[:, :-1]], axis=1)
    z = x @ cell.kernel + h_before @ cell.recurrent_kernel
    if cell.use_bias:
        z += cell.bias
    i, f, g, _ = tf.split(z, 4, axis=-1)
    keep = cell.recurrent_activation(f)
    add = cell.recurrent_activation(i) * cell.activation(g)
    if seen.mask is not None:
        there = tf.gather(seen.mask, slots)[:, :, None]
        keep, add = tf.where(there, keep, 1.0), tf.where(there, add, 0.0)
    timewise = tf.scan(
        lambda c, step: step[0] * c + step[1],
        (tf.transpose(keep, (1, 0, 2)), tf.transpose(add, (1, 0, 2))),
        initializer=c_in,
    )
    return tf.transpose(timewise, (1, 0, 2))
