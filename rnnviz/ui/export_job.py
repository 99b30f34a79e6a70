"""Writes a file in a thread of its own, so that a large picture or a long table does not stop the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from rnnviz.export.errors import ExportError
from rnnviz.export.table import Table, write_table
from rnnviz.plots.wording import counted


class _Cancelled(Exception):
    """The user does not want the file any more."""


class ExportJob(QThread):
    """A file on its way. Its result is read once it has finished.

    Attributes:
        path: Which file.
        failure: Why it did not work, in a sentence; empty when it did.
        cancelled: Whether it was stopped.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.failure = ""
        self.cancelled = False

    @property
    def progress(self) -> str:
        """What is being done, in words."""
        raise NotImplementedError

    def write(self) -> None:
        """Write the file."""
        raise NotImplementedError

    def run(self) -> None:
        """What the thread does."""
        try:
            self.write()
        except _Cancelled:
            self.cancelled = True
        except ExportError as error:
            self.failure = str(error)
        except Exception as error:  # of whatever kind: Qt would only print it, and the dialog tell of success
            self.failure = f"{self.path} was not written: {str(error) or type(error).__name__}"

    def cancel(self) -> None:
        """Stop if that is still possible, leave then what was at the path, and wait for the end."""
        self.requestInterruption()
        self.wait()


class PictureJob(ExportJob):
    """One picture, which `draw` writes whole."""

    def __init__(self, path: Path, draw: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(path, parent)
        self._draw = draw

    @property
    def progress(self) -> str:
        return "Drawing …"

    def write(self) -> None:
        self._draw()


class TableJob(ExportJob):
    """One table, row by row.

    Attributes:
        rows: How many were handed over so far.
    """

    def __init__(self, path: Path, table: Callable[[], Table], parent: QObject | None = None) -> None:
        super().__init__(path, parent)
        self.rows = 0
        self._table = table

    @property
    def progress(self) -> str:
        return f"Writing row {counted(self.rows)} …"

    def write(self) -> None:
        table = self._table()
        write_table(self.path, Table(table.names, self._counted(table.rows.__iter__())))

    def _counted(self, rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
        for row in rows:
            if self.isInterruptionRequested():
                raise _Cancelled
            self.rows += 1
            yield row
