"""The plots as a picture, of a recording alone: for files, the clipboard and runs without a window."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPainter

from rnnviz.beginning import speak_utf8
from rnnviz.export.picture import write_picture
from rnnviz.plots.detail_lane import lane_height
from rnnviz.plots.heatmap import HeatmapPanel, UnitOrder
from rnnviz.plots.ink import ink
from rnnviz.plots.loss import LossPanel
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import AXIS, FOOT, HEADER, LEFT, PANEL_NAMES, RIGHT, shares
from rnnviz.plots.panel import Panel
from rnnviz.plots.sequence import SequencePanel
from rnnviz.plots.theme import LIGHT, Theme
from rnnviz.plots.time_axis import draw_time_axis
from rnnviz.plots.transitions import TransitionsPanel
from rnnviz.plots.view import Source, View

PANELS: tuple[type[Panel], ...] = (TransitionsPanel, HeatmapPanel, SequencePanel, LossPanel)
"""Every plot, from the top down."""

PAPER: Theme = replace(LIGHT, name="paper", window="#ffffff")
"""Light colours on white."""

MARGIN = 12.0


@dataclass(frozen=True)
class Figure:
    """One or several plots above each other, on one time axis.

    Attributes:
        source: What is shown.
        start: The first timestep.
        stop: Behind the last one; later than `start`.
        panels: Names of plots, out of :data:`PANEL_NAMES`.
        theme: The colours.
        level: How far apart the strongest colours of the state lie, at least; see :class:`HeatmapPanel`.
        order_by: What the units are ordered by.
        order: The number of the unit in each row, from the top down; None to find it from what is shown.

    Example:
        >>> write_figure("state.png", Figure(Source(recording, 0, "h", 0), 0, 200))  # doctest: +SKIP
        PosixPath('state.png')
    """

    source: Source
    start: float
    stop: float
    panels: tuple[str, ...] = PANEL_NAMES
    theme: Theme = PAPER
    level: float = 1.0
    order_by: UnitOrder = "number"
    order: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        unknown = [name for name in self.panels if name not in PANEL_NAMES]
        if unknown or not self.panels:
            raise ValueError(f"there is no plot {unknown}: choose some of {', '.join(PANEL_NAMES)}")
        if not self.stop > self.start:
            raise ValueError(f"a figure from {self.start} to {self.stop} shows nothing: stop must come after start")

    @property
    def height(self) -> int:
        """A height in pixels at which all of it reads well."""
        plots = sum(panel.place.smallest + 26 * panel.place.stretch for panel in self._panels())
        return int(plots + self._axis_height + 2 * MARGIN)

    @property
    def _axis_height(self) -> float:
        return AXIS + lane_height(self.source.recording.whole.detail)

    @property
    def title(self) -> str:
        """What it shows, in words."""
        experiment = self.source.recording.header.experiment
        return f"{', '.join(self.panels)} of slot {self.source.slot}, {experiment.task.title}, {experiment.strategy}"

    def _panels(self) -> list[Panel]:
        return [panel() for panel in PANELS if panel.place.name in self.panels]

    def paint(self, painter: QPainter, rect: QRectF, density: float = 1.0) -> None:
        """Draw it on any painter.

        Args:
            painter: Of the screen, an image, an SVG or a PDF.
            rect: Where.
            density: How many columns of the data a logical pixel may hold.
        """
        painter.fillRect(rect, ink(self.theme.window))
        area = rect.adjusted(MARGIN / 2, MARGIN / 2, -MARGIN / 2, -MARGIN / 2)
        plots = area.adjusted(0.0, 0.0, 0.0, -self._axis_height)
        batches = self.source.recording.batches
        view = View(self.source, self.start, self.stop, batches, area.width() - LEFT - RIGHT, density)
        marks = read_marks(view) if batches else None
        panels = self._panels()
        top = plots.top()
        for panel, height in zip(panels, shares(plots.height(), [panel.place for panel in panels]), strict=True):
            box = QRectF(plots.left(), top, plots.width(), height)
            if isinstance(panel, HeatmapPanel):
                panel.level = self.level
                panel.order_units(self.order_by, None if self.order is None else np.array(self.order))
            if marks is not None:
                panel.read(view, marks, max(1, int((height - HEADER - FOOT) * density)))
            panel.draw(painter, box, self.theme)
            top += height
        axis = QRectF(plots.left(), plots.bottom(), plots.width(), self._axis_height)
        detail = self.source.recording.whole.detail
        draw_time_axis(painter, axis, self.theme, self.start, self.stop, self.source.length, detail)


_application: list[QGuiApplication] = []


def write_figure(path: str | PathLike[str], figure: Figure, *, width: int = 1200, scale: int = 2) -> Path:
    """Draw a figure into a ``.png``, ``.svg`` or ``.pdf`` file. Needs neither a window nor a display.

    Args:
        path: Where to.
        figure: What.
        width: In logical pixels, 96 to an inch; the height follows.
        scale: Pixels of a PNG for each logical one, 1 to 4.

    Returns:
        The path.

    Raises:
        ExportError: When it cannot be written, with the reason. What was there is unchanged.

    Example:
        >>> write_figure("loss.png", Figure(Source(recording, 0, "h", 0), 0, 8000, ("loss",)))  # doctest: +SKIP
        PosixPath('loss.png')
    """
    if QGuiApplication.instance() is None:
        speak_utf8()
        # Fonts need an application, and it has to outlive the figure.
        _application.append(QGuiApplication([*sys.argv[:1], "-platform", "offscreen"]))
    paint = partial(figure.paint, density=scale)
    return write_picture(path, (width, figure.height), paint, scale=scale, title=figure.title)
