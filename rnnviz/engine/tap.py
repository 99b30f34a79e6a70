"""Watch what really enters and leaves a recurrent layer.

Every recurrent layer of Keras, own or the user's, hands its sequences and the state it
starts from to ``inner_loop``. Wrapped there, a layer shows the state that enters on every
strategy, whatever its model claims, and nothing is computed twice: a second forward pass
would advance a stateful layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from rnnviz.engine.backend import keras, tf

Tensor = Any


@dataclass(frozen=True)
class Seen:
    """The tensors of one call, in the graph in which it was traced.

    Attributes:
        sequences: ``(batch, time, features)`` what the layer read.
        entering: Each state ``(batch, units)`` before the first timestep.
        outputs: ``(batch, time, units)`` h after every timestep. A masked one leaves it as it was.
        leaving: Each state ``(batch, units)`` after the last timestep.
        mask: ``(batch, time)`` which timesteps are there, or None when all are.
        carry: ``(batch, time, units)`` c after every timestep, where the tap was to show it.
    """

    sequences: Tensor
    entering: list[Tensor]
    outputs: Tensor
    leaving: list[Tensor]
    mask: Tensor | None = None
    carry: Tensor | None = None


class Tap:
    """Wraps a layer's ``inner_loop`` and shows the last traced call.

    Args:
        layer: A recurrent layer.
        carry: Whether to have its cell give c at every timestep, which costs the training time: for
            cells of two states whose c does not follow from what else is seen.

    Example:
        >>> layer = keras.layers.SimpleRNN(4)
        >>> tap = Tap(layer)
        >>> _ = layer(tf.ones((2, 3, 1)))
        >>> tap.seen.outputs.shape.as_list()
        [2, 3, 4]
    """

    def __init__(self, layer: Any, *, carry: bool = False) -> None:
        self.layer = layer
        self._carry = carry
        self._seen: Seen | None = None
        self._inner_loop = layer.inner_loop
        layer.inner_loop = self._watch

    def _watch(self, sequences: Tensor, initial_state: Any, mask: Tensor, training: bool = False) -> Any:
        # A stateful layer passes its variables themselves, which by the end hold the state
        # that left: identity takes their value now.
        entering = [tf.identity(state) for state in keras.tree.flatten(initial_state)]
        own_choice = self.layer.return_sequences
        self.layer.return_sequences = True
        try:
            with _WeightsAtHand(self.layer), _carry_behind_output(self.layer.cell) if self._carry else nullcontext():
                last, outputs, leaving = self._inner_loop(sequences, initial_state, mask, training)
        finally:
            self.layer.return_sequences = own_choice
        shown = [outputs]
        if self._carry:
            units = outputs.shape[-1] - entering[1].shape[-1]
            last, outputs, shown = last[:, :units], outputs[..., :units], [outputs[..., :units], outputs[..., units:]]
        if mask is not None:
            # Before the first timestep that is there, Keras gives zeros, though the state is held.
            begun = tf.cumsum(tf.cast(mask, tf.int32), axis=1)[:, :, None] > 0
            shown = [tf.where(begun, now, held[:, None]) for now, held in zip(shown, entering, strict=False)]
        self._seen = Seen(sequences, entering, shown[0], keras.tree.flatten(leaving), mask, *shown[1:])
        return last, outputs, leaving

    @property
    def seen(self) -> Seen:
        """The last traced call.

        Raises:
            RuntimeError: When the layer was never called: the model passes it by.
        """
        if self._seen is None:
            raise RuntimeError(f"the layer {self.layer.name!r} was never called: its model passes it by")
        return self._seen

    def close(self) -> None:
        """Give the layer its own ``inner_loop`` back."""
        self.layer.inner_loop = self._inner_loop


@contextmanager
def _carry_behind_output(cell: Any) -> Iterator[None]:
    """Inside, what the cell gives at a timestep is its output with its second state behind it."""
    call = cell.call

    def with_carry(inputs: Tensor, states: Any, **options: Any) -> tuple[Tensor, Any]:
        output, states = call(inputs, states, **options)
        return tf.concat([output, states[1]], axis=-1), states

    cell.call = with_carry
    try:
        yield
    finally:
        cell.call = call


class _WeightsAtHand(keras.StatelessScope):
    """Inside, the layer's weights are tensors that have been read already.

    A weight that is read within the loop over time is a new tensor at every timestep, and
    TensorFlow keeps a copy of each for the gradient: a third of an LSTM's step.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__([(variable, tf.convert_to_tensor(variable)) for variable in layer.trainable_variables])

    def add_update(self, update: tuple[Any, Tensor]) -> None:
        # Otherwise kept until the scope ends, when what a loop over time has computed is out of reach:
        # a cell that draws random numbers moves its seed on at every timestep.
        variable, value = update
        variable.value.assign(value)
