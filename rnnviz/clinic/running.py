"""Run one side of a case and say what came of it. Needs Keras, which the caller has loaded."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from rnnviz.clinic.case import Case, Measured, Raises, Side

_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of one side of a case.

    Attributes:
        as_described: Whether it went as the case says.
        error: Class and message of the exception, word for word; empty when there was none.
        words: The parts of the error that matter most.
        sentence: What was measured, in words.
        states: ``(time, units)`` for a heatmap, float32, or None.
        warnings: What Keras warned of meanwhile.
        keras: The version that ran.
    """

    as_described: bool
    error: str = ""
    words: tuple[str, ...] = ()
    sentence: str = ""
    states: NDArray[np.float32] | None = None
    warnings: tuple[str, ...] = ()
    keras: str = ""


def examine(case: Case, side: Side) -> Outcome:
    """Run the code of `side`. Takes seconds at most, and raises nothing that Keras does.

    Example:
        >>> examine(CASES["reset-states-gone"], "wrong").error  # doctest: +SKIP
        "AttributeError: 'Sequential' object has no attribute 'reset_states'"
    """
    keras = version("keras")
    expected = case.expected(side)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", DeprecationWarning)  # as Python does for a user
        try:
            measured = case.code(side)() or {}
        except Exception as error:
            kind, text = type(error).__name__, _TERMINAL_COLOUR.sub("", str(error))
            meant = isinstance(expected, Raises) and expected.matches(kind, text)
            words = expected.words if isinstance(expected, Raises) and meant else ()
            return Outcome(meant, f"{kind}: {text}", words, warnings=_said(heard), keras=keras)
    if isinstance(expected, Raises):
        said = f"Keras {keras} runs this without an error; when this case was written it raised {expected.kind}."
        return Outcome(False, sentence=said, states=_states(measured), warnings=_said(heard), keras=keras)
    holds = bool(expected.holds(measured))
    sentence = expected.sentence.format(**measured) if holds else _otherwise(measured, keras)
    return Outcome(holds, sentence=sentence, states=_states(measured), warnings=_said(heard), keras=keras)


def _otherwise(measured: Measured, keras: str) -> str:
    numbers = ", ".join(f"{name} = {value}" for name, value in measured.items() if name != "states")
    return f"Keras {keras} does otherwise than when this case was written: {numbers}."


def _states(measured: Measured) -> NDArray[np.float32] | None:
    return np.asarray(measured["states"], np.float32) if "states" in measured else None


def _said(heard: list[warnings.WarningMessage]) -> tuple[str, ...]:
    return tuple(str(warning.message) for warning in heard)
