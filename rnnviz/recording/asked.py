"""What is asked of a recording, checked and brought within bounds; and answers that nobody can change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def known(what: str, value: object, there: Iterable[object]) -> None:
    """Refuse what there is not.

    Raises:
        ValueError: With what there is.
    """
    there = list(there)
    if value not in there:
        raise ValueError(f"There is no {what} {value!r}: choose one of {', '.join(map(str, there)) or 'none'}")


def inside(start: int, stop: int | None, count: int) -> tuple[int, int]:
    """A stretch as far as it lies within ``0 … count``; to the end where `stop` is left out."""
    stop = count if stop is None else min(max(stop, 0), count)
    return min(max(start, 0), stop), stop


def single(values: NDArray[Any]) -> NDArray[np.float32]:
    """Numbers in single precision, as gates are not stored in."""
    return values if values.dtype == np.float32 else sealed(values.astype(np.float32))


def sealed(values: NDArray[Any]) -> NDArray[Any]:
    """The same, read-only."""
    values.flags.writeable = False
    return values
