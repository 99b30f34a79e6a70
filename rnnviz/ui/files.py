"""Opening and saving recordings, and what is dropped on the window."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSettings, QUrl, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.live.aside import Aside
from rnnviz.live.status import Failure
from rnnviz.recording.opening import look_at, open_recording
from rnnviz.recording.recording import Recording
from rnnviz.ui.file_dialog import RECORDING, ask_to_open_recording, ask_to_save, suggested_name
from rnnviz.ui.recent import Recent

DATA = {".csv": "series", ".npy": "series", ".txt": "text"}
"""The task that a file is for."""


class Files(QObject):
    """Reads and writes recordings aside, so that a slow disk does not hold up the screen.

    Args:
        window: Owns the dialogs.
        settings: Where recent files are remembered.

    Signals:
        opened: A recording and the path it came from.
        saved: The path that a recording was written to.
        data: A task's name and the path of a file for it.
        failed: A :class:`~rnnviz.live.status.Failure`.
    """

    opened = Signal(object, str)
    saved = Signal(str)
    data = Signal(str, str)
    failed = Signal(object)

    def __init__(self, window: QWidget, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._recent = Recent(settings)
        self._opening = Aside(self)
        self._opening.answered.connect(self._opened)
        self._savings: set[Aside] = set()
        self._path = ""

    def ask_to_open(self) -> None:
        """Let the user look for a recording."""
        path = ask_to_open_recording(self._window)
        if path:
            self.open(path)

    def open(self, path: str) -> None:
        """Read the recording at `path`; `opened` or `failed` tells how it went."""
        # Remembered for a program that is started from another folder the next time.
        path = path if "://" in path else os.path.abspath(path)
        self._path = path
        self._opening.ask(lambda: look_at(open_recording(path)))

    def ask_to_save(self, recording: Recording) -> None:
        """Let the user choose where to write `recording`."""
        name = f"{suggested_name(recording)}{RECORDING}"
        path = ask_to_save(self._window, "Save recording as", name, f"Recordings (*{RECORDING})")
        if path:
            self.save(recording, path if path.endswith(RECORDING) else path + RECORDING)

    def save(self, recording: Recording, path: str) -> None:
        """Write `recording` to `path`; `saved` or `failed` tells how it went."""
        saving = Aside(self)  # of its own: whatever is asked for later, this has to be done and told of
        saving.answered.connect(partial(self._saved, path, saving))
        self._savings.add(saving)
        saving.ask(lambda: recording.save(path))

    def takes(self, mime: QMimeData) -> bool:
        """Whether something of what is dragged can be dropped."""
        return self._dropped(mime) is not None

    def drop(self, mime: QMimeData) -> bool:
        """Open or use what is dropped; whether anything was."""
        path = self._dropped(mime)
        if path is None:
            return False
        self.take(str(path))
        return True

    def take(self, path: str) -> None:
        """Open a recording, or use a file of data for its task."""
        task = DATA.get(Path(path).suffix.lower())
        if task is None or os.path.isdir(path):
            self.open(path)
        else:
            self.data.emit(task, os.path.abspath(path))

    def fill_recent(self, menu: QMenu) -> None:
        """List the recent recordings in `menu`."""
        menu.clear()
        for path in self._recent.paths():
            action = menu.addAction(path)
            action.setToolTip(f"Open {path}")
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        if menu.isEmpty():
            menu.addAction("Nothing was opened yet").setEnabled(False)
        else:
            menu.addSeparator()
            menu.addAction("Forget these").triggered.connect(self._recent.clear)

    def close(self) -> None:
        """Wait for what is being written, however long it takes."""
        self._opening.close()
        for saving in self._savings:
            saving.close(seconds=None)

    @staticmethod
    def _dropped(mime: QMimeData) -> Path | None:
        for url in mime.urls():
            path = Path(QUrl(url).toLocalFile())
            if path.suffix.lower() in (RECORDING, *DATA):
                return path
        return None

    @Slot(object)
    def _opened(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self._recent.remove(self._path)
            self.failed.emit(Failure.of(answer))
            return
        self._recent.add(self._path)
        self.opened.emit(answer, self._path)

    def _saved(self, path: str, saving: Aside, answer: object) -> None:
        self._savings.discard(saving)
        saving.deleteLater()
        if isinstance(answer, Exception):
            self.failed.emit(Failure.of(answer))
            return
        self._recent.add(path)
        self.saved.emit(path)
