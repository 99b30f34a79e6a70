from dataclasses import replace

import numpy as np
import pytest
from fake_engine import recorded
from fake_recording import echo_block, echo_header, echo_recording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.experiment import Experiment
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import inside
from rnnviz.plots.sequence import SequencePanel
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK, LIGHT
from rnnviz.plots.view import Source, View
from rnnviz.plots.viewport import FIRST_SPAN, TEXT_SPAN
from rnnviz.recording.recorder import Recorder
from rnnviz.resources import sample
from rnnviz.tasks import TASKS, Adding, FlipFlop, Parity

pytestmark = pytest.mark.usefixtures("qapp")

RECT = QRectF(0, 0, 66 + 46 + 400, 25 + 7 + 90)
TEXT = "it was the best\nof times, it was the worst of times "


def watched_twice(values):
    return np.repeat(np.asarray(values, np.float32)[:, None, :], 2, axis=1)


def text_recording():
    symbols = tuple(sorted(set(TEXT)))
    codes = np.array([symbols.index(letter) for letter in TEXT * 3])[:101]
    header = replace(echo_header(units=2), symbols=symbols, floor=None)
    block = echo_block(header, 0, 10, np.zeros(10, np.int8))
    likely = np.linspace(0.0, 1.0, 100)
    block = replace(
        block,
        inputs=watched_twice(codes[:-1, None]),
        targets=watched_twice(codes[1:, None]),
        predictions=watched_twice(np.stack([codes[1:], likely], axis=1)),
    )
    recorder = Recorder(header)
    recorder.append(block)
    return recorder.recording


def series_recording():
    header = echo_header(units=2)
    task = TASKS["series"](file=str(sample("seattle-temperatures.csv")))
    header = replace(header, experiment=replace(header.experiment, task=task), floor=None)
    block = echo_block(header, 0, 10, np.zeros(10, np.int8))
    wave = np.sin(np.arange(101) / 7.0)
    block = replace(
        block,
        inputs=watched_twice(wave[:-1, None]),
        targets=watched_twice(wave[1:, None]),
        predictions=watched_twice(wave[1:, None] * 0.5),
    )
    recorder = Recorder(header)
    recorder.append(block)
    return recorder.recording


