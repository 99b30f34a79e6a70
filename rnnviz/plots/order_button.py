"""The choice in the heatmap's header: in which order its units are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rnnviz.plots.fonts import font
from rnnviz.plots.heatmap import ORDERS, UnitOrder
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme

HELP: dict[UnitOrder, str] = {
    "number": "As the layer has them",
    "similarity": "Units that rise and fall together in what is now in view, side by side; choose again to sort anew",
}


class OrderButton(QToolButton):
    """Opens a menu of the orders.

    Signals:
        chosen: An order, also when it is the one there is.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit-order")
        self.setAccessibleName("Order of the units")
        self.setToolTip("In which order the units are, from the top down")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFont(font(SMALL))
        menu, group = QMenu(self), QActionGroup(self)
        menu.setToolTipsVisible(True)
        self._actions: dict[str, QAction] = {}
        for order in ORDERS:
            action = menu.addAction(f"Units by {order}")
            action.setCheckable(True)
            action.setToolTip(HELP[order])
            action.setData(order)
            group.addAction(action)
            self._actions[order] = action
        group.triggered.connect(self._choose)
        self.setMenu(menu)
        self.show_order("number")

    def show_order(self, order: UnitOrder) -> None:
        """Say which order there is."""
        self._actions[order].setChecked(True)
        self.setText(f"{ORDERS[order]} ▾")
        self.adjustSize()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setStyleSheet(
            f"#unit-order {{ background: {theme.window}; color: {theme.muted}; border: 1px solid {theme.window};"
            f" border-radius: 3px; padding: 0 2px; }}"
            f"#unit-order:hover {{ color: {theme.text}; }} #unit-order:focus {{ border-color: {theme.accent}; }}"
            "#unit-order::menu-indicator { image: none; width: 0; }"
        )
        self.adjustSize()

    def _choose(self, action: QAction) -> None:
        self.show_order(action.data())
        self.chosen.emit(action.data())
