"""What the user wants to be kept of runs, remembered."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import QSettings

from rnnviz.recording.keeping import USUAL, Keeping

_KEY = "keeping"


class Kept:
    """Holds the choice; read by the thread that makes a run, changed by the screen's.

    Args:
        settings: Where it is remembered.

    Attributes:
        now: What holds for the next run.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self.now = self._remembered()

    def change(self, keeping: Keeping) -> None:
        """Keep this of the runs to come."""
        self.now = keeping
        for name, value in asdict(keeping).items():
            self._settings.setValue(f"{_KEY}/{name}", value)

    def _remembered(self) -> Keeping:
        try:
            return Keeping(
                str(self._settings.value(f"{_KEY}/watch", USUAL.watch)),
                int(str(self._settings.value(f"{_KEY}/budget", USUAL.budget))),
                str(self._settings.value(f"{_KEY}/cells", USUAL.cells)),
            )
        except ValueError:  # edited by hand
            return USUAL
