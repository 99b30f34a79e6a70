import numpy as np
import pytest
from made_blocks import counted_block, made_header
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz.plots.outline import LEFT, RIGHT
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.time_axis_canvas import TimeAxisCanvas
from rnnviz.recording.playback import Playback
from rnnviz.recording.recorder import Recorder


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
