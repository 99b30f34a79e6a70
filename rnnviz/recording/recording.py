"""A recording: append only, and what every view is a view of."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.block import Block
from rnnviz.recording.header import Header


class Growing:
    """An array that grows at its end in place, amortised; what was read stays valid."""

    def __init__(self, tail: tuple[int, ...], dtype: type) -> None:
        self._room = np.empty((1024, *tail), dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def append(self, values: NDArray) -> None:  # type: ignore[type-arg]
        end = self._used + len(values)
        if end > len(self._room):
            room = np.empty((max(end, 2 * len(self._room)), *self._room.shape[1:]), self._room.dtype)
            room[: self._used] = self._room[: self._used]
            self._room = room
        self._room[self._used : end] = values
        self._used = end

    def read(self, start: int = 0, stop: int | None = None) -> NDArray:  # type: ignore[type-arg]
        stop = self._used if stop is None else min(stop, self._used)
        view = self._room[max(0, start) : stop]
        view.flags.writeable = False
        return view


class Recording:
    """What a network did, batch by batch. Reading is safe while another thread appends.

    Time is counted in timesteps of the recording: batch `k` covers ``k·L … (k+1)·L`` in every
    slot. A window that reaches outside what there is gives what there is.
    """

    def __init__(self, header: Header) -> None:
        self.header = header
        self._lock = threading.Lock()
        slots, layers, tracks = header.batch_size, len(header.layers), len(header.tracks)
        self._batches = {
            "loss": Growing((), np.float32),
            "sequence": Growing((slots,), np.int64),
            "start": Growing((slots,), np.int64),
            "reset": Growing((slots,), np.uint8),
            "transitions": Growing((layers, slots), np.int8),
            "entering": Growing((tracks, slots), np.float32),
            "leaving": Growing((tracks, slots), np.float32),
        }
        self._steps: dict[str | tuple[int, str], Growing] = {}

    def append(self, block: Block) -> None:
        """Add `block.batches` batches."""
        with self._lock:
            for name, growing in self._batches.items():
                growing.append(getattr(block, name))
            steps: dict[str | tuple[int, str], NDArray[np.float32]] = {
                "inputs": block.inputs, "targets": block.targets, "predictions": block.predictions,
                **dict(zip(self.header.tracks, block.states, strict=True)),
            }
            for key, values in steps.items():
                self._steps.setdefault(key, Growing(values.shape[1:], np.float32)).append(values)

    @property
    def batches(self) -> int:
        return len(self._batches["loss"])

    @property
    def timesteps(self) -> int:
        return self.batches * self.header.length

    @property
    def loss(self) -> NDArray[np.float32]:
        return self.per_batch("loss")

    @property
    def transitions(self) -> NDArray[np.int8]:
        return self.per_batch("transitions").max(axis=1)

    def per_batch(self, name: str, start: int = 0, stop: int | None = None) -> NDArray:  # type: ignore[type-arg]
        """Rows `start … stop` of one of Block's per-batch arrays, by its name."""
        with self._lock:
            return self._batches[name].read(start, stop)

    def state(self, layer: int, kind: str, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        return self._read((layer, kind), slot, start, stop)

    def inputs(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        return self._read("inputs", slot, start, stop)

    def targets(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        return self._read("targets", slot, start, stop)

    def predictions(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        return self._read("predictions", slot, start, stop)

    def _read(self, key: str | tuple[int, str], slot: int, start: int, stop: int) -> NDArray[np.float32]:
        row = self.header.watched.index(slot)
        with self._lock:
            return self._steps[key].read(start, stop)[:, row]

    def view(self, layer: int, kind: str, slot: int, start: int, stop: int, columns: int) -> NDArray[np.float32]:
        values = self.state(layer, kind, slot, start, stop)
        step = max(1, -(-len(values) // columns))
        edges = np.arange(0, len(values), step)
        return np.add.reduceat(values, edges, axis=0) / np.diff(np.append(edges, len(values)))[:, None]
