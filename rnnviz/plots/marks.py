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

QUIET = (Transition.KEPT, Transition.IDLE)
"""What has no more than a faint line."""


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
        steps: ``(n,)`` how many of them are read, the rest is padding; None where nothing is padded.
    """

    batch: NDArray[np.int64]
    transition: NDArray[np.int8]
    lined: NDArray[np.bool_]
    each: int
    spacing: float
    length: int
    steps: NDArray[np.int32] | None = None

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """The timestep ``(n,)`` of each mark."""
        return self.batch * self.length

    @cached_property
    def padding(self) -> tuple[tuple[int, int], ...]:
        """The timesteps that are padding, from the first to behind the last, where each chunk has its mark."""
        if self.steps is None or self.each > 1:
            return ()
        padded = self.steps < self.length
        starts = (self.at + self.steps)[padded].tolist()
        return tuple(zip(starts, (self.at[padded] + self.length).tolist(), strict=True))

    @cached_property
    def lines(self) -> tuple[tuple[Transition, NDArray[np.int64]], ...]:
        """Each transition that has lines, with the timesteps at which they stand."""
        kinds, at = self.transition[self.lined], self.at[self.lined]
        return tuple((Transition(kind), at[kinds == kind]) for kind in sorted(set(kinds.tolist())))


def read_marks(view: View) -> Marks | None:
    """Look up the transitions in view, at most one for every few pixels; None while they are not there."""
    start, stop = view.batch_range
    length = view.source.length
    chunk = length * view.pixels_per_step
    room = stop - start if chunk >= CLOSEST_LINES else int((stop - start) * chunk / CLOSEST_MARKS)
    recording, asked = view.source.recording, (view.source.slot, start, stop, max(1, room))
    found = view.ask(recording.worst_window, *asked, view.source.layer)
    steps = view.ask(recording.steps_window, *asked) if recording.header.experiment.chunking.has_gaps else None
    if found is None:
        return None
    batch = found.start + found.step * np.arange(len(found.values))
    lined = np.ones(len(batch), np.bool_)
    if chunk < CLOSEST_LINES:
        # Lines side by side would paint the plots over; only what is rare and unusual stands out.
        lined = ~np.isin(found.values, QUIET)
        lined &= np.count_nonzero(lined) * RARE <= len(lined)
    known = steps.values if steps is not None and len(steps.values) == len(batch) else None
    return Marks(batch, found.values, lined, found.step, chunk * found.step, length, known)
