"""A field for a number, with its unit inside it."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QWidget

from rnnviz.ui.sizes import row_height

_WHOLE = re.compile(r"[+-]?\d+")
_TYPED = set("0123456789.,eE+-_")


class NumberEdit(QAbstractSpinBox):
    """Takes any text, so that a number that cannot be is refused with a reason and not in silence.

    Up, Down and the wheel step it: whole numbers by one (ten with Ctrl), others to the next of
    1, 2, 5, 10 …

    Args:
        whole: Whether it holds a whole number.
        low: The smallest number that stepping reaches.
        high: The largest.
        unit: Shown inside, at the right.
        parent: The owner.

    Signals:
        changed: The user has changed it.
    """

    changed = Signal()

    def __init__(self, whole: bool, low: float, high: float, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole, self._low, self._high = whole, low, high
        self._unit = QLabel(unit, self)
        self._unit.setProperty("tone", "unit")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(60)
        self.setFixedHeight(row_height(self))
        self.lineEdit().setAcceptDrops(False)  # a file that is dropped anywhere is for the window
        self.lineEdit().installEventFilter(self)
        self.lineEdit().textEdited.connect(self.changed)

    def value(self) -> object:
        """The number, or the text when it is none."""
        text = self.lineEdit().text().strip().replace("_", "").replace(",", "" if self._whole else ".")
        if self._whole:
            return int(text) if _WHOLE.fullmatch(text) else text
        try:
            return float(text)
        except ValueError:
            return text

    def set_value(self, value: float) -> None:
        """Show `value` without telling of a change."""
        self.lineEdit().setText(str(value) if self._whole else f"{value:.10g}")

    # Overrides of Qt, whose names are its own.

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        value = self.value()
        if not isinstance(value, int | float):
            return
        moved = value + steps if self._whole else _stepped(float(value), steps)
        self.set_value(min(max(moved, self._low), self._high))
        self.changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the wheel scrolls the panel, unless a field was chosen first

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place_unit()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and _leaves_alone(event):
            event.ignore()
            return False
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and _leaves_alone(event):
            event.ignore()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()  # so that the keys run and step again
            return
        super().keyPressEvent(event)

    def _place_unit(self) -> None:
        size = self._unit.sizeHint()
        self._unit.setGeometry(self.width() - size.width() - 9, 0, size.width(), self.height())
        self.lineEdit().setTextMargins(0, 0, size.width() + 4 if self._unit.text() else 0, 0)


def _leaves_alone(event: QEvent) -> bool:
    """Whether a key means nothing to a number, and so may run, pause or reset."""
    if not isinstance(event, QKeyEvent) or not event.text() or event.matches(QKeySequence.StandardKey.Paste):
        return False
    return event.text().isprintable() and event.text() not in _TYPED


def _stepped(value: float, steps: int) -> float:
    """The number that is `steps` places further along 1, 2, 5, 10, 20, 50 and so on."""
    for _ in range(abs(steps)):
        value = _next(value) if steps > 0 else _before(value)
    return value


def _next(value: float) -> float:
    if value <= 0:
        return 1e-5
    decade = 10.0 ** math.floor(math.log10(value) + 1e-9)
    for factor in (1, 2, 5, 10):
        if factor * decade > value * (1 + 1e-9):
            return float(f"{factor * decade:.3g}")
    return value


def _before(value: float) -> float:
    if value <= 1e-5:
        return 0.0
    decade = 10.0 ** math.floor(math.log10(value) - 1e-9)
    for factor in (5, 2, 1):
        if factor * decade < value * (1 - 1e-9):
            return float(f"{factor * decade:.3g}")
    return value
