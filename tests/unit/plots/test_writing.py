import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPicture

from rnnviz.plots import writing
from rnnviz.plots.theme import DARK
from rnnviz.plots.writing import OFTEN, Writing


@pytest.fixture
def made(monkeypatch):
    """The texts of which a picture was made."""
    texts = []
    make = writing._picture
    monkeypatch.setattr(writing, "_picture", lambda text, *rest: texts.append(text) or make(text, *rest))
    return texts


def frame(written, text="12,340", x=20.0, density=1.0):
    image = QImage(int(120 * density), int(30 * density), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(density)
    image.fill(QColor(DARK.window))
    painter = QPainter(image)
    written.begin(painter)
    written.write(painter, x, 20.0, text, DARK.muted)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("text", ["12,340", "timestep", "floor 0.347", "−0.5"])
def test_a_copy_looks_as_the_text_did(qapp, made, text, density):
    written = Writing(11)
    first = frame(written, text, density=density)
    for _ in range(OFTEN):
        last = frame(written, text, density=density)
    assert made == [text]
    assert np.ptp(first) > 50
    # Qt blends letters a little stronger with a ground that it knows.
    assert np.abs(first - last).max() < 25


def test_a_copy_stands_on_the_pixel_nearest_to_the_text(qapp):
    written = Writing(11)
    for _ in range(OFTEN):
        frame(written)
    left = [np.flatnonzero(np.ptp(frame(written, x=20.0 + away)[..., 0], axis=0))[0] for away in (0.0, 0.4, 0.6, 7.0)]
    assert [at - left[0] for at in left] == [0, 0, 1, 7]


def test_no_picture_is_made_of_what_is_gone_in_the_next_frames(qapp, made):
    written = Writing(11)
    for number in range(5 * OFTEN):
        frame(written, f"{number // (OFTEN - 1):,}")
    assert made == []


def test_a_picture_is_made_once_and_let_go_with_its_text(qapp, made):
    written = Writing(11)
    for _ in range(3 * OFTEN):
        frame(written, "7")
    assert made == ["7"]
    frame(written, "8")
    frame(written, "7")
    assert made == ["7"]


def test_on_paper_a_text_stays_a_text(qapp, made):
    written, paper = Writing(11), QPicture()
    painter = QPainter(paper)
    for _ in range(2 * OFTEN):
        written.begin(painter)
        written.write(painter, 20.0, 20.0, "12", DARK.text)
    painter.end()
    assert made == []
    assert paper.size()
