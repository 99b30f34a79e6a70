"""Pictures: PNG in pixels, SVG and PDF in lines and letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from os import PathLike
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from rnnviz.export.atomic import check_target, replacing
from rnnviz.export.errors import ExportError

PICTURES = (".png", ".svg", ".pdf")
SCALES = (1, 2, 3, 4)

PIXELS_PER_INCH = 96
POINTS_PER_INCH = 72
_PDF_DOTS_PER_INCH = 1152

Paint = Callable[[QPainter, QRectF], None]
"""Draws a picture into a rectangle, in logical pixels."""


def write_picture(
    path: str | PathLike[str], size: tuple[int, int], paint: Paint, *, scale: int = 1, title: str = ""
) -> Path:
    """Draw a picture into a file, whose suffix says the format.

    Args:
        path: Where to; ``.png``, ``.svg`` or ``.pdf``.
        size: Width and height in logical pixels, 96 to an inch.
        paint: What is drawn.
        scale: Pixels of a PNG for each logical one, 1 to 4.
        title: What the file says of itself.

    Returns:
        The path.

    Raises:
        ExportError: When it cannot be written, with the reason. What was there is unchanged.
    """
    target = Path(path)
    writers = {".png": _png, ".svg": _svg, ".pdf": _pdf}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        known = ", ".join(PICTURES)
        raise ExportError(target, f"a picture's name ends in one of {known}, not in {target.suffix or 'nothing'!r}")
    # Nothing is drawn in vain, and no file is touched before the drawing is done.
    check_target(target)
    data = writer(size, paint, scale, title)
    with replacing(target) as file:
        file.write(data)
    return target


def picture_image(size: tuple[int, int], paint: Paint, scale: int = 1) -> QImage:
    """Draw a picture into memory, ``scale`` pixels for each logical one.

    Raises:
        MemoryError: When there is no room for so many pixels.
    """
    image = QImage(size[0] * scale, size[1] * scale, QImage.Format.Format_RGB32)
    if image.isNull():
        raise MemoryError(f"no room for a picture of {size[0] * scale} × {size[1] * scale} pixels")
    per_metre = round(PIXELS_PER_INCH * scale / 0.0254)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(painter, size, paint)
    return image


def _paint(painter: QPainter, size: tuple[int, int], paint: Paint) -> None:
    try:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint(painter, QRectF(0, 0, *size))
    finally:
        painter.end()


def _png(size: tuple[int, int], paint: Paint, scale: int, title: str) -> bytes:
    image = picture_image(size, paint, scale)
    if title:
        image.setText("Title", title)
    return _collected(lambda buffer: image.save(buffer, "PNG"))  # type: ignore[call-overload]


def _svg(size: tuple[int, int], paint: Paint, scale: int, title: str) -> bytes:
    def draw(buffer: QBuffer) -> None:
        # SVG Tiny, which Qt takes otherwise, cannot clip.
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        generator.setOutputDevice(buffer)
        generator.setResolution(PIXELS_PER_INCH)
        generator.setSize(QSize(*size))
        generator.setViewBox(QRectF(0, 0, *size))
        generator.setTitle(title)
        generator.setDescription("Made by rnnviz")
        _paint(QPainter(generator), size, paint)

    # The letters stay letters, so a reader without the font needs others that run about as wide.
    return re.sub(rb'font-family="([^"]+)"', rb'font-family="\1, Helvetica, Arial, sans-serif"', _collected(draw))


def _pdf(size: tuple[int, int], paint: Paint, scale: int, title: str) -> bytes:
    def draw(buffer: QBuffer) -> None:
        writer = QPdfWriter(buffer)
        points = QSizeF(*size) * (POINTS_PER_INCH / PIXELS_PER_INCH)
        page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        writer.setResolution(_PDF_DOTS_PER_INCH)
        writer.setTitle(title)
        writer.setCreator("rnnviz")
        painter = QPainter(writer)
        painter.scale(_PDF_DOTS_PER_INCH / PIXELS_PER_INCH, _PDF_DOTS_PER_INCH / PIXELS_PER_INCH)
        _paint(painter, size, paint)

    return _collected(draw)


def _collected(draw: Callable[[QBuffer], object]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(buffer)
    buffer.close()
    return bytes(data.data())
