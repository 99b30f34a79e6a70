"""The writing side of a recording."""

from __future__ import annotations

import math
import uuid
import weakref
from os import PathLike
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError
from rnnviz.recording.block import Block
from rnnviz.recording.budget import BUDGET
from rnnviz.recording.cache import BlockCache
from rnnviz.recording.files import LocalFiles, local_path
from rnnviz.recording.header import Header
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.recording import Recording
from rnnviz.recording.saving import make_way
from rnnviz.recording.section import Section
from rnnviz.recording.tables import LINES, LOSSES, PER_BATCH, gate_name, least_budget, state_name
from rnnviz.recording.tape import Tape
from rnnviz.recording.temporary import temporary_files
from rnnviz.recording.writer import Writer

_MOST_WAITING = 4
"""Blocks by timestep that may wait in memory for a slow disk before appending waits for it."""


class Recorder:
    """Writes a recording while others read it.

    Args:
        header: What is known before the first batch.
        path: Where to, a directory by convention called ``NAME.rnnviz``. A recording that is
            there is replaced. None: a temporary directory, which goes with the recording.
        budget: Bytes that it may take on disk, however long it gets. To keep it, the oldest
            rows are kept only in their coarser levels of detail; see :attr:`Recording.full_from`.

    Attributes:
        header: As given.
        recording: What was appended, to be read at any time and by any thread, also after
            closing.

    Raises:
        RecordingError: When something else than a recording is at `path`, or it cannot be
            written there.
        ChoiceError: When the budget is too small for anything.

    Example:
        >>> with Recorder(header, "run.rnnviz") as recorder:  # doctest: +SKIP
        ...     recorder.append(block)
        ...     recorder.recording.batches
        1
    """

    def __init__(self, header: Header, path: str | PathLike[str] | None = None, *, budget: int = BUDGET) -> None:
        self.header = header
        self._budget = _enough(budget, header)
        if path is None:
            files = temporary_files()
        else:
            root = local_path(path)
            make_way(root)
            files = LocalFiles(root)
        self._tape = Tape(header, uuid.uuid4().hex, BlockCache(files))
        self._writer = Writer(self._tape, files, self._budget, lasting=path is not None)
        self._closed = False
        self._writer.start()
        self.recording = Recording(self._tape)
        weakref.finalize(self, self._writer.leave).atexit = False

    def append(self, block: Block) -> None:
        """Add `block.batches` batches, whose arrays must not change any more.

        They are copied later, by another thread; this one waits only when the disk is some way behind.

        Raises:
            ValueError: When an array has not the shape that :class:`Block` promises, or the
                recorder is closed.
            RecordingError: When the disk refuses. The block is in memory and can be read all
                the same, and is written as soon as there is room: do not append it again.
        """
        if self._closed:
            raise ValueError("this recorder is closed: make another one")
        batches = self._tape.batches
        if batches == 0:  # only now is it known how many columns the lines have
            inputs, targets, predictions = (getattr(block, name).shape[-1] for name in LINES)
            self._tape.shape_lines((inputs, targets, predictions), self._budget)
        by_batch, by_time = self._tape.by_batch, self._tape.by_time
        batch_rows = _told_apart(_checked(_by_batch(block), by_batch, block.batches))
        time_rows = _checked(_by_time(block, self.header), by_time, block.batches * self.header.length)
        enough = by_batch.base.accept(batch_rows)
        enough |= by_time.base.accept(time_rows)
        self._tape.batches = batches + block.batches
        self._writer.appended(batches, enough)
        if self._writer.failure is not None:
            self._writer.flush()
        else:
            self._wait_for_room(by_time.base)

    def flush(self) -> None:
        """Commit what was appended, now rather than within a second.

        Raises:
            RecordingError: When the disk refuses. Nothing is lost; call it again.
        """
        self._writer.flush()

    def save(self, path: str | PathLike[str]) -> None:
        """Copy what there is so far; see :meth:`Recording.save`."""
        self.recording.save(path)

    def close(self) -> None:
        """Commit, and end. The recording stays readable. Closing twice does no harm.

        Raises:
            RecordingError: When the disk refuses. The recording can still be saved elsewhere.
        """
        if self._closed:
            return
        self._closed = True
        self._writer.close()

    def _wait_for_room(self, section: Section) -> None:
        writer, most = self._writer, _MOST_WAITING * section.table.rows
        if section.waiting <= most:
            return
        with writer.settled:
            writer.settled.wait_for(lambda: writer.failure or section.waiting <= most)
        failure = writer.failure  # once: the other thread clears it when there is room again
        if failure is not None:
            raise failure

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _enough(budget: float, header: Header) -> int:
    if not isinstance(budget, int | float | np.integer) or not math.isfinite(budget):
        raise ChoiceError("disk-budget", budget, f"give a number of bytes, such as {BUDGET}")
    least = least_budget(header)
    if budget < least:
        remedy = f"allow at least {-(-least // 2**20):,} MiB for this network, or watch fewer slots"
        raise ChoiceError("disk-budget", f"{budget / 2**20:g} MiB", remedy)
    return int(budget)


def _by_batch(block: Block) -> dict[str, NDArray[Any]]:
    """A block's arrays with one row a batch, under their names on disk."""
    return {name: block.loss if name in LOSSES else getattr(block, name) for name in PER_BATCH}


def _told_apart(rows: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Rows by batch in which each loss is of its own kind, and else not a number."""
    kinds = zip(LOSSES, (rows["validates"] > 0, rows["validates"] == 0), strict=True)
    return rows | {name: np.where(others, np.float32(np.nan), rows[name]) for name, others in kinds}


def _by_time(block: Block, header: Header) -> dict[str, NDArray[Any]]:
    """A block's arrays with one row a timestep, under their names on disk."""
    states = {state_name(*track): values for track, values in zip(header.tracks, block.states, strict=True)}
    gates = {gate_name(*gate): values for gate, values in zip(header.gates, block.gates, strict=True)}
    return states | gates | {name: getattr(block, name) for name in LINES}


def _checked(rows: dict[str, NDArray[Any]], pyramid: Pyramid, count: int) -> dict[str, NDArray[Any]]:
    """Rows of the right shape and kind of number, that hold no more memory than they need."""
    checked = {}
    for name, array in pyramid.base.table.arrays.items():
        values = np.asarray(rows[name], array.dtype)
        if values.shape != (count, *array.shape):
            raise ValueError(f"block.{name} has shape {values.shape}: it should be {(count, *array.shape)}")
        # What one step gives may be a small part of an array for a whole call.
        whole = values.base
        small_part = isinstance(whole, np.ndarray) and whole.nbytes > 2 * values.nbytes
        checked[name] = values.copy() if small_part else values
    return checked
