"""A drop-down list of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from rnnviz.ui.keys import ENDS, keeps
from rnnviz.ui.sizes import row_height


class Combo(QComboBox):
    """One of some names, each with the value that it stands for.

    Args:
        options: Values by the names that are shown.
        parent: The owner.

    Signals:
        changed: The user has chosen.
    """

    changed = Signal()

    def __init__(self, options: Mapping[str, object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A click chooses and leaves the keys to the window; who comes by Tab works it by keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFixedHeight(row_height(self))
        self.set_options(options)
        self.activated.connect(self.changed)

    def set_options(self, options: Mapping[str, object]) -> None:
        """Show other names, keeping the value where it is still among them."""
        self.set_groups({"": options})

    def set_groups(self, groups: Mapping[str, Mapping[str, object]]) -> None:
        """Show names under headings, which cannot be chosen; names under an empty one have none."""
        chosen = self.value()
        letters = self.font()
        letters.setWeight(letters.Weight.DemiBold)
        self.clear()
        for heading, options in groups.items():
            if heading:
                self.addItem(heading)
                item = self._model.item(self.count() - 1)
                item.setEnabled(False)
                item.setFont(letters)
            for name, value in options.items():
                self.addItem(name, value)
        self.set_value(chosen)

    def value(self) -> object:
        """The value chosen."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Show `value` without telling of a change; the first one when it is not there."""
        rows = self._rows()
        self.setCurrentIndex(next((row for row in rows if self.itemData(row) == value), rows[0] if rows else -1))

    @property
    def _model(self) -> QStandardItemModel:
        return cast("QStandardItemModel", self.model())

    def _rows(self) -> list[int]:
        """The rows with a name to choose."""
        return [row for row in range(self.count()) if self._model.item(row).isEnabled()]

    # Overrides of Qt, whose names are its own.

    def showPopup(self) -> None:
        self.view().installEventFilter(self)
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt's own list would try to go to the heading at its end, which cannot be chosen, and stay where it is.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in ENDS:
            row = self._rows()[0 if event.key() == Qt.Key.Key_Home else -1]
            self.view().setCurrentIndex(self._model.index(row, self.modelColumn()))
            return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the wheel scrolls the panel, unless a field was chosen first

    def event(self, event: QEvent) -> bool:
        return keeps(event, ENDS) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.PlaceholderText if self.isEnabled() else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(role), 1.5))
        x, y = self.width() - 14.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])
