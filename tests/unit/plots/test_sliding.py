from dataclasses import replace

import numpy as np
import pytest
from fake_engine import header_of, made_up_block
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz import Chunking, Experiment, Network
from rnnviz.commands.made import made_block, made_header, made_states
from rnnviz.plots import reading
from rnnviz.plots.asking import not_yet
from rnnviz.plots.canvas import Canvas, PanelCanvas
from rnnviz.plots.frame import Frame
from rnnviz.plots.outline import LEFT, RIGHT
from rnnviz.plots.reading import PATIENCE
from rnnviz.plots.sliding import Contents, moved, new_from
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK, LIGHT
from rnnviz.recording.recorder import Recorder
from rnnviz.tasks import CoinRows, Echo

BOX = QRectF(66, 25, 100, 50)


def contents(start, stop, end=None, key=()):
    return Contents(key, Frame(BOX, start, stop).on_pixels(), stop if end is None else end)


def test_a_frame_on_whole_pixels_is_moved_by_half_a_pixel_at_most():
    for start in np.linspace(100.0, 103.0, 50):
        frame = Frame(BOX, start, start + 37.0)
        on = frame.on_pixels()
        at = on.start * on.pixels_per_step
        assert at == pytest.approx(round(at))
        assert abs(on.x(start) - BOX.left()) <= 0.5 + 1e-9
        assert on.stop - on.start == pytest.approx(37.0)


def test_what_moved_on_a_little_slides():
    assert moved(contents(0, 50), contents(10, 60)) == 20
    assert moved(contents(10, 60, end=40), contents(10, 60, end=50)) == 0


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(contents(0, 50), contents(30, 80), id="far"),
        pytest.param(contents(10, 60), contents(0, 50), id="back"),
        pytest.param(contents(0, 50), contents(0, 40), id="zoomed"),
        pytest.param(contents(0, 50, end=40), contents(0, 50, end=30), id="with less in it"),
        pytest.param(contents(0, 50, key=(1.0,)), contents(10, 60, key=(2.0,)), id="in other colours"),
    ],
)
def test_all_is_drawn_anew_of_what_is_not_the_last_frame_moved(before, now):
    assert moved(before, now) is None


def test_what_is_new_begins_before_the_last_column():
    assert new_from(contents(0, 50), contents(10, 60)) < 80
    assert new_from(contents(10, 60, end=20), contents(10, 60, end=30)) < 20


@pytest.fixture
def growing(qtbot):
    header = made_header(units=24, length=10)
    states = made_states(600, 24)
    with Recorder(header) as recorder:
        recorder.append(made_block(header, states[:300], 0))
        stack = PlotStack(DARK)
        qtbot.addWidget(stack)
        stack.resize(500, 500)
        stack.show_recording(recorder.recording)
        stack.viewport.span = 173.0
        stack.viewport.follow()
        stack.show()
        QApplication.processEvents()
        stack.refresh()
        yield stack, lambda batch: recorder.append(made_block(header, states[10 * batch : 10 * batch + 10], batch))


