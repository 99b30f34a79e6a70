"""What leaves the window: recordings, pictures and numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.plots.stack import PlotStack
from rnnviz.ui.export_dialog import ExportDialog
from rnnviz.ui.files import Files
from rnnviz.ui.picture_copy import copy_picture
from rnnviz.ui.showing import Showing


class Outputs:
    """Saves, exports and copies what is shown, and opens what was saved.

    Args:
        files: Reads and writes recordings.
        recent: The menu of those that were opened lately.
        showing: Which recording is shown.
        stack: The plots of it.
        tell: Says that something went well.
        window: Owns the dialogs.
    """

    def __init__(
        self,
        files: Files,
        recent: QMenu,
        showing: Showing,
        stack: PlotStack,
        tell: Callable[[str], object],
        window: QWidget,
    ) -> None:
        self._files, self._recent, self._showing, self._stack = files, recent, showing, stack
        self._tell, self._window = tell, window
        recent.aboutToShow.connect(self._fill_recent)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {"open": self._files.ask_to_open, "save": self._save, "export": self._export, "copy": self._copy}

    def _save(self) -> None:
        if self._showing.shown is not None:
            self._files.ask_to_save(self._showing.shown.recording)

    def _export(self) -> None:
        dialog = ExportDialog(self._stack, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _copy(self) -> None:
        try:
            copied = copy_picture(self._stack)
        except MemoryError as error:
            self._tell(f"The picture was not copied: {error}.")
            return
        self._tell("The picture is on the clipboard." if copied else "There is nothing to copy yet: run or step first.")

    def _fill_recent(self) -> None:
        self._files.fill_recent(self._recent)
