"""An engine of a few lines that satisfies :class:`rnnviz.live.engine.Engine` without Keras."""

from __future__ import annotations

import threading

import numpy as np

from rnnviz.experiment import Experiment
from rnnviz.recording.block import Block
from rnnviz.recording.errors import RecordingError
from rnnviz.recording.header import Header, Layer
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition


def header_of(experiment: Experiment) -> Header:
    network = experiment.network
    kinds = ("h", "c") if network.cell == "LSTM" else ("h",)
    layers = tuple(Layer(f"rnn_{n}", network.cell, network.units, kinds) for n in range(network.layers))
    watched = tuple(range(min(8, experiment.chunking.batch_size)))
    floor = experiment.floor
    return Header(experiment, layers, watched, experiment.task.symbols, floor, yardsticks=experiment.yardsticks)


def made_up_block(header: Header, first: int, count: int) -> Block:
    """Batches `first … first + count` of numbers that look like a run and depend on nothing but where they stand."""
    experiment = header.experiment
    length, slots, watched = header.length, header.batch_size, list(header.watched)
    cells = experiment.plan().cells(first, count)
    carried = experiment.strategy != "stateless"
    good, bad = (Transition.KEPT, Transition.LEAKED) if carried else (Transition.FRESH, Transition.LOST)
    fine = (cells.continues | (cells.batch[:, None] == 0)) if carried else cells.begins
    transitions = np.where(fine, good, bad)
    transitions[cells.batch == 0] = Transition.FRESH
    transitions[cells.steps == 0] = Transition.IDLE
    there = (np.arange(length) < cells.steps[:, watched, None])[..., None]
    inputs, targets = (np.where(there, a[:, watched], np.nan) for a in experiment.read(cells))
    inputs, targets = (np.moveaxis(a, 1, 2).reshape(count * length, len(watched), -1) for a in (inputs, targets))
    step = np.arange(first * length, (first + count) * length)[:, None, None]
    states = []
    for n, kind in header.tracks:
        unit = np.arange(header.layers[n].units)
        wave = np.sin(step * (0.05 + 0.02 * unit) + np.arange(len(watched))[:, None] + n) * (2 if kind == "c" else 1)
        states.append(wave.astype(np.float32))
    norms = np.ones((count, len(header.tracks), slots), np.float32)
    low = header.floor.with_memory if header.floor and carried else header.floor.without_memory if header.floor else 0.2
    loss = low + 0.5 * np.exp(-np.arange(first, first + count) / 40.0)
    predictions = targets if header.symbols is None else np.concatenate([targets, np.full_like(targets, 0.5)], axis=-1)
    return Block(
        loss=loss.astype(np.float32),
        validates=cells.validates,
        sequence=cells.sequence,
        start=cells.start,
        steps=cells.steps,
        reset=np.zeros((count, slots), np.uint8),
        transitions=np.repeat(transitions[:, None], len(header.layers), axis=1).astype(np.int8),
        entering=norms,
        leaving=norms,
        states=tuple(states),
        inputs=inputs.astype(np.float32),
        targets=targets.astype(np.float32),
        predictions=predictions.astype(np.float32),
    )


class FakeEngine:
    """Records made-up numbers.

    Attributes:
        fail_at: The batch at which `advance` raises, or None.
        disk_full: Whether the disk takes nothing more.
        resets: At which batches the state of which slots was reset by hand; None: of every one.
        closed: Whether it was let go.
        threads: The threads that advanced it.
    """

    def __init__(self, experiment: Experiment, fail_at: int | None = None) -> None:
        self.header = header_of(experiment)
        self.fail_at = fail_at
        self.disk_full = False
        self.resets: list[tuple[int, list[int] | None]] = []
        self.closed = False
        self.threads: set[int] = set()
        self._recorder = Recorder(self.header)
        self.recording = self._recorder.recording

    def advance(self, batches: int) -> None:
        self.threads.add(threading.get_ident())
        done = self.recording.batches
        if self.fail_at is not None and done + batches > self.fail_at:
            raise RuntimeError(f"the network burst at batch {self.fail_at}")
        for first in range(done, done + batches, 64):
            self._recorder.append(made_up_block(self.header, first, min(64, done + batches - first)))
        if self.disk_full:
            raise RecordingError("The disk is full. Nothing recorded so far is lost: free some space, then go on.")

    def reset_state(self, slots=None) -> None:
        self.resets.append((self.recording.batches, slots))

    def close(self) -> None:
        self.closed = True
        self._recorder.close()


class FakeFactory:
    """Makes fake engines and remembers them.

    Attributes:
        engines: Those it has made.
        broken: The error that making one raises, or None.
        fail_at: Handed to the engines.
    """

    def __init__(self, fail_at: int | None = None) -> None:
        self.engines: list[FakeEngine] = []
        self.broken: Exception | None = None
        self.fail_at = fail_at

    def __call__(self, experiment: Experiment) -> FakeEngine:
        if self.broken is not None:
            raise self.broken
        self.engines.append(FakeEngine(experiment, self.fail_at))
        return self.engines[-1]


def recorded(experiment: Experiment, batches: int) -> Recording:
    """A recording of so many made-up batches."""
    engine = FakeEngine(experiment)
    engine.advance(batches)
    engine.close()
    return engine.recording
