"""Writes the ledger as a table: one row for each batch, layer and cause."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from rnnviz.analysis.causes import TITLES
from rnnviz.analysis.entries import each
from rnnviz.export.table import TABLES, Table
from rnnviz.plots.shapes import word
from rnnviz.recording.recording import Recording
from rnnviz.ui.export_job import TableJob
from rnnviz.ui.ledger_lines import Wanted

SUFFIX = TABLES[0]

NAMES = (
    "batch", "first_timestep", "layer", "layer_name", "transition", "cause", "count", "slots",
    "lowest_norm_left", "highest_norm_left", "lowest_norm_entered", "highest_norm_entered",
)  # fmt: skip
"""The columns. Norms are Euclidean, over all states of the layer; slots are numbers with blanks between them."""


def ledger_table(recording: Recording, wanted: Wanted) -> Table:
    """Every entry that is wanted, in the order of time, made while it is read.

    Example:
        >>> ledger_table(recording, EVERYTHING).names[:3]  # doctest: +SKIP
        ('batch', 'first_timestep', 'layer')
    """
    header = recording.header

    def rows() -> Iterator[tuple[object, ...]]:
        for entry in filter(wanted.takes, each(recording)):
            story = entry.story
            yield (
                entry.first,
                entry.first * header.length,
                story.layer,
                header.layers[story.layer].name,
                word(story.transition),
                TITLES[story.cause],
                entry.times,
                " ".join(map(str, entry.slots)),
                *entry.before,
                *entry.after,
            )

    return Table(NAMES, rows())


class LedgerExport(QObject):
    """One table on its way to disk.

    Signals:
        told: How far it is, or what came of it, in a sentence.
        ended: It is done, or was cancelled.
    """

    told = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: TableJob | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether a table is being written."""
        return self._job is not None

    def begin(self, path: Path, recording: Recording, wanted: Wanted) -> None:
        """Write what is wanted of a recording to `path`; what is there is replaced once all went well."""
        self._job = TableJob(path, partial(ledger_table, recording, wanted), self)
        self._job.finished.connect(self._end)
        self._watch.start()
        self._job.start()

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _tell(self) -> None:
        if self._job is not None:
            self.told.emit(self._job.progress)

    @Slot()
    def _end(self) -> None:
        job, self._job = self._job, None
        self._watch.stop()
        if job is None:
            return
        self.told.emit("Cancelled; nothing was written." if job.cancelled else job.failure or f"Written to {job.path}.")
        self.ended.emit()
        job.deleteLater()
