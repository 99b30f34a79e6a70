"""Bits as bars: as strong as the number, between the least and the greatest there was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.panel import Labels
from rnnviz.plots.sequence_rows import NAMES, Rows, row_labels
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import measured
from rnnviz.recording.window import Window

NARROWEST_BAR = 3.0
SHADES = 16


class BarRows(Rows):
    """Three rows of bars. Several columns of a row share its height."""

    def __init__(self) -> None:
        self._columns: dict[str, Window] = {}
        self._inputs = (0.0, 1.0)

    def read(self, view: View) -> None:
        start, stop = view.steps
        columns = max(1, int(np.ceil((stop - start) * min(1.0, view.density * view.pixels_per_step))))
        self._columns = {
            name: view.source.recording.line_window(name, view.source.slot, start, stop, columns) for name in NAMES
        }
        seen = self._columns["inputs"].values
        seen = seen[np.isfinite(seen)]
        if len(seen):
            self._inputs = min(self._inputs[0], float(seen.min())), max(self._inputs[1], float(seen.max()))

    def labels(self) -> Labels:
        return row_labels()

    def note(self, view: View) -> str:
        single = all(columns.step == 1 for columns in self._columns.values())
        return "" if single else "zoom in to tell timesteps apart"

    def readout(self, source: Source, step: int) -> str:
        read = source.recording
        values = [getattr(read, name)(source.slot, step, step + 1)[0] for name in NAMES]
        words = (", ".join(measured(float(number), 2) for number in row[:6]) for row in values)
        return " · ".join(f"{name} {word}" for name, word in zip(("in", "target", "prediction"), words, strict=True))

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        colours = {"inputs": theme.muted, "targets": theme.text, "predictions": theme.accent}
        height = frame.box.height() / len(NAMES)
        gap = min(4.0, height * 0.12)
        for row, name in enumerate(NAMES):
            columns = self._columns[name]
            if not len(columns.values):
                continue
            low, high = self._inputs if name == "inputs" else (0.0, 1.0)
            strength = (columns.values.mean(axis=-1) - low) / (high - low)
            strength = np.clip(np.nan_to_num(strength), 0.0, 1.0)
            box = QRectF(frame.box.left(), frame.box.top() + row * height + gap, frame.box.width(), height - 2 * gap)
            draw_strengths(painter, frame, box, columns, strength, colours[name])


def draw_strengths(
    painter: QPainter, frame: Frame, box: QRectF, columns: Window, strength: NDArray[np.floating], colour: str
) -> None:
    """Draw numbers from 0 to 1 ``(columns, features)`` as bars in `box`, the greater the stronger."""
    if columns.step * frame.pixels_per_step >= NARROWEST_BAR:
        _draw_bars(painter, frame, box, columns, strength, colour)
    else:
        _draw_image(painter, frame, box, columns, strength, colour)


def _draw_bars(
    painter: QPainter, frame: Frame, box: QRectF, columns: Window, strength: NDArray[np.floating], colour: str
) -> None:
    """One rectangle for each number, in as many shades as the eye tells apart."""
    count, features = strength.shape
    height = box.height() / features
    left = frame.xs(columns.start + columns.step * np.arange(count))
    width = frame.pixels_per_step * columns.step
    bar = width - (1.0 if width < 12.0 else 2.0)
    shade = np.rint(strength * SHADES).astype(int)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in np.unique(shade[shade > 0]).tolist():
        at, feature = np.nonzero(shade == number)
        painter.setBrush(ink(colour, number / SHADES))
        tops = box.top() + feature * height
        painter.drawRects([QRectF(x, y, bar, height) for x, y in zip(left[at].tolist(), tops.tolist(), strict=True)])


def _draw_image(
    painter: QPainter, frame: Frame, box: QRectF, columns: Window, strength: NDArray[np.floating], colour: str
) -> None:
    """Bars too thin to part: a picture, a pixel or less for each."""
    base = ink(colour).rgb() & 0xFFFFFF
    alpha = np.rint(255.0 * strength.T).astype(np.uint32)
    red, green, blue = (base >> 16) & 255, (base >> 8) & 255, base & 255
    pixels = np.ascontiguousarray(
        (alpha << 24) | ((red * alpha // 255) << 16) | ((green * alpha // 255) << 8) | (blue * alpha // 255)
    ).astype(np.uint32)
    rows, count = pixels.shape
    image = QImage(pixels.data, count, rows, 4 * count, QImage.Format.Format_ARGB32_Premultiplied)
    left = frame.x(float(columns.start))
    width = count * columns.step * frame.pixels_per_step
    painter.drawImage(QRectF(left, box.top(), width, box.height()), image)
