"""What the chosen slot read, what was to be said, and what the network said."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.outline import SEQUENCE
from rnnviz.plots.panel import Labels, Panel
from rnnviz.plots.sequence_bars import BarRows
from rnnviz.plots.sequence_lines import LineRows
from rnnviz.plots.sequence_rows import Rows
from rnnviz.plots.sequence_text import TextRows
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import counted


class SequencePanel(Panel):
    """Input, target and prediction: bars for bits, lines for numbers, letters for text."""

    place = SEQUENCE

    def __init__(self) -> None:
        super().__init__()
        self._rows: Rows | None = None
        self._source: Source | None = None

    @property
    def subtitle(self) -> str:
        if self.view is None or self._rows is None:
            return ""
        return " · ".join(part for part in (f"slot {self.view.source.slot}", self._rows.note(self.view)) if part)

    def forget(self) -> None:
        super().forget()
        self._rows = self._source = None

    def readout(self, step: int, height: float) -> str:
        if self.view is None or self._rows is None:
            return ""
        recording = self.view.source.recording
        each = recording.timesteps_each(step)
        if each > 1:  # of letters and bits a mean is none
            said = f"only means of {counted(each)} timesteps are left"
        elif np.isnan(recording.inputs(self.view.source.slot, step, step + 1)).all():
            said = "padding: nothing is read, and the state is held"
        else:
            said = self._rows.readout(self.view.source, step)
        return f"t {counted(step)} · batch {counted(step // self.view.source.length)} · {said}"

    def summary(self) -> str:
        if self.view is None:
            return "No sequence in view."
        start, stop = self.view.steps
        slot = self.view.source.slot
        return f"Input, target and prediction of slot {slot}, timesteps {counted(start)} to {counted(stop)}."

    def _read(self, view: View, rows: int) -> None:
        if self._rows is None or view.source != self._source:
            self._source = view.source
            self._rows = _rows_for(view.source)
        self._rows.read(view)

    def _labels(self) -> Labels:
        return self._rows.labels() if self._rows else []

    def _names(self) -> Labels:
        return self._rows.names() if self._rows else []

    def _draw_plot(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        if self._rows is not None and self.view is not None:
            self._draw_lines(painter, frame, theme)
            self._rows.draw(painter, frame, theme)
            self._draw_padding(painter, frame, theme)

    def _legend(self) -> tuple[object, ...]:
        return (type(self._rows),)

    def _draw_legend(self, painter: QPainter, left: float, right: float, baseline: float, theme: Theme) -> float:
        return self._rows.legend(painter, right, baseline, theme) if self._rows else right


def _rows_for(source: Source) -> Rows:
    header = source.recording.header
    task = header.experiment.task
    if header.symbols is not None:
        return TextRows(header.symbols)
    kind = BarRows if task.loss == "binary_crossentropy" else LineRows
    return kind(task.input_names, task.output_names)
