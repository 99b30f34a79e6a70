"""The plots, and below them the ledger, whose lines lead back to the plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from rnnviz.analysis.entries import Entry
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import Theme
from rnnviz.recording.recording import Recording
from rnnviz.ui.arrangement import go_through
from rnnviz.ui.memory import kept_state
from rnnviz.ui.pickers import Pickers

if TYPE_CHECKING:
    from rnnviz.ui.ledger import LedgerPanel

_VISIBLE, _SIZES = "ledger/visible", "ledger/sizes"


class PlotsAndLedger(QSplitter):
    """Shows the ledger of what the plots show, or not; remembered from one window to the next.

    The ledger is made when it is first looked for: a window without it is filled sooner.

    Args:
        stack: The plots.
        pickers: What chooses their layer and slot.
        action: Whether the ledger is in sight.
        settings: Where that and the sizes are remembered.
        parent: The owner.

    Signals:
        failed: A :class:`~rnnviz.live.status.Failure` while the ledger was read.
    """

    failed = Signal(object)

    def __init__(
        self, stack: PlotStack, pickers: Pickers, action: QAction, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._stack, self._pickers, self._action, self._settings = stack, pickers, action, settings
        self._ledger: LedgerPanel | None = None
        self._recording: Recording | None = None
        self._theme: Theme | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(4)
        self.addWidget(stack)
        action.setChecked(settings.value(_VISIBLE, False, bool) is True)
        action.toggled.connect(self._show)
        self._show()

    @property
    def ledger(self) -> LedgerPanel:
        """The ledger."""
        if self._ledger is None:
            self._ledger = self._make()
        return self._ledger

    def show_recording(self, recording: Recording | None) -> None:
        """Tell of this one from now on."""
        self._recording = recording
        if self._ledger is not None:
            self._ledger.show_recording(recording)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        if self._ledger is not None:
            self._ledger.set_theme(theme)

    def close_reading(self) -> None:
        """Remember how it is, and wait for what is under way."""
        self._settings.setValue(_VISIBLE, self._action.isChecked())
        if self._ledger is not None:
            self._settings.setValue(_SIZES, self.saveState())
            self._ledger.close_reading()

    def _make(self) -> LedgerPanel:
        from rnnviz.ui.ledger import LedgerPanel

        made = LedgerPanel(self)
        made.hide()
        self.addWidget(made)
        self.setStretchFactor(0, 1)
        self.setSizes([500, 240])
        self.restoreState(kept_state(self._settings, _SIZES))
        made.gone_to.connect(self._go_to)
        made.closed.connect(lambda: self._action.setChecked(False))
        made.failed.connect(self.failed)
        if self._theme is not None:
            made.set_theme(self._theme)
        made.show_recording(self._recording)
        go_through(self._stack, made)
        return made

    @Slot()
    def _show(self) -> None:
        seen = self._action.isChecked()
        if seen:
            self.ledger.show()
        elif self._ledger is not None:
            self._ledger.hide()
            if self._ledger.isAncestorOf(self.focusWidget() or self):
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
