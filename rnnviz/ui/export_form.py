"""What to export, how, and where to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from rnnviz.export.picture import SCALES
from rnnviz.export.table import TABLES, Table
from rnnviz.plots.figure import PAPER, Figure
from rnnviz.plots.numbers import all_numbers, plotted_numbers
from rnnviz.plots.outline import PANEL_NAMES
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.wording import counted
from rnnviz.ui.combo import Combo
from rnnviz.ui.file_dialog import ask_to_save, suggested_name
from rnnviz.ui.picture_copy import picture_size
from rnnviz.ui.sizes import GAP, row_height

FORMATS = {".png": "PNG picture", ".svg": "SVG drawing", ".pdf": "PDF page", ".csv": "CSV table of the numbers"}


class ExportForm(QWidget):
    """The choices of an export. The file's name follows them until the user has named one, the format follows its name.

    Args:
        stack: The plots.
        folder: Where files go unless told otherwise.
        parent: The owner.

    Attributes:
        may_replace: The file that the user has agreed to replace.

    Signals:
        changed: Another choice, which nobody has agreed to replace a file for.
    """

    changed = Signal()

    def __init__(self, stack: PlotStack, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack, self._folder = stack, folder
        self._named_by_user = False
        self.may_replace: Path | None = None
        self._what = self._box("export-what", "What", [("All plots", None), *((_title(n), n) for n in PANEL_NAMES)])
        self._range = self._box("export-range", "Timesteps", [("", False), ("", True)])
        self._format = self._box("export-format", "Format", [(text, suffix) for suffix, text in FORMATS.items()])
        self._scale = self._box("export-scale", "Size", [(f"{scale}×", scale) for scale in SCALES])
        self._colours = self._box(
            "export-colours", "Colours", [("As on screen", None), ("Light, for paper", PAPER), ("Dark", DARK)]
        )
        self._file = QLineEdit(self)
        self._file.setFixedHeight(row_height(self))
        self._file.setObjectName("export-file")
        self._file.setAccessibleName("File")
        self._browse = make_button("export-browse", "&Browse…", self._ask_where, self)
        self._lay_out()
        self._scale.setCurrentIndex(1)
        for box in (self._what, self._scale, self._colours, self._range):
            box.currentIndexChanged.connect(self.refresh)
        self._format.currentIndexChanged.connect(self._take_format)
        self._file.textEdited.connect(self._take_name)

    # What is chosen

    @property
    def path(self) -> Path:
        """The file that is named, in the folder unless it says another."""
        name = Path(self._file.text().strip())
        with contextlib.suppress(RuntimeError):  # there is no such user: the export says that there is no such folder
            name = name.expanduser()
        return self._folder / name

    @property
    def is_table(self) -> bool:
        """Whether numbers are wanted, and no picture."""
        return self._suffix in TABLES

    @property
    def scale(self) -> int:
        """Pixels of a PNG, or of a copy, for each logical one."""
        scale: int = self._scale.currentData()
        return scale

    @property
    def is_drawing(self) -> bool:
        """Whether it is drawn in lines, of which no size has to be chosen."""
        return self._suffix not in (".png", *TABLES)

    def figure(self) -> Figure | None:
        """The picture, or None while there is nothing to draw."""
        name, theme = self._what.currentData(), self._colours.currentData()
        return self._stack.figure((name,) if name else None, theme, everything=self._range.currentData())

    def size_of(self, figure: Figure) -> tuple[int, int]:
        """Its width and height in logical pixels."""
        return picture_size(self._stack, figure, self._what.currentData() is None)

    def table_of(self, figure: Figure) -> Callable[[], Table]:
        """What reads the numbers in it, in any thread."""
        start, stop = int(figure.start), -int(-figure.stop // 1)
        name = self._what.currentData()
        if name:
            return partial(plotted_numbers, figure.source, name, start, stop)
        return partial(all_numbers, figure.source, start, stop)

    def refresh(self) -> None:
        """Offer what there is to choose by now, and tell of the change."""
        self.may_replace = None
        if not self._named_by_user:
            self._file.setText(self._suggested_name())
        self._colours.setEnabled(not self.is_table)
        self._scale.setEnabled(self._suffix == ".png")
        figure = self.figure()
        if figure is not None:
            self._name_sizes(figure)
        self.changed.emit()

    @property
    def _suffix(self) -> str:
        suffix: str = self._format.currentData()
        return suffix

    def _name_sizes(self, figure: Figure) -> None:
        width, height = self.size_of(figure)
        for number, scale in enumerate(SCALES):
            self._scale.setItemText(number, f"{scale}× · {counted(scale * width)} × {counted(scale * height)} pixels")
        start, stop = self._stack.visible_range
        last = figure.source.recording.timesteps
        self._range.setItemText(0, f"In view: {counted(start)} to {counted(min(stop, last))}")
        self._range.setItemText(1, f"Everything: 0 to {counted(last)}")

    def _suggested_name(self) -> str:
        source = self._stack.source
        what = self._what.currentData()
        parts = [what.replace(" ", "-")] if what else []
        return suggested_name(source.recording if source is not None else None, *parts) + self._suffix

    def _take_format(self) -> None:
        if self._named_by_user:
            name = Path(self._file.text())
            if name.suffix.lower() != self._suffix:
                known = name.suffix.lower() in FORMATS
                self._file.setText(str(name.with_suffix(self._suffix)) if known else f"{name}{self._suffix}")
        self.refresh()

    def _take_name(self, text: str) -> None:
        self._named_by_user = bool(text.strip())
        number = self._format.findData(Path(text.strip()).suffix.lower())
        if number >= 0:
            self._format.setCurrentIndex(number)
        self.refresh()

    def _ask_where(self) -> None:
        filters = [f"{text} (*{suffix})" for suffix, text in FORMATS.items()]
        kind = f"{FORMATS[self._suffix]} (*{self._suffix})"
        chosen = ask_to_save(self, "Export", str(self.path), ";;".join(filters), kind)
        if chosen:
            self._file.setText(chosen)
            self._take_name(chosen)
            # The file dialog has already asked whether to replace it.
            self.may_replace = self.path

    # Parts

    def _box(self, name: str, label: str, options: list[tuple[str, object]]) -> Combo:
        box = Combo({}, self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        for text, value in options:
            box.addItem(text, value)
        return box

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(GAP)
        where.addWidget(self._file, 1)
        where.addWidget(self._browse)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.addRow("&What", self._what)
        form.addRow("Ti&mesteps", self._range)
        form.addRow("F&ormat", self._format)
        form.addRow("&Size", self._scale)
        form.addRow("Co&lours", self._colours)
        file_label = QLabel("&File", self)
        file_label.setBuddy(self._file)
        form.addRow(file_label, where)


def make_button(name: str, text: str, do: Callable[[], object], parent: QWidget) -> QPushButton:
    """A button that Return in a field does not press."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(do)
    return button


def _title(name: str) -> str:
    return {"transitions": "Transitions", "sequence": "Input, target, prediction"}.get(name, name.capitalize())
