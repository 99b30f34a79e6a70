"""Where chunks begin and what happened to the state there, as lines that all plots share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.plots.view import View
from rnnviz.recording.transition import Transition

CLOSEST_LINES = 6.0
CLOSEST_MARKS = 11.0
RARE = 4
"""Of so many marks at most one may be unusual for it to get a line from afar."""


@dataclass(frozen=True)
class Marks:
    """The chunks in view, or where they are too many, groups of chunks and the worst of each.

    Attributes:
        batch: ``(n,)`` the first batch of each mark.
        transition: ``(n,)`` values of Transition.
        lined: ``(n,)`` whether the mark has room for a line through the plots.
        each: Batches that a mark stands for.
        spacing: Pixels from one mark to the next.
        length: Timesteps of a chunk.
    """

    batch: NDArray[np.int64]
    transition: NDArray[np.int8]
    lined: NDArray[np.bool_]
    each: int
    spacing: float
    length: int

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """The timestep ``(n,)`` of each mark."""
        return self.batch * self.length

    @cached_property
    def lines(self) -> tuple[tuple[Transition, NDArray[np.int64]], ...]:
        """Each transition that has lines, with the timesteps at which they stand."""
        kinds, at = self.transition[self.lined], self.at[self.lined]
        return tuple((Transition(kind), at[kinds == kind]) for kind in np.unique(kinds).tolist())


def read_marks(view: View) -> Marks | None:
    """Look up the transitions in view, at most one for every few pixels; None while they are not there."""
    start, stop = view.batch_range
    length = view.source.length
    chunk = length * view.pixels_per_step
    room = stop - start if chunk >= CLOSEST_LINES else int((stop - start) * chunk / CLOSEST_MARKS)
    found = view.ask(view.source.recording.worst_window, view.source.slot, start, stop, max(1, room))
    if found is None:
        return None
    batch = found.start + found.step * np.arange(len(found.values))
    lined = np.ones(len(batch), np.bool_)
    if chunk < CLOSEST_LINES:
        # Lines side by side would paint the plots over; only what is rare and unusual stands out.
        lined = found.values != Transition.KEPT
        lined &= np.count_nonzero(lined) * RARE <= len(lined)
    return Marks(batch, found.values, lined, found.step, chunk * found.step, length)
