import numpy as np
import pytest
from fake_engine import recorded
from fake_recording import echo_recording
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz import Chunking, Experiment, Transition
from rnnviz.analysis.reach import Reach
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import inside
from rnnviz.plots.reach import reach_words
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.transitions import TransitionsPanel
from rnnviz.plots.view import Source, View
from rnnviz.tasks import CoinRows

pytestmark = pytest.mark.usefixtures("qapp")

KEPT, FRESH, LOST, LEAKED = Transition.KEPT, Transition.FRESH, Transition.LOST, Transition.LEAKED
WIDTH, HEIGHT, MIDDLE, FOOT = 1112, 68, 37, 56
"""A strip of 1,000 pixels, the row of the thread in it, and the row where brackets lie."""


def strip(recording, slot=0, start=0, stop=None):
    """The strip of transitions: what it is, and its picture."""
    panel = TransitionsPanel()
    stop = recording.timesteps if stop is None else stop
    view = View(Source(recording, 0, "h", slot), start, stop, recording.batches, 1000.0)
    panel.read(view, read_marks(view), 20)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.draw(painter, QRectF(image.rect()), DARK)
    painter.end()
    return panel, image


def coloured(image, row, colour):
    """Which of the frame's 1,000 pixels have a colour, in one row."""
    return np.array([image.pixelColor(66 + x, row).name() == colour for x in range(1000)])


def bracketed(image):
    return coloured(image, FOOT, DARK.accent)


def of_kinds(*kinds):
    return echo_recording(len(kinds), np.array(kinds, np.int8))


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (
            Reach(1327, 1320, 1200, LOST),
            "gradient reaches back 7 steps, to its chunk's first · memory 127 steps, to the reset at t 1,200",
        ),
        (
            Reach(1, 0, 0, FRESH),
            "gradient reaches back 1 step, to its chunk's first · memory 1 step, to where its sequence starts, t 0",
        ),
        (
            Reach(20, None, 10, LEAKED),
            "no gradient: only validated · memory 10 steps, to t 10, where other memory came in",
        ),
        (Reach(90, 80, 40, None), "gradient reaches back 10 steps, to its chunk's first · memory at least 50 steps"),
        (
            Reach(90, 90, 0, None),
            "gradient reaches back 0 steps, to its chunk's first · memory 90 steps, to where the run began",
        ),
    ],
)
def test_both_lengths_are_said_in_words(reach, words):
    assert reach_words(reach) == words


def test_a_narrow_window_says_them_in_fewer_words():
    said = [
        reach_words(Reach(1327, gradient, 1200, broke), brief=True) for gradient, broke in ((1320, LOST), (None, None))
    ]
    assert said == ["gradient 7 · memory 127, to t 1,200", "no gradient · memory at least 127"]


def test_a_gradient_has_a_bracket_in_each_chunk_and_never_crosses_into_another():
    _, image = strip(of_kinds(FRESH, KEPT, LOST, KEPT))
    lies = bracketed(image)
    for boundary in (250, 500, 750):
        assert not lies[boundary - 1 : boundary + 2].any()
        assert lies[boundary + 3 : boundary + 247].all()


def test_the_thread_of_memory_runs_on_where_the_state_was_kept_and_only_there():
    _, image = strip(of_kinds(FRESH, KEPT, LOST, KEPT, LEAKED))
    thread = coloured(image, MIDDLE, DARK.muted)
    for boundary, crossed in ((200, True), (400, False), (600, True), (800, False)):
        assert thread[boundary - 100 : boundary - 16].all()
        assert thread[boundary - 14 : boundary - 6].all() == crossed
        assert thread[boundary - 9 : boundary - 6].any() == crossed


def test_the_layer_that_is_shown_decides():
    recording = of_kinds(FRESH, KEPT, KEPT)
    asked = []
    look = recording.worst_window
    recording.worst_window = lambda *which: asked.append(which[-1]) or look(*which)
    strip(recording)
    assert asked == [0]