def seen(panel, recording, start, stop):
    view = View(Source(recording, 0, "h", 0), start, stop, recording.batches, 400.0)
    panel.read(view, read_marks(view), 90)
    image = QImage(RECT.toRect().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.draw(painter, RECT, LIGHT)
    painter.end()
    return image


def at(image, row, step, steps):
    """The colour in the middle of a timestep of one of three rows."""
    box = inside(RECT)
    x = box.left() + (step + 0.4) * box.width() / steps
    return image.pixelColor(int(x), int(box.top() + (row + 0.5) * box.height() / 3)).name()


def test_bits_are_bars_where_they_are_one():
    recording = echo_recording(4, np.zeros(4, np.int8))
    image = seen(SequencePanel(), recording, 0, 40)
    for row, values, colour in (
        (0, recording.inputs(0, 0, 40), LIGHT.muted),
        (1, recording.targets(0, 0, 40), LIGHT.text),
    ):
        shown = [at(image, row, step, 40) == colour for step in range(40)]
        assert shown == (values[:, 0] == 1.0).tolist()


def test_a_prediction_is_as_strong_as_it_is_sure():
    recording = echo_recording(2, np.array([1, 0], np.int8))
    image = seen(SequencePanel(), recording, 0, 20)
    said = recording.predictions(0, 0, 20)[:, 0]

    def lightness(step):
        return sum(int(at(image, 2, step, 20)[n : n + 2], 16) for n in (1, 3, 5))

    unsure = [lightness(step) for step in range(20) if said[step] == 0.5]
    sure = [lightness(step) for step in range(20) if said[step] > 0.9]
    assert unsure
    assert sure
    assert max(sure) < min(unsure)


def test_from_afar_bits_blur_into_their_share_of_ones_and_the_panel_says_so():
    header = echo_header(units=2)
    block = echo_block(header, 0, 400, np.zeros(400, np.int8))
    rows = np.arange(4000)
    bits = np.where(rows < 2000, rows % 4 == 0, rows % 4 != 0)
    recorder = Recorder(header)
    recorder.append(replace(block, inputs=watched_twice(bits[:, None])))
    panel = SequencePanel()
    image = seen(panel, recorder.recording, 0, 4000)
    assert "mean of 16 timesteps a column, zoom in" in panel.subtitle
    ground, ink = (int(colour[1:3], 16) for colour in (LIGHT.plot, LIGHT.muted))
    for step, share in ((1000, 0.25), (3000, 0.75)):
        assert int(at(image, 0, step, 4000)[1:3], 16) == pytest.approx(ground + share * (ink - ground), abs=6)


def task_recording(task):
    return recorded(Experiment(task=task), 4)


def colour_at(image, height, step):
    """The colour at a share of the height from the top, in the middle of one of 40 timesteps."""
    box = inside(RECT)
    return image.pixelColor(int(box.left() + (step + 0.4) * 10), int(box.top() + height * box.height())).name()


def test_each_of_several_columns_has_a_row_of_its_own_under_its_name():
    recording = task_recording(Parity(every=4))
    panel = SequencePanel()
    image = seen(panel, recording, 0, 40)
    names = panel._names()
    assert [name for _, name in names] == ["flip", "start", "odd", "odd"]
    read = np.hstack([recording.inputs(0, 0, 40), recording.targets(0, 0, 40)])
    for column, colour in ((0, LIGHT.muted), (1, LIGHT.muted), (2, LIGHT.text)):
        shown = [colour_at(image, names[column][0], step) == colour for step in range(40)]
        assert shown == (read[:, column] == 1.0).tolist()


def test_a_single_column_needs_no_name():
    panel = SequencePanel()
    seen(panel, echo_recording(4), 0, 40)
    assert panel._names() == []


def test_numbers_with_a_sign_have_their_bars_above_or_below_the_middle_of_their_row():
    recording = task_recording(FlipFlop(bits=2, every=3))
    panel = SequencePanel()
    image = seen(panel, recording, 0, 40)
    middle, below = (height for height, _ in panel._names()[:2])
    quarter = (below - middle) / 4
    pulses = recording.inputs(0, 0, 40)[:, 0]
    assert set(pulses) == {-1.0, 0.0, 1.0}
    for side, sign in ((-quarter, 1.0), (quarter, -1.0)):
        shown = [colour_at(image, middle + side, step) == LIGHT.muted for step in range(40)]
        assert shown == (pulses == sign).tolist()


def test_inputs_with_names_are_bars_above_the_lines():
    recording = task_recording(Adding(every=4))
    panel = SequencePanel()
    image = seen(panel, recording, 0, 40)
    names = panel._names()
    assert [name for _, name in names] == ["value", "mark", "sum"]
    marks = recording.inputs(0, 0, 40)[:, 1] == 1.0
    assert [colour_at(image, names[1][0], step) == LIGHT.muted for step in range(40)] == marks.tolist()
    lowest, highest = panel._rows._range()
    assert lowest < recording.targets(0, 0, 40).min()
    assert all(share > names[1][0] for share, label in panel._labels() if label != "in")
    assert highest > recording.targets(0, 0, 40).max()


def test_a_series_has_no_bars_its_inputs_are_the_line_itself():
    panel = SequencePanel()
    seen(panel, series_recording(), 0, 100)
    assert panel._names() == []
    assert "in" not in [label for _, label in panel._labels()]


def test_the_readout_says_what_is_meant_by_each_of_several_numbers():
    recording = task_recording(Parity(every=4))
    panel = SequencePanel()
    seen(panel, recording, 0, 40)
    flip, start = recording.inputs(0, 3, 4)[0]
    assert f"in flip = {flip:.0f}, start = {start:.0f} · target " in panel.readout(3, 0.5)
    seen(panel := SequencePanel(), task_recording(Adding()), 0, 40)
    assert "mark = 1 · target" in panel.readout(0, 0.5)


def test_numbers_are_lines_over_each_other():
    panel = SequencePanel()
    image = seen(panel, series_recording(), 0, 100)
    box = inside(RECT)
    low, high = panel._rows._range()
    wave = np.sin((np.arange(100) + 1) / 7.0)
    for step in (11, 33, 55, 77):
        x = int(box.left() + (step + 0.5) * 4)
        for value, expected in ((wave[step] * 0.5, LIGHT.accent),):
            y = box.top() + (high - value) / (high - low) * box.height()
            near = [image.pixelColor(x, int(y) + off).name() for off in (-2, -1, 0, 1, 2)]
            assert any(_near(colour, expected) for colour in near)


def _near(colour, other):
    return all(abs(int(colour[n : n + 2], 16) - int(other[n : n + 2], 16)) < 90 for n in (1, 3, 5))


def test_the_readout_of_numbers_says_how_far_off_the_prediction_is():
    panel = SequencePanel()
    seen(panel, series_recording(), 0, 100)
    assert panel.readout(10, 0.5) == "t 10 · batch 1 · in 0.99 · target 1 · prediction 0.5 · off by −0.5"


def test_letters_are_drawn_when_they_have_room_and_not_from_afar():
    panel = SequencePanel()
    seen(panel, text_recording(), 0, 40)
    assert "zoom in" not in panel.subtitle
    seen(panel, text_recording(), 0, 100)
    assert "zoom in for letters" in panel.subtitle


def test_the_ground_of_a_predicted_letter_tells_how_likely_the_target_was():
    image = seen(SequencePanel(), text_recording(), 0, 100)
    blue = [int(at(image, 2, step, 100)[1:3], 16) for step in (5, 50, 95)]
    assert blue[0] > blue[1] > blue[2]


def test_the_readout_of_text_names_letters_and_blanks():
    panel = SequencePanel()
    seen(panel, text_recording(), 0, 40)
    assert panel.readout(2, 0.5) == ("t 2 · batch 0 · in space · target “w” (thought 2 % likely) · prediction “w”")
    assert "target new line" in panel.readout(14, 0.5)


def test_another_slot_is_read_anew():
    recording = echo_recording(4)
    panel = SequencePanel()
    seen(panel, recording, 0, 40)
    view = View(Source(recording, 0, "h", 1), 0, 40, 4, 400.0)
    panel.read(view, read_marks(view), 90)
    assert panel.subtitle == "slot 1"


def test_a_text_is_shown_near_enough_to_be_read_unless_the_user_has_zoomed(qtbot):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.show_recording(text_recording())
    assert stack.viewport.span == TEXT_SPAN
    stack.show_recording(series_recording())
    assert stack.viewport.span == FIRST_SPAN
    stack.zoom(50.0, 0.5)
    stack.show_recording(text_recording())
    assert stack.viewport.span == FIRST_SPAN / 2
