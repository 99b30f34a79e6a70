"""One mark per batch: what happened to the slot's memory as the batch began."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.plots.fonts import text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.legend import draw_mark_legend, mark_names
from rnnviz.plots.marks import Marks
from rnnviz.plots.outline import TRANSITIONS
from rnnviz.plots.panel import SMALL, Labels, Panel
from rnnviz.plots.reach_lanes import ReachLanes
from rnnviz.plots.shapes import BESIDE, LEGEND_ORDER, LETTERS, MEANINGS, Stamp, word
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import View
from rnnviz.plots.wording import counted, measured, standing_for
from rnnviz.recording.transition import Transition
from rnnviz.recording.window import Window

LETTER_SPACING = 48.0
WORD_SPACING = 74.0
MARK = 9.5


class TransitionsPanel(Panel):
    """The transitions of the chosen slot, one mark at the beginning of each batch."""

    place = TRANSITIONS

    def __init__(self) -> None:
        super().__init__()
        self._validation: Window | None = None

    @property
    def subtitle(self) -> str:
        if self.view is None or self.marks is None:
            return ""
        slot = f"slot {self.view.source.slot}"
        return slot if self.marks.each == 1 else f"{slot} · each mark the worst of {counted(self.marks.each)} batches"

    def readout(self, step: int, height: float) -> str:
        if self.view is None:
            return ""
        source = self.view.source
        batch = step // source.length
        kinds = source.recording.per_batch("transitions", batch, batch + 1)[0, :, source.slot]
        kind = Transition(int(kinds[source.layer]))
        entering = float(source.recording.per_batch("entering", batch, batch + 1)[0, source.track, source.slot])
        return " · ".join(
            [
                f"batch {counted(batch)}",
                f"slot {source.slot}",
                f"{word(kind)}: {MEANINGS[kind]}",
                f"entered with ‖{source.carried}‖ = {measured(entering)}",
                *(["only validated"] if source.recording.per_batch("validates", batch, batch + 1)[0] else []),
            ]
        ) + standing_for("the worst", source.recording.batches_each(batch), "batches")

    def summary(self) -> str:
        if self.view is None or self.marks is None or not len(self.marks.batch):
            return "No batch in view."
        counts = {kind: int(np.count_nonzero(self.marks.transition == kind)) for kind in LEGEND_ORDER}
        said = ", ".join(f"{counted(count)} {word(kind)}" for kind, count in counts.items() if count)
        kept, length = counts[Transition.KEPT], self.view.source.length
        return (
            f"Slot {self.view.source.slot}, marks in view: {said}. In each chunk of {counted(length)} timesteps the "
            f"gradient reaches back to the first; the state went on into the next at {counted(kept)} of the marks."
        )

    def forget(self) -> None:
        super().forget()
        self._validation = None

    def _read(self, view: View, rows: int) -> None:
        """Everything else is in the marks."""
        recording = view.source.recording
        if recording.header.experiment.chunking.validation:
            found = view.ask(recording.validates_window, *view.batch_range, view.columns)
            self._validation = self._validation if found is None else found

    def _draw_plot(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        marks = self.marks
        if marks is None:
            return
        self._draw_validation(painter, frame, theme)
        # In few sizes, so that zooming does not have to draw each mark anew all the time.
        size = min(MARK, math.floor(0.85 * marks.spacing * 2.0) / 2.0)
        at = frame.xs(marks.at)
        seen = at >= frame.box.left() - 0.5
        # A mark on the frame's edge moves in, so that it is not cut in two.
        at = np.maximum(at, frame.box.left() + MARK / 2 + 2)
        lanes = self._lanes(marks)
        lanes.draw(painter, frame, theme, at, lambda kind: self._widths(kind, size))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = lanes.middle(frame)
        for value in sorted(set(marks.transition.tolist())):
            kind = Transition(value)
            stamp = Stamp(kind, size, theme.transitions[kind], self._text(kind), theme.muted, SMALL)
            stamp.draw(painter, at[seen & (marks.transition == value)].tolist(), y)

    def _draw_validation(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """A line above the batches that validate, as in the chunk map."""
        columns = self._validation
        if columns is None or self.view is None:
            return
        length = self.view.source.length
        for number in np.flatnonzero(columns.values).tolist():
            left = frame.x(float((columns.start + number * columns.step) * length))
            width = columns.step * length * frame.pixels_per_step
            painter.fillRect(QRectF(left, frame.box.top() + 3.0, width, 2.0), ink(theme.text))

    def _lanes(self, marks: Marks) -> ReachLanes:
        assert self.view is not None
        return ReachLanes(marks, self._validation, self.view.timesteps)

    def _widths(self, kind: Transition, size: float) -> tuple[float, float]:
        """Pixels from the middle of a mark to its edge, and to the end of its text."""
        text, edge = self._text(kind), size / 2
        return edge, edge + (BESIDE + text_width(text, SMALL) if text else 0.0)

    def _text(self, kind: Transition) -> str:
        """What there is room for beside a mark."""
        return word(kind) if self._named else LETTERS[kind] if self._lettered else ""

    def _labels(self) -> Labels:
        bracketed = self.marks is not None and self.view is not None and self._lanes(self.marks).bracketed
        return [(0.3, "memory"), (0.78, "gradient")] if bracketed else []

    def _legend(self) -> tuple[object, ...]:
        return *sorted(self._seen), self._lettered

    def _draw_legend(self, painter: QPainter, left: float, right: float, baseline: float, theme: Theme) -> float:
        names = mark_names(self._seen, self._lettered, right - left)
        return draw_mark_legend(painter, names, right, baseline, theme)

    @property
    def _lettered(self) -> bool:
        """Whether there is room for a letter beside each mark."""
        return self.marks is not None and self.marks.each == 1 and LETTER_SPACING <= self.marks.spacing < WORD_SPACING

    @property
    def _named(self) -> bool:
        """Whether there is room for a word beside each mark."""
        return self.marks is not None and self.marks.each == 1 and self.marks.spacing >= WORD_SPACING

    @property
    def _seen(self) -> set[Transition]:
        """The kinds of marks in view."""
        return set() if self.marks is None else {Transition(kind) for kind in np.unique(self.marks.transition).tolist()}
