"""In which order units are shown, so that those that behave alike lie side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def similarity_order(states: NDArray[np.float32]) -> NDArray[np.intp]:
    """Units in a chain in which neighbours rise and fall together.

    The chain begins with the two units that are most alike, and grows at both ends by the one
    that is most like an end. A unit that never changes, or is not always a number, is like no
    other: such units come last, by number.

    Args:
        states: ``(timesteps, units)``.

    Returns:
        ``(units,)`` each unit's number once, from the top row down. The same states give the
        same order.

    Example:
        >>> wave = np.sin(np.arange(8.0))
        >>> similarity_order(np.stack([wave, -wave, 2 * wave], axis=1).astype(np.float32)).tolist()
        [1, 0, 2]
    """
    likeness, alike = _correlation(states)
    numbers = np.flatnonzero(alike)
    rest = np.flatnonzero(~alike)
    if len(numbers) < 3:
        return np.concatenate([numbers, rest])
    np.fill_diagonal(likeness, -np.inf)
    first, second = sorted(divmod(int(np.argmax(likeness)), len(numbers)))
    # Both ends of the chain, each from its middle outwards.
    ends: tuple[list[int], list[int]] = ([first], [second])
    likeness[:, [first, second]] = -np.inf
    for _ in range(len(numbers) - 2):
        nearest = [int(np.argmax(likeness[end[-1]])) for end in ends]
        gain = [likeness[end[-1], unit] for end, unit in zip(ends, nearest, strict=True)]
        side = int(gain[1] > gain[0])
        ends[side].append(nearest[side])
        likeness[:, nearest[side]] = -np.inf
    chain = np.array([*ends[0][::-1], *ends[1]])
    # Either way round it is the same chain: the lower number of the two ends is on top.
    return np.concatenate([numbers[chain if chain[0] < chain[-1] else chain[::-1]], rest])


def _correlation(states: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The correlations of the units that have any, and ``(units,)`` which those are."""
    with np.errstate(all="ignore"):
        low, high = states.min(axis=0, initial=np.inf), states.max(axis=0, initial=-np.inf)
        span = high - low
        alike = np.isfinite(span) & (span > 1e-5 * np.maximum(np.abs(low), np.abs(high)))
    # In units of their span, for no single number holds the squares of very small or large ones.
    away = states[:, alike] / span[alike]
    if len(away):
        away -= away.mean(axis=0)
    away /= np.sqrt(np.square(away).sum(axis=0))
    likeness: NDArray[np.float32] = (away.T @ away).astype(np.float32)
    # Rounding must not decide between units that are alike to the last digit: their numbers shall.
    return np.round(likeness, 5), alike
