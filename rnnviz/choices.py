"""What a person may choose: each choice of an experiment, described once.

A frozen dataclass declares its fields with :func:`whole`, :func:`real`,
:func:`one_of`, :func:`one_of_or_number`, :func:`words` or :func:`file`. The description travels with the field, so
the check, the command line's options and the window's form are all made from the same
line and cannot disagree.

Example:
    >>> @dataclasses.dataclass(frozen=True)
    ... class Oven:
    ...     heat: int = whole(180, low=50, high=250, label="Heat", unit="°C", help="How hot.")
    ...     def __post_init__(self) -> None:
    ...         check(self, "oven")
    >>> Oven(heat=900)
    Traceback (most recent call last):
    ...
    rnnviz.choices.ChoiceError: oven.heat is 900: choose a whole number from 50 to 250
"""

from __future__ import annotations

import dataclasses
import numbers
from dataclasses import dataclass
from typing import Any


class ChoiceError(ValueError):
    """A choice that cannot work.

    Attributes:
        field: Dotted name of the choice, as ``"chunking.length"``.
        value: What was chosen.
        remedy: What would do instead, as an order: ``"choose a whole number from 1 to 9"``.
    """

    def __init__(self, field: str, value: object, remedy: str) -> None:
        super().__init__(f"{field} is {_shown(value)}: {remedy}")
        self.field = field
        self.value = value
        self.remedy = remedy


def _shown(value: object) -> str:
    """`value` as Python writes it, cut short: whole files end up in the wrong field."""
    try:
        shown = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list within itself
        return f"a {type(value).__name__} too large to show"
    return shown if len(shown) <= 100 else shown[:99] + "…"


@dataclass(frozen=True)
class Choice:
    """One choice: how it is called, in what unit, and what it is for."""

    label: str
    unit: str
    help: str

    def remedy(self, value: object) -> str | None:
        """What would do instead of `value`, or None when `value` is fine."""
        raise NotImplementedError


@dataclass(frozen=True)
class Whole(Choice):
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def remedy(self, value: object) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return None
        return f"choose a whole number from {self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class Real(Choice):
    """A number from `low` to `high`, both included."""

    low: float
    high: float

    def remedy(self, value: object) -> str | None:
        # Comparing refuses infinities and NaN too, and unlike math.isfinite takes any whole number.
        if isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high:
            return None
        return f"choose a number from {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class OneOf(Choice):
    """One of a few names."""

    options: tuple[str, ...]

    def remedy(self, value: object) -> str | None:
        if isinstance(value, str) and value in self.options:
            return None
        return "choose one of " + ", ".join(self.options)


@dataclass(frozen=True)
class OneOfOrNumber(Choice):
    """One of a few names, a whole number of the unit from `low` to `high`, or a probability: between 0 and 1."""

    options: tuple[str, ...]
    low: int
    high: int

    def remedy(self, value: object) -> str | None:
        name = OneOf(self.label, self.unit, self.help, self.options)
        number = Whole(self.label, self.unit, self.help, self.low, self.high)
        if None in (name.remedy(value), number.remedy(value)) or (isinstance(value, float) and 0.0 < value < 1.0):
            return None
        names = ", ".join(self.options)
        return (
            f"choose one of {names}, a number of {self.unit} from {self.low:,} to {self.high:,}, "
            "or a probability between 0 and 1"
        )


@dataclass(frozen=True)
class Words(Choice):
    """Free text."""

    def remedy(self, value: object) -> str | None:
        return None if isinstance(value, str) else "give a text"


@dataclass(frozen=True)
class File(Choice):
    """A file to read, with the endings that are understood."""

    suffixes: tuple[str, ...]

    def remedy(self, value: object) -> str | None:
        return None if isinstance(value, str) else "give the path of a file"


def whole(default: int, *, low: int, high: int, label: str, unit: str = "", help: str) -> Any:
    """A dataclass field that holds a whole number.

    Args:
        default: What it is unless it is chosen.
        low: The least that can be chosen.
        high: The greatest.
        label: How the window and the command line call it.
        unit: What it counts, as ``"steps"``.
        help: What it is for, in a sentence.
    """
    return _field(default, Whole(label, unit, help, low, high))


def real(default: float, *, low: float, high: float, label: str, unit: str = "", help: str) -> Any:
    """A dataclass field that holds a number; the arguments are those of :func:`whole`."""
    return _field(default, Real(label, unit, help, low, high))


def one_of(default: str, options: tuple[str, ...], *, label: str, help: str) -> Any:
    """A dataclass field that holds one of `options`."""
    return _field(default, OneOf(label, "", help, options))


def one_of_or_number(
    default: str, options: tuple[str, ...], *, low: int, high: int, label: str, unit: str, help: str
) -> Any:
    """A dataclass field that holds one of `options`, a whole number, or a probability."""
    return _field(default, OneOfOrNumber(label, unit, help, options, low, high))


def words(default: str, *, label: str, help: str) -> Any:
    """A dataclass field that holds free text."""
    return _field(default, Words(label, "", help))


def file(default: str, suffixes: tuple[str, ...], *, label: str, help: str) -> Any:
    """A dataclass field that holds the path of a file."""
    return _field(default, File(label, "", help, suffixes))


def _field(default: object, choice: Choice) -> Any:
    return dataclasses.field(default=default, metadata={"choice": choice})


def choices(kind: type) -> dict[str, Choice]:
    """The choices that a dataclass declares, by field name and in order."""
    return {f.name: f.metadata["choice"] for f in dataclasses.fields(kind) if "choice" in f.metadata}


def check(instance: Any, prefix: str = "") -> None:
    """Raise :class:`ChoiceError` for the first field of `instance` that cannot work.

    Numbers of other kinds, as NumPy's, become Python's own, which JSON and TOML take.

    Args:
        instance: A dataclass with choices.
        prefix: What the choices belong to, as ``"chunking"``; empty where they stand alone.
    """
    for name, choice in choices(type(instance)).items():
        value = _plain(getattr(instance, name))
        remedy = choice.remedy(value)
        if remedy is not None:
            raise ChoiceError(f"{prefix}.{name}" if prefix else name, value, remedy)
        object.__setattr__(instance, name, value)  # the instance is frozen, and still being made


def _plain(value: object) -> object:
    """`value` as an int or a float, if it is a number of another kind."""
    if isinstance(value, int | float) or not isinstance(value, numbers.Real):
        return value
    return int(value) if isinstance(value, numbers.Integral) else float(value)
