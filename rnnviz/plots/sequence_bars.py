"""Bits as bars: as strong as the number, between the least and the greatest there was."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.plots.column_bars import ColumnBars
from rnnviz.plots.frame import Frame
from rnnviz.plots.panel import Labels
from rnnviz.plots.sequence_rows import NAMES, SHORT, Rows, column_names, said
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import counted
from rnnviz.recording.recording import Line

MOST_SHARE = 3
"""How many times as high as another a line becomes, however many columns it has."""


EDGE = 0.12
"""The share of a line's height that is left free above and below its bars."""

WIDEST_EDGE = 4.0
"""As much of it in pixels, at most."""


class BarRows(Rows):
    """Three lines of bars. Several columns of a line share its height.

    Args:
        input_names: What each input means; may be left out.
        output_names: The same for targets and predictions.
    """

    def __init__(self, input_names: tuple[str, ...] = (), output_names: tuple[str, ...] = ()) -> None:
        self._names = column_names(input_names, output_names)
        self._bars = {name: ColumnBars() for name in NAMES}

    def read(self, view: View) -> None:
        found = self._lines(view, NAMES, view.density)
        if found is not None:
            for name in NAMES:
                self._bars[name].show(found[name])

    def labels(self) -> Labels:
        return [((top + bottom) / 2, SHORT[name]) for name, top, bottom in self._places()]

    def names(self) -> Labels:
        if all(bars.count == 1 for bars in self._bars.values()):
            return []
        labels: Labels = []
        for name, top, bottom in self._places():
            gap = EDGE * (bottom - top)
            labels += self._bars[name].labels(top + gap, bottom - gap, self._names[name])
        return labels

    def note(self, view: View) -> str:
        step = max(bars.step for bars in self._bars.values())
        return "" if step == 1 else f"mean of {counted(step)} timesteps a column, zoom in to tell them apart"

    def readout(self, source: Source, step: int) -> str:
        read = source.recording
        values = {name: getattr(read, name)(source.slot, step, step + 1)[0] for name in NAMES}
        given, target = (said(values[name], self._names[name]) for name in NAMES[:2])
        # Predictions come in the order of the targets beside them.
        return f"in {given} · target {target} · prediction {said(values['predictions'], ())}"

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        colours = {"inputs": theme.muted, "targets": theme.text, "predictions": theme.accent}
        for name, top, bottom in self._places():
            height = (bottom - top) * frame.box.height()
            gap = min(WIDEST_EDGE, height * EDGE)
            above = frame.box.top() + top * frame.box.height() + gap
            box = QRectF(frame.box.left(), above, frame.box.width(), height - 2 * gap)
            self._bars[name].draw(painter, frame, box, colours[name])

    def _places(self) -> list[tuple[Line, float, float]]:
        """Each line with where it begins and ends, as shares of the height.

        Every column gets as much, up to where the others would become too low.
        """
        counts = [self._bars[name].count for name in NAMES]
        weights = np.minimum(counts, MOST_SHARE * min(counts))
        edges = np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
        return [(name, float(top), float(bottom)) for name, (top, bottom) in zip(NAMES, pairwise(edges), strict=True)]
