import pytest
from made_blocks import counted_block, made_header
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.detail_lane import LANE, detail_words, draw_detail, lane_height
from rnnviz.plots.figure import Figure
from rnnviz.plots.heatmap import HeatmapPanel
from rnnviz.plots.loss import LossPanel
from rnnviz.plots.numbers import all_numbers, plotted_numbers
from rnnviz.plots.outline import AXIS
from rnnviz.plots.sequence import SequencePanel
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.transitions import TransitionsPanel
from rnnviz.plots.view import Source, View
from rnnviz.recording import Recorder, pyramid, storing, tables
from rnnviz.recording.playback import Playback

DETAIL = ((0, 64), (1000, 4), (1600, 1))


@pytest.fixture(scope="module")
def source():
    """A recording whose oldest rows were dropped, by batch too."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module, name, value in (
            (tables, "_FEWEST_ROWS", 4),
            (tables, "_MOST_ROWS", 16),
            (tables, "_FILE", 8192),
            (tables, "_METADATA", 300_000),
            (pyramid, "FEWEST", 8),
            (storing, "PAGE", 1),
        ):
            monkeypatch.setattr(module, name, value)
        header = made_header(length=4, units=(40, 8), kinds=("h",))
        with Recorder(header, budget=480_000) as recorder:
            for first in range(0, 700, 50):
                recorder.append(counted_block(header, first, 50))
    return Source(recorder.recording, 0, "h", 1)


def test_a_lane_is_drawn_only_where_something_was_dropped(source):
    assert lane_height(()) == lane_height(((0, 1),)) == 0
    assert lane_height(DETAIL) == LANE
    assert 0 < source.recording.full_from_batch < source.recording.full_from
    short = Source(Recorder(made_header()).recording, 0, "h", 1)
    assert Figure(source, 0, 100).height == Figure(short, 0, 100).height + LANE


@pytest.mark.parametrize(
    ("start", "stop", "hatched", "plain"),
    [
        (0, 2000, [(0, 200), (700, 799)], [(801, 840), (960, 999)]),
        (900, 1100, [(0, 150), (400, 499), (501, 600)], []),
        (1700, 1900, [], [(0, 400), (600, 999)]),
    ],
)
def test_hatching_ends_where_every_timestep_is_left(qapp, start, stop, hatched, plain):
    image = QImage(1112, 20, QImage.Format.Format_RGB32)
    image.fill(DARK.window)
    painter = QPainter(image)
    draw_detail(painter, QRectF(0, 0, 1112, 20), DARK, start, stop, DETAIL)
    painter.end()

    def colours(first, last):
        return {image.pixelColor(66 + x, 2).name() for x in range(first, last)}

    assert all(len(colours(*stretch)) > 1 for stretch in hatched)
    assert all(len(colours(*stretch)) == 1 for stretch in plain)


def test_a_sentence_says_what_is_left():
    said = detail_words(DETAIL, 1500.0)
    assert said.startswith("Timesteps 1,000 to 1,599: only means of 4 timesteps are left of states, inputs, targets")
    assert said.endswith("The rest was dropped to keep the disk budget.")
    assert detail_words(DETAIL, 1700.0) == ""
    assert detail_words(((0, 1),), 3.0) == ""


def test_the_axis_of_the_stack_grows_by_the_lane_and_tells(source, qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.resize(900, 600)
    stack.show_recording(source.recording)
    stack.show()
    axis = stack.findChild(object, "time-axis")
    assert axis.height() == AXIS + LANE
    stack.show_range(0, 400)
    assert "only means of" in axis.tip_at(QPointF(200.0, 10.0))
    stack.show_range(source.recording.full_from, source.recording.timesteps)
    assert axis.tip_at(QPointF(400.0, 10.0)) == ""


def test_a_replay_tells_of_what_is_yet_to_come_too(source, qtbot):
    playback = Playback(source.recording)
    playback.head = 5
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.resize(900, 600)
    stack.show_recording(playback)
    stack.show()
    stack.show_range(0, source.recording.timesteps)
    axis = stack.findChild(object, "time-axis")
    full_from = source.recording.full_from
    assert "only means of" in axis.tip_at(QPointF(axis.frame.x(full_from - 1), 10.0))
    assert axis.tip_at(QPointF(axis.frame.x(full_from + 1), 10.0)) == ""


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        (HeatmapPanel, " · mean of {timesteps} timesteps"),
        (SequencePanel, " · only means of {timesteps} timesteps are left"),
        (LossPanel, " · mean of {batches} batches"),
        (TransitionsPanel, " · the worst of {batches} batches"),
    ],
)
def test_the_readout_says_when_a_number_stands_for_several(source, panel, said):
    recording, shown = source.recording, panel()
    shown.read(View(source, 0, 200, recording.batches, 600.0), None, 100)
    said = said.format(timesteps=recording.timesteps_each(0), batches=recording.batches_each(0))
    assert shown.readout(0, 0.5).endswith(said)
    newest = shown.readout(recording.timesteps - 1, 0.5)
    assert "mean" not in newest
    assert "worst" not in newest


def test_tables_hold_only_what_is_left_in_full(source):
    recording = source.recording
    stop = recording.timesteps
    states = list(plotted_numbers(source, "hidden state", 0, stop).rows)
    assert [row[0] for row in states] == list(range(recording.full_from, stop))
    losses = list(plotted_numbers(source, "loss", 0, stop).rows)
    assert [row[0] for row in losses] == list(range(recording.full_from_batch, recording.batches))
    assert next(iter(all_numbers(source, 0, stop).rows))[0] == recording.full_from
    assert list(plotted_numbers(source, "sequence", 0, recording.full_from).rows) == []
