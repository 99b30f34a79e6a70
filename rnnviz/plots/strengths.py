"""Numbers from 0 to 1 as bars: the greater, the stronger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import device_pixels, ink
from rnnviz.recording.window import Window

NARROWEST_BAR = 3.0
SHADES = 16


def draw_strengths(
    painter: QPainter,
    frame: Frame,
    boxes: Sequence[QRectF],
    columns: Window,
    strength: NDArray[np.floating],
    colour: str,
) -> None:
    """Draw numbers from 0 to 1 ``(columns, features)`` as bars, the greater the stronger.

    Each of the `boxes`, as wide as the frame, gets as many of the features as the others.
    """
    wide = columns.step * frame.pixels_per_step >= NARROWEST_BAR
    density = device_pixels(painter)
    if wide and density is None:
        each = strength.shape[1] // len(boxes)
        for number, box in enumerate(boxes):
            _draw_shapes(painter, frame, box, columns, strength[:, number * each : (number + 1) * each], colour)
    else:
        _draw_images(painter, frame, boxes, columns, strength, ink(colour), density or 1.0, wide)


def _draw_shapes(
    painter: QPainter, frame: Frame, box: QRectF, columns: Window, strength: NDArray[np.floating], colour: str
) -> None:
    """A rectangle for each number, for drawings that are made of shapes."""
    features = strength.shape[1]
    height = box.height() / features
    left = frame.xs(columns.start + columns.step * np.arange(len(strength)))
    width = frame.pixels_per_step * columns.step
    shade = np.rint(strength * SHADES).astype(int)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in np.unique(shade[shade > 0]).tolist():
        painter.setBrush(ink(colour, number / SHADES))
        for at, feature in np.argwhere(shade == number).tolist():
            painter.drawRect(QRectF(left[at], box.top() + feature * height, width - _gap(width), height))


def _draw_images(
    painter: QPainter,
    frame: Frame,
    boxes: Sequence[QRectF],
    columns: Window,
    strength: NDArray[np.floating],
    colour: QColor,
    density: float,
    parted: bool,
) -> None:
    """All bars of a box as one image, a row for each feature and a column for each pixel: many times faster."""
    width = frame.pixels_per_step * columns.step
    begin = frame.x(float(columns.start))
    left = max(frame.box.left(), begin)
    right = min(frame.box.right(), begin + width * len(strength))
    at = _columns(left - begin, right - left, density, width, len(strength), parted)
    colours = np.zeros((strength.shape[1], len(strength) + 1), np.uint32)
    colours[:, :-1] = _shades(colour.rgb())[np.rint(strength.T * SHADES).astype(np.intp)]
    pixels = np.take(colours, at, axis=1)
    each, count = len(pixels) // len(boxes), len(at)
    for number, box in enumerate(boxes if count else ()):
        rows = pixels[number * each :].data
        image = QImage(rows, count, each, 4 * count, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(QRectF(left, box.top(), count / density, box.height()), image)


@lru_cache(maxsize=8)
def _columns(skipped: float, room: float, density: float, width: float, bars: int, parted: bool) -> NDArray[np.intp]:
    """Which of so many `bars` each pixel shows; `bars` itself between two of them.

    Args:
        skipped: Logical pixels of the first bars that are out of sight.
        room: Logical pixels in sight.
        density: Pixels to a logical one.
        width: From one bar to the next, in logical pixels.
        bars: How many there are.
        parted: Whether to leave gaps.
    """
    # A hair to the left of each pixel's middle: there Qt decides likewise whether a shape has the pixel.
    at = (skipped + (np.arange(max(0, int(np.ceil(room * density)))) + 0.499999) / density) / width
    column: NDArray[np.intp] = np.clip(np.floor(at).astype(np.intp), 0, bars - 1)
    if parted:
        column[(at - column) * width >= width - _gap(width)] = bars
    return column


def _gap(width: float) -> float:
    """Pixels between two bars."""
    return 1.0 if width < 12.0 else 2.0


@lru_cache(maxsize=32)
def _shades(colour: int) -> NDArray[np.uint32]:
    """A colour from nothing to all of it, as premultiplied ``0xAARRGGBB``."""
    alpha = np.rint(np.linspace(0, 255, SHADES + 1)).astype(np.uint32)
    parts = [((colour >> shift & 255) * alpha // 255) << shift for shift in (16, 8, 0)]
    pixels: NDArray[np.uint32] = np.bitwise_or.reduce([alpha << 24, *parts]).astype(np.uint32)
    return pixels
