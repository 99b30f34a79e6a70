"""The plan as a picture: which part of its sequence each slot reads in each batch."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.chunking import Plan
from rnnviz.plots.chunk_page import ChunkPage, Spot, Stretch
from rnnviz.plots.chunk_picture import ChunkPicture
from rnnviz.plots.theme import Theme

MOST_BATCHES = 24


@dataclass(frozen=True)
class Lit:
    """Timesteps of a chunk that are pointed at.

    Attributes:
        batch: The number of the batch.
        slot: The slot.
        start: The first timestep, counted in the chunk.
        stop: Behind the last one.
    """

    batch: int
    slot: int
    start: int
    stop: int


class ChunkMap(QWidget):
    """Slots from the top down, batches from left to right, coloured by place in the sequence.

    A green link joins a cell to the one before that it continues. A broken line in the colour of "lost" is
    a jump, a whole one in the colour of "fresh" the start of a sequence. Under the map lies a sequence from
    end to end, and under that what the signs mean and what an epoch comes to. Two arrows, or Page Up and
    Page Down, turn the page; where slots are many, two more, or Up and Down, bring other slots.

    Signals:
        pointed: What the mouse is on, as a tuple of :class:`Lit`; empty when it is on nothing.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = ChunkPicture()
        self._held = False
        self.setObjectName("chunk-map")
        self.setAccessibleName("Chunk map")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def plan(self) -> Plan | None:
        """What is drawn."""
        return self._picture.plan

    def show_plan(self, plan: Plan | None) -> None:
        """Draw `plan` from its first batch on; None where there is none."""
        self._held = False
        self._picture.show(plan)
        self._turn_to(0)
        self.setAccessibleDescription(self._picture.words())
        self.updateGeometry()
        self.update()

    def outdate(self) -> None:
        """Draw the plan faintly until there is another one: what is chosen now has none."""
        self._picture.outdated = True
        self.setAccessibleDescription(self._picture.words())
        self.update()

    def mark_batch(self, batch: int) -> None:
        """Point at the batch that was read last; a negative number points at none."""
        wanted = batch if batch >= 0 else None
        if wanted == self._picture.batch:
            return
        self._picture.batch = wanted
        if not self._held:
            self._turn_to(max(0, batch))
        self.update()

    def light(self, batch: int, slot: int, step: int) -> None:
        """Frame what a slot reads at a timestep of a batch, on its page; a negative `batch` frames nothing."""
        if batch < 0:
            self._let_go()
        else:
            self._held = True
            self._turn_to(batch, slot)
        page = self._picture.page
        chunk = page.stretch((batch, slot)) if page is not None else None
        if chunk is None:
            self._frame([], None)
        else:
            at = min(chunk.start + step, chunk.stop - 1)
            self._frame([(batch, slot)], Stretch(chunk.sequence, at, at + 1))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._picture.theme = theme
        self.update()

    def tip_at(self, position: QPointF) -> str:
        """What the cell at a position of the widget reads, in words; empty outside of all cells."""
        spot, page = self._picture.spot_at(position), self._picture.page
        return page.tip(spot) if spot is not None and page is not None else ""

    @property
    def _newest(self) -> int:
        return self._picture.batch or 0

    def _turn_to(self, batch: int, slot: int | None = None) -> None:
        """Show the page that a batch is on, with a slot, or with the slots that are shown."""
        plan, page, slots = self._picture.plan, self._picture.page, self._picture.slots
        first_slot = 0 if page is None else page.first_slot
        if slot is not None and not first_slot <= slot < first_slot + slots:
            first_slot = slot // slots * slots
        if plan is None or (page is not None and page.holds(batch) and page.first_slot == first_slot):
            return
        self._picture.page = ChunkPage.around(plan, batch, MOST_BATCHES, first_slot, slots)
        self._frame([], None)
        self.setAccessibleDescription(self._picture.words())
        self.update()

    def _turn(self, way: int) -> None:
        """Show the page before (−1) or after (1), and stay there until neither mouse nor keys are here."""
        page = self._picture.page
        to = None if page is None else page.before if way < 0 else page.after
        if to is not None:
            self._held = True
            self._turn_to(to)

    def _turn_slots(self, way: int) -> None:
        """Show the slots before (−1) or after (1)."""
        page, slot = self._picture.page, self._picture.slots_beside(way)
        if page is not None and slot is not None:
            self._turn_to(page.first, slot)

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._turn_to(self._newest)

    def _point(self, position: QPointF) -> None:
        """Frame what is at a position, here and wherever else it is seen."""
        page = self._picture.page
        if page is None:
            return
        spots: list[Spot] = []
        stretch: Stretch | None = None
        spot, at = self._picture.spot_at(position), self._picture.step_at(position)
        if spot is not None:
            stretch = page.stretch(spot)
            spots = [] if stretch is None else [spot]
        elif at is not None:
            stretch, spots = Stretch(at[0], at[1], at[1] + 1), page.reading(*at)
        if self._frame(spots, stretch):
            self.pointed.emit(tuple(_lit(page, spot, stretch) for spot in spots if stretch is not None))

    def _frame(self, spots: list[Spot], stretch: Stretch | None) -> bool:
        """Frame cells and timesteps; whether they are others than before."""
        if (spots, stretch) == (list(self._picture.spots), self._picture.stretch):
            return False
        self._picture.spots, self._picture.stretch = spots, stretch
        self.update()
        return True

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(240, self._picture.tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._picture.tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._picture.draw(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for way in (-1, 1):
            if self._picture.arrow(way).contains(event.position()):
                self._turn(way)
            elif self._picture.slot_arrow(way).contains(event.position()):
                self._turn_slots(way)

    def leaveEvent(self, event: QEvent) -> None:
        if self._frame([], None):
            self.pointed.emit(())
        if not self.hasFocus():
            self._let_go()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._picture.focused = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._picture.focused = False
        self._let_go()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}
        slots = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        if event.key() in ways:
            self._turn(ways[event.key()])
        elif event.key() in slots and self._picture.slots_beside(slots[event.key()]) is not None:
            self._turn_slots(slots[event.key()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture.width = self.width()
        if self.height() != self._picture.tall:
            self.updateGeometry()


def _lit(page: ChunkPage, spot: Spot, stretch: Stretch) -> Lit:
    chunk = page.stretch(spot)
    assert chunk is not None
    return Lit(*spot, stretch.start - chunk.start, stretch.stop - chunk.start)
