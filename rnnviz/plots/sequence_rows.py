"""What each way to draw a sequence answers."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.panel import Labels
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import measured
from rnnviz.recording.recording import Line
from rnnviz.recording.window import Window

NAMES: tuple[Line, ...] = ("inputs", "targets", "predictions")
MOST_SAID = 6
"""Numbers that are read out of a line of many."""

MOST_NAMED = 4
"""Numbers that are read out with their names: more would not fit above the plots."""

SHORT = {"inputs": "in", "targets": "target", "predictions": "pred"}


class Rows(ABC):
    """Inputs, targets and predictions, read for a view and drawn in a frame."""

    @abstractmethod
    def read(self, view: View) -> None:
        """Get what the view needs, or keep what there is."""

    def _lines(self, view: View, names: tuple[Line, ...], columns: float) -> dict[str, Window] | None:
        """Windows of several lines, or None while one of them is not there.

        Args:
            view: Of which timesteps.
            names: Which lines.
            columns: For each logical pixel, at most.
        """
        start, stop = view.steps
        most = max(1, int(np.ceil((stop - start) * min(1.0, columns * view.pixels_per_step))))
        read = view.source.recording.line_window
        found = {name: view.ask(read, name, view.source.slot, start, stop, most) for name in names}
        there: dict[str, Window] = {name: window for name, window in found.items() if window is not None}
        return there if len(there) == len(names) else None

    @abstractmethod
    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Draw what was read last."""

    @abstractmethod
    def readout(self, source: Source, step: int) -> str:
        """What is read, wanted and predicted at a recorded timestep."""

    @abstractmethod
    def labels(self) -> Labels:
        """What stands beside the frame."""

    def names(self) -> Labels:
        """What stands at the other side of the frame: what each row means."""
        return []

    def note(self, view: View) -> str:
        """What else there is to say beside the title."""
        return ""

    def legend(self, painter: QPainter, right: float, baseline: float, theme: Theme) -> float:
        """Draw what stands at the right of the title; gives its left edge."""
        return right


def column_names(inputs: tuple[str, ...], outputs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names of the columns of each line."""
    return {"inputs": inputs, "targets": outputs, "predictions": outputs}


def said(numbers: NDArray[np.floating], names: tuple[str, ...]) -> str:
    """Numbers in words, each under its name where there are a few and they have one."""
    words = [measured(float(number), 2) for number in numbers[:MOST_SAID]]
    if 1 < len(numbers) == len(names) <= MOST_NAMED:
        words = [f"{name} = {word}" for name, word in zip(names, words, strict=False)]
    return ", ".join(words)


def row_labels() -> Labels:
    """The names of three rows of the same height."""
    return [((row + 0.5) / len(NAMES), SHORT[name]) for row, name in enumerate(NAMES)]
