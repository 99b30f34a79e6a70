"""Pictures of the plots: how large they are, and how one gets onto the clipboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QGuiApplication

from rnnviz.export.picture import picture_image
from rnnviz.plots.figure import Figure
from rnnviz.plots.stack import PlotStack

NARROWEST = 720
COPY_SCALE = 2


def picture_size(stack: PlotStack, figure: Figure, whole: bool) -> tuple[int, int]:
    """Width and height of a picture in logical pixels: the whole stack as on the screen, a plot as it reads well."""
    return max(NARROWEST, stack.width()), max(figure.height, stack.height()) if whole else figure.height


def copy_figure(figure: Figure, size: tuple[int, int], scale: int) -> None:
    """Put a figure on the clipboard as a picture.

    Raises:
        MemoryError: When there is too little memory for it.
    """
    image = picture_image(size, partial(figure.paint, density=scale), scale)
    QGuiApplication.clipboard().setImage(image)


def copy_picture(stack: PlotStack) -> bool:
    """Put what is in view on the clipboard as a picture.

    Returns:
        Whether there was anything to copy.

    Raises:
        MemoryError: When there is too little memory for it.
    """
    figure = stack.figure()
    if figure is None:
        return False
    copy_figure(figure, picture_size(stack, figure, whole=True), COPY_SCALE)
    return True
