"""Cutting many windows out of one long array at once."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.errors import DataError

Number = TypeVar("Number", bound=np.generic)


def windows(values: NDArray[Number], start: NDArray[np.int64], length: int, file: str) -> NDArray[Number]:
    """The `length` values from each of many places on.

    Args:
        values: ``(timesteps,)`` what `file` holds.
        start: Where each window begins, any shape ``(…)``.
        length: Values in a window.
        file: Named in the error.

    Returns:
        A new array ``(…, length)``.

    Raises:
        DataError: When a window reaches past the end, as after the file was cut behind our back.

    Example:
        >>> windows(np.arange(9), np.array([0, 5]), 3, "nine.npy").tolist()
        [[0, 1, 2], [5, 6, 7]]
    """
    if start.size and start.max() + length > len(values):
        raise DataError(file, "", f"it has shrunk to {len(values):,} timesteps during the run", "start the run again")
    cut: NDArray[Number] = values[start[..., None] + np.arange(length)]
    return cut