def test_from_afar_brackets_and_their_names_go():
    near, _ = strip(echo_recording(90, np.zeros(90, np.int8)))
    assert [text for _, text in near._labels()] == ["memory", "gradient"]
    far, image = strip(echo_recording(900, np.zeros(900, np.int8)))
    assert far._labels() == []
    assert not bracketed(image).any()
    assert coloured(image, HEIGHT // 2 + 9, DARK.muted).any()  # all was kept, so the thread is certain from afar too


def test_what_is_padded_or_only_validated_or_not_read_has_no_gradient():
    task = CoinRows(rows=8, steps=11)
    chunking = Chunking(length=4, batch_size=3, remainder="pad", validation=0.25)
    experiment = Experiment(task=task, chunking=chunking, strategy="stateful")
    recording = recorded(experiment, experiment.plan().batches_per_epoch)
    steps = recording.per_batch("steps")[:, 2]
    validates = recording.per_batch("validates") > 0
    _, image = strip(recording, slot=0 if (steps == 0).all() else 2)
    width = 1000 / recording.batches
    lies = bracketed(image)
    assert validates.any()
    assert (steps < 4).any()
    for batch, (read, kept_out) in enumerate(zip(steps, validates, strict=True)):
        here = lies[round(batch * width) : round((batch + 1) * width)]
        share = 0.0 if kept_out else read / 4
        assert here.mean() == pytest.approx(share, abs=6 / width)


def test_the_summary_says_what_goes_on_into_the_next_chunk():
    panel, _ = strip(of_kinds(FRESH, KEPT, LOST, KEPT))
    said = panel.summary()
    assert "In each chunk of 10 timesteps the gradient reaches back to the first" in said
    assert "went on into the next at 2 of the marks" in said


@pytest.fixture
def stack(qtbot):
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(1112, 700)
    kinds = np.zeros(100, np.int8)
    kinds[80] = LOST
    made.show_recording(echo_recording(100, kinds))
    made.show()
    QApplication.processEvents()
    return made


def point(stack, timestep):
    canvas = stack.findChild(QWidget, "plot-loss")
    x = canvas.frame.x(timestep + 0.5)
    QTest.mouseMove(canvas, QPoint(int(x), 40))
    QApplication.processEvents()


def test_pointing_draws_both_lengths_through_all_plots_and_says_them(stack, qtbot):
    with qtbot.waitSignal(stack.pointed) as signal:
        point(stack, 937)
    there, reaches = signal.args[0].split("\n")
    assert there.startswith("t 937 · batch 93 · loss")
    assert reaches == "gradient reaches back 7 steps, to its chunk's first · memory 137 steps, to the reset at t 800"
    for name in ("transitions", "hidden-state", "sequence", "loss"):
        canvas = stack.findChild(QWidget, f"plot-{name}")
        picture, box = canvas.grab().toImage(), inside(QRectF(canvas.rect()))
        for up, since, colour in ((3, 800, DARK.text), (7, 930, DARK.accent)):
            row = int(box.bottom()) - up
            seen = [x for x in range(66, 1066) if picture.pixelColor(x, row).name() == colour]
            assert min(seen) <= canvas.frame.x(since) + 1
            middle = range(int(canvas.frame.x(since)) + 2, int(canvas.frame.x(937)))
            # The hairline of the pointer lies on top of them.
            assert len(set(middle) - set(seen)) <= 1


def test_leaving_takes_them_away(stack):
    point(stack, 877)
    assert stack.reach == Reach(877, gradient=870, memory=800, broke=LOST)
    canvas = stack.findChild(QWidget, "plot-loss")
    with_reach = canvas.grab().toImage()
    stack.leave()
    assert stack.reach is None
    assert canvas.grab().toImage() != with_reach
    point(stack, 1100)
    assert stack.reach is None


def test_nothing_of_it_lies_beside_a_plot_where_it_would_stay(stack):
    stack.pan(-500)
    stack.zoom(400, 0.2)
    QApplication.processEvents()
    start = int(stack.visible_range[0])
    canvases = [stack.findChild(QWidget, f"plot-{name}") for name in ("transitions", "hidden-state", "loss")]
    before = [canvas.grab().toImage() for canvas in canvases]
    stack.light((start - 5, start + 5))
    point(stack, start + 1)
    for canvas, old in zip(canvases, before, strict=True):
        new, box = canvas.grab().toImage(), inside(QRectF(canvas.rect())).toRect()
        changed = [
            (x, y)
            for x in range(box.left() - 8, box.left() + 20)
            for y in range(canvas.height())
            if new.pixel(x, y) != old.pixel(x, y)
        ]
        assert changed
        assert all(box.contains(x, y) for x, y in changed)
