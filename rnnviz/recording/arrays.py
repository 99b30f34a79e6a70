"""The arrays of a recording, read in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.asked import inside, known, sealed, single
from rnnviz.recording.cache import BlockGone
from rnnviz.recording.errors import damaged
from rnnviz.recording.header import Header
from rnnviz.recording.tables import LOSSES, PER_BATCH, gate_name, state_name
from rnnviz.recording.tape import Tape
from rnnviz.recording.transition import Transition

_TRIES = 5
"""How often the oldest states may be dropped while they are read."""

T = TypeVar("T")


class Arrays:
    """What a network did, as exactly as the disk budget has left it; see :class:`Recording`."""

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

    def forget(self) -> None:
        """Let go of the memory that holds what was read from the disk last: who reads it again waits for the disk.

        For a recording that nobody looks at for now.
        """
        self._tape.cache.forget()

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
