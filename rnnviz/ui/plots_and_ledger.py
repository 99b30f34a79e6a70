"""The plots, and below them the ledger, whose lines lead back to the plots."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from rnnviz.analysis.entries import Entry
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import Theme
from rnnviz.recording.recording import Recording
from rnnviz.ui.ledger import LedgerPanel
from rnnviz.ui.memory import kept_state
from rnnviz.ui.pickers import Pickers

_VISIBLE, _SIZES = "ledger/visible", "ledger/sizes"


class PlotsAndLedger(QSplitter):
    """Shows the ledger of what the plots show, or not; remembered from one window to the next.

    Args:
        stack: The plots.
        pickers: What chooses their layer and slot.
        action: Whether the ledger is in sight.
        settings: Where that and the sizes are remembered.
        parent: The owner.

    Attributes:
        ledger: The ledger.

    Signals:
        failed: A :class:`~rnnviz.live.status.Failure` while the ledger was read.
    """

    failed = Signal(object)

    def __init__(
        self, stack: PlotStack, pickers: Pickers, action: QAction, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._stack, self._pickers, self._action, self._settings = stack, pickers, action, settings
        self.ledger = LedgerPanel(self)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(4)
        self.addWidget(stack)
        self.addWidget(self.ledger)
        self.setStretchFactor(0, 1)
        self.setSizes([500, 240])
        self.restoreState(kept_state(settings, _SIZES))
        action.setChecked(settings.value(_VISIBLE, False, bool) is True)
        action.toggled.connect(self._show)
        self._show()
        self.ledger.gone_to.connect(self._go_to)
        self.ledger.closed.connect(lambda: action.setChecked(False))
        self.ledger.failed.connect(self.failed)

    def show_recording(self, recording: Recording | None) -> None:
        """Tell of this one from now on."""
        self.ledger.show_recording(recording)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self.ledger.set_theme(theme)

    def close_reading(self) -> None:
        """Remember how it is, and wait for what is under way."""
        self._settings.setValue(_VISIBLE, self._action.isChecked())
        self._settings.setValue(_SIZES, self.saveState())
        self.ledger.close_reading()

    @Slot()
    def _show(self) -> None:
        seen = self._action.isChecked()
        self.ledger.setVisible(seen)
        if not seen and self.ledger.isAncestorOf(self.focusWidget() or self):
            self._stack.setFocus()

    @Slot(object)
    def _go_to(self, entry: Entry) -> None:
        source = self._stack.source
        if source is None:
            return
        header = source.recording.header
        slots = (source.slot, *header.watched)
        slot = next((slot for slot in slots if entry.has_slot(slot)), source.slot)
        self._pickers.choose(entry.story.layer, slot)
        if entry.first >= source.recording.batches:
            self._stack.seek((entry.first + 1) * header.length)  # a replay has not got there yet
        at, half = entry.first * header.length, self._stack.viewport.span / 2
        self._stack.show_range(at - half, at + half)
        self._stack.point(None, at, 0.0)
