"""The training loop, compiled once: any number of batches in one call.

The number of batches is an argument, so one step and a thousand run the same code and give
the same losses bit for bit. That wants buffers of a fixed size, written in place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.backend import keras, tf
from rnnviz.engine.carry import lstm_carry
from rnnviz.engine.gates import gates
from rnnviz.engine.initial import States
from rnnviz.engine.network import BuiltNetwork
from rnnviz.engine.tap import Tap

Tensor = Any
Yield = dict[str, Tensor]


@dataclass(frozen=True)
class Carried:
    """What one call hands to the next.

    Attributes:
        states: The states that an explicit caller carries.
        left: The state that each layer left the last batch with, to compare with what enters.
    """

    states: States
    left: States


@dataclass(frozen=True)
class Step:
    """One batch, watched: how it is computed.

    Attributes:
        network: The network.
        taps: One for each of its recurrent layers.
        optimizer: A Keras optimizer.
        loss: Name of a Keras loss.
        watched: Slots whose timesteps are kept.
        gates: Whether the gates of the watched slots are kept.
        gaps: Whether chunks may be padded and slots may idle.
        learns: Whether the weights are changed; else the batch validates them.
    """

    network: BuiltNetwork
    taps: list[Tap]
    optimizer: Any
    loss: str
    watched: NDArray[np.int32]
    gates: bool = False
    gaps: bool = False
    learns: bool = True

    def read(
        self, x: Tensor, y: Tensor, steps: Tensor, begins: Tensor, carried: Carried, *drawn: Tensor
    ) -> tuple[Yield, Carried]:
        """Read a batch, with new states in the slots in `begins`, and learn from it.

        Args:
            x: ``(batch, time, columns)``.
            y: The same.
            steps: ``(batch,)`` how many of the timesteps are there in each slot.
            begins: ``(batch,)`` in which slots states begin: as zero, unless the network has it otherwise.
            carried: What the batch before handed on.
            drawn: What they begin as where that is drawn, see :meth:`InitialStates.begin`.
        """
        there = (tf.sequence_mask(steps, x.shape[1]),) if self.gaps else ()
        with tf.GradientTape() as tape:
            states = self._begin(begins, carried.states, *drawn)
            predictions, states = self.network.forward(x, states, *there)
            loss = _mean(keras.losses.get(self.loss)(y, predictions), *there)
        seen = self._observe(carried.left)
        seen |= {"loss": loss, "predictions": self._shown(y, predictions)}
        left = [state for tap in self.taps for state in tap.seen.leaving]
        if self.gaps:  # a slot that idles has left what it left with its last chunk
            idle = steps[:, None] == 0
            left = [tf.where(idle, before, now) for before, now in zip(carried.left, left, strict=True)]
        if self.learns:
            self.optimizer.apply(tape.gradient(loss, self.network.variables), self.network.variables)
        return seen, Carried(states, left)

    def _begin(self, begins: Tensor, carried: States, *drawn: Tensor) -> States:
        """What to hand in, once states have begun anew."""
        if self.network.initial is not None:
            return self.network.initial.begin(begins, carried, *drawn)

        def zeroed(state: Tensor) -> Tensor:  # where, not a product: NaN times zero stays NaN
            return tf.where(begins[:, None], tf.zeros_like(state), state)

        for tap in self.taps:
            for state in keras.tree.flatten(tap.layer.states) if tap.layer.stateful else []:
                state.assign(zeroed(state))
        return [zeroed(state) for state in carried]

    def _observe(self, left: States) -> Yield:
        """What the taps saw; tracks and layers are stacked in the first axis."""
        entering = [state for tap in self.taps for state in tap.seen.entering]
        leaving = [state for tap in self.taps for state in tap.seen.leaving]
        zero = [tf.reduce_all(state == 0.0, axis=1) for state in entering]
        equal = [tf.reduce_all(_same(now, before), axis=1) for now, before in zip(entering, left, strict=True)]
        seen: Yield = {
            "entering": _norms(entering),
            "leaving": _norms(leaving),
            "zero": self._by_layer(zero),
            "equal": self._by_layer(equal),
        }
        for number, tap in enumerate(self.taps):
            seen[f"{number}/h"] = tf.gather(tap.seen.outputs, self.watched)
            seen |= {f"{number}/{name}": values for name, values in self._inside(tap).items()}
        return seen

    def _inside(self, tap: Tap) -> Yield:
        """What the cells of a layer keep to themselves, by name: c, and the gates if they are kept."""
        seen, watched = tap.seen, self.watched
        inside = gates(tap.layer, seen, watched)
        kept = {name: tf.cast(gate, tf.float16) for name, gate in inside.items()} if self.gates else {}
        if "forget" in inside:
            before = tf.gather(seen.entering[1], watched)
            there = None if seen.mask is None else tf.gather(seen.mask, watched)
            kept["c"] = lstm_carry(before, inside["forget"], inside["input"] * inside["candidate"], there)
        elif seen.carry is not None:
            kept["c"] = tf.gather(seen.carry, watched)
        return kept

    def _by_layer(self, flags: list[Tensor]) -> Tensor:
        """Flags of every track to flags of every layer ``(layers, batch)``: all its states agree."""
        flags = list(flags)
        return tf.stack(
            [tf.reduce_all(tf.stack([flags.pop(0) for _ in tap.seen.entering]), axis=0) for tap in self.taps]
        )

    def _shown(self, y: Tensor, predictions: Tensor) -> Tensor:
        """What is kept of the watched slots' predictions (see Block.predictions)."""
        predictions = tf.gather(predictions, self.watched)
        if self.loss != "sparse_categorical_crossentropy":
            return predictions
        codes = tf.cast(tf.gather(y, self.watched)[..., 0], tf.int32)
        likeliest = tf.cast(tf.argmax(predictions, axis=-1), tf.float32)
        given = tf.gather(predictions, codes, axis=-1, batch_dims=2)
        return tf.stack([likeliest, given], axis=-1)


