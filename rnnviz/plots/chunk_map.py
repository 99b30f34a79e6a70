"""The plan as a picture: which part of its sequence each slot reads in each batch."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.chunking import Cells, Plan
from rnnviz.plots.colormap import places
from rnnviz.plots.fonts import font
from rnnviz.plots.ink import ink, pen
from rnnviz.plots.theme import LIGHT, Theme
from rnnviz.plots.wording import counted
from rnnviz.recording.transition import Transition

MOST_BATCHES = 24
MOST_SLOTS = 16
CAPTION = 22.0
TALLEST_ROW = 12.0
GRID = 72.0
GAP = 3.0


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

    def _caption(self) -> str:
        slots = self._plan.chunking.batch_size if self._plan is not None else 0
        shown = f"{self._slots} of {counted(slots)} slots" if slots > self._slots else "slot"
        return f"Chunk map · {shown} × batch"

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
        said = self._caption() + (" · " if self._plan is not None else "")
        plain, bold = font(11), font(11, bold=True)
        painter.setFont(plain)
        painter.setPen(ink(self._theme.muted))
        painter.drawText(QPointF(0.0, CAPTION - 9.0), said)
        painter.setFont(bold)
        painter.setPen(ink(self._theme.text))
        painter.drawText(QPointF(QFontMetricsF(plain).horizontalAdvance(said), CAPTION - 9.0), self._continuity_words())

    def _draw_cells(self, painter: QPainter, cells: Cells) -> None:
        theme = self._theme
        colours = places(theme.name == "dark")
        between = 1.0 if self._height / self._slots >= 3.0 else 0.0
        breaks: dict[Transition, list[QLineF]] = {Transition.FRESH: [], Transition.LOST: []}
        for batch, row in enumerate(self._place):
            for slot, place in enumerate(row.tolist()):
                box = self._cell_box(batch, slot)
                joined = bool(cells.continues[batch, slot])
                filled = box.adjusted(0.0 if joined else GAP, 0.0, 0.0, -between)
                painter.fillRect(filled, ink(colours[int(place * (len(colours) - 1))]))
                if not joined:
                    kind = Transition.FRESH if cells.begins[batch, slot] else Transition.LOST
                    edge = box.left() + 1.0
                    breaks[kind].append(QLineF(edge, filled.top(), edge, filled.bottom()))
        for kind, lines in breaks.items():
            painter.setPen(pen(theme.transitions[kind], width=2.0))
            painter.drawLines(lines)

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
