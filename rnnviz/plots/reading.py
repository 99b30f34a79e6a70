"""Reads a stretch of a recording at no more columns than there are pixels for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.plots.view import Source
from rnnviz.recording.recording import Recording


@dataclass(frozen=True)
class Columns:
    """Numbers along the time axis.

    Attributes:
        start: Where the first column begins (a timestep or a batch).
        step: How many timesteps or batches a column covers; the last may cover fewer.
        values: ``(columns, …)``.
    """

    start: int
    step: int
    values: NDArray  # type: ignore[type-arg]


def read_states(source: Source, start: int, stop: int, columns: int) -> Columns:
    """The mean state ``(columns, units)`` from timestep `start` to `stop`."""
    start, step = _aligned(start, stop, columns)
    values = source.recording.state(source.layer, source.kind, source.slot, start, stop)
    if step == 1:
        return Columns(start, 1, values)
    edges = np.arange(0, len(values), step)
    means = np.add.reduceat(values, edges, axis=0) / np.diff(np.append(edges, len(values)))[:, None]
    return Columns(start, step, means.astype(np.float32))


def read_line(source: Source, name: str, start: int, stop: int, columns: int) -> Columns:
    """Least and greatest ``(columns, width, 2)`` of the inputs, targets or predictions."""
    start, step = _aligned(start, stop, columns)
    return Columns(start, step, _extremes(getattr(source.recording, name)(source.slot, start, stop), step))


def read_loss(recording: Recording, start: int, stop: int, columns: int) -> Columns:
    """Least and greatest loss ``(columns, 2)`` from batch `start` to `stop`."""
    start, step = _aligned(start, stop, columns)
    return Columns(start, step, _extremes(recording.per_batch("loss", start, stop), step))


def read_worst(source: Source, start: int, stop: int, columns: int) -> Columns:
    """The worst transition ``(columns,)`` of the slot from batch `start` to `stop`."""
    start, step = _aligned(start, stop, columns)
    worst = source.recording.per_batch("transitions", start, stop)[:, :, source.slot].max(axis=1, initial=0)
    return Columns(start, step, np.maximum.reduceat(worst, np.arange(0, len(worst), step)) if len(worst) else worst)


def _aligned(start: int, stop: int, columns: int) -> tuple[int, int]:
    step = max(1, -(-(stop - start) // max(1, columns)))
    return start - start % step, step


def _extremes(values: NDArray, step: int) -> NDArray:  # type: ignore[type-arg]
    if not len(values):
        return np.zeros((*values.shape, 2), np.float32)
    edges = np.arange(0, len(values), step)
    return np.stack([np.minimum.reduceat(values, edges), np.maximum.reduceat(values, edges)], axis=-1)
