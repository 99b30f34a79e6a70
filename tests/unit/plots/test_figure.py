import os
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pymupdf
import pytest
from fake_recording import echo_recording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from rnnviz.export.errors import ExportError
from rnnviz.plots.figure import PAPER, Figure, write_figure
from rnnviz.plots.fonts import font
from rnnviz.plots.outline import PANEL_NAMES, TITLE
from rnnviz.plots.theme import DARK
from rnnviz.plots.view import Source

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def figure():
    return Figure(Source(echo_recording(30), 0, "h", 0), 0, 240)


def drawn(figure, width=800):
    image = QImage(width, figure.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    figure.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def test_a_figure_is_white_paper_unless_told_otherwise(figure):
    assert drawn(figure).pixelColor(2, 2).name() == "#ffffff"
    assert drawn(replace(figure, theme=DARK)).pixelColor(2, 2).name() == DARK.window


def test_one_plot_alone_is_lower_than_all_of_them(figure):
    heights = [replace(figure, panels=(name,)).height for name in PANEL_NAMES]
    assert max(heights) < figure.height < sum(heights)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_it_is_written_in_every_format(figure, tmp_path, suffix):
    assert write_figure(tmp_path / f"a{suffix}", figure).stat().st_size > 5000


def test_letters_stay_letters_in_a_pdf(figure, tmp_path):
    with pymupdf.open(write_figure(tmp_path / "a.pdf", figure)) as document:
        text = document[0].get_text()
    for words in ("Hidden state h", "simple_rnn · 32 units · slot 0", "floor without memory 0.347", "timestep"):
        assert words in text


@pytest.mark.parametrize("width", [620, 1200])
def test_in_an_svg_a_title_has_room_for_the_letters_of_readers_without_ours(figure, tmp_path, width):
    read = ElementTree.parse(write_figure(tmp_path / "a.svg", figure, width=width))
    lines = {}
    for text in read.iter("{http://www.w3.org/2000/svg}text"):
        lines.setdefault(text.get("y"), []).append(text)
    beside = 0
    for texts in lines.values():
        titles = [text for text in texts if text.get("font-weight") == "600"]
        for title in titles:
            right = float(title.get("x")) + 1.2 * QFontMetricsF(font(TITLE, bold=True)).horizontalAdvance(title.text)
            others = [float(text.get("x")) for text in texts if float(text.get("x")) > float(title.get("x"))]
            assert all(left > right for left in others)
            beside += len(others)
    assert beside > 4


def test_a_recording_without_batches_makes_empty_frames():
    image = drawn(Figure(Source(echo_recording(0), 0, "h", 0), 0, 240))
    assert image.pixelColor(400, 200).name() == PAPER.plot


def test_a_plot_that_is_not_there_is_refused(figure):
    with pytest.raises(ValueError, match="choose some of transitions"):
        replace(figure, panels=("histogram",))
    with pytest.raises(ValueError, match="shows nothing"):
        replace(figure, stop=figure.start)


def test_a_place_that_cannot_be_written_is_told(figure, tmp_path):
    with pytest.raises(ExportError, match="there is no folder"):
        write_figure(tmp_path / "nowhere" / "a.png", figure)


def test_it_needs_neither_a_window_nor_a_display(tmp_path):
    code = (
        "from fake_recording import echo_recording\n"
        "from rnnviz.plots.figure import Figure, write_figure\n"
        "from rnnviz.plots.view import Source\n"
        f"print(write_figure({str(tmp_path / 'a.png')!r}, Figure(Source(echo_recording(4), 0, 'h', 0), 0, 40)))\n"
    )
    hidden = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not QImage(str(tmp_path / "a.png")).isNull()
