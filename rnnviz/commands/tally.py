"""What a run came to, counted while all of it is there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

_COUNTED = [kind for kind in Transition if kind is not Transition.IDLE]


class Tally:
    """Keeps each batch's loss and counts the transitions.

    A recording that comes to the end of its disk budget keeps its oldest batches only several
    at a time, and a summary has to be right about them too.

    Args:
        recording: That grows.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._loss: list[float | None] = []
        self._counts = dict.fromkeys(_COUNTED, 0)

    def take(self) -> None:
        """Count what was recorded since the last time."""
        start, stop = len(self._loss), self._recording.batches
        loss = self._recording.per_batch("loss", start, stop).tolist()
        self._loss += [number if math.isfinite(number) else None for number in loss]
        happened = self._recording.per_batch("transitions", start, stop).max(axis=1)
        for kind in _COUNTED:
            self._counts[kind] += int(np.count_nonzero(happened == kind))

    def summary(self) -> dict[str, Any]:
        """It all, in names and numbers that JSON takes; a loss that is not a number is null."""
        self.take()
        floor = self._recording.header.floor
        return {
            "experiment": self._recording.header.experiment.to_dict(),
            "batches": len(self._loss),
            "loss": self._loss,
            "floor": {"with_memory": floor.with_memory, "without_memory": floor.without_memory} if floor else None,
            "transitions": {kind.name.lower(): count for kind, count in self._counts.items()},
        }