def _screen(stack):
    image = stack.screen().grabWindow(stack.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def test_a_heatmap_that_slid_shows_what_painting_it_anew_would(growing, monkeypatch):
    stack, append = growing
    slides = []
    slide = PanelCanvas._slide
    monkeypatch.setattr(PanelCanvas, "_slide", lambda *args: slides.append(slide(*args)) or slides[-1])
    for batch in range(30, 60):
        append(batch)
        stack.refresh()
        QApplication.processEvents()
    assert slides.count(True) == 30
    slid = _screen(stack)
    for canvas in stack.findChildren(Canvas):
        canvas.repaint()
    other = np.abs(_screen(stack) - slid).max(axis=-1) > 0
    # A column's edge may fall on the pixel beside it, and no further.
    wide = other[:, 1:-1] & other[:, :-2] & other[:, 2:]
    assert not wide.any()
    assert other.mean() < 0.05


@pytest.fixture(params=["bits", "padded", "read aside"])
def run(request, qtbot, monkeypatch):
    """A stack that follows a run, and what lets the run go on by some batches; what is far back may be read aside."""
    if request.param == "read aside":
        monkeypatch.setattr(reading, "AT_HAND", 0)
    chunks = Chunking(length=10, batch_size=2)
    task = Echo(delay=5)
    if request.param == "padded":
        chunks, task = Chunking(length=10, batch_size=2, remainder="pad"), CoinRows(rows=9, steps=37)
    header = header_of(Experiment(task=task, chunking=chunks, strategy="stateful", network=Network(units=24)))
    with Recorder(header) as recorder:

        def go_on(batches):
            recorder.append(made_up_block(header, recorder.recording.batches, batches))

        go_on(60)
        stack = PlotStack(DARK)
        qtbot.addWidget(stack)
        stack.resize(int(480 + LEFT + RIGHT), 500)
        stack.show_recording(recorder.recording)
        stack.show()
        QApplication.processEvents()
        yield stack, go_on


def _zoom(stack, factor):
    """Zoom so that a column is whole pixels wide, and there is but one way to draw it."""
    if 30.0 <= factor * stack.viewport.span <= min(960.0, stack.viewport.whole):
        stack.zoom(stack.viewport.start, factor)


def _settle(stack, qtbot):
    """Wait until the plots show what is in view, and nothing is still to be read or painted."""

    def settled():
        stack.refresh()
        QApplication.processEvents()
        shown = [canvas.panel.view for canvas in stack.findChildren(PanelCanvas) if canvas.shown]
        soon = [timer for timer in stack.findChildren(QTimer) if timer.isActive() and timer.interval() <= PATIENCE]
        return not soon and {(view.start, view.stop) for view in shown} == {(stack.viewport.start, stack.viewport.stop)}

    qtbot.waitUntil(settled)
    QApplication.processEvents()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_done_the_screen_shows_what_painting_it_anew_would(run, seed, monkeypatch, qtbot):
    stack, go_on = run
    random = np.random.default_rng(seed)
    heatmap = stack.panel("hidden state")
    slides = []
    slide = PanelCanvas._slide
    monkeypatch.setattr(PanelCanvas, "_slide", lambda *args: slides.append(slide(*args)) or slides[-1])
    deeds = {
        "runs": lambda: go_on(int(random.integers(1, 5))),
        "races": lambda: go_on(40),
        "pans": lambda: stack.pan(float(random.uniform(-30.0, 60.0))),
        "zooms": lambda: _zoom(stack, float(random.choice([0.5, 2.0]))),
        "follows": stack.follow,
        "points": lambda: stack.point(heatmap, stack.viewport.start + 50.3, 0.4),
        "leaves": stack.leave,
        "lights": lambda: stack.light((int(stack.viewport.start) + 20, int(stack.viewport.start) + 35)),
        "darkens": lambda: stack.light(None),
        "orders": lambda: stack.order_units(str(random.choice(["number", "similarity"]))),
        "hides": lambda: stack.set_panel_visible(str(random.choice(stack.panels)), False),
        "shows": lambda: [stack.set_panel_visible(name, True) for name in stack.panels],
        "resizes": lambda: stack.resize(stack.width(), int(random.choice([320, 500, 640]))),
        "paints": lambda: stack.set_theme(random.choice([DARK, LIGHT])),
        "chooses": lambda: stack.choose(0, "h", int(random.integers(2))),
        "waits": lambda: qtbot.wait(int(random.integers(1, 8))),
    }
    often = ["runs"] * 8 + ["pans"] * 4 + ["follows", "leaves", "darkens", "waits", "shows"] * 3
    done = []
    for _ in range(60):
        done.append(str(random.choice([*deeds, *often])))
        deeds[done[-1]]()
        if random.random() < 0.3:  # else the next one comes while this one is not drawn yet
            continue
        _settle(stack, qtbot)
        slid = _screen(stack)
        for canvas in stack.findChildren(Canvas):
            canvas.repaint()
        # The edges of letters may be weaker, copied now, and an arrow be cut at the frame: no line is as short as that.
        stale = np.abs(slid - _screen(stack)).max(axis=-1) > 64
        assert np.count_nonzero(stale) < 50, done
    assert slides.count(True) > 0 or reading.AT_HAND == 0


def _heatmap(stack):
    return next(canvas for canvas in stack.findChildren(PanelCanvas) if canvas.panel.name == "hidden state")


def _assert_painted_anew(stack):
    QApplication.processEvents()
    shown = _screen(stack)
    for canvas in stack.findChildren(Canvas):
        canvas.repaint()
    np.testing.assert_array_equal(_screen(stack), shown)


def test_what_was_painted_between_two_frames_does_not_slide(growing):
    stack, _append = growing
    canvas = _heatmap(stack)
    view = canvas.panel.view
    canvas.panel.look(replace(view, start=view.start - 60.0, stop=view.stop - 60.0, ask=not_yet))
    canvas.repaint()  # as another theme would have it
    canvas.panel.look(view)
    canvas.redraw()
    _assert_painted_anew(stack)


def test_what_was_painted_before_a_pan_was_drawn_is_where_it_was(growing):
    stack, _append = growing
    stack.show_range(50.0, 50.0 + _heatmap(stack).frame.box.width() / 4.0)  # of whole pixels for each column
    stack.refresh()
    QApplication.processEvents()
    stack.viewport.pan(10.0)
    _heatmap(stack).repaint()
    stack.refresh()
    _assert_painted_anew(stack)


def test_units_in_another_order_do_not_slide_beside_those_before(growing):
    stack, append = growing
    numbers = np.arange(24)
    for batch, order in enumerate((numbers, np.concatenate([numbers[:1], numbers[11:0:-1], numbers[12:]])), start=30):
        _heatmap(stack).panel.order_units("similarity", order)  # the numbers beside the frame are the same ones
        append(batch)
        stack.refresh()
        _assert_painted_anew(stack)


def test_nothing_slides_under_a_hairline(growing):
    stack, _append = growing
    canvas = _heatmap(stack)
    assert canvas._sliding() is not None
    stack.point(canvas.panel, 250.0, 0.5)
    assert canvas._sliding() is None