Advance = Callable[..., tuple[Yield, Carried]]


def compile_loop(step: Step, inputs: tuple[int, ...], columns: int, most: int, *, xla: bool) -> tuple[Advance, Carried]:
    """Compile the loop for up to `most` batches a call, and leave the network as it is.

    Args:
        step: What to do for each batch.
        inputs: Shape of a batch of inputs, ``(batch, time, columns)``.
        columns: Columns of a batch of targets.
        most: Batches that the buffers hold.
        xla: Whether XLA compiles it, or TensorFlow runs it as a graph.

    Returns:
        ``advance(n, data, carried)`` with `n` of at most `most`, and `data` the x, y, steps, begins and drawn
        of :meth:`Step.read`, holding `most` batches of which the first `n` count; and what to carry into
        the first call. It gives each of the step's yields with `most` in front.
    """
    slots, time = inputs[:2]
    numbers = [tf.TensorSpec(shape, tf.float32) for shape in (inputs, (slots, time, columns))]
    specs = [*numbers, *(tf.TensorSpec((slots,), kind) for kind in (tf.int32, tf.bool))]
    if step.network.initial is not None and step.network.initial.columns:
        specs.append(tf.TensorSpec((slots, step.network.initial.columns), tf.float32))
    start = Carried(
        [tf.zeros(shape) for shape in step.network.carries],
        # Nothing has been left yet, and no state begins as this.
        [tf.fill((slots, size), float("-inf")) for tap in step.taps for size in tap.layer.state_size],
    )
    shown = _yields(step, specs, start)

    def advance(n: Tensor, data: tuple[Tensor, ...], states: States, left: States) -> Any:
        def body(k: Tensor, buffers: Yield, states: States, left: States) -> Any:
            x, y, steps, begins, *drawn = (part[k] for part in data)
            seen, carried = step.read(x, y, steps, begins, Carried(states, left), *drawn)
            written = {name: buffer.write(k, seen[name]) for name, buffer in buffers.items()}
            return k + 1, written, carried.states, carried.left

        buffers = {name: tf.TensorArray(spec.dtype, most, element_shape=spec.shape) for name, spec in shown.items()}
        _, buffers, states, left = tf.while_loop(
            lambda k, *_: k < n, body, (tf.constant(0), buffers, states, left), parallel_iterations=1
        )
        return {name: buffer.stack() for name, buffer in buffers.items()}, states, left

    function = tf.function(advance, jit_compile=xla, autograph=False)
    nothing = tuple(tf.zeros((most, *spec.shape), spec.dtype) for spec in specs)
    # Called through the function itself, its arguments would be compared with what it was traced for.
    traced = function.get_concrete_function(tf.constant(0), nothing, start.states, start.left)

    def call(n: int, data: tuple[Tensor, ...], carried: Carried) -> tuple[Yield, Carried]:
        buffers, states, left = traced(tf.constant(n), data, carried.states, carried.left)
        return buffers, Carried(states, left)

    call(0, nothing, start)  # XLA compiles when it is first called, and no batch changes nothing
    return call, start


def _mean(losses: Tensor, *mask: Tensor) -> Tensor:
    """The mean over all timesteps, or over those that are there."""
    if not mask:
        return tf.reduce_mean(losses)
    return tf.reduce_sum(tf.where(mask[0], losses, 0.0)) / tf.reduce_sum(tf.cast(mask[0], losses.dtype))


def _norms(states: list[Tensor]) -> Tensor:
    """The norm of each slot in each state, ``(states, batch)``."""
    # The square of a large number has no place in single precision, nor that of a tiny one.
    norms = [tf.norm(tf.cast(state, tf.float64), axis=1) for state in states]
    return tf.cast(tf.stack(norms), tf.float32)


def _same(now: Tensor, before: Tensor) -> Tensor:
    # A network that diverged carries NaN, and carries it all the same.
    return (now == before) | (tf.math.is_nan(now) & tf.math.is_nan(before))


def _yields(step: Step, specs: list[Any], carried: Carried) -> dict[str, Any]:
    """Shape and type of everything that a step gives, found by tracing it once, running nothing."""
    found: dict[str, Any] = {}

    def trace(x: Tensor, y: Tensor, steps: Tensor, begins: Tensor, *drawn: Tensor) -> None:
        seen, _ = step.read(x, y, steps, begins, carried, *drawn)
        found.update({name: tf.TensorSpec(value.shape, value.dtype) for name, value in seen.items()})

    tf.function(trace, autograph=False).get_concrete_function(*specs)
    return found
