"""A small look at what is about to be written."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rnnviz.export.picture import picture_image
from rnnviz.export.table import Table
from rnnviz.plots.figure import Figure

ROWS = 12
COLUMNS = 4
WIDTH, HEIGHT = 420, 330


class ExportPreview(QLabel):
    """A picture made small, or the first rows of a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-preview")
        self.setAccessibleName("Preview")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(WIDTH, HEIGHT)

    def show_figure(self, figure: Figure, size: tuple[int, int]) -> None:
        """Show a picture of `size` as it will look."""
        ratio = self.devicePixelRatioF()
        image = picture_image(size, figure.paint).scaled(
            QSize(int(WIDTH * ratio), int(HEIGHT * ratio)),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(image))
        self.setAccessibleDescription(figure.title)

    def show_table(self, table: Table) -> None:
        """Show the first rows and columns."""
        more = "…" if len(table.names) > COLUMNS else ""
        lines = [[*table.names[:COLUMNS], more]]
        lines += [[_short(cell) for cell in row[:COLUMNS]] + [more] for row in islice(table.rows, ROWS)]
        cells = "".join(
            "<tr>" + "".join(f"<td style='padding: 2px 12px 2px 0'>{cell}</td>" for cell in line) + "</tr>"
            for line in lines
        )
        self.setText(f"<table>{cells}</table>")
        self.setAccessibleDescription("A table with the columns " + ", ".join(table.names[:COLUMNS]) + more)


def _short(cell: object) -> str:
    return cell if isinstance(cell, str) else f"{cell:.6g}"
