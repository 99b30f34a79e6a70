import numpy as np
import pytest
from made_blocks import counted_block, made_header
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz.plots.frame import Frame
from rnnviz.plots.outline import LEFT, RIGHT
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.time_axis import ROW, AxisLayout, Number, lay_out
from rnnviz.plots.time_axis_canvas import TimeAxisCanvas
from rnnviz.recording.playback import Playback
from rnnviz.recording.recorder import Recorder

pytestmark = pytest.mark.usefixtures("qapp")


def axis_of(start, stop, length, width=600):
    return lay_out(Frame(QRectF(LEFT, 0, width, 40), start, stop).on_pixels(), length)


def said(layout, row):
    return [number.text for number in sorted(layout.numbers) if number.row == row]


def test_timesteps_are_said_above_the_batches_that_begin_there():
    layout = axis_of(400, 640, 10)
    assert said(layout, 0) == ["400", "440", "480", "520", "560", "600", "640"]
    assert said(layout, 1) == ["40", "44", "48", "52", "56", "60", "64"]
    assert len(layout.ticks) == 7


def test_wide_batches_are_named_over_their_own_timesteps():
    layout = axis_of(40, 80, 10)
    assert said(layout, 1) == ["4", "5", "6", "7"]
    middles = [n.left - LEFT for n in sorted(layout.numbers) if n.row == 1]
    assert middles == pytest.approx([75, 225, 375, 525], abs=5)


def test_a_number_gives_way_to_the_name_of_its_row_and_is_gone_before_it_would_mislead():
    lefts = {}
    for start in np.arange(960.0, 1001.0, 0.5).tolist():
        layout = axis_of(start, start + 240.0, 10)
        assert all(number.box.left() >= layout.names_end for number in layout.numbers)
        lefts[start] = next((n.left for n in layout.numbers if n.text == "1,000"), None)
    assert lefts[960.0] > lefts[970.0] > lefts[990.0]
    assert lefts[1000.0] == axis_of(1000.0, 1240.0, 10).names_end + 2


@pytest.mark.parametrize(("span", "length"), [(240, 10), (173, 10), (1000, 20), (60, 12), (31, 10), (5000, 7)])
def test_whatever_is_in_sight_moves_by_as_many_pixels_as_the_frame(span, length):
    pixels = 600 / span
    before = axis_of(2000.0, 2000.0 + span, length)
    for away in (1, 7, 40):
        now = axis_of(2000.0 + away / pixels, 2000.0 + away / pixels + span, length)
        changed = now.changed(before, away)
        middle = QRect(LEFT + 120, 0, 240, ROW)
        assert not any(box.intersects(middle) for box in changed)


def test_nothing_changes_between_a_layout_and_itself():
    layout = axis_of(400, 640, 10)
    assert layout.changed(layout, 0) == []


def test_what_comes_and_what_goes_is_painted_and_so_is_the_playhead_where_it_was_and_is():
    number, other = Number(300, 0, "7"), Number(400, 1, "8")
    before = AxisLayout(60, frozenset({200, 300}), frozenset({number}), playhead=500)
    now = AxisLayout(60, frozenset({190}), frozenset({other}), playhead=500)
    changed = now.changed(before, 10)
    for at in (QRect(290, 0, 1, 4), Number(290, 0, "7").box, other.box, QRect(490, 0, 1, 1), QRect(500, 0, 1, 1)):
        assert any(box.contains(at) for box in changed), at
    assert not any(box.intersects(QRect(180, 0, 20, 40)) for box in changed)


@pytest.fixture(params=["live", "replay"])
def stack(request, qtbot):
    """A stack that follows a run, or a replay that is dragged about, and what moves it on."""
    header = made_header(length=10, units=(8, 2))
    with Recorder(header) as recorder:
        recorder.append(counted_block(header, 0, 80))
        playback = Playback(recorder.recording)
        made = PlotStack(DARK)
        qtbot.addWidget(made)
        made.resize(int(480 + LEFT + RIGHT), 400)
        if request.param == "replay":
            playback.head = 40
        made.show_recording(recorder.recording if request.param == "live" else playback)

        def move(batch):
            recorder.append(counted_block(header, batch, 1))
            playback.head = batch - 40

        made.show()
        QApplication.processEvents()
        yield made, move


def _screen(widget):
    image = widget.screen().grabWindow(widget.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


@pytest.mark.parametrize("span", [240.0, 173.0, 47.0])
def test_an_axis_that_slid_is_what_painting_it_anew_would_be_to_the_pixel(stack, span, monkeypatch):
    stack, move = stack
    slides = []
    slide = TimeAxisCanvas._slide
    monkeypatch.setattr(TimeAxisCanvas, "_slide", lambda *args: slides.append(slide(*args)) or slides[-1])
    stack.viewport.span = span
    stack.viewport.follow()
    axis = stack.findChild(TimeAxisCanvas)
    for batch in range(80, 100):
        move(batch)
        stack.refresh()
        QApplication.processEvents()
        slid = _screen(stack)
        axis.repaint()
        assert np.array_equal(_screen(stack), slid), batch
    assert slides.count(True) >= 18
