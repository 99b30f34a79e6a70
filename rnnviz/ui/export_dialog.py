"""Writes the plots, or the numbers in them, to a file; or hands them over as a picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.export.picture import PICTURES, SCALES, picture_image, write_picture
from rnnviz.export.table import TABLES, Table
from rnnviz.plots.figure import PANEL_NAMES, PAPER, Figure
from rnnviz.plots.numbers import all_numbers, plotted_numbers
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.wording import counted
from rnnviz.recording.transition import Transition
from rnnviz.ui.combo import Combo
from rnnviz.ui.export_job import ExportJob, PictureJob, TableJob
from rnnviz.ui.export_preview import ExportPreview
from rnnviz.ui.sizes import row_height

FORMATS = {".png": "PNG picture", ".svg": "SVG drawing", ".pdf": "PDF page", ".csv": "CSV table of the numbers"}
NARROWEST = 720
COPY_SCALE = 2


def picture_size(stack: PlotStack, figure: Figure, whole: bool) -> tuple[int, int]:
    """Width and height of a picture in logical pixels: the whole stack as on the screen, a plot as it reads well."""
    return max(NARROWEST, stack.width()), max(figure.height, stack.height()) if whole else figure.height


def copy_picture(stack: PlotStack) -> bool:
    """Put what is in view on the clipboard as a picture.

    Returns:
        Whether there was anything to copy.
    """
    figure = stack.figure()
    if figure is None:
        return False
    _copy(figure, picture_size(stack, figure, whole=True), COPY_SCALE)
    return True


def _copy(figure: Figure, size: tuple[int, int], scale: int) -> None:
    image = picture_image(size, partial(figure.paint, density=scale), scale)
    QGuiApplication.clipboard().setImage(image)


class ExportDialog(QDialog):
    """What to write, how, and where to; a look at it; and what came of it.

    Args:
        stack: The plots.
        parent: The window.
        folder: Where files go unless told otherwise; None for the user's home.
    """

    def __init__(self, stack: PlotStack, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._folder = folder or Path.home()
        self._named_by_user = False
        self._replacing: Path | None = None
        self._job: ExportJob | None = None
        self.setObjectName("export-dialog")
        self.setWindowTitle("Export")
        self._what = self._box("export-what", "What", [("All plots", None), *((_title(n), n) for n in PANEL_NAMES)])
        self._format = self._box("export-format", "Format", [(text, suffix) for suffix, text in FORMATS.items()])
        self._scale = self._box("export-scale", "Size", [(f"{scale}×", scale) for scale in SCALES])
        self._colours = self._box(
            "export-colours", "Colours", [("As on screen", None), ("Light, for paper", PAPER), ("Dark", DARK)]
        )
        self._range = self._box("export-range", "Timesteps", [("", False), ("", True)])
        self._file = QLineEdit(self)
        self._file.setFixedHeight(row_height(self))
        self._file.setObjectName("export-file")
        self._file.setAccessibleName("File")
        self._preview = ExportPreview(self)
        self._status = QLabel(self)
        self._status.setObjectName("export-status")
        self._status.setWordWrap(True)
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._browse = self._button("export-browse", "&Browse…", self._ask_where)
        self._copy = self._button("export-copy", "&Copy as picture", self._copy_it)
        self._close = self._button("export-close", "Close", self.reject)
        self._export = self._button("export-write", "&Export", self._write)
        self._export.setDefault(True)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._look)
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._tell_progress)
        for box in (self._what, self._scale, self._colours, self._range):
            box.currentIndexChanged.connect(self._changed)
        self._format.currentIndexChanged.connect(self._format_chosen)
        self._file.textEdited.connect(self._name_edited)
        self._scale.setCurrentIndex(1)
        self._changed()
        self._look()

    # Parts

    def _box(self, name: str, label: str, options: list[tuple[str, object]]) -> QComboBox:
        box = Combo({}, self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        for text, value in options:
            box.addItem(text, value)
        return box

    def _button(self, name: str, text: str, do: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self._file, 1)
        where.addWidget(self._browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.addRow("&What", self._what)
        form.addRow("Ti&mesteps", self._range)
        form.addRow("F&ormat", self._format)
        form.addRow("&Size", self._scale)
        form.addRow("Co&lours", self._colours)
        file_label = QLabel("&File", self)
        file_label.setBuddy(self._file)
        form.addRow(file_label, where)
        chosen = QVBoxLayout()
        chosen.addLayout(form)
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

    # What is chosen

    @property
    def path(self) -> Path:
        """The file that is named, in the folder unless it says another."""
        return self._folder / Path(self._file.text().strip()).expanduser()

    @property
    def _suffix(self) -> str:
        suffix: str = self._format.currentData()
        return suffix

    @property
    def _is_table(self) -> bool:
        return self._suffix in TABLES

    def _figure(self) -> Figure | None:
        name, theme = self._what.currentData(), self._colours.currentData()
        return self._stack.figure((name,) if name else None, theme, everything=self._range.currentData())

    def _table(self, figure: Figure) -> Table:
        start, stop = int(figure.start), -int(-figure.stop // 1)
        name = self._what.currentData()
        if name:
            return plotted_numbers(figure.source, name, start, stop)
        return all_numbers(figure.source, start, stop)

    # What changes

    def _changed(self) -> None:
        self._replacing = None
        self._export.setText("&Export")
        if not self._named_by_user:
            self._file.setText(self._suggested_name())
        for box in (self._scale, self._colours):
            box.setEnabled(not self._is_table)
        self._scale.setEnabled(self._suffix == ".png")
        self._copy.setEnabled(not self._is_table)
        self._say("")
        figure = self._figure()
        if figure is None:
            for button in (self._copy, self._export):
                button.setEnabled(False)
            self._say("There is nothing to export yet: run or step the network first.")
            return
        width, height = self._size(figure)
        for number, scale in enumerate(SCALES):
            self._scale.setItemText(number, f"{scale}× · {counted(scale * width)} × {counted(scale * height)} pixels")
        start, stop = self._stack.visible_range
        last = figure.source.recording.timesteps
        self._range.setItemText(0, f"In view: {counted(start)} to {counted(min(stop, last))}")
        self._range.setItemText(1, f"Everything: 0 to {counted(last)}")
        self._soon.start()

    def _size(self, figure: Figure) -> tuple[int, int]:
        return picture_size(self._stack, figure, self._what.currentData() is None)

    def _format_chosen(self) -> None:
        if self._named_by_user:
            name = Path(self._file.text())
            if name.suffix.lower() != self._suffix:
                known = name.suffix.lower() in FORMATS
                self._file.setText(str(name.with_suffix(self._suffix)) if known else f"{name}{self._suffix}")
        self._changed()

    def _name_edited(self, text: str) -> None:
        self._named_by_user = bool(text.strip())
        number = self._format.findData(Path(text.strip()).suffix.lower())
        if number >= 0:
            self._format.setCurrentIndex(number)
        self._changed()

    def _suggested_name(self) -> str:
        source = self._stack.source
        experiment = source.recording.header.experiment if source is not None else None
        parts = [experiment.task.name, experiment.strategy] if experiment is not None else ["rnnviz"]
        if self._what.currentData():
            parts.append(self._what.currentData().replace(" ", "-"))
        return "-".join(parts) + self._suffix

    def _look(self) -> None:
        figure = self._figure()
        if figure is None:
            return
        if self._is_table:
            self._preview.show_table(self._table(figure))
        else:
            self._preview.show_figure(figure, self._size(figure))

    # What is done

    def _ask_where(self) -> None:
        filters = [f"{text} (*{suffix})" for suffix, text in FORMATS.items()]
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export", str(self.path), ";;".join(filters), f"{FORMATS[self._suffix]} (*{self._suffix})"
        )
        if chosen:
            self._file.setText(chosen)
            self._name_edited(chosen)
            # The file dialog has already asked whether to replace it.
            self._replacing = self.path

    def _copy_it(self) -> None:
        figure = self._figure()
        if figure is None:
            return
        try:
            _copy(figure, self._size(figure), self._scale.currentData())
        except MemoryError as error:
            self._say(f"The picture was not copied: {error}; choose a smaller size.", failed=True)
            return
        self._say("The picture is on the clipboard.")

    def _write(self) -> None:
        figure, path = self._figure(), self.path
        if figure is None or self._job is not None:
            return
        if path.suffix.lower() not in FORMATS:
            known = ", ".join((*PICTURES, *TABLES))
            self._say(f"A name ends in one of {known}, so that the format is known: {path.name!r} does not.", True)
            return
        if path.is_file() and self._replacing != path:
            self._replacing = path
            self._export.setText("R&eplace")
            self._say(f"{path} is there already. Replace it?")
            return
        if self._is_table:
            self._begin(TableJob(path, partial(self._table, figure), self))
            return
        scale = self._scale.currentData() if self._suffix == ".png" else 1
        paint = partial(figure.paint, density=scale if self._suffix == ".png" else 2)
        draw = partial(write_picture, path, self._size(figure), paint, scale=scale, title=figure.title)
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
            self._finish(job.path, job.failure)
        job.deleteLater()

    def _tell_progress(self) -> None:
        if self._job is not None:
            self._say(self._job.progress)

    def _finish(self, path: Path, failure: str) -> None:
        self._replacing = None
        self._export.setText("&Export")
        self._say(failure or f"Written to {path}.", failed=bool(failure))

    def _say(self, words: str, failed: bool = False) -> None:
        theme = self._stack.theme
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


def _title(name: str) -> str:
    return {"transitions": "Transitions", "sequence": "Input, target, prediction"}.get(name, name.capitalize())
