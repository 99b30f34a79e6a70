"""A stretch of a recording for the screen, and at which level of detail it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

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


def level_for(start: int, stop: int, columns: int, left_from: Sequence[int] = ()) -> tuple[int, int, int]:
    """The finest level at which a window fits.

    Args:
        start: The first timestep, or batch.
        stop: The one after the last.
        columns: How many rows of the level it may take.
        left_from: For each level, from which timestep or batch on it has rows; all of them when left out.

    Returns:
        The level, the first of its rows, and the one after the last.

    Raises:
        ValueError: When there is to be no column at all.

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
        if end - first <= columns and (level >= len(left_from) or left_from[level] <= first * step):
            return level, first, end
        level += 1
