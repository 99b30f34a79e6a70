"""Numbers as people read them, and round numbers for axes."""

from __future__ import annotations

import math

MINUS = "−"


def counted(number: int) -> str:
    """A whole number with thousands separators: ``1,234``."""
    return f"{number:,}".replace("-", MINUS)


def measured(number: float, digits: int = 3) -> str:
    """A measured number in few digits: ``0.347``, ``−0.42``, ``1.2e−05``.

    Example:
        >>> measured(-0.42), measured(0.3466), measured(float("nan"))
        ('−0.42', '0.347', 'not a number')
    """
    if math.isnan(number):
        return "not a number"
    if math.isinf(number):
        return "∞" if number > 0 else MINUS + "∞"
    return f"{number:.{digits}g}".replace("-", MINUS).replace("e+0", "e").replace("e" + MINUS + "0", "e" + MINUS)


def kind_title(kind: str) -> str:
    """What a plot of a state or a gate is called.

    Example:
        >>> kind_title("h"), kind_title("forget")
        ('Hidden state h', 'Forget gate')
    """
    named = {"h": "Hidden state h", "c": "Cell state c", "candidate": "Candidate"}
    return named.get(kind) or f"{kind.capitalize()} gate"


def standing_for(what: str, each: int, unit: str) -> str:
    """What to add to a number that stands for several: `` · mean of 16 timesteps``; nothing for one of its own."""
    return f" · {what} of {counted(each)} {unit}" if each > 1 else ""


def round_up(number: float) -> float:
    """The next number up that is 1, 1.5, 2, 3, 5 or 7.5 times a power of ten.

    Example:
        >>> round_up(0.37), round_up(4.2)
        (0.5, 5.0)
    """
    if not math.isfinite(number) or number <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    for factor in (1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0):
        # A hair of slack: 0.3 / 0.1 is a little more than 3.
        if number <= factor * power * (1 + 1e-9):
            return float(f"{factor * power:.6g}")
    raise AssertionError(number)


def value_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers from `low` to `high`, evenly spaced.

    Example:
        >>> value_ticks(0.0, 0.75, 4)
        [0.0, 0.2, 0.4, 0.6]
    """
    if most < 1 or not high > low:
        return []
    step = _round_step((high - low) / max(1, most), (1.0, 2.0, 2.5, 5.0, 10.0))
    while math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1 > most:
        step = _round_step(step * 1.01, (1.0, 2.0, 2.5, 5.0, 10.0))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{number * step:.10g}") for number in range(first, last + 1)]


def time_step(span: float, most: int, length: int) -> int:
    """Timesteps between axis numbers: whole chunks, unless less than a few of them are in view.

    Args:
        span: Timesteps in view.
        most: How many numbers have room.
        length: Timesteps of a chunk.

    Example:
        >>> time_step(240, 8, 10), time_step(30, 8, 10)
        (40, 5)
    """
    smallest = max(1.0, span / max(1, most))
    if smallest > length:
        return length * math.ceil(_round_step(smallest / length, (1.0, 2.0, 4.0, 5.0, 10.0)))
    step = math.ceil(_round_step(smallest, (1.0, 2.0, 5.0, 10.0)))
    return min(step, length)


def _round_step(smallest: float, factors: tuple[float, ...]) -> float:
    power = 10.0 ** math.floor(math.log10(smallest))
    return next(factor * power for factor in factors if smallest <= factor * power * (1 + 1e-9))
