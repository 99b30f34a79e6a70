"""A sequence from end to end under the chunk map: which of it is read, kept for validation, and left out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.chunk_cells import opaque
from rnnviz.plots.chunk_page import ChunkPage, Stretch
from rnnviz.plots.colormap import places
from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted

HEIGHT = 38.0
LETTERS = 11
BAND = QRectF(0.0, 18.0, 0.0, 10.0)
"""Where the band of colours lies, but for its width."""

LEAST = 4.0
"""Pixels that a lit stretch is wide at least."""

HATCH = 4.0


def step_at(x: float, width: float, extent: Stretch) -> int:
    """The timestep of a sequence at a place on its strip."""
    return extent.start + min(int(x / max(1.0, width) * (extent.stop - extent.start)), extent.stop - extent.start - 1)


def draw_source_strip(
    painter: QPainter, rect: QRectF, page: ChunkPage, sequence: int, lit: Stretch | None, theme: Theme
) -> None:
    """Draw a sequence in the colours that cells of the map have, from the first timestep to the last.

    A line below says what the page reads, one above what validates. What no batch of the epoch reads is
    hatched. `lit` is framed.
    """
    extent = page.extent(sequence)
    scale = rect.width() / max(1, extent.stop - extent.start)
    band = QRectF(rect.left(), rect.top() + BAND.top(), rect.width(), BAND.height())

    def part(start: int, stop: int, top: float, height: float) -> QRectF:
        left = band.left() + (start - extent.start) * scale
        return QRectF(left, band.top() + top, max(1.0, (stop - start) * scale), height)

    _draw_words(painter, rect, page, extent, lit, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _draw_colours(painter, band, theme)
    for start, stop in page.plan.left_out(sequence, page.epoch):
        _draw_left_out(painter, part(start, stop, 0.0, band.height()), theme)
    kept = page.plan.kept(sequence)
    if kept is not None:
        painter.fillRect(part(*kept, -3.0, 2.0), ink(theme.text))
    here = page.cells.sequence == sequence
    for start, steps in zip(page.cells.start[here].tolist(), page.cells.steps[here].tolist(), strict=True):
        painter.fillRect(part(start, start + steps, band.height() + 2.0, 2.0), ink(theme.muted))
    if lit is not None and lit.sequence == sequence:
        box = part(lit.start, lit.stop, -3.0, band.height() + 7.0)
        wider = max(0.0, LEAST - box.width()) / 2.0
        box = box.adjusted(-wider, 0.0, wider, 0.0)
        box.moveLeft(min(max(box.left(), band.left()), band.right() - box.width()))
        painter.setPen(pen(theme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_words(
    painter: QPainter, rect: QRectF, page: ChunkPage, extent: Stretch, lit: Stretch | None, theme: Theme
) -> None:
    painter.setFont(font(LETTERS))
    known = page.plan.extent(extent.sequence) is not None
    steps = f"steps {counted(extent.start)} to {counted(extent.stop - 1)}"
    if known:
        steps = f"{counted(extent.stop)} step{'' if extent.stop == 1 else 's'}"
    painter.setPen(ink(theme.muted))
    painter.drawText(QPointF(rect.left(), rect.top() + 11.0), f"Sequence {counted(extent.sequence)} · {steps}")
    if lit is not None and lit.sequence == extent.sequence:
        last = "" if lit.stop - lit.start == 1 else f"–{counted(lit.stop - 1)}"
        said = f"t {counted(lit.start)}{last}"
        painter.setPen(ink(theme.text))
        painter.drawText(QPointF(rect.right() - text_width(said, LETTERS), rect.top() + 11.0), said)


def _draw_colours(painter: QPainter, band: QRectF, theme: Theme) -> None:
    table = opaque(places(theme.name == "dark"))[None]
    image = QImage(np.ascontiguousarray(table).data, table.shape[1], 1, 4 * table.shape[1], QImage.Format.Format_ARGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(band, image)


def _draw_left_out(painter: QPainter, part: QRectF, theme: Theme) -> None:
    painter.fillRect(part, ink(theme.surface))
    painter.save()
    painter.setClipRect(part)
    painter.setPen(pen(theme.muted))
    lefts = np.arange(part.left() - part.height(), part.right(), HATCH).tolist()
    painter.drawLines([QLineF(left, part.bottom(), left + part.height(), part.top()) for left in lefts])
    painter.restore()
