"""The bar below the plots: where in the recording they stand, and how to get elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from rnnviz.plots.wording import counted
from rnnviz.ui.keys import keeps
from rnnviz.ui.steady_label import SteadyLabel

SIDE = 26
"""Side length of a button, in pixels."""


class Transport(QWidget):
    """A slider over the batches of a recording between buttons for its ends.

    Args:
        actions: Every action by name.
        parent: The owner.

    Signals:
        sought: The batch after which the user wants to stand.
    """

    sought = Signal(int)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Batch that is shown")
        self.slider.setToolTip("How much of the recording is shown: drag it to see what it was like earlier")
        self.slider.valueChanged.connect(self.sought)
        self._place = SteadyLabel(self)
        self._place.setProperty("tone", "caption")
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 5)
        row.setSpacing(3)
        for name in ("first", "back"):
            row.addWidget(_Button(actions[name], self))
        row.addWidget(self.slider, 1)
        row.addSpacing(6)
        row.addWidget(self._place)
        row.addWidget(_Button(actions["last"], self))
        self.show_place(0, 0, 1)

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return self._place.text()

    def show_place(self, batches: int, whole: int, length: int) -> None:
        """Stand after `batches` of `whole` batches of `length` timesteps."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(min(1, whole), whole)
            self.slider.setValue(batches)
        self.setEnabled(whole > 1)
        last = counted(whole * length)
        # As wide as it gets, so that the slider stands still.
        self._place.reserve(f"timestep {last} of {last}")
        self._place.say(f"timestep {counted(batches * length)} of {last}" if whole else "")


class _Slider(QSlider):
    """Jumps to where it is clicked."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider  # 10 ms, which the first window need not wait for

        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(event.position().toPoint()):
            at = int(event.position().x()) - handle.width() // 2
            room = self.width() - handle.width()
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room))
        super().mousePressEvent(event)


class _Button(QToolButton):
    """Does an action; its keys and its name are in the tooltip."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setObjectName("bare")
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(action.text().replace("&", ""))

    def event(self, event: QEvent) -> bool:
        return keeps(event) or super().event(event)
