"""The ledger in the window: every state that was not plainly kept, why, and the way there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnnviz.analysis.entries import Entry
from rnnviz.counting import batches_counted
from rnnviz.plots.theme import Theme
from rnnviz.recording.recording import Recording
from rnnviz.ui.file_dialog import ask_to_save
from rnnviz.ui.ledger_export import SUFFIX, LedgerExport
from rnnviz.ui.ledger_filters import LedgerFilters
from rnnviz.ui.ledger_lines import EVERYTHING, Key, Line, Page, lines_of
from rnnviz.ui.ledger_model import LedgerModel
from rnnviz.ui.ledger_reader import LedgerReader
from rnnviz.ui.ledger_table import LedgerTable
from rnnviz.ui.ledger_words import explain, totals_words

LOWEST = 124
"""Pixels of height that leave room for two lines."""

LOW, HIGH = 150, 230
"""Pixels of height from which there is a line of words under the table, and a second one."""


class LedgerPanel(QFrame):
    """A table of what was not plainly kept, lists to filter it, and a sentence on the line that is chosen.

    It reads only while it is in sight.

    Signals:
        gone_to: An :class:`~rnnviz.analysis.entries.Entry` that the user wants to see in the plots.
        closed: The user wants it out of the way.
        failed: A :class:`~rnnviz.live.status.Failure`.
    """

    gone_to = Signal(object)
    closed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self._recording: Recording | None = None
        self._page = Page()
        self._unfolded: set[Key] = set()
        self._read_from: dict[Key, Entry] = {}
        self._finer: dict[Key, tuple[Entry, ...]] = {}
        self._order, self._descending = "batches", False
        self.filters = LedgerFilters(self)
        self.model = LedgerModel(self)
        self.table = LedgerTable(self.model, self)
        self.reader = LedgerReader(self)
        self.writing = LedgerExport(self)
        self._export = self._button("Export…", self._ask_to_export)
        self._export.setToolTip("Write what the lists let through as a table (CSV)")
        self._close = self._button("✕", self.closed.emit)
        self._close.setAccessibleName("Close the ledger")
        self._close.setToolTip("Put the ledger away (F8)")
        self._close.setProperty("flat", True)
        self._words = QLabel(self)
        self._words.setObjectName("ledger-words")
        self._words.setProperty("tone", "muted")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._join()
        self.setMinimumHeight(LOWEST)
        self.show_recording(None)

    @property
    def words(self) -> str:
        """The sentence below the table."""
        return self._words.text()

    def show_recording(self, recording: Recording | None) -> None:
        """Tell of this one from now on."""
        header = recording.header if recording else None
        self._recording = recording
        self._page = Page()
        for known in (self._unfolded, self._read_from, self._finer):
            known.clear()
        self.filters.clear()
        self.filters.show_header(header)
        self.filters.show_page(self._page)
        self.table.begin(len(header.layers) if header else 0)
        self.reader.show_recording(recording)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self.table.set_theme(theme)

    def close_reading(self) -> None:
        """Wait for what is under way."""
        self.writing.cancel()
        self.reader.close()

    def export(self, path: str) -> None:
        """Write what the filters let through to a ``.csv`` file."""
        if self._recording is not None and not self.writing.busy:
            self._export.setText("Cancel")
            self.writing.begin(Path(path), self._recording, self.filters.wanted)

    # How it is put together

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 7, 8, 7)
        bar.setSpacing(6)
        bar.addWidget(self.filters, 1)
        bar.addWidget(self._export)
        bar.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self._words.setContentsMargins(16, 5, 16, 7)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._words)

    def _join(self) -> None:
        self.filters.changed.connect(self._show)
        self.model.ordered.connect(self._sort)
        self.table.current.connect(self._tell)
        self.table.gone_to.connect(self._go_to)
        self.table.toggled.connect(self._toggle)
        self.reader.read.connect(self._take_page)
        self.reader.unfolded.connect(self._take_parts)
        self.reader.failed.connect(self.failed)
        self.writing.told.connect(self._say)
        self.writing.ended.connect(lambda: self._export.setText("Export…"))

    # What it shows

    @Slot()
    def _show(self) -> None:
        recording, chosen = self._recording, self.table.line
        lines = lines_of(self._page, self._unfolded, self._finer, self.filters.wanted, self._order, self._descending)
        for line in lines:
            known = line.depth == 0 and self._page.parts_of(line.entry) is not None
            if line.unfolded and not known and self._read_from.get(line.key) != line.entry:
                self._read_from[line.key] = line.entry
                self.reader.unfold(line.key, line.entry)
        self.model.show_lines(lines, recording.header if recording else None)
        self.table.fit()
        if chosen is not None and self.table.line is None:
            row = self.model.row_of(chosen.key)
            if row is not None:
                self.table.choose_row(row)
        self._export.setEnabled(bool(lines) or self.writing.busy)
        self._tell(self.table.line)

    @Slot(object)
    def _take_page(self, page: Page) -> None:
        self._page = page
        self.filters.show_page(page)
        self._show()

    @Slot(object)
    def _take_parts(self, parts: dict[Key, tuple[Entry, ...]]) -> None:
        self._finer |= parts
        self._show()

    @Slot(object)
    def _tell(self, line: Line | None) -> None:
        if self.writing.busy:
            return
        header = self.model.header
        self._say(explain(line.entry, header) if line is not None and header is not None else self._summary())

    @Slot(str)
    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setToolTip(words)

    def _summary(self) -> str:
        page = self._page
        told = [f"{totals_words(page.stories)} in {batches_counted(page.batches)}." if page.stories else ""]
        if page.batches and not page.stories:
            told = ["Every state was kept."]
        elif not page.batches:
            told = ["Reading …" if self._recording and self._recording.batches else "Nothing has run yet."]
        elif not self.model.lines:
            told.append("Nothing among them is as the lists above want it.")
        else:
            told.append("A click or Enter goes there, → unfolds.")
        if page.missed:
            told.append(f"Dropped to keep the disk budget: the first {batches_counted(page.missed)}.")
        if page.left:
            told.append(f"Still to be read: {batches_counted(page.left)} …")
        return " ".join(filter(None, told))

    # What the user does

    @Slot(str, bool)
    def _sort(self, column: str, descending: bool) -> None:
        self._order, self._descending = column, descending
        self._show()

    @Slot(object)
    def _toggle(self, line: Line) -> None:
        if line.unfolded:
            self._unfolded.discard(line.key)
        else:
            self._unfolded.add(line.key)
        self._show()

    @Slot(object)
    def _go_to(self, line: Line) -> None:
        self.gone_to.emit(line.entry)

    @Slot()
    def _ask_to_export(self) -> None:
        if self.writing.busy:
            self.writing.cancel()
            return
        everything = self.filters.wanted == EVERYTHING
        name = f"ledger{'' if everything else '-filtered'}{SUFFIX}"
        title = "Export the ledger" if everything else "Export what the lists let through"
        path = ask_to_save(self, title, name, f"CSV (*{SUFFIX})")
        if path:
            self.export(path if path.endswith(SUFFIX) else path + SUFFIX)

    # Overrides of Qt, whose names are its own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reader.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Always as high, whatever it says, so that the table stays where it is; what is cut off is in the tooltip.
        lines = sum(self.height() >= height for height in (LOW, HIGH))
        self._words.setFixedHeight(lines * self._words.fontMetrics().lineSpacing() + 12)
        self._words.setVisible(lines > 0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.reader.stop()
