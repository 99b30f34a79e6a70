"""A recording: append only, and what every view is a view of."""

from __future__ import annotations

from os import PathLike
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.arrays import Arrays
from rnnviz.recording.asked import inside, known, sealed, single
from rnnviz.recording.files import local_path
from rnnviz.recording.saving import save_copy
from rnnviz.recording.tables import FACTOR, LINES, LOSSES
from rnnviz.recording.transition import Transition
from rnnviz.recording.window import Window, level_for

Line = Literal["inputs", "targets", "predictions"]


class Recording(Arrays):
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

    @property
    def whole(self) -> Recording:
        """All of it: of a replay the recording that is played, else the recording itself."""
        return self

    @property
    def growing(self) -> bool:
        """Whether more may come; where another process records, :meth:`refresh` looks for it."""
        return self._tape.growing

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

    def save(self, path: str | PathLike[str]) -> None:
        """Copy it, as far as it goes now, to a directory (by convention ``NAME.rnnviz``).

        A recording that is there is replaced once the copy is whole.

        Raises:
            RecordingError: When something else is there, or the disk refuses. Then nothing has changed.
        """
        save_copy(self._tape, local_path(path))

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
