"""Where the user looks for a file, or says where to write one: the system's dialog, or Qt's where there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHeaderView, QMessageBox, QSplitter, QTreeView, QWidget

from rnnviz.recording.recording import Recording

RECORDING = ".rnnviz"
"""What the name of a recording ends in; it is a folder."""

WIDTH, HEIGHT = 860, 520
SIDE = 180
"""Width of the list of places."""


def ask_to_open(parent: QWidget, title: str, folder: str, filters: str) -> str:
    """The file that the user chooses, or nothing.

    Args:
        parent: The window that waits for it.
        title: What is asked for.
        folder: Where to look first; the working directory when empty.
        filters: Kinds of files, as ``"Data (*.csv *.npy);;All files (*)"``.

    Example:
        ``ask_to_open(window, "Choose a file", "", "Text (*.txt)")`` returns ``"/home/ada/moby-dick.txt"``.
    """
    dialog = FileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog.ask()


def ask_to_open_recording(parent: QWidget) -> str:
    """The recording that the user chooses, or nothing."""
    dialog = FileDialog(parent, "Open a recording", "", "")
    # A recording is a folder, and some are lent out as single files.
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setNameFilter(f"Recordings (*{RECORDING})")  # the mode has one of its own
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Open")
    return dialog.ask()


def ask_to_save(parent: QWidget, title: str, path: str, filters: str, kind: str = "") -> str:
    """Where the user wants something to be written, which may replace what is there; or nothing.

    Args:
        parent: The window that waits for it.
        title: What is to be written.
        path: The name that is suggested, in the working directory unless it says another.
        filters: Kinds of files, as ``"CSV (*.csv)"``.
        kind: The one of them that is chosen at first.

    Example:
        ``ask_to_save(window, "Export the ledger", "ledger.csv", "CSV (*.csv)")`` returns ``"/home/ada/ledger.csv"``.
    """
    place = Path(path)
    dialog = FileDialog(parent, title, str(place.parent), filters)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if kind:
        dialog.selectNameFilter(kind)
    dialog.selectFile(place.name)
    return dialog.ask()


def suggested_name(recording: Recording | None, *more: str) -> str:
    """A name, without an ending, that tells what was run; `more` says what of it.

    Example:
        ``suggested_name(recording, "loss")`` is ``"echo-stateful-loss"``.
    """
    experiment = recording.header.experiment if recording is not None else None
    parts = [experiment.task.name, experiment.strategy] if experiment is not None else ["rnnviz"]
    return "-".join([*parts, *more])


class FileDialog(QFileDialog):
    """A dialog for files, in which a recording counts as one although it is a folder.

    Args:
        parent: The window that waits for it.
        title: What is asked for.
        folder: Where to look first.
        filters: Kinds of files.
    """

    def __init__(self, parent: QWidget, title: str, folder: str, filters: str) -> None:
        super().__init__(parent, title, folder, filters)
        self._recording = ""
        self.directoryEntered.connect(self._enter)

    def ask(self) -> str:
        """Show it until the user has chosen; what was chosen, or nothing."""
        chosen = (self._recording or self.selectedFiles()[0]) if self.exec() else ""
        self.deleteLater()
        return chosen

    def _enter(self, folder: str) -> None:
        # What a double click opens is the recording, not the folder of its arrays.
        if folder.endswith(RECORDING):
            self._take(folder)

    def _take(self, recording: str) -> None:
        if self.acceptMode() == QFileDialog.AcceptMode.AcceptSave and not self._may_replace(recording):
            self.setDirectory(str(Path(recording).parent))
            self.selectFile(Path(recording).name)
            return
        self._recording = recording
        self.done(QFileDialog.DialogCode.Accepted)

    def _may_replace(self, recording: str) -> bool:
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        text = f"{Path(recording).name} is there already. Replace it by this recording?"
        answer = QMessageBox.question(self, self.windowTitle(), text, yes | no, no)
        return answer == yes

    # Overrides of Qt, whose names are its own

    def accept(self) -> None:
        # Qt goes into a folder that it is to save as, however often Save is pressed.
        chosen = self.selectedFiles()
        if chosen and chosen[0].endswith(RECORDING) and Path(chosen[0]).is_dir():
            self._take(chosen[0])
        else:
            super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Qt's own is too narrow for its columns and its places.
        self.resize(max(WIDTH, self.width()), max(HEIGHT, self.height()))
        splitter, table = self.findChild(QSplitter), self.findChild(QTreeView)
        if splitter is not None and table is not None:
            splitter.setSizes([SIDE, self.width() - SIDE])
            header = table.header()
            header.setStretchLastSection(False)
            for column in range(header.count()):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
