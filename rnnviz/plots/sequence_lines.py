"""Numbers as lines: the target and what was predicted, over each other, and above them what was read."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.plots.column_bars import ColumnBars
from rnnviz.plots.frame import Frame, polygon
from rnnviz.plots.ink import draw_curve, ink, tint
from rnnviz.plots.legend import draw_line_legend
from rnnviz.plots.panel import Labels
from rnnviz.plots.sequence_rows import NAMES, SHORT, Rows, column_names, said
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import measured, value_ticks
from rnnviz.recording.window import Window

GAP = 2.0

INPUT_ROW = 0.16
"""The share of the height that a row of inputs takes, unless there are many."""

INPUT_ROWS = 0.4
"""The share that all of them take at most."""


class LineRows(Rows):
    """Two lines on one axis of values. Of several columns the first is drawn.

    Args:
        input_names: What each input means. Inputs without a name are the target one timestep earlier, and need
            no bars of their own.
        output_names: The same for targets and predictions.
    """

    def __init__(self, input_names: tuple[str, ...] = (), output_names: tuple[str, ...] = ()) -> None:
        self._names = column_names(input_names, output_names)
        self._inputs = ColumnBars() if input_names else None
        self._top = min(INPUT_ROWS, INPUT_ROW * len(input_names))
        self._columns: dict[str, Window] = {}
        self._low, self._high = np.inf, -np.inf
        self._width = 1

    def read(self, view: View) -> None:
        if self._inputs:
            inputs = self._lines(view, NAMES[:1], view.density)
            if inputs is not None:
                self._inputs.show(inputs["inputs"])
        # A column has two ends to draw, unless it is one timestep.
        apart = view.pixels_per_step * view.density >= 1.0
        found = self._lines(view, NAMES[1:], view.density if apart else view.density / 2.0)
        if found is None:
            return
        self._columns = found
        self._width = self._columns["targets"].values.shape[1]
        for columns in self._columns.values():
            seen = columns.values[:, 0]
            seen = seen[np.isfinite(seen)]
            if len(seen):
                self._low, self._high = min(self._low, float(seen.min())), max(self._high, float(seen.max()))

    def note(self, view: View) -> str:
        return f"output 0 of {self._width}" if self._width > 1 else ""

    def labels(self) -> Labels:
        low, high = self._range()
        values = [
            (self._top + (1.0 - self._top) * (high - value) / (high - low), measured(value))
            for value in value_ticks(low, high, 4 if self._top < 0.3 else 3)
        ]
        # Beside a single row there is no room for more than its name.
        return [(self._top / 2, SHORT["inputs"]), *values] if self._top > INPUT_ROW else values

    def names(self) -> Labels:
        if self._inputs is None:
            return []
        outputs = [((1.0 + self._top) / 2, name) for name in self._names["targets"][:1]]
        return [*self._inputs.labels(0.0, self._top, self._names["inputs"]), *outputs]

    def _range(self) -> tuple[float, float]:
        if not self._low <= self._high:
            return 0.0, 1.0
        room = 0.08 * (self._high - self._low) or 0.5
        return self._low - room, self._high + room

    def readout(self, source: Source, step: int) -> str:
        read = source.recording
        target = float(read.targets(source.slot, step, step + 1)[0, 0])
        answer = float(read.predictions(source.slot, step, step + 1)[0, 0])
        given = said(read.inputs(source.slot, step, step + 1)[0], self._names["inputs"])
        return (
            f"in {given} · target {measured(target)} · prediction {measured(answer)} · "
            f"off by {measured(answer - target)}"
        )

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        low, high = self._range()
        top = frame.box.top() + self._top * frame.box.height()
        scale = (frame.box.bottom() - top) / (high - low)
        if self._inputs:
            above = QRectF(frame.box.left(), frame.box.top() + GAP, frame.box.width(), top - frame.box.top() - 2 * GAP)
            self._inputs.draw(painter, frame, above, theme.muted)
            painter.fillRect(QRectF(frame.box.left(), top, frame.box.width(), 1.0), ink(theme.faint))
        colours = {"targets": theme.text, "predictions": theme.accent}
        for name, columns in self._columns.items():
            colour = colours[name]
            edges = frame.xs(columns.start + columns.step * np.arange(len(columns.values) + 1))
            first, last = frame.seen(edges)
            # A line comes from the column before the first one in sight, and goes on to the one after the last.
            first, last = max(0, first - 1), last + 1
            values = columns.values[first:last, 0, :2].astype(np.float64)
            x = (edges[first:-1][: len(values)] + edges[first + 1 :][: len(values)]) / 2.0
            if columns.step == 1:
                y = values[:, 0]
            else:
                x, y = np.repeat(x, 2), values.ravel()
            y = top + (high - y) * scale
            sparse = columns.step == 1 and frame.pixels_per_step >= 2.0
            shade = tint(colour, 0.75 if name == "targets" else 1.0, theme.plot).name()
            finite = np.concatenate([[False], np.isfinite(y), [False]])
            for begin, end in np.flatnonzero(finite[1:] != finite[:-1]).reshape(-1, 2).tolist():
                points = polygon(x[begin:end], y[begin:end])
                draw_curve(painter, points, shade, 1.5 if sparse else 1.0, smooth=columns.step == 1)

    def legend(self, painter: QPainter, right: float, baseline: float, theme: Theme) -> float:
        return draw_line_legend(painter, {"target": theme.text, "prediction": theme.accent}, right, baseline, theme)
