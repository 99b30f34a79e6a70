"""A recording: append only, and what every view is a view of."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.asked import inside, known, sealed, single
from rnnviz.recording.cache import BlockGone
from rnnviz.recording.errors import damaged
from rnnviz.recording.files import local_path
from rnnviz.recording.header import Header
from rnnviz.recording.saving import save_copy
from rnnviz.recording.tables import FACTOR, LINES, LOSSES, PER_BATCH, gate_name, state_name
from rnnviz.recording.tape import Tape
from rnnviz.recording.transition import Transition
from rnnviz.recording.window import Window, level_for

Line = Literal["inputs", "targets", "predictions"]

_TRIES = 5
"""How often the oldest states may be dropped while they are read."""

T = TypeVar("T")


class Recording:
    """What a network did, batch by batch. Any thread may read it, also while it grows.

    Time is counted in timesteps of the recording: batch `k` covers ``k·L … (k+1)·L`` in every
    slot, where `L` is ``header.length``. What reaches outside of what there is gives what there
    is. All arrays that are handed out are read-only.

    The windows are for the screen: they take the same time however long the recording is, and
    fit into so many columns by folding timesteps together, 4, 16, 64 … at a time.

    What there is not — a layer, a kind, a slot, a name — raises ValueError with what there is, and
    what the disk has lost meanwhile :class:`RecordingError`.

    Made by :class:`Recorder` and :func:`open_recording`.

    Attributes:
        header: What is fixed for the whole recording.
    """

    def __init__(self, tape: Tape) -> None:
        self.header: Header = tape.header
        self._tape = tape

    @property
    def batches(self) -> int:
        """How many there are to be read."""
        return self._tape.batches

    @property
    def timesteps(self) -> int:
        """How many there are in each slot."""
        return self.batches * self.header.length

    @property
    def whole(self) -> Recording:
        """All of it: of a replay the recording that is played, else the recording itself."""
        return self

    @property
    def growing(self) -> bool:
        """Whether more may come; where another process records, :meth:`refresh` looks for it."""
        return self._tape.growing

    @property
    def full_from(self) -> int:
        """The timestep from which states, inputs, targets and predictions are there in full.

        Those before were dropped to keep the disk budget, but for their coarser levels of
        detail; see :attr:`detail`.
        """
        return min(self._tape.by_time.left_from[0], self.timesteps)

    @property
    def full_from_batch(self) -> int:
        """The batch from which the arrays by batch are there in full; see :meth:`per_batch`."""
        return min(self._tape.by_batch.left_from[0], self.batches)

    @property
    def detail(self) -> tuple[tuple[int, int], ...]:
        """How finely states, inputs, targets and predictions are left, the oldest first.

        Each pair is a timestep, and how many timesteps one number stands for from there on.

        Example:
            >>> recording.detail  # doctest: +SKIP
            ((0, 16), (40960, 4), (163840, 1))
        """
        stretches: list[tuple[int, int]] = []
        end = self.timesteps
        for level, left_from in enumerate(self._tape.by_time.left_from):
            if left_from < end or level == 0:
                stretches.insert(0, (min(left_from, end), FACTOR**level))
                end = min(left_from, end)
        return tuple(stretches)

    def timesteps_each(self, timestep: int) -> int:
        """How many timesteps a state, input, target or prediction at a timestep stands for; 1 where it is its own."""
        return self._tape.by_time.each(timestep)

    def batches_each(self, batch: int) -> int:
        """The same for what there is by batch."""
        return self._tape.by_batch.each(batch)

    @property
    def loss(self) -> NDArray[np.float32]:
        """``(batches,)`` mean loss of each batch; before :attr:`full_from_batch` of several."""
        return self.losses()

    @property
    def transitions(self) -> NDArray[np.int8]:
        """``(batches, batch_size)`` values of :class:`Transition`, the worst among the layers.

        Before :attr:`full_from_batch` they are the worst of several batches too.
        """
        return sealed(self.per_batch("transitions").max(axis=1, initial=Transition.IDLE))

    def refresh(self) -> bool:
        """Look for what another process has added. What this process records is always there.

        Returns:
            Whether there is anything new.

        Raises:
            RecordingError: When the recording is gone, or damaged.
        """
        return False

    def save(self, path: str | PathLike[str]) -> None:
        """Copy it, as far as it goes now, to a directory (by convention ``NAME.rnnviz``).

        A recording that is there is replaced once the copy is whole.

        Raises:
            RecordingError: When something else is there, or the disk refuses. Then nothing has changed.
        """
        save_copy(self._tape, local_path(path))

    def per_batch(self, name: str, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """Batches ``start … stop`` of an array by batch, by its name: ``(batches, …)``.

        They are those of :class:`Block`, but for the losses: ``"loss"`` is not a number where a batch
        validates, and ``"validation_loss"`` where it does not.

        Before :attr:`full_from_batch` it gives what is left of several batches for each of
        them: the mean of losses and norms, the worst transition, the greatest reset, and the
        sequence and start of the first.

        Example:
            >>> recording.per_batch("entering", 0, 10).shape  # doctest: +SKIP
            (10, 1, 16)
        """
        known("array", name, PER_BATCH)
        start, stop = inside(start, stop, self.batches)
        return self._steady(lambda: self._tape.by_batch.read_full(name, start, stop, self.batches))

    def losses(self, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """``(batches,)`` mean loss of batches ``start … stop``, whether they train or validate; see :attr:`loss`."""
        losses, validation = (self.per_batch(name, start, stop) for name in LOSSES)
        return sealed(np.where(np.isnan(losses), validation, losses))

    def state(self, layer: int, kind: str, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        """The state after each timestep, in full.

        Before :attr:`full_from` it gives the mean of several timesteps for each of them, as
        finely as they are left.

        Args:
            layer: Its number, from the input up.
            kind: ``"h"`` or ``"c"``, or one of the layer's gates that are kept, as ``"forget"``.
            slot: A watched one.
            start: The first timestep.
            stop: The one after the last.

        Returns:
            ``(timesteps, units)``.

        Example:
            >>> recording.state(layer=0, kind="h", slot=0, start=0, stop=200).shape  # doctest: +SKIP
            (200, 32)
        """
        return self._by_time(self._units(layer, kind), slot, start, stop)

    def inputs(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        """What the network read, ``(timesteps, columns)``; before :attr:`full_from` means, as of the states."""
        return self._by_time("inputs", slot, start, stop)

    def targets(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        """What it should have said, ``(timesteps, columns)``; before :attr:`full_from` means."""
        return self._by_time("targets", slot, start, stop)

    def predictions(self, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        """What it said, ``(timesteps, columns)``, see :attr:`Block.predictions`; before :attr:`full_from` means."""
        return self._by_time("predictions", slot, start, stop)

    def view(self, layer: int, kind: str, slot: int, start: int, stop: int, columns: int) -> NDArray[np.float32]:
        """The values of :meth:`window`, ``(at most columns, units)``.

        Example:
            >>> recording.view(layer=0, kind="h", slot=0, start=0, stop=8000, columns=1200).shape  # doctest: +SKIP
            (500, 32)
        """
        return self.window(layer, kind, slot, start, stop, columns).values

    def window(self, layer: int, kind: str, slot: int, start: int, stop: int, columns: int) -> Window:
        """The means of a state or a gate over equal stretches of time.

        Args:
            layer: Its number, from the input up.
            kind: As for :meth:`state`.
            slot: A watched one.
            start: The first timestep.
            stop: The one after the last.
            columns: How many stretches at most.

        Returns:
            Values ``(at most columns, units)``. Where finer ones were dropped to keep the disk
            budget, there are fewer columns than there might be.
        """
        return self._time_window(self._units(layer, kind), slot, start, stop, columns)

    def line_window(self, name: Line, slot: int, start: int, stop: int, columns: int) -> Window:
        """The extremes and means of inputs, targets or predictions over equal stretches of time.

        Returns:
            Values ``(at most columns, columns of the line, 3)``: the lowest, the highest and the mean.
        """
        known("line", name, LINES)
        return self._time_window(name, slot, start, stop, columns)

    def loss_window(self, start_batch: int, stop_batch: int, columns: int, validation: bool = False) -> Window:
        """The extremes of the loss over equal runs of batches, of those that train or of those that validate.

        Returns:
            Values ``(at most columns, 2)``: the lowest and the highest. Start and step are in batches.
        """
        window = self._batch_window(LOSSES[validation], start_batch, stop_batch, columns)
        return Window(window.start, window.step, window.values[:, :2])

    def worst_window(
        self, slot: int, start_batch: int, stop_batch: int, columns: int, layer: int | None = None
    ) -> Window:
        """The worst transition of a slot, watched or not, over equal runs of batches.

        Args:
            slot: Any of the batch.
            start_batch: The first batch.
            stop_batch: The one after the last.
            columns: How many runs at most.
            layer: One layer's, or the worst among all of them.

        Returns:
            Values ``(at most columns,)`` of :class:`Transition`. Start and step are in batches.
        """
        known("slot", slot, range(self.header.batch_size))
        if layer is not None:
            known("layer", layer, range(len(self.header.layers)))
        window = self._batch_window("transitions", start_batch, stop_batch, columns)
        layers = window.values[:, :, slot]
        values = layers.max(axis=1, initial=Transition.IDLE) if layer is None else layers[:, layer]
        return Window(window.start, window.step, sealed(values))

    def steps_window(self, slot: int, start_batch: int, stop_batch: int, columns: int) -> Window:
        """How many timesteps a slot, watched or not, read in each batch, or at most in equal runs of them.

        Returns:
            Values ``(at most columns,)``. Start and step are in batches.
        """
        known("slot", slot, range(self.header.batch_size))
        window = self._batch_window("steps", start_batch, stop_batch, columns)
        return Window(window.start, window.step, window.values[:, slot])

    def validates_window(self, start_batch: int, stop_batch: int, columns: int) -> Window:
        """Whether batches were read without training on them, or any in equal runs of them.

        Returns:
            Values ``(at most columns,)``, 0 or 1. Start and step are in batches.
        """
        return self._batch_window("validates", start_batch, stop_batch, columns)

    def _batch_window(self, name: str, start: int, stop: int, columns: int) -> Window:
        tape = self._tape

        def look() -> Window:
            count = self.batches
            level, first, end = level_for(*inside(start, stop, count), columns, tape.by_batch.left_from)
            values = tape.by_batch.read(name, level, first, end, count)
            return Window(first * FACTOR**level, FACTOR**level, values)

        return self._steady(look)

    def _time_window(self, name: str, slot: int, start: int, stop: int, columns: int) -> Window:
        place, tape = self._place(slot), self._tape

        def look() -> Window:
            count = self.timesteps
            level, first, end = level_for(*inside(start, stop, count), columns, tape.by_time.left_from)
            values = tape.by_time.read(name, level, first, end, count, place)
            return Window(first * FACTOR**level, FACTOR**level, single(values))

        return self._steady(look)

    def _by_time(self, name: str, slot: int, start: int, stop: int) -> NDArray[np.float32]:
        place, count = self._place(slot), self.timesteps
        start, stop = inside(start, stop, count)
        return single(self._steady(lambda: self._tape.by_time.read_full(name, start, stop, count, place)))

    def _steady(self, read: Callable[[], T]) -> T:
        """Read again where old states were dropped meanwhile."""
        key = ""
        for _ in range(_TRIES):
            try:
                return read()
            except BlockGone as gone:
                key = gone.key
                self.refresh()
        raise damaged(self._tape.cache.files.place, f"{key} is missing")

    def _units(self, layer: int, kind: str) -> str:
        """The array of a state or a gate."""
        known("layer", layer, range(len(self.header.layers)))
        described = self.header.layers[layer]
        known("kind", kind, (*described.kinds, *described.gates))
        return state_name(layer, kind) if kind in described.kinds else gate_name(layer, kind)

    def _place(self, slot: int) -> int:
        known("watched slot", slot, self.header.watched)
        return self.header.watched.index(slot)
