"""Writes the plots, or the numbers in them, to a file; or hands them over as a picture."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rnnviz.export.picture import PICTURES, write_picture
from rnnviz.export.table import TABLES
from rnnviz.plots.stack import PlotStack
from rnnviz.recording.transition import Transition
from rnnviz.ui.export_form import FORMATS, ExportForm, make_button
from rnnviz.ui.export_job import ExportJob, PictureJob, TableJob
from rnnviz.ui.export_preview import ExportPreview
from rnnviz.ui.picture_copy import copy_figure


class ExportDialog(QDialog):
    """What to write, how, and where to; a look at it; and what came of it.

    Args:
        stack: The plots.
        parent: The window.
        folder: Where files go unless told otherwise; None for the working directory, as wherever else files are named.
    """

    def __init__(self, stack: PlotStack, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._theme = stack.theme
        self._job: ExportJob | None = None
        self.setObjectName("export-dialog")
        self.setWindowTitle("Export")
        self._form = ExportForm(stack, folder or Path.cwd(), self)
        self._preview = ExportPreview(self)
        self._status = QLabel(self)
        self._status.setObjectName("export-status")
        self._status.setWordWrap(True)
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = make_button("export-copy", "&Copy as picture", self._copy_it, self)
        self._close = make_button("export-close", "Close", self.reject, self)
        self._export = make_button("export-write", "&Export", self._write, self)
        self._export.setDefault(True)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._look)
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._tell_progress)
        self._form.changed.connect(self._take_change)
        self._form.refresh()
        self._look()

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def _lay_out(self) -> None:
        chosen = QVBoxLayout()
        chosen.addWidget(self._form)
        chosen.addStretch(1)
        chosen.addWidget(self._status)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addLayout(chosen, 1)
        halves.addWidget(self._preview)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._export)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 20, 20, 16)
        whole.setSpacing(16)
        whole.addLayout(halves)
        whole.addLayout(buttons)
        self.setMinimumWidth(900)

    def _take_change(self) -> None:
        self._export.setText("&Export")
        self._say("")
        there = self._form.figure() is not None
        self._copy.setEnabled(there and not self._form.is_table)
        self._export.setEnabled(there and not self.busy)
        if there:
            self._soon.start()
        else:
            self._say("There is nothing to export yet: run or step the network first.")

    def _look(self) -> None:
        figure = self._form.figure()
        if figure is None:
            return
        if self._form.is_table:
            self._preview.show_table(self._form.table_of(figure)())
        else:
            self._preview.show_figure(figure, self._form.size_of(figure))

    # What is done

    def _copy_it(self) -> None:
        figure = self._form.figure()
        if figure is None:
            return
        try:
            copy_figure(figure, self._form.size_of(figure), self._form.scale)
        except MemoryError as error:
            self._say(f"The picture was not copied: {error}; choose a smaller size.", failed=True)
            return
        self._say("The picture is on the clipboard.")

    def _write(self) -> None:
        form, path = self._form, self._form.path
        figure = form.figure()
        if figure is None or self.busy:
            return
        if path.suffix.lower() not in FORMATS:
            known = ", ".join((*PICTURES, *TABLES))
            self._say(f"A name ends in one of {known}, so that the format is known: {path.name!r} does not.", True)
            return
        if os.path.isfile(path) and form.may_replace != path:
            form.may_replace = path
            self._export.setText("R&eplace")
            self._say(f"{path} is there already. Replace it?")
            return
        if form.is_table:
            self._begin(TableJob(path, form.table_of(figure), self))
            return
        scale, density = (1, 2) if form.is_drawing else (form.scale, form.scale)
        paint = partial(figure.paint, density=density)
        draw = partial(write_picture, path, form.size_of(figure), paint, scale=scale, title=figure.title)
        self._begin(PictureJob(path, draw, self))

    def _begin(self, job: ExportJob) -> None:
        self._job = job
        job.finished.connect(self._written)
        self._export.setEnabled(False)
        self._close.setText("Cancel")
        self._watch.start()
        job.start()

    def _written(self) -> None:
        job = self._job
        if job is None:
            return
        self._job = None
        self._watch.stop()
        self._export.setEnabled(True)
        self._close.setText("Close")
        if job.cancelled:
            self._say("Cancelled; nothing was written.")
        else:
            self._form.may_replace = None
            self._export.setText("&Export")
            self._say(job.failure or f"Written to {job.path}.", failed=bool(job.failure))
        job.deleteLater()

    def _tell_progress(self) -> None:
        if self._job is not None:
            self._say(self._job.progress)

    def _say(self, words: str, failed: bool = False) -> None:
        theme = self._theme
        colour = theme.transitions[Transition.LOST if failed else Transition.KEPT] if words else theme.muted
        asks = words.endswith(("?", "…", "first."))
        self._status.setStyleSheet(f"color: {theme.text if asks else colour};")
        self._status.setText(words)
        self._status.setAccessibleName(words)

    def reject(self) -> None:
        """Stop what is under way, or else close."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)
