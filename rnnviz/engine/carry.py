"""The cell state c of an LSTM at every timestep, which Keras shows only after the last."""

from __future__ import annotations

from typing import Any

from rnnviz.engine.backend import tf

Tensor = Any


def lstm_carry(before: Tensor, forget: Tensor, add: Tensor, there: Tensor | None = None) -> Tensor:
    """Compute c at every timestep, which is ``forget · c + add``, again from the gates.

    Args:
        before: ``(slots, units)`` the c that entered.
        forget: ``(slots, time, units)`` the forget gate.
        add: The same, the input gate times the candidate.
        there: ``(slots, time)`` which timesteps are there; the others hold c. None: all are.

    Returns:
        ``(slots, time, units)``.

    Example:
        >>> lstm_carry(tf.ones((1, 1)), tf.fill((1, 3, 1), 0.5), tf.ones((1, 3, 1)))[0, :, 0].numpy().tolist()
        [1.5, 1.75, 1.875]
    """
    if there is not None:
        forget, add = tf.where(there[:, :, None], forget, 1.0), tf.where(there[:, :, None], add, 0.0)
    c = tf.concat([forget[:, :1] * before[:, None] + add[:, :1], add[:, 1:]], axis=1)
    # Two neighbouring timesteps make one that forgets f₁·f₂ and adds a₁·f₂ + a₂. Doubling how far
    # back each one reaches takes a few operations on all of them; one by one would take many on one.
    reach = 1
    while reach < c.shape[1]:
        c = tf.concat([c[:, :reach], c[:, reach:] + forget[:, reach:] * c[:, :-reach]], axis=1)
        forget = tf.concat([forget[:, :reach], forget[:, reach:] * forget[:, :-reach]], axis=1)
        reach *= 2
    return c
