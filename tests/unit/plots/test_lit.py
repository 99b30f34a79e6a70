"""What is pointed at is seen on whatever a heatmap shows there."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import pen
from rnnviz.plots.lit import draw_lit, draw_upright
from rnnviz.plots.theme import THEMES

WHITE, BLACK = "#ffffff", "#000000"


def drawn(ground, draw):
    """A plot of 50 by 10 pixels whose ground is `ground`, with something drawn on it."""
    image = QImage(50, 10, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    draw(painter, Frame(QRectF(image.rect()), 0.0, 50.0))
    painter.end()
    return image


def far_from(image, ground):
    """How far the most different pixel of the middle row is from the ground, in lightness from 0 to 255."""
    return max(abs(image.pixelColor(x, 5).lightness() - QColor(ground).lightness()) for x in range(image.width()))


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("ground", [WHITE, BLACK])
@pytest.mark.parametrize("what", ["timesteps", "timestep"])
def test_it_stands_out_from_light_and_dark(theme, ground, what):
    def draw(painter, frame):
        if what == "timesteps":
            draw_lit(painter, frame, 20, 30, theme)
        else:
            draw_upright(painter, frame, 20.0, pen(theme.text, 0.55), theme)

    assert far_from(drawn(ground, draw), ground) > 100
