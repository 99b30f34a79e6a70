"""What Python and Qt have to say when something goes wrong, heard and shown."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from rnnviz.live.status import Failure


class Alarm(QObject):
    """Hears of every exception that nobody caught, in any thread.

    Signals:
        rang: A :class:`~rnnviz.live.status.Failure`.
    """

    rang = Signal(object)

    def install(self) -> None:
        """Hear exceptions from now on, and send Qt's own messages to standard error."""
        sys.excepthook = self._take
        threading.excepthook = lambda hooked: self._take(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
        qInstallMessageHandler(_write)

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        if error is not None and issubclass(kind, Exception):
            self.rang.emit(Failure.of(error))


def _write(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind is not QtMsgType.QtDebugMsg:
        print(f"qt: {message}", file=sys.stderr)
