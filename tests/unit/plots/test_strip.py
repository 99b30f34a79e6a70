import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.frame import Frame
from rnnviz.plots.strip import Strip
from rnnviz.recording.window import Window, level_for


class Ramp:
    """A recording whose state at timestep t is t; it knows how it was read."""

    def __init__(self, timesteps):
        self.timesteps = timesteps

    def read(self, start, stop, columns):
        level, first, end = level_for(start, min(stop, self.timesteps), columns)
        step = 4**level
        edges = np.arange(first, end) * step
        means = [np.arange(edge, min(edge + step, self.timesteps)).mean() for edge in edges]
        return Window(first * step, step, np.array(means, np.float32)[:, None])


def paint(values, pixels):
    pixels[:] = values.T.astype(np.uint32)


class Counting:
    """Paints, and counts the columns."""

    def __init__(self):
        self.columns = 0

    def __call__(self, values, pixels):
        self.columns += len(values)
        paint(values, pixels)


def grey(values, pixels):
    pixels[:] = 0xFF000000 + values.T.astype(np.uint32)


def pixels(strip):
    """What is shown, by column number."""
    first, last = strip.columns
    return strip._buffer[:, first - strip._base : last - strip._base].copy()


moves = st.lists(st.tuples(st.integers(0, 900), st.integers(20, 200), st.integers(0, 40)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(moves, st.integers(1, 9))
def test_sliding_shows_what_colouring_anew_would_show(moves, step):
    ramp = Ramp(300)
    slid = Strip(1, ramp.read, paint)
    for start, span, growth in moves:
        ramp.timesteps += growth
        start = min(start, ramp.timesteps - 20)
        stop = min(start + span, ramp.timesteps)
        slid.show(start, stop, step)
        first, last = slid.columns
        assert first * slid.step <= start
        assert last * slid.step >= stop
        shown = pixels(slid)[0]
        for column, value in zip(range(first, last), shown, strict=True):
            covered = np.arange(column * slid.step, min((column + 1) * slid.step, ramp.timesteps))
            assert value == int(np.float32(covered.mean()))


def test_following_colours_only_what_is_new():
    ramp, coloured = Ramp(1000), Counting()
    strip = Strip(1, ramp.read, coloured)
    strip.show(0, 1000, 1)
    for _ in range(200):
        ramp.timesteps += 10
        strip.show(ramp.timesteps - 1000, ramp.timesteps, 1)
    assert coloured.columns == 1000 + 200 * 10


def test_refreshing_colours_everything_again():
    ramp, coloured = Ramp(100), Counting()
    strip = Strip(1, ramp.read, coloured)
    strip.show(0, 100, 1)
    strip.refresh()
    strip.show(0, 100, 1)
    assert coloured.columns == 200


def test_columns_are_drawn_over_their_timesteps():
    ramp = Ramp(256)
    strip = Strip(1, ramp.read, grey)
    strip.show(100, 200, 1)
    image = QImage(200, 4, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    strip.draw(painter, Frame(QRectF(0, 0, 200, 4), 100, 200), QRectF(0, 0, 200, 4))
    painter.end()
    assert [image.pixel(x, 2) & 255 for x in (0, 1, 2, 101, 199)] == [100, 100, 101, 150, 199]
