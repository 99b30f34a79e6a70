"""The plan as a picture: which part of its sequence each slot reads in each batch."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.chunking import Cells, Plan
from rnnviz.plots.colormap import places
from rnnviz.plots.fonts import font
from rnnviz.plots.ink import device_pixels, ink, pen
from rnnviz.plots.theme import LIGHT, Theme
from rnnviz.plots.wording import counted
from rnnviz.recording.transition import Transition

MOST_BATCHES = 24
MOST_SLOTS = 16
CAPTION = 22.0
TALLEST_ROW = 12.0
GRID = 72.0
GAP, LINE = 3.0, 2.0


class ChunkMap(QWidget):
    """Slots from the top down, batches from left to right, coloured by place in the sequence.

    A cell that goes on where its slot stopped joins the one before it. A gap with a mark
    in the colour of "lost" is a jump, one in the colour of "fresh" the start of a sequence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._plan: Plan | None = None
        self._cells: Cells | None = None
        self._place = np.zeros((0, 0))
        self._continuity = 0.0
        self._batch: int | None = None
        self.setObjectName("chunk-map")
        self.setAccessibleName("Chunk map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: Plan | None) -> None:
        """Draw `plan` from its first batch on; None where there is none."""
        self._plan, self._batch, self._cells = plan, None, None
        if plan is not None:
            self._continuity = plan.continuity()
            self._turn_to(0)
        self.setAccessibleDescription(self._caption() + " " + self._continuity_words())
        self.updateGeometry()
        self.update()

    def mark_batch(self, batch: int) -> None:
        """Point at the batch that was read last; a negative number points at none."""
        if self._plan is None or batch == self._batch:
            return
        self._batch = batch if batch >= 0 else None
        shown = max(0, batch) if self._epoch is None else max(0, batch) % self._epoch
        if self._cells is None or not self._cells.batch[0] <= shown <= self._cells.batch[-1]:
            self._turn_to(shown // MOST_BATCHES * MOST_BATCHES)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, int(CAPTION + self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, int(CAPTION + self._height))

    @property
    def _epoch(self) -> int | None:
        return self._plan.batches_per_epoch if self._plan is not None else None

    @property
    def _slots(self) -> int:
        return min(MOST_SLOTS, self._plan.chunking.batch_size) if self._plan is not None else MOST_SLOTS

    @property
    def _height(self) -> float:
        return min(GRID, TALLEST_ROW * self._slots)

    def _turn_to(self, first: int) -> None:
        if self._plan is None:
            return
        count = MOST_BATCHES if self._epoch is None else min(MOST_BATCHES, self._epoch - first)
        self._cells = self._plan.cells(first, count)
        start = self._cells.start[:, : self._slots].astype(np.float64)
        reach = self._cells.start.max() - self._cells.start.min()
        self._place = (start - self._cells.start.min()) / max(1.0, float(reach))

    def _caption(self, brief: bool = False) -> str:
        slots = self._plan.chunking.batch_size if self._plan is not None else 0
        if slots <= self._slots:
            return "Chunk map · slot × batch"
        shown = f"{self._slots} of {counted(slots)} slots"
        return f"Chunk map · {shown}" if brief else f"Chunk map · {shown} × batch"

    def _continuity_words(self) -> str:
        return f"continuity {round(100 * self._continuity)} %" if self._plan is not None else ""

    def _cell_box(self, batch: int, slot: int) -> QRectF:
        """Where a cell lies: by its number among the batches shown, and its slot."""
        # Whole pixels, or the seams between joined cells shimmer.
        left, right = (self.width() * edge // max(1, len(self._place)) for edge in (batch, batch + 1))
        height = self._height / self._slots
        return QRectF(left, CAPTION + slot * height, right - left, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw_caption(painter)
        if self._cells is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._draw_cells(painter, self._cells)
            self._draw_marked(painter, self._cells)
        painter.end()

    def _draw_caption(self, painter: QPainter) -> None:
        plain, bold = font(11), font(11, bold=True)
        measure, continuity = QFontMetricsF(plain), self._continuity_words()
        free = self.width() - QFontMetricsF(bold).horizontalAdvance(continuity)
        said = self.caption_within(free, measure)
        painter.setFont(plain)
        painter.setPen(ink(self._theme.muted))
        painter.drawText(QPointF(0.0, CAPTION - 9.0), said)
        painter.setFont(bold)
        painter.setPen(ink(self._theme.text))
        painter.drawText(QPointF(measure.horizontalAdvance(said), CAPTION - 9.0), continuity)

    def caption_within(self, width: float, measure: QFontMetricsF) -> str:
        """What is said before the continuity: as much as there is room for, which the figure never yields."""
        rest = " · " if self._plan is not None else ""
        for said in (self._caption(), self._caption(brief=True)):
            if measure.horizontalAdvance(said + rest) <= width:
                return said + rest
        room = width - measure.horizontalAdvance(rest)
        return measure.elidedText(self._caption(brief=True), Qt.TextElideMode.ElideRight, room) + rest

    def _draw_cells(self, painter: QPainter, cells: Cells) -> None:
        density = device_pixels(painter) or 1.0
        # One image: a page is turned several times a second, and has hundreds of cells.
        pixels = self._cell_pixels(cells, density)
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        painter.drawImage(QRectF(0.0, CAPTION, width / density, height / density), image)

    def _cell_pixels(self, cells: Cells, density: float) -> NDArray[np.uint32]:
        """The cells as ``0xAARRGGBB``, in pixels of the screen from the top down."""
        theme, count = self._theme, len(self._place)
        edges = self.width() * np.arange(count + 1) // count
        x = np.arange(int(self.width() * density)) / density
        batch = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, count - 1)
        rows = self._height / self._slots
        y = np.arange(int(self._height * density)) / density
        slot = np.clip((y / rows).astype(int), 0, self._slots - 1)
        colours = _opaque(places(theme.name == "dark"))
        numbers = (self._place * (len(colours) - 1)).astype(int)
        # A break leaves a gap at the left of its cell, with a line in it.
        joined, begins = cells.continues[:, : self._slots], cells.begins[:, : self._slots]
        fresh, lost = _opaque((theme.transitions[Transition.FRESH], theme.transitions[Transition.LOST]))
        line, filled = np.where(begins, fresh, lost), colours[numbers]
        inside = x - edges[batch]
        pixels = np.where(
            joined[batch] | (inside >= GAP)[:, None], filled[batch], np.where((inside < LINE)[:, None], line[batch], 0)
        ).T[slot]
        if rows >= 3.0:
            pixels[y - slot * rows >= rows - 1.0] = 0
        return np.ascontiguousarray(pixels, np.uint32)

    def _draw_marked(self, painter: QPainter, cells: Cells) -> None:
        if self._batch is None:
            return
        shown = self._batch if self._epoch is None else self._batch % self._epoch
        number = shown - int(cells.batch[0])
        box = self._cell_box(number, 0).united(self._cell_box(number, self._slots - 1))
        box = QRectF(box.left(), box.top() - 2.0, box.width(), box.height() + 2.0).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(pen(self._theme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, position: QPointF) -> str:
        """What the cell at a position of the widget reads, in words; empty outside of all cells."""
        if self._cells is None or self._plan is None or not 0 <= position.x() < self.width():
            return ""
        batch = int(position.x() / self.width() * len(self._place))
        slot = int((position.y() - CAPTION) // (self._height / self._slots))
        if not 0 <= slot < self._slots:
            return ""
        start = int(self._cells.start[batch, slot])
        if self._cells.begins[batch, slot]:
            how = "a sequence starts"
        else:
            how = "goes on where the slot stopped" if self._cells.continues[batch, slot] else "jumps"
        return (
            f"Batch {counted(int(self._cells.batch[batch]))}, slot {slot}: "
            f"sequence {counted(int(self._cells.sequence[batch, slot]))}, "
            f"timesteps {counted(start)} to {counted(start + self._plan.chunking.length - 1)}; {how}."
        )


@cache
def _opaque(colours: tuple[str, ...]) -> NDArray[np.uint32]:
    """``#rrggbb`` as ``0xffRRGGBB``."""
    return np.array([0xFF000000 | int(colour[1:], 16) for colour in colours], np.uint32)
