"""The lines of the ledger as Qt's tables want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from rnnviz.analysis.causes import MEANINGS, TITLES
from rnnviz.plots.shapes import LETTERS, word
from rnnviz.plots.wording import counted
from rnnviz.recording.header import Header
from rnnviz.ui.ledger_lines import Line
from rnnviz.ui.ledger_words import batches_words, explain, layer_words, norm_words, slots_words

LINE = Qt.ItemDataRole.UserRole
"""The role under which an index gives its :class:`~rnnviz.ui.ledger_lines.Line`."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        name: As :data:`~rnnviz.ui.ledger_lines.ORDERS` has it.
        title: Its heading.
        help: What it tells.
        numbers: Whether it is set flush right, as numbers are.
    """

    name: str
    title: str
    help: str
    numbers: bool = False


COLUMNS = (
    Column("transition", "What", "What happened to the state as the batch began"),
    Column("cause", "Why", "What zeroed or mixed up the state, or failed to"),
    Column("batches", "Batches", "In which batch it happened, or from which one to which", numbers=True),
    Column("slots", "Slots", "To which rows of the batch"),
    Column("layer", "Layer", "To which recurrent layer, counted from the input up"),
    Column("times", "Times", "How often, every slot counted", numbers=True),
    Column("left", "Left as", "Norm of the state that the slot had left, or the lowest and the highest", numbers=True),
    Column("entered", "Entered as", "Norm of the state that entered, or the lowest and the highest", numbers=True),
)
"""From the left."""

PLACE = {column.name: number for number, column in enumerate(COLUMNS)}


class LedgerModel(QAbstractTableModel):
    """Shows lines; what they are made of stays where it is.

    Attributes:
        header: Of the recording, to name its layers.

    Signals:
        ordered: A column's name and whether it is descending, when the user asks for an order.
    """

    ordered = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.header: Header | None = None
        self._lines: list[Line] = []
        self._sorted = (PLACE["batches"], Qt.SortOrder.AscendingOrder)

    @property
    def lines(self) -> list[Line]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: list[Line], header: Header | None) -> None:
        """Show these from now on. Lines with the same key stay, chosen ones chosen, as far as they can."""
        if header is not self.header:
            self.beginResetModel()
            self.header, self._lines = header, lines
            self.endResetModel()
            return
        before, after = [line.key for line in self._lines], [line.key for line in lines]
        top = _alike(before, after)
        bottom = _alike(before[top:][::-1], after[top:][::-1])
        same = self._lines == lines
        if top + bottom < len(before):
            self.beginRemoveRows(QModelIndex(), top, len(before) - bottom - 1)
            self._lines = [*self._lines[:top], *self._lines[len(before) - bottom :]]
            self.endRemoveRows()
        if top + bottom < len(after):
            self.beginInsertRows(QModelIndex(), top, len(after) - bottom - 1)
            self._lines = lines
            self.endInsertRows()
        self._lines = lines
        if lines and not same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))

    def row_of(self, key: object) -> int | None:
        """Where a line is, or None."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), None)

    # Overrides of Qt, whose names are its own

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.header is None:
            return None
        line, column = self._lines[index.row()], COLUMNS[index.column()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(line, column.name, self.header)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return explain(line.entry, self.header) if column.name != "cause" else MEANINGS[line.entry.story.cause]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(line, column, self.header)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            place, order = self._sorted
            arrow = "▴" if order is Qt.SortOrder.AscendingOrder else "▾"
            return f"{column.title} {arrow}" if place == section else column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.help}; click to sort"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = column, order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.ordered.emit(COLUMNS[column].name, order is Qt.SortOrder.DescendingOrder)


def _alike(some: Sequence[object], others: Sequence[object]) -> int:
    """How many are the same from the first on."""
    return next((n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a != b), min(len(some), len(others)))


def _text(line: Line, column: str, header: Header) -> str:
    entry = line.entry
    return {
        "transition": lambda: word(entry.story.transition),
        "cause": lambda: TITLES[entry.story.cause],
        "batches": lambda: batches_words(entry),
        "slots": lambda: slots_words(entry, header.batch_size),
        "layer": lambda: layer_words(entry.story.layer, header),
        "times": lambda: counted(entry.times),
        "left": lambda: norm_words(entry.before),
        "entered": lambda: norm_words(entry.after),
    }[column]()


def _spoken(line: Line, column: Column, header: Header) -> str:
    """A cell for those who do not see its neighbours, nor what is drawn."""
    text = _text(line, column.name, header)
    if column.name != "transition":
        return f"{column.title}: {text}"
    folds = {None: "", True: ", unfolded", False: ", folded"}[line.unfolded]
    return f"{LETTERS[line.entry.story.transition]}, {text}{folds}"


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numbers else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
