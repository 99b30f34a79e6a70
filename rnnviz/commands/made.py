"""A recording made up rather than trained, to measure the screen with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network
from rnnviz.recording.block import Block
from rnnviz.recording.header import Header, Layer
from rnnviz.recording.transition import Transition
from rnnviz.tasks import Echo


def made_header(units: int, length: int) -> Header:
    """The header of a network of one layer, one slot, and chunks of `length` timesteps."""
    experiment = Experiment(
        task=Echo(delay=5),
        chunking=Chunking(length=length, batch_size=1),
        strategy="stateful",
        network=Network(cell="SimpleRNN", units=units),
    )
    return Header(experiment, (Layer("simple_rnn", "SimpleRNN", units, ("h",)),), watched=(0,))


def made_states(timesteps: int, units: int, seed: int = 0) -> NDArray[np.float32]:
    """States ``(timesteps, units)`` between −1 and 1 that drift as a network's do."""
    steps = np.random.default_rng(seed).normal(0.0, 0.15, (timesteps, units))
    return np.tanh(np.sin(np.cumsum(steps, axis=0)) * 1.5).astype(np.float32)


def made_block(header: Header, states: NDArray[np.float32], first: int) -> Block:
    """The block of batches from number `first` on that left `states` ``(timesteps, units)``."""
    length = header.length
    batches = len(states) // length
    random = np.random.default_rng(first)
    bits = random.integers(0, 2, (len(states), 1, 1)).astype(np.float32)
    norms = np.linalg.norm(states[::length], axis=1).astype(np.float32).reshape(batches, 1, 1)
    transitions = np.full((batches, 1, 1), Transition.KEPT, np.int8)
    transitions[::20] = Transition.LOST
    return Block(
        loss=random.uniform(0.1, 0.7, batches).astype(np.float32),
        validates=np.zeros(batches, np.bool_),
        sequence=np.zeros((batches, 1), np.int64),
        start=(first + np.arange(batches, dtype=np.int64)[:, None]) * length,
        steps=np.full((batches, 1), length, np.int64),
        reset=np.zeros((batches, 1), np.uint8),
        transitions=transitions,
        entering=norms,
        leaving=norms,
        states=(states[:, None, :],),
        inputs=bits,
        targets=1.0 - bits,
        predictions=np.clip(bits, 0.1, 0.9),
    )
