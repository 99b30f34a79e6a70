"""The hidden state: units × timesteps."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.analysis.order import similarity_order
from rnnviz.plots.asking import at_once
from rnnviz.plots.colormap import colour_states, diverging
from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.marks import QUIET, Marks
from rnnviz.plots.outline import HIDDEN_STATE, LEFT, RIGHT
from rnnviz.plots.panel import SMALL, Labels, Panel
from rnnviz.plots.strip import Strip
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import counted, kind_title, measured, round_up, standing_for
from rnnviz.recording.tables import FACTOR
from rnnviz.recording.window import Window

BAR = 9.0
"""Width of the colour bar."""

BESIDE_BAR = 5.0
"""From the colour bar to its numbers."""

OVERVIEW = 1024
"""Columns of the whole recording that are kept at hand, at most."""


UnitOrder = Literal["number", "similarity"]

ORDERS: dict[UnitOrder, str] = {"number": "units by number", "similarity": "units ordered by similarity"}
"""Each order of the units, in the words of the header."""


class HeatmapPanel(Panel):
    """The state of every unit at every timestep.

    Attributes:
        level: How far the numbers with the strongest colours lie apart, as a multiple of
            :attr:`Source.extremes`. It grows with what is seen and never shrinks, so that a
            colour keeps its meaning.
        order_by: What the units are ordered by.
        order: The number of the unit in each row, from the top down, or None while that is
            the row's own. Found from what is in view when it is asked for, and then kept, so
            that a row stays the same unit.
    """

    place = HIDDEN_STATE

    def __init__(self) -> None:
        super().__init__()
        self.level = 1.0
        self.order_by: UnitOrder = "number"
        self.order: NDArray[np.intp] | None = None
        self._source: Source | None = None
        self._strip: Strip | None = None
        self._far: Strip | None = None
        self._outgrown = False

    @property
    def title(self) -> str:
        return kind_title(self.view.source.kind) if self.view else self.place.title

    @property
    def subtitle(self) -> str:
        if self.view is None:
            return ""
        layer = self.view.source.described
        said = f"{layer.name} · {counted(layer.units)} units · slot {self.view.source.slot}"
        step = self._strip.step if self._strip else 1
        return said if step == 1 else f"{said} · mean of {counted(step)} timesteps a column"

    def forget(self) -> None:
        super().forget()
        self._source = self._strip = self._far = None
        self.order = None
        self.level = 1.0

    def order_units(self, by: UnitOrder, order: NDArray[np.intp] | None = None) -> None:
        """Order the units from the next view on: as given, or by what it then shows."""
        self.order_by, self.order = by, order
        self._recolour()

    def _recolour(self) -> None:
        for strip in (self._strip, self._far):
            if strip is not None:
                strip.refresh()

    def read(self, view: View, marks: Marks | None, rows: int) -> None:
        if self._source is not None and view.source != self._source:
            # Another slot of the same layer has the same units.
            order = self.order if replace(view.source, slot=self._source.slot) == self._source else None
            self.forget()
            self.order = order
        self._source = view.source
        super().read(view, marks, rows)

    def readout(self, step: int, height: float) -> str:
        if self.view is None:
            return ""
        source = self.view.source
        row = min(int(height * source.described.units), source.described.units - 1)
        unit = row if self.order is None else int(self.order[row])
        state = source.recording.state(source.layer, source.kind, source.slot, step, step + 1)
        if not len(state):
            return ""
        return (
            f"t {counted(step)} · batch {counted(step // source.length)} · unit {counted(unit)} · "
            f"{source.kind} = {measured(float(state[0, unit]), 2)}"
            f"{standing_for('mean', source.recording.timesteps_each(step), 'timesteps')}"
        )

    def summary(self) -> str:
        if self.view is None:
            return "No state in view."
        start, stop = self.view.steps
        low, _, high = self._scale
        return (
            f"{self.title} of {self.subtitle}, {ORDERS[self.order_by]}, "
            f"timesteps {counted(start)} to {counted(stop)}, "
            f"from {measured(low)} in blue to {measured(high)} in red."
        )

    def _read(self, view: View, rows: int) -> None:
        if self.order_by == "similarity" and self.order is None:
            self._find_order(view)
        units = view.source.described.units
        # Where several units share a pixel their mean is shown, or some would never be seen.
        fold = max(1, units // max(1, rows))
        start, stop = view.steps
        step = max(1, int(np.ceil((view.stop - view.start) / view.columns)))
        self._strip = self._shown(self._strip, fold, start, stop, step)
        if view.ask is not at_once:
            # What stands in wherever finer columns are yet to come.
            coarse = FACTOR ** math.ceil(math.log(max(1.0, view.timesteps / OVERVIEW), FACTOR))
            self._far = self._shown(self._far, fold, 0, view.timesteps // coarse * coarse, coarse)
        if self._outgrown:
            self._outgrown = False
            self._recolour()
            self._read(view, rows)

    def _find_order(self, view: View) -> None:
        found = self._columns(*view.steps, view.columns)
        if found is not None and len(found.values) > 1:
            self.order = similarity_order(found.values)
            self._recolour()

    def _shown(self, strip: Strip | None, fold: int, start: int, stop: int, step: int) -> Strip:
        """A strip that shows some timesteps in rows of `fold` units: the one there is if it can be had of it."""
        assert self.view is not None
        rows = -(-self.view.source.described.units // fold)
        if strip is not None and strip.rows == rows:
            strip.show(start, stop, step)
            return strip
        made = Strip(rows, self._columns, partial(self._paint, fold))
        made.show(start, stop, step)
        return made if made.columns != (0, 0) or strip is None else strip

    def _columns(self, start: int, stop: int, columns: int) -> Window | None:
        assert self.view is not None
        source = self.view.source
        return self.view.ask(source.recording.window, source.layer, source.kind, source.slot, start, stop, columns)

    def _paint(self, fold: int, values: NDArray[np.float32], pixels: NDArray[np.uint32]) -> None:
        if self.order is not None:
            values = values[:, self.order]
        if fold > 1:
            edges = np.arange(0, values.shape[1], fold)
            widths = np.diff(np.append(edges, values.shape[1]))
            with np.errstate(over="ignore", invalid="ignore"):  # such a sum has the colour of its sign, or of no number
                values = (np.add.reduceat(values, edges, axis=1) / widths).astype(np.float32)
        assert self.view is not None
        least, most = self.view.source.extremes
        if least + most:
            values = (2.0 * values - (least + most)) / (most - least)
        greatest = float(max(values.max(initial=0.0), -values.min(initial=0.0)))
        if not math.isfinite(greatest):
            greatest = float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))
        if greatest > self.level * 1.0001:
            self.level = round_up(greatest)
            self._outgrown = True
        colour_states(values, self.level, pixels)

    @property
    def _scale(self) -> tuple[float, float, float]:
        """The numbers that are bluest, white and reddest."""
        least, most = self.view.source.extremes if self.view is not None else (-1.0, 1.0)
        middle, away = (least + most) / 2.0, self.level * (most - least) / 2.0
        return middle - away, middle, middle + away

    def beside_time(self) -> tuple[object, ...] | None:
        if self._strip is None or self.view is None or not self._strip.holds(*self.view.steps):
            return None
        if self.view.ask is not at_once:  # parts of it, lines or columns, may still be those of another stretch of time
            return None
        marks = self.marks and (self.marks.each, self.marks.spacing, bool(self.marks.lined.any()))
        return self._strip, self._strip.edition, marks

    def _labels(self) -> Labels:
        units = self.view.source.described.units if self.view else 1
        shown = sorted({0, units // 2, units - 1}) if units > 2 else list(range(units))
        order = range(units) if self.order is None else self.order
        return [((row + 0.5) / units, counted(int(order[row]))) for row in shown]

    def _draw_ground(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Nothing where states will be: in a live frame half of the time would go into it."""

    def _draw_plot(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        if self._strip is None or self.view is None:
            return
        if not self._strip.holds(*self.view.steps):
            painter.fillRect(frame.box, ink(theme.plot))
            if self._far is not None:
                self._far.draw(painter, frame, frame.box)
        self._strip.draw(painter, frame, frame.box)
        end = frame.x(float(self.view.timesteps))
        if end < frame.box.right():
            painter.fillRect(QRectF(QPointF(end, frame.box.top()), frame.box.bottomRight()), ink(theme.plot))
        self._draw_padding(painter, frame, theme)
        self._draw_gaps(painter, frame, theme)

    def _draw_gaps(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Part the state where it did not go on, with a line in the colour of what happened."""
        if self.marks is None:
            return
        gap = min(max(self.marks.spacing / 10.0, 1.0), 4.0)
        for kind, at in self.marks.lines:
            if kind in QUIET:
                frame.draw_verticals(painter, at, ink(theme.plot, 0.28))
                continue
            if gap > 1.0:
                frame.draw_verticals(painter, at, ink(theme.plot), gap)
            frame.draw_verticals(painter, at, ink(theme.transitions[kind]), 2.0 if gap > 3.0 else 1.0)

    def _legend(self) -> tuple[object, ...]:
        return self.level, self.order_by

    def _draw_legend(self, painter: QPainter, left: float, right: float, baseline: float, theme: Theme) -> float:
        if self.order_by == "number":
            return right
        painter.setFont(font(SMALL))
        painter.setPen(ink(theme.muted))
        start = right - text_width(ORDERS[self.order_by], SMALL)
        painter.drawText(QPointF(start, baseline), ORDERS[self.order_by])
        return start

    def _draw_beside(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        super()._draw_beside(painter, box, theme)
        painter.drawText(
            QRectF(box.left() - LEFT, box.top() - 20.0, LEFT - 8.0, 16.0), Qt.AlignmentFlag.AlignRight, "unit"
        )
        bar = QRectF(box.right() + 10.0, box.top(), BAR, box.height())
        painter.drawImage(bar, _bar_image())
        if self.view is not None:
            source = self.view.source
            meant = source.kind if source.kind == source.carried else "gate"
            painter.drawText(QPointF(bar.left() + 1.0, bar.top() - 8.0), meant)
        heights = (bar.bottom(), bar.center().y() + 4.0, bar.top() + 8.0)
        for y, number in zip(heights, self._scale, strict=True):
            text = measured(number)
            room = RIGHT - (bar.right() - box.right()) - BESIDE_BAR - 1.0
            size = next((size for size in range(SMALL, 7, -1) if text_width(text, size) < room), 7)
            painter.setFont(font(size))
            painter.drawText(QPointF(bar.right() + BESIDE_BAR, y), text)


def _bar_image() -> QImage:
    colours = np.ascontiguousarray(diverging()[::-1])
    return QImage(colours.data, 1, len(colours), 4, QImage.Format.Format_RGB32).copy()
