"""The loss of each batch, over the timesteps of that batch, with the task's floors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from rnnviz.plots.fonts import text_width
from rnnviz.plots.frame import Frame, polygon
from rnnviz.plots.ink import draw_curve, ink, pen
from rnnviz.plots.legend import draw_line_legend
from rnnviz.plots.outline import LOSS
from rnnviz.plots.panel import SMALL, Labels, Panel
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import View
from rnnviz.plots.wording import counted, measured, round_up, standing_for, value_ticks
from rnnviz.plots.writing import Writing
from rnnviz.recording.transition import Transition
from rnnviz.recording.window import Window

NAMES = {
    "binary_crossentropy": "binary cross-entropy, nats",
    "sparse_categorical_crossentropy": "cross-entropy, nats",
    "mean_squared_error": "mean squared error",
}

MOST_BOLD = 80
"""Columns that are drawn two pixels wide; more of them read better thin."""

FARTHEST = 2.5
"""Times the greatest loss in view up to which a yardstick is shown beside the lowest one."""

LABEL, BASELINE = 15.0, 11.5
"""Pixels of the height of a floor's name, and from its top to the line that the letters stand on."""

NOTHING = Window(0, 1, np.zeros((0, 2), np.float32))


class LossPanel(Panel):
    """The loss by batch."""

    place = LOSS

    def __init__(self) -> None:
        super().__init__()
        self._columns = self._validation = NOTHING
        self._top = 0.0
        self._rows = 100
        self._writing = Writing(SMALL)

    @property
    def subtitle(self) -> str:
        if self.view is None:
            return ""
        name = NAMES[self.view.source.recording.header.experiment.task.loss]
        return f"{name}, by batch" if self._columns.step == 1 else f"{name}, least to greatest of batches side by side"

    def forget(self) -> None:
        super().forget()
        self._columns, self._validation, self._top = NOTHING, NOTHING, 0.0

    def readout(self, step: int, height: float) -> str:
        if self.view is None:
            return ""
        batch = step // self.view.source.length
        recording = self.view.source.recording
        loss = float(recording.losses(batch, batch + 1)[0])
        kind = "validation loss" if recording.per_batch("validates", batch, batch + 1)[0] else "loss"
        each = standing_for("mean", recording.batches_each(batch), "batches")
        return f"t {counted(step)} · batch {counted(batch)} · {kind} {measured(loss, 4)}{each}"

    def summary(self) -> str:
        losses = _numbers(self._columns)
        if not len(losses):
            return "No loss in view."
        known = ""
        for name, value, _ in self._floors():
            said = f"The {name} is" if name.startswith("floor") else f"{name.capitalize()} costs"
            known += f" {said} {measured(value)}."
        kept = _numbers(self._validation)
        validation = f" The validation loss is {_between(kept)}." if len(kept) else ""
        return f"The loss in view is {_between(losses)}.{validation}{known}"

    def _read(self, view: View, rows: int) -> None:
        start, stop = view.batch_range
        self._rows = rows
        recording = view.source.recording
        found = view.ask(recording.loss_window, start, stop, view.columns)
        kept: Window | None = NOTHING
        if self._validates:
            kept = view.ask(recording.loss_window, start, stop, view.columns, True)
        if found is None or kept is None:
            return
        self._columns, self._validation = found, kept
        losses = np.concatenate([_numbers(self._columns), _numbers(self._validation)])
        needed = max([float(losses.max())] if len(losses) else [], default=0.0)
        needed = round_up(1.08 * self._with_floors(needed))
        # The axis grows at once but shrinks only when most of it has long been empty.
        if needed > self._top or needed < 0.45 * self._top:
            self._top = needed

    def _with_floors(self, greatest: float) -> float:
        """How far up to show: to every floor, but of yardsticks only to the first beyond what is far below them."""
        top = greatest
        for number, (_, value, kind) in enumerate(sorted(self._floors(), key=lambda line: line[1])):
            if kind is not Transition.SET or number == 0 or value <= FARTHEST * greatest:
                top = max(top, value)
        return top

    def _floors(self) -> list[tuple[str, float, Transition]]:
        if self.view is None:
            return []
        header = self.view.source.recording.header
        floor = header.floor
        if floor is None:
            return [(stick.name, stick.loss, Transition.SET) for stick in header.yardsticks]
        if floor.with_memory == floor.without_memory:
            return [("floor, with or without memory", floor.with_memory, Transition.SET)]
        return [
            ("floor without memory", floor.without_memory, Transition.LOST),
            ("floor with memory", floor.with_memory, Transition.KEPT),
        ]

    def _lines(self) -> list[tuple[str, float, Transition]]:
        return [line for line in self._floors() if line[1] <= self._top]

    @property
    def _validates(self) -> bool:
        """Whether there are losses of both kinds."""
        return self.view is not None and self.view.source.recording.header.experiment.chunking.validation > 0.0

    def _legend(self) -> tuple[object, ...]:
        return (self._validates,)

    def _draw_legend(self, painter: QPainter, left: float, right: float, baseline: float, theme: Theme) -> float:
        lines = {"training": theme.accent, "validation": theme.text} if self._validates else {}
        return draw_line_legend(painter, lines, right, baseline, theme) if lines else right

    def _labels(self) -> Labels:
        ticks = value_ticks(0.0, self._top, max(2, min(6, self._rows // 26)))
        return [(1.0 - value / self._top, measured(value)) for value in ticks]

    def _draw_plot(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        self._draw_lines(painter, frame, theme)
        if not len(self._columns.values):
            return
        self._draw_floor_lines(painter, frame, theme)
        self._draw_losses(painter, frame, self._columns, theme.accent)
        self._draw_losses(painter, frame, self._validation, theme.text)
        self._draw_floor_names(painter, frame, theme)

    def _draw_losses(self, painter: QPainter, frame: Frame, columns: Window, colour: str) -> None:
        values = columns.values
        if not len(values):
            return
        length = self.view.source.length if self.view else 1
        edges = columns.start + columns.step * np.arange(len(values) + 1)
        edges[-1] = min(edges[-1], self.view.batches if self.view else edges[-1])
        x = frame.xs(edges * length)
        seen = slice(*frame.seen(x))
        x, values = x[seen.start : seen.stop + 1], values[seen]
        y = frame.box.bottom() - values.astype(np.float64) / self._top * frame.box.height()
        width = 2.0 if len(values) < MOST_BOLD else 1.0
        for run in _finite_runs(values):
            # Each column from its left edge to its right one, by way of its least and greatest.
            corners_x = np.stack([x[run.start : run.stop], x[run.start + 1 : run.stop + 1]], axis=1).ravel()
            draw_curve(painter, polygon(corners_x, y[run].ravel()), colour, width)

    def _height(self, frame: Frame, value: float) -> float:
        """Where a loss lies; 0 a pixel above the frame's edge, to be seen."""
        return min(frame.box.bottom() - value / self._top * frame.box.height(), frame.box.bottom() - 1.0)

    def _draw_floor_lines(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        for _, value, kind in self._lines():
            y = self._height(frame, value)
            painter.setPen(pen(theme.transitions[kind], dashed=True))
            painter.drawLine(QLineF(frame.box.left(), y, frame.box.right(), y))

    def _draw_floor_names(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        self._writing.begin(painter)
        taken: list[QRectF] = []
        for name, value, kind in self._lines():
            y = self._height(frame, value)
            text = f"{name} {measured(value)}"
            label = QRectF(0, 0, text_width(text, SMALL) + 8.0, LABEL)
            # Below the line, where the loss seldom comes, unless something is there or the frame
            # ends; at the left where a low frame leaves no room at the right.
            right, left = frame.box.right() - 4.0 - label.width(), frame.box.left() + 4.0
            places = [label.translated(x, y + away) for x in (right, left) for away in (3.0, -17.0)]
            above = places[1]
            free = [
                place
                for place in places
                if frame.box.contains(place) and not any(place.intersects(other) for other in taken)
            ]
            label = next((place for place in free if not self._crosses(frame, place)), free[0] if free else above)
            taken.append(label)
            painter.fillRect(label, ink(theme.plot, 0.8))
            self._writing.write(painter, label.left() + 4.0, label.top() + BASELINE, text, theme.transitions[kind])

    def _crosses(self, frame: Frame, place: QRectF) -> bool:
        """Whether the loss runs through a place in the frame."""
        if self.view is None:
            return False
        width = self._columns.step * self.view.source.length * frame.pixels_per_step
        left = frame.x(float(self._columns.start * self.view.source.length))
        first = max(0, int((place.left() - left) // width))
        last = max(0, int((place.right() - left) // width) + 1)
        edges = place.bottom() + 3.0, place.top() - 3.0
        low, high = ((frame.box.bottom() - y) / frame.box.height() * self._top for y in edges)
        seen = self._columns.values[first:last]
        return bool(np.any((seen[:, 0] < high) & (seen[:, 1] > low)))


def _numbers(window: Window) -> NDArray[np.float32]:
    """What of a window is a number."""
    numbers: NDArray[np.float32] = window.values[np.isfinite(window.values)]
    return numbers


def _between(losses: NDArray[np.float32]) -> str:
    return f"between {measured(float(losses.min()))} and {measured(float(losses.max()))}"


def _finite_runs(values: NDArray[np.float32]) -> list[slice]:
    """The stretches of columns that are numbers."""
    finite = np.concatenate([[False], np.isfinite(values).all(axis=1), [False]])
    edges = np.flatnonzero(finite[1:] != finite[:-1])
    return [slice(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
