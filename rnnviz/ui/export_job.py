"""Writes a file in a thread of its own, so that a long table does not stop the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from rnnviz.export.errors import ExportError
from rnnviz.export.table import Table, write_table


class _Cancelled(Exception):
    """The user does not want the file any more."""


class ExportJob(QThread):
    """One table on its way to a file. Its result is read once it has finished.

    Attributes:
        path: Which file.
        rows: How many rows were handed over so far.
        failure: Why it did not work, in a sentence; empty when it did.
        cancelled: Whether it was stopped.
    """

    def __init__(self, path: Path, table: Callable[[], Table], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.rows = 0
        self.failure = ""
        self.cancelled = False
        self._table = table

    def run(self) -> None:
        """What the thread does."""
        try:
            table = self._table()
            write_table(self.path, Table(table.names, self._counted(table.rows.__iter__())))
        except _Cancelled:
            self.cancelled = True
        except ExportError as error:
            self.failure = str(error)
        except (OSError, ValueError, MemoryError) as error:
            self.failure = f"{self.path} was not written: {error}"

    def cancel(self) -> None:
        """Stop, leave what was at the path, and wait for the end."""
        self.requestInterruption()
        self.wait()

    def _counted(self, rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
        for row in rows:
            if self.isInterruptionRequested():
                raise _Cancelled
            self.rows += 1
            yield row
