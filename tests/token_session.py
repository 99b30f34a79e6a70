"""A real session on a network of a few lines of NumPy: a state is one number, and each chunk leaves one of its own."""

from __future__ import annotations

from functools import partial
from itertools import count

import numpy as np
import pytest

from rnnviz.engine import program as program_module
from rnnviz.engine.backend import keras, tf
from rnnviz.engine.compiling import Compiled
from rnnviz.engine.initial import InitialStates
from rnnviz.engine.loop import Carried
from rnnviz.engine.network import BuiltNetwork
from rnnviz.engine.session import Session
from rnnviz.experiment import Experiment


class TokenLayer:
    """Holds one number for each slot, as a stateful layer does; it is never called."""

    name = "token"
    state_size = (1,)
    compute_dtype = "float32"
    inner_loop = None

    def __init__(self, experiment: Experiment) -> None:
        self.stateful = experiment.strategy == "stateful"
        self.states = [keras.Variable("zeros", shape=(experiment.chunking.batch_size, 1), dtype="float32")]


class TokenLoop:
    """Stands for the compiled loops, and keeps to what they promise."""

    def __init__(self, experiment: Experiment, layer: TokenLayer) -> None:
        self._strategy, self._initial, self._layer = experiment.strategy, experiment.initial_state, layer
        self._tokens = count(2)
        self._learned = 0.0

    def start(self, slots: int) -> Carried:
        """What to carry into the first call."""
        return Carried([np.zeros(slots)] if self._strategy == "explicit" else [], [np.full(slots, -np.inf)])

    def advance(self, validates: bool, batches: int, data: tuple, carried: Carried) -> tuple[dict, Carried]:
        x, _, steps, begins, *drawn = (part.numpy()[:batches] for part in data)
        seen: dict[str, list] = {"entering": [], "leaving": [], "zero": [], "equal": []}
        left, states = carried.left[0], carried.states
        for k in range(batches):
            first = drawn[0][k, :, 0] if drawn else self._learned if self._initial == "learned" else 0.0
            entering = np.where(begins[k], first, self._held(states, begins.shape[1]))
            own = np.array([next(self._tokens) for _ in entering], float)
            leaving = np.where(steps[k] > 0, own, entering)
            for name, values in {
                "entering": entering, "leaving": leaving, "zero": entering == 0, "equal": entering == left
            }.items():  # fmt: skip
                seen[name].append(values[None])
            left = np.where(steps[k] > 0, leaving, left)
            if self._strategy == "stateful":
                self._layer.states[0].assign(leaving[:, None])
            states = [leaving] if states else []
            self._learned = self._learned if validates else 1.0
        buffers = {name: np.stack(values) for name, values in seen.items()}
        buffers["loss"] = np.zeros(batches, np.float32)
        buffers["0/h"] = buffers["predictions"] = np.zeros((batches, 0, x.shape[2], 1), np.float32)
        return {name: tf.constant(buffer) for name, buffer in buffers.items()}, Carried(states, [left])

    def _held(self, states: list, slots: int) -> np.ndarray:
        if self._strategy == "stateful":
            return self._layer.states[0].numpy()[:, 0].astype(float)
        return states[0] if states else np.zeros(slots)


def token_session(experiment: Experiment) -> Session:
    """A session that decides, carries, observes and records as any other, and computes next to nothing."""
    layer = TokenLayer(experiment)
    loop = TokenLoop(experiment, layer)
    initial = {"zero": None, "random": InitialStates([layer], []), "learned": InitialStates([layer], [0.0])}
    network = BuiltNetwork([layer], [], lambda x, states: (x, states), [], initial[experiment.initial_state])
    loops = {validates: partial(loop.advance, validates) for validates in (False, True)}
    compiled = Compiled(loops, loop.start(experiment.chunking.batch_size), "graph")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program_module, "compile_loops", lambda *_: compiled)
        return Session(experiment, watch=[], build=lambda _: network)
