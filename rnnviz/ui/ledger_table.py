"""The table of the ledger: how it looks, and what mouse and keys do in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rnnviz.plots.theme import Theme
from rnnviz.ui.ledger_lines import Line
from rnnviz.ui.ledger_marks import MarkDelegate
from rnnviz.ui.ledger_model import COLUMNS, LINE, PLACE, LedgerModel
from rnnviz.ui.sizes import row_height
from rnnviz.ui.theme import SMALL


class LedgerTable(QTableView):
    """Lines of the ledger. Up and Down move among them, → and ← unfold and fold, Enter goes there.

    Signals:
        current: The line that is chosen, or None.
        gone_to: The line that was clicked, or on which Enter was pressed.
        toggled: A line that is to be unfolded, or folded.
    """

    current = Signal(object)
    gone_to = Signal(object)
    toggled = Signal(object)

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger-table")
        self.setAccessibleName("Ledger")
        self.setModel(model)
        self._marks = MarkDelegate(self)
        self._pressed = QPointF()
        self._needed: dict[int, int] = {}
        self.setItemDelegateForColumn(PLACE["transition"], self._marks)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * SMALL)
        self.setFont(small)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(self) - 4)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setResizeContentsPrecision(0)  # lines in sight alone: a look at all of them takes long
        self.setSortingEnabled(True)
        self.sortByColumn(PLACE["batches"], Qt.SortOrder.AscendingOrder)
        self.clicked.connect(self._go_to)
        self.selectionModel().currentRowChanged.connect(self._tell)
        model.modelReset.connect(lambda: self.current.emit(None))

    def set_theme(self, theme: Theme) -> None:
        """Draw the marks in the colours of `theme`."""
        self._marks.set_theme(theme)
        self.viewport().update()

    def begin(self, layers: int) -> None:
        """Another recording is shown, with so many layers."""
        self.setColumnHidden(PLACE["layer"], layers < 2)
        self._needed = dict.fromkeys((n for n in range(len(COLUMNS)) if not self.isColumnHidden(n)), 0)

    def fit(self) -> None:
        """Give each column the room that it needs, and the causes what is left; beyond that the table scrolls.

        Only lines in sight are looked at, and a column never shrinks, so that nothing jumps about.
        """
        header, cause = self.horizontalHeader(), PLACE["cause"]
        for number, needed in self._needed.items():
            title = header.fontMetrics().horizontalAdvance(f"{COLUMNS[number].title} ▾") + 14
            self._needed[number] = max(needed, self.sizeHintForColumn(number), title)
        left = self.viewport().width() - sum(self._needed.values())
        for number, needed in self._needed.items():
            header.resizeSection(number, needed + max(0, left) if number == cause else needed)

    @property
    def line(self) -> Line | None:
        """The line that is chosen."""
        line: Line | None = self.currentIndex().data(LINE)
        return line

    def choose_row(self, row: int) -> None:
        """Choose a line, and bring it into sight."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)

    # Overrides of Qt, whose names are its own

    def event(self, event: QEvent) -> bool:
        # The window steps with →: here it unfolds, but only where there is something to unfold.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._folds(event):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.line
        if line is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.gone_to.emit(line)
        elif line is not None and self._folds(event):
            if event.key() == Qt.Key.Key_Left and not line.unfolded:
                self._choose_above(line)
            else:
                self.toggled.emit(line)
        else:
            super().keyPressEvent(event)

    def _folds(self, event: QKeyEvent) -> bool:
        line = self.line
        if line is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Right:
            return line.unfolded is False
        return event.key() == Qt.Key.Key_Left and (line.unfolded is True or line.depth > 0)

    def _choose_above(self, line: Line) -> None:
        model = self.model()
        assert isinstance(model, LedgerModel)
        row = model.row_of(line.key[:-1])
        if row is not None:
            self.choose_row(row)

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        line: Line = index.data(LINE)
        x = self._pressed.x() - self.columnViewportPosition(index.column())
        folds = COLUMNS[index.column()].name == "transition" and self._marks.is_triangle(line, x)
        (self.toggled if folds else self.gone_to).emit(line)

    @Slot(QModelIndex, QModelIndex)
    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.current.emit(index.data(LINE))
