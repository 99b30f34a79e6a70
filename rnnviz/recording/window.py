"""A stretch of a recording for the screen, and at which level of detail it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.tables import FACTOR


@dataclass(frozen=True, eq=False)
class Window:
    """A stretch of a recording at some level of detail.

    Attributes:
        start: What the first column begins with: a timestep, or a batch where batches were
            asked for. It may lie a little before the start that was asked for.
        step: Timesteps (or batches) in a column. Column `i` covers ``start + i·step`` up to
            ``start + (i + 1)·step``, or as far as there is anything.
        values: ``(columns, …)``, read-only.
    """

    start: int
    step: int
    values: NDArray[Any]

    @property
    def stop(self) -> int:
        """Where the last column ends, as if it were full."""
        return self.start + self.step * len(self.values)


def level_for(start: int, stop: int, columns: int, dropped: Sequence[int] = ()) -> tuple[int, int, int]:
    """The finest level at which a window fits.

    Args:
        start: The first timestep.
        stop: The one after the last.
        columns: How many rows of the level it may take.
        dropped: For each level, before which timestep it has no rows.

    Returns:
        The level, the first of its rows, and the one after the last.

    Example:
        >>> level_for(100, 900, columns=300)
        (1, 25, 225)
    """
    if columns < 1:
        raise ValueError(f"{columns} columns cannot show anything: ask for at least 1")
    level = 0
    while True:
        step = FACTOR**level
        first, end = start // step, -(-stop // step)
        if start >= stop:
            return level, first, first
        if end - first <= columns and (level >= len(dropped) or dropped[level] <= first * step):
            return level, first, end
        level += 1


def full_rows(
    pyramid: Pyramid, name: str, start: int, stop: int, count: int, place: int, dropped: Sequence[int]
) -> NDArray[Any]:
    """Rows of level 0, with those that were dropped made up from the finest level that is left.

    Args:
        pyramid: Where they are.
        name: The array.
        start: The first row.
        stop: The one after the last.
        count: Rows that there are.
        place: The slot's place among the watched.
        dropped: For each level, before which timestep it has no rows.

    Returns:
        ``(stop - start, …)``, read-only.
    """
    pieces = []
    end = stop
    for level in range(len(dropped) + 1):
        begin = max(start, min(end, dropped[level] if level < len(dropped) else 0))
        if begin < end or level == 0:
            step = FACTOR**level
            rows = pyramid.read(name, level, begin // step, -(-end // step), count, place)
            rows = rows if level == 0 else np.repeat(rows, step, axis=0)[begin % step :][: end - begin]
            pieces.append(rows)
        end = begin
    values = pieces[0] if len(pieces) == 1 else np.concatenate(pieces[::-1])
    values.flags.writeable = False
    return values
