"""How the chunk map is drawn: caption, cells, the arrows that turn the page, a sequence, and the counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from rnnviz.chunking import Plan
from rnnviz.plots import source_strip
from rnnviz.plots.chunk_cells import cell_edges, cell_pixels
from rnnviz.plots.chunk_page import ChunkPage, Spot, Stretch
from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import device_pixels, ink, pen
from rnnviz.plots.tally_line import ROW, Count, draw_tally, tally_rows, tally_words
from rnnviz.plots.theme import LIGHT, Theme
from rnnviz.plots.wording import counted

MOST_SLOTS = 16
CAPTION = 24.0
TALLEST_ROW = 13.0
GRID = 112.0
PAGER = 22.0
ARROW = 18.0
LETTERS = 11
FAINT = 0.35
"""How much is left of the colours of a plan that is not the one of what is chosen."""

_OUTDATED = ("Chunk map · of the last choices that can work", "Chunk map · of the last choices")


class ChunkPicture:
    """A page of a plan with what belongs to it, in a column of some width.

    Attributes:
        width: Logical pixels.
        theme: The colours.
        plan: What is drawn, or None.
        page: The batches that are shown, or None.
        batch: The number of the batch that was read last, or None.
        spots: The cells that are framed.
        stretch: The timesteps that are framed, or None.
        focused: Whether the keys turn the page.
        outdated: Whether the plan is of earlier choices, for what is chosen now has none.
    """

    def __init__(self) -> None:
        self.width = 240
        self.theme: Theme = LIGHT
        self.plan: Plan | None = None
        self.page: ChunkPage | None = None
        self.batch: int | None = None
        self.spots: Sequence[Spot] = ()
        self.stretch: Stretch | None = None
        self.focused = False
        self.outdated = False
        self._counts: list[Count] = []
        self._continuity = 0.0
        self._image: tuple[tuple[object, ...], QImage] = ((), QImage())

    def show(self, plan: Plan | None) -> None:
        """Draw another plan, none of it yet."""
        self.plan, self.page, self.batch, self.outdated = plan, None, None, False
        self.spots, self.stretch = (), None
        self._counts = [] if plan is None else tally_words(plan)
        self._continuity = 0.0 if plan is None else plan.continuity()

    # Where things are

    @property
    def slots(self) -> int:
        """How many have a row."""
        return min(MOST_SLOTS, self.plan.chunking.batch_size) if self.plan is not None else MOST_SLOTS

    @property
    def grid(self) -> QRectF:
        """Where the cells are."""
        return QRectF(0.0, CAPTION, float(self.width), min(GRID, TALLEST_ROW * self.slots))

    @property
    def strip(self) -> QRectF:
        """Where the sequence lies."""
        return QRectF(0.0, self.grid.bottom() + PAGER, float(self.width), source_strip.HEIGHT)

    @property
    def tall(self) -> int:
        """The height of all of it."""
        rows = tally_rows(self._counts, self.width) if self.plan is not None else []
        return int(self.strip.bottom() + ROW * len(rows))

    def arrow(self, way: int) -> QRectF:
        """Where the arrow to an earlier (−1) or later (1) page lies."""
        return QRectF(self.width - ARROW * (2 if way < 0 else 1), self.grid.bottom() + 2.0, ARROW, PAGER - 4.0)

    def slot_arrow(self, way: int) -> QRectF:
        """Where the arrow to slots before (−1) or after (1) lies; nowhere while all have a row."""
        if self.plan is None or self.plan.chunking.batch_size <= self.slots:
            return QRectF()
        return self.arrow(way).translated(-2.0 * ARROW, 0.0)

    def spot_at(self, position: QPointF) -> Spot | None:
        """The batch and slot at a position, or None where there is no cell."""
        if self.page is None or not self.grid.contains(position) or position.x() >= self.width:
            return None
        batch = int(position.x() / self.width * self.page.batches)
        slot = int((position.y() - CAPTION) / (self.grid.height() / self.slots))
        return self.page.first + batch, self.page.first_slot + min(slot, self.slots - 1)

    def slots_beside(self, way: int) -> int | None:
        """A slot of the rows before (−1) or after (1) those that are shown; None where there are none."""
        if self.page is None or self.plan is None:
            return None
        slot = self.page.first_slot - 1 if way < 0 else self.page.first_slot + self.slots
        return slot if 0 <= slot < self.plan.chunking.batch_size else None

    def step_at(self, position: QPointF) -> tuple[int, int] | None:
        """The sequence and the timestep at a position of the strip, or None elsewhere."""
        if self.page is None or not self.strip.contains(position):
            return None
        sequence = self.sequence
        return sequence, source_strip.step_at(position.x(), self.width, self.page.extent(sequence))

    @property
    def sequence(self) -> int:
        """The sequence that lies under the map: the one that is pointed at, or that is being read."""
        if self.stretch is not None:
            return self.stretch.sequence
        assert self.page is not None
        at = self.batch - self.page.first if self.batch is not None and self.page.holds(self.batch) else 0
        read = self.page.cells.sequence[at]
        # All slots that are shown may idle in a batch.
        return int(next(iter(read[read >= 0]), self.page.cells.sequence.max(initial=0)))

    # Words

    def words(self) -> str:
        """All of it for those who do not see it."""
        counts = " ".join(words for _, words in self._counts)
        page = self.page.words() if self.page is not None else ""
        return ". ".join(filter(None, [self._captions()[0], self._continuity_words(), page, counts]))

    def _captions(self) -> tuple[str, ...]:
        """What is shown, from the fullest words to the briefest."""
        if self.outdated:
            return _OUTDATED
        slots = self.plan.chunking.batch_size if self.plan is not None else 0
        if slots <= self.slots:
            return ("Chunk map · slot × batch",)
        first = self.page.first_slot if self.page is not None else 0
        ends, of = (counted(first), counted(first + self.slots - 1)), f"of {counted(slots)}"
        said = f"Chunk map · slots {' to '.join(ends)} {of}"
        return f"{said} × batch", said, f"Slots {'–'.join(ends)} {of}"

    def _continuity_words(self) -> str:
        known = self.plan is not None and not self.outdated
        return f"continuity {_percent(self._continuity)}" if known else ""

    def caption_within(self, width: float) -> str:
        """What is said before the continuity: as much as there is room for, which the figure never yields."""
        rest = " · " if self._continuity_words() else ""
        captions = self._captions()
        for said in captions:
            if text_width(said + rest, LETTERS) <= width:
                return said + rest
        room = width - text_width(rest, LETTERS)
        return QFontMetricsF(font(LETTERS)).elidedText(captions[-1], Qt.TextElideMode.ElideRight, room) + rest

    # Drawing

    def draw(self, painter: QPainter) -> None:
        """Draw all of it from (0, 0) on."""
        self._draw_caption(painter)
        page = self.page
        if page is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setOpacity(FAINT if self.outdated else 1.0)
        self._draw_cells(painter, page)
        self._draw_marked(painter, page)
        self._draw_pager(painter, page)
        source_strip.draw_source_strip(painter, self.strip, page, self.sequence, self.stretch, self.theme)
        below = QRectF(0.0, self.strip.bottom(), self.width, self.tall - self.strip.bottom())
        draw_tally(painter, below, self._counts, self.theme)

    def _draw_caption(self, painter: QPainter) -> None:
        continuity = self._continuity_words()
        said = self.caption_within(self.width - text_width(continuity, LETTERS, bold=True))
        painter.setFont(font(LETTERS))
        painter.setPen(ink(self.theme.muted))
        painter.drawText(QPointF(0.0, CAPTION - 11.0), said)
        painter.setFont(font(LETTERS, bold=True))
        painter.setPen(ink(self.theme.text))
        painter.drawText(QPointF(text_width(said, LETTERS), CAPTION - 11.0), continuity)

    def _draw_cells(self, painter: QPainter, page: ChunkPage) -> None:
        density = device_pixels(painter) or 1.0
        wanted = (page, self.width, density, self.theme.name)
        if self._image[0] != wanted:
            pixels = cell_pixels(page, self.width, self.grid.height(), density, self.theme)
            height, width = pixels.shape
            image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
            self._image = (wanted, image)
        image = self._image[1]
        painter.drawImage(QRectF(0.0, CAPTION, image.width() / density, image.height() / density), image)
        edges = cell_edges(self.width, page.batches).tolist()
        for number in page.cells.validates.nonzero()[0].tolist():
            lane = QRectF(edges[number], CAPTION - 5.0, edges[number + 1] - edges[number], 2.0)
            painter.fillRect(lane, ink(self.theme.text))

    def _draw_marked(self, painter: QPainter, page: ChunkPage) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(self.theme.text))
        if self.batch is not None and page.holds(self.batch):
            ends = (self._cell_box((self.batch, page.first_slot + row), page) for row in (0, self.slots - 1))
            box = next(ends).united(next(ends))
            painter.drawRect(box.adjusted(0.5, -1.5, -0.5, -0.5))
        for spot in self.spots:
            painter.drawRect(self._cell_box(spot, page).adjusted(0.5, -0.5, -0.5, -0.5))

    def _cell_box(self, spot: Spot, page: ChunkPage) -> QRectF:
        edges = cell_edges(self.width, page.batches).tolist()
        left, right = (edges[spot[0] - page.first + number] for number in (0, 1))
        height = self.grid.height() / self.slots
        return QRectF(left, CAPTION + (spot[1] - page.first_slot) * height, right - left, height)

    def _draw_pager(self, painter: QPainter, page: ChunkPage) -> None:
        painter.setFont(font(LETTERS))
        painter.setPen(ink(self.theme.muted))
        shown = [
            (self.slot_arrow(way), sign, self.slots_beside(way) is not None) for way, sign in ((-1, "▴"), (1, "▾"))
        ]
        if page.before is not None or page.after is not None:
            shown += [(self.arrow(-1), "‹", page.before is not None), (self.arrow(1), "›", page.after is not None)]
        shown = [arrow for arrow in shown if not arrow[0].isEmpty()]
        room = min((box.left() for box, _, _ in shown), default=float(self.width))
        said = QFontMetricsF(font(LETTERS)).elidedText(page.words(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(0.0, self.grid.bottom() + 15.0), said)
        painter.setFont(font(15, bold=True))
        for box, sign, there in shown:
            painter.setPen(ink(self.theme.text if there else self.theme.border))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
        if self.focused and shown:
            painter.setPen(pen(self.theme.accent))
            painter.drawRect(QRectF(shown[0][0]).united(shown[-1][0]).adjusted(0.5, 0.5, -0.5, -0.5))


def _percent(share: float) -> str:
    """A share in whole per cent, which are 0 or 100 only where they are so exactly."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1.0 else f"{round(100 * share)} %"
