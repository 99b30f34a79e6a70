"""The bar at the top: run, step, reset, speed, how far it is, and out with the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QWidget

from rnnviz.plots.theme import Theme
from rnnviz.ui.action_button import ActionButton
from rnnviz.ui.actions import DEEDS, spelled
from rnnviz.ui.lesson_bar import STRONG
from rnnviz.ui.steady_label import SteadyLabel


class Toolbar(QFrame):
    """The controls of a run.

    Args:
        actions: Every action by name.
        speeds: The menu of speeds.
        parent: The owner.
    """

    def __init__(self, actions: Mapping[str, QAction], speeds: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        names = {"run": "Run", "step": "Step", "step-ten": "Ten", "reset": "Reset state", "restart": "Restart"}
        self._controls = {name: self._button(actions[name], text) for name, text in names.items()}
        self._pace = "as fast as it goes"
        self._speed = ActionButton(None, "Speed", "speed", f"{self._pace} ▾", speeds, self)
        self._speed.setToolTip("How many batches a second to run")
        self._follow = self._button(actions["follow"], "Follow")
        self._export = self._button(actions["export"], "Export…", aside="")
        self._controls["run"].set_primary(True)
        self._progress = SteadyLabel(self)
        self._progress.setProperty("tone", "muted")
        self._progress.setTextFormat(Qt.TextFormat.RichText)
        self._progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # Room for a long run from the start, so that the buttons stand still while figures grow.
        self._progress.reserve("batch 9,999,999 · 9,999 batches/s")
        self._colour = ""
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedSize(54, 4)
        self._busy.hide()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for button in (*self._controls.values(), self._speed):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._busy)
        row.addWidget(self._progress)
        row.addSpacing(4)
        row.addWidget(self._follow)
        row.addWidget(self._export)

    def show_running(self, running: bool, replays: bool) -> None:
        """Offer to pause when it runs; when it does not, to play a recording again or to run."""
        name = "Pause" if running else "Play" if replays else "Run"
        self._controls["run"].show_as(name, "pause" if running else "run")

    def show_speed(self, text: str) -> None:
        """Name the speed that is chosen."""
        if text != self._pace:
            self._pace = text
            self._speed.set_aside(f"{text} ▾")
            self._fit()

    def show_progress(self, batches: int, rate: float, waits: str = "") -> None:
        """Say how many batches have run, and how fast they come or, with a moving bar, that the next one `waits`."""
        speed = "" if rate <= 0 else f"{rate:,.0f} batches/s" if rate >= 9.5 else f"{rate:.1f} batches/s"
        number = f'batch <span style="{STRONG}; color:{self._colour}">{batches:,}</span>'
        self._busy.setVisible(bool(waits))
        self._progress.say(" · ".join(filter(None, (number, waits or speed))))

    def show_message(self, text: str, busy: bool) -> None:
        """Say something else instead, with a moving bar when it takes its time."""
        self._busy.setVisible(busy)
        self._progress.say(text)

    def progress(self) -> str:
        """What is said about how far it is, without marks."""
        return re.sub(r"<[^>]*>", "", self._progress.text())

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for button in self._buttons():
            button.set_theme(theme)
        self._colour = theme.text

    # Overrides of Qt, whose names are its own.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _button(self, action: QAction, text: str, aside: str | None = None) -> ActionButton:
        deed = DEEDS[action.objectName()]
        return ActionButton(action, text, deed.icon, spelled(deed.shortcut) if aside is None else aside, parent=self)

    def _buttons(self) -> tuple[ActionButton, ...]:
        return (*self._controls.values(), self._speed, self._follow, self._export)

    def _fit(self) -> None:
        """Leave out shortcuts, then names, where the window is too narrow for them."""
        room = self.width()
        for aside, names in ((True, True), (False, True), (False, False)):
            for button in self._buttons():
                essential = button in (self._controls["run"], self._speed)
                button.set_room(aside or button is self._speed, names or essential)
            self._row.invalidate()
            if self._row.minimumSize().width() <= room:
                return
