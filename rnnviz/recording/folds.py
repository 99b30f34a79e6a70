"""How rows of one level of detail become rows of the next coarser one, four at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.tables import FACTOR, LINES, LOSSES

Rows = NDArray[Any]


class Fold(ABC):
    """A way of saying many rows in one."""

    def lift(self, rows: Rows) -> Rows:
        """Rows of level 0 in the form that coarser levels have."""
        return rows

    def flatten(self, rows: Rows) -> Rows:
        """Rows of coarser levels in the form of level 0: what stands best for all of them."""
        return rows

    @abstractmethod
    def fold(self, rows: Rows, last: float = 1.0) -> Rows:
        """One row for each four, and one for what is left over.

        Args:
            rows: ``(n, …)``.
            last: How much of a whole row the last one stands for, in (0, 1].
        """


class Mean(Fold):
    """What a heatmap shows where several timesteps share a pixel."""

    def fold(self, rows: Rows, last: float = 1.0) -> Rows:
        stored, rows = rows.dtype, rows.astype(np.float32, copy=False)  # a sum of halves would lose digits
        whole = (len(rows) - (last < 1.0)) // FACTOR
        end = whole * FACTOR
        # A diverged state is infinite, and infinite in both directions is not a number: as it should be.
        with np.errstate(all="ignore"):
            means = rows[0:end:FACTOR] + rows[1:end:FACTOR]
            means += rows[2:end:FACTOR]
            means += rows[3:end:FACTOR]
            means *= np.float32(1 / FACTOR)
            rest = rows[end:]
            if len(rest) == 0:
                return means.astype(stored, copy=False)
            weights = np.ones(len(rest), np.float32)
            weights[-1] = last
            mean = np.tensordot(weights, rest, 1) / weights.sum()
        return np.concatenate([means, mean[None]]).astype(stored, copy=False)


class Spread(Fold):
    """The lowest and the highest, so that a line keeps its spikes, and the mean.

    Of bits from afar the first two say nothing, the third how many are set. What is not a
    number is passed over: padding, and the loss of batches of the other kind.
    """

    def lift(self, rows: Rows) -> Rows:
        return np.broadcast_to(rows[..., None], (*rows.shape, 3))

    def flatten(self, rows: Rows) -> Rows:
        return rows[..., 2]

    def fold(self, rows: Rows, last: float = 1.0) -> Rows:
        folded = np.empty((-(-len(rows) // FACTOR), *rows.shape[1:]), rows.dtype)
        _reduce(np.fmin, rows[..., 0], folded[..., 0])
        _reduce(np.fmax, rows[..., 1], folded[..., 1])
        folded[..., 2] = _mean_of_numbers(rows[..., 2], last)
        return folded


def _reduce(of_two: np.ufunc, rows: Rows, out: Rows) -> None:
    """Put into `out` what `of_two` makes of each four rows, and of what is left over."""
    whole = len(rows) // FACTOR
    end = whole * FACTOR
    # NumPy's reduceat takes three times as long.
    of_two(rows[0:end:FACTOR], rows[1:end:FACTOR], out=out[:whole])
    for k in range(2, FACTOR):
        of_two(out[:whole], rows[k:end:FACTOR], out=out[:whole])
    if end < len(rows):
        of_two.reduce(rows[end:], axis=0, out=out[whole:], keepdims=True)


def _mean_of_numbers(rows: Rows, last: float) -> Rows:
    none = np.isnan(rows)
    if not none.any():
        return _MEAN.fold(rows, last)
    count = _MEAN.fold((~none).astype(np.float32), last)
    with np.errstate(invalid="ignore"):
        mean: Rows = _MEAN.fold(np.where(none, np.float32(0), rows), last) / count
    return mean


class Worst(Fold):
    """The largest: the transition that ought to be looked into, and whether there was any reset or validation."""

    def fold(self, rows: Rows, last: float = 1.0) -> Rows:
        folded = np.empty((-(-len(rows) // FACTOR), *rows.shape[1:]), rows.dtype)
        _reduce(np.maximum, rows, folded)
        return folded


class First(Fold):
    """The first: where a slot began to read."""

    def fold(self, rows: Rows, last: float = 1.0) -> Rows:
        return rows[::FACTOR]


_MEAN, _SPREAD, _WORST, _FIRST = Mean(), Spread(), Worst(), First()
_OTHERS: dict[str, Fold] = {
    **dict.fromkeys((*LOSSES, *LINES), _SPREAD),
    **dict.fromkeys(("transitions", "reset", "validates", "steps"), _WORST),
    **dict.fromkeys(("sequence", "start"), _FIRST),
}


def fold_of(name: str) -> Fold:
    """The fold of an array, by its name; states and norms are folded into their mean."""
    return _OTHERS.get(name, _MEAN)
