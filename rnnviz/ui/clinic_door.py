"""The way into the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.live.runner import Runner
from rnnviz.ui.looks import Looks

if TYPE_CHECKING:
    from rnnviz.ui.clinic_window import ClinicWindow


class ClinicDoor(QObject):
    """Makes the clinic's window when it is first asked for.

    Args:
        runner: Runs the cases beside the live run.
        settings: Where the clinic remembers things.
        looks: Its colours.
        window: Owns it.

    Signals:
        opened: An experiment that the user wants to have in the main window.
        failed: A :class:`~rnnviz.live.status.Failure`.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: Runner, settings: QSettings, looks: Looks, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._settings, self._looks, self._window = runner, settings, looks, window
        self._clinic: ClinicWindow | None = None

    def open(self, case: str = "") -> None:
        """Show the clinic, at the case of that name if one is given."""
        clinic = self._clinic or self._made()
        clinic.show()
        clinic.activateWindow()
        if case:
            clinic.choose(case)

    def _made(self) -> ClinicWindow:
        from rnnviz.ui.clinic_window import ClinicWindow  # 60 ms, which the first window need not wait for

        self._clinic = clinic = ClinicWindow(self._runner, self._settings, parent=self._window)
        clinic.set_theme(self._looks.theme)
        self._looks.changed.connect(clinic.set_theme)
        clinic.opened.connect(self.opened)
        clinic.failed.connect(self.failed)
        return clinic
