"""What is pointed at is seen on whatever a heatmap shows there."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import pen
from rnnviz.plots.lit import draw_lit, draw_upright
from rnnviz.plots.theme import THEMES

WHITE, BLACK = "#ffffff", "#000000"
AROUND = QColor("#ff00ff")


def drawn(ground, draw):
    """An image of 60 by 20 pixels with a margin of five around a plot whose ground is `ground`."""
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(AROUND)
    box = QRectF(5, 5, 50, 10)
    painter = QPainter(image)
    painter.fillRect(box, QColor(ground))
    draw(painter, Frame(box, 0.0, 50.0))
    painter.end()
    return image


def far_from(image, ground):
    """How far the most different pixel of the middle row is from the ground, in lightness from 0 to 255."""
    return max(abs(image.pixelColor(x, 10).lightness() - QColor(ground).lightness()) for x in range(5, 55))


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


@pytest.mark.parametrize("start", [0, 48])
def test_nothing_is_left_beside_the_plot(start):
    theme = THEMES["dark"]

    def draw(painter, frame):
        draw_lit(painter, frame, start, start + 2, theme)
        draw_upright(painter, frame, float(start and 50), pen(theme.text), theme)

    image = drawn(WHITE, draw)
    beside = [(x, y) for x in range(60) for y in range(20) if not (5 <= x < 55 and 5 <= y < 15)]
    assert {image.pixelColor(x, y).name() for x, y in beside} == {AROUND.name()}
