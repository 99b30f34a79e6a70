"""A plausible recording without Keras: an echo network that remembers or forgets as it is told."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network
from rnnviz.recording.block import Block
from rnnviz.recording.header import Header, Layer
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition
from rnnviz.tasks import Echo

KINDS = {"SimpleRNN": ("h",), "GRU": ("h",), "LSTM": ("h", "c")}


def echo_header(
    *, length: int = 10, slots: int = 4, units: int = 32, cell: str = "SimpleRNN", watched: tuple[int, ...] = (0, 1)
) -> Header:
    """The header of an echo run of `slots` streams."""
    experiment = Experiment(
        task=Echo(delay=5),
        chunking=Chunking(length=length, batch_size=slots),
        strategy="stateful",
        network=Network(cell=cell, units=units),  # type: ignore[arg-type]
    )
    layer = Layer({"SimpleRNN": "simple_rnn", "GRU": "gru", "LSTM": "lstm"}[cell], cell, units, KINDS[cell])
    return Header(experiment, (layer,), watched, floor=experiment.floor)


def echo_block(header: Header, first: int, batches: int, transitions: NDArray[np.int8], scale: float = 1.0) -> Block:
    """`batches` batches from number `first` on, with the given transitions ``(batches,)`` in every slot.

    States drift smoothly, and start from nothing where memory was lost or a sequence began.
    """
    length, slots = header.length, header.batch_size
    steps = batches * length
    time = first * length + np.arange(steps)
    within = np.arange(steps) % length
    zeroed = np.isin(np.repeat(transitions, length), (Transition.LOST, Transition.FRESH))
    rise = np.where(zeroed, np.tanh((within + 1) / 4.0), 1.0)
    watched = len(header.watched)
    bits = np.random.default_rng(7).integers(0, 2, 100_000)
    inputs = np.stack([np.roll(bits, 31 * slot)[time % len(bits)] for slot in header.watched], axis=1)
    targets = np.stack([np.roll(bits, 31 * slot + 5)[time % len(bits)] for slot in header.watched], axis=1)
    known = np.where(zeroed & (within < 5), 0.5, 0.97)[:, None]
    predictions = np.where(targets == 1, known, 1.0 - known)
    states = []
    for layer, kind in header.tracks:
        units = np.arange(header.layers[layer].units)
        phase = time[:, None, None] * (0.05 + 0.11 * np.sin(1.7 * units) ** 2) + units
        swing = np.sin(phase) * (0.4 + 0.6 * np.cos(units) ** 2) + 0.25 * (2.0 * inputs[:, :, None] - 1.0)
        reach = 3.0 if kind == "c" else 1.0
        states.append((scale * reach * np.tanh(swing) * rise[:, None, None]).astype(np.float32))
    lost = transitions == Transition.LOST
    noise = np.random.default_rng(first).normal(0.0, 0.012, batches)
    decay = 0.35 * np.exp(-(first + np.arange(batches)) / 25.0)
    entering = np.where(np.isin(transitions, (Transition.LOST, Transition.FRESH)), 0.0, 3.2)
    tracks = len(header.tracks)
    return Block(
        loss=(np.where(lost, 0.352, 0.012) + decay + np.abs(noise)).astype(np.float32),
        sequence=np.broadcast_to(np.arange(slots), (batches, slots)).astype(np.int64),
        validates=np.zeros(batches, np.bool_),
        steps=np.full((batches, slots), length, np.int64),
        start=np.repeat(((first + np.arange(batches)) * length)[:, None], slots, axis=1),
        reset=np.zeros((batches, slots), np.uint8),
        transitions=np.broadcast_to(transitions[:, None, None], (batches, len(header.layers), slots)).astype(np.int8),
        entering=np.broadcast_to(entering[:, None, None], (batches, tracks, slots)).astype(np.float32),
        leaving=np.full((batches, tracks, slots), 3.2, np.float32),
        states=tuple(states),
        inputs=inputs[:, :, None].astype(np.float32),
        targets=targets[:, :, None].astype(np.float32),
        predictions=predictions.reshape(steps, watched, 1).astype(np.float32),
    )


def every_kind(batches: int) -> NDArray[np.int8]:
    """Mostly kept, and one of each other kind every few batches; a sequence starts first."""
    kinds = np.zeros(batches, np.int8)
    kinds[4::9] = Transition.LOST
    kinds[7::13] = Transition.LEAKED
    kinds[11::17] = Transition.SET
    kinds[0::20] = Transition.FRESH
    return kinds


def echo_recording(batches: int = 40, transitions: NDArray[np.int8] | None = None, **header: Any) -> Recording:
    """A recording of `batches` batches; `header` as :func:`echo_header` takes it."""
    described = echo_header(**header)
    recorder = Recorder(described)
    if batches:
        kinds = every_kind(batches) if transitions is None else transitions
        recorder.append(echo_block(described, 0, batches, kinds))
    return recorder.recording
