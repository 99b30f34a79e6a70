import numpy as np
import pytest
from PySide6.QtCore import QPointF

from rnnviz.plots.colormap import NAN_COLOUR
from rnnviz.plots.state_picture import LEFT, RIGHT, TITLE, StatePicture, common_level
from rnnviz.plots.theme import DARK, LIGHT


@pytest.fixture
def picture(qtbot):
    made = StatePicture()
    qtbot.addWidget(made)
    made.set_theme(DARK)
    made.resize(400, made.sizeHint().height())
    return made


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_numbers_are_drawn_from_blue_to_red_and_what_is_none_in_yellow(picture):
    states = np.zeros((20, 4), np.float32)
    states[:5], states[5:10], states[10:12] = -1.0, 1.0, np.nan
    picture.show_states(states, level=1.0, title="hidden state", chunk=10)
    picture.resize(400, picture.sizeHint().height())
    image = picture.grab().toImage()
    y = int(TITLE + 12)
    at = [image.pixelColor(int(LEFT + (400 - LEFT - RIGHT) * share), y) for share in (0.1, 0.35, 0.55, 0.8)]
    assert at[0].blue() > at[0].red() + 80
    assert at[1].red() > at[1].blue() + 80
    assert at[2].rgb() == NAN_COLOUR
    assert min(at[3].red(), at[3].green(), at[3].blue()) > 235


def test_the_number_under_the_pointer_is_told(picture):
    states = np.arange(8, dtype=np.float32).reshape(4, 2)
    picture.show_states(states, level=10.0, title="h", column="batch")
    picture.resize(400, picture.sizeHint().height())
    box = picture._box()
    assert picture.tip_at(box.center() + QPointF(1.0, 1.0)) == "batch 2 · unit 1 · 5"
    assert picture.tip_at(QPointF(2.0, 2.0)) == ""


def test_what_is_shown_is_told_in_words(picture):
    states = np.array([[0.5, -0.25], [np.nan, 0.0]], np.float32)
    picture.show_states(states, level=1.0, title="hidden state")
    assert picture.accessibleName() == "Hidden state"
    assert picture.accessibleDescription() == "2 units by 2 timesteps, from −0.25 to 0.5, 1 not a number."


def test_another_theme_draws_in_other_colours(picture):
    picture.show_states(np.zeros((4, 2), np.float32), level=1.0, title="h")
    before = colours(picture)
    picture.set_theme(LIGHT)
    assert colours(picture) != before


def test_pictures_side_by_side_share_a_level():
    assert common_level(np.array([[0.2]], np.float32), np.array([[-0.6, np.nan]], np.float32)) == 0.75
    assert common_level(None, None) == 1.0
    assert common_level(np.zeros((2, 2), np.float32)) == 1.0
