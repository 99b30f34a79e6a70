"""The state that a training has come to, put aside while something else runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.backend import keras
from rnnviz.engine.loop import Carried


@dataclass(frozen=True)
class Snapshot:
    """A state to come back to, bit for bit.

    Attributes:
        carried: What the last call handed on.
        states: What each stateful layer holds, flat, from the input up.
    """

    carried: Carried
    states: list[NDArray[np.float32]]

    @classmethod
    def take(cls, layers: list[Any], carried: Carried) -> Self:
        """Remember what `layers` hold and what was `carried`."""
        return cls(carried, [state.value.numpy().copy() for state in held_states(layers)])

    def restore(self, layers: list[Any]) -> Carried:
        """Give the layers their states back; what is to be handed to the next call."""
        for state, value in zip(held_states(layers), self.states, strict=True):
            state.assign(value)
        return self.carried


def held_states(layers: list[Any]) -> list[Any]:
    """The variables in which stateful layers hold their states, flat, from the input up."""
    return [state for layer in layers if layer.stateful for state in keras.tree.flatten(layer.states)]
