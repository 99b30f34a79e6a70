"""What a state begins as where that is not zero: drawn at random, or learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from rnnviz.engine.backend import keras, tf
from rnnviz.experiment import Experiment

Tensor = Any
States = list[Tensor]
"""A flat list of states: each layer's h (and c), from the input up."""


@dataclass(frozen=True)
class InitialStates:
    """Hands its states to every layer, whoever carries them, so that a gradient reaches what they began as.

    A stateful layer would take its state from its own variables. What it begins as could then only be
    assigned to them, and no gradient passes through an assignment.

    Attributes:
        layers: The recurrent layers, from the input up.
        learned: For each of their states the vector ``(units,)`` that it begins as; empty where states are drawn.
    """

    layers: list[Any]
    learned: list[Any]

    @classmethod
    def of(cls, experiment: Experiment, layers: list[Any]) -> Self | None:
        """Those that an experiment asks for; None where every state begins as zero."""
        if experiment.initial_state == "zero":
            return None
        if experiment.initial_state == "random":
            return cls(layers, [])
        learned = [
            keras.Variable("zeros", shape=(size,), dtype="float32", name=f"{layer.name}_initial_{kind}")
            for layer in layers
            for kind, size in zip(("h", "c"), layer.state_size, strict=False)
        ]
        return cls(layers, learned)

    @property
    def columns(self) -> int:
        """How many numbers have to be drawn for a slot that begins."""
        return 0 if self.learned else sum(self._sizes)

    def begin(self, begins: Tensor, carried: States, *drawn: Tensor) -> States:
        """The states to hand in: where a slot begins the initial ones, elsewhere those that are carried.

        Args:
            begins: ``(batch,)`` which slots begin.
            carried: What the caller carries, each ``(batch, units)``; empty where it carries nothing.
            drawn: Where states are drawn, ``(batch, columns)`` their numbers, one state after the other.
        """
        first = [tf.convert_to_tensor(vector) for vector in self.learned] or tf.split(*drawn, self._sizes, axis=1)
        before = carried or self._held(begins.shape[0])
        return [tf.where(begins[:, None], new, old) for new, old in zip(first, before, strict=True)]

    @property
    def _sizes(self) -> list[int]:
        return [size for layer in self.layers for size in layer.state_size]

    def _held(self, slots: int) -> States:
        """What stateful layers hold; those that are not hold nothing, and every slot begins."""
        held: States = []
        for layer in self.layers:
            held += (
                [tf.convert_to_tensor(state) for state in keras.tree.flatten(layer.states)]
                if layer.stateful
                else [tf.zeros((slots, size)) for size in layer.state_size]
            )
        return held
