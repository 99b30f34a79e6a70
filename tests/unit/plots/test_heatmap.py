from dataclasses import replace

import numpy as np
import pytest
from fake_recording import echo_block, echo_header, echo_recording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.colormap import colour_states
from rnnviz.plots.heatmap import HeatmapPanel
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import inside
from rnnviz.plots.theme import DARK
from rnnviz.plots.view import Source, View
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.transition import Transition

pytestmark = pytest.mark.usefixtures("qapp")

RECT = QRectF(0, 0, 66 + 46 + 400, 25 + 7 + 128)


def seen(panel, recording, start, stop, kind="h", rows=128):
    view = View(Source(recording, 0, kind, 0), start, stop, recording.batches, 400.0)
    panel.read(view, read_marks(view), rows)
    image = QImage(RECT.toRect().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.draw(painter, RECT, DARK)
    painter.end()
    return image


def cell(image, unit, step, units=32, steps=40):
    """The colour in the middle of a cell."""
    box = inside(RECT)
    x = box.left() + (step + 0.5) * box.width() / steps
    y = box.top() + (unit + 0.5) * box.height() / units
    return image.pixel(int(x), int(y))


def test_each_cell_has_the_colour_of_its_units_state():
    recording = echo_recording(8, np.zeros(8, np.int8))
    image = seen(HeatmapPanel(), recording, 0, 40)
    expected = np.zeros((32, 40), np.uint32)
    colour_states(recording.state(0, "h", 0, 0, 40), 1.0, expected)
    shown = [[cell(image, unit, step) for step in range(40)] for unit in range(32)]
    assert np.array_equal(shown, expected)


def test_a_reset_parts_the_states_and_going_on_does_not():
    kinds = np.array([0, 0, Transition.LOST, 0], np.int8)
    image = seen(HeatmapPanel(), echo_recording(4, kinds), 0, 40)
    box = inside(RECT)
    lost = image.pixelColor(int(box.left() + 200), int(box.center().y())).name()
    beside = image.pixelColor(int(box.left() + 202), int(box.center().y())).name()
    assert DARK.transitions[Transition.LOST] in (lost, beside) or DARK.plot in (lost, beside)
    kept = image.pixelColor(int(box.left() + 100), int(box.center().y())).name()
    assert kept not in (DARK.plot, DARK.transitions[Transition.KEPT])


def test_nothing_is_painted_where_nothing_is_recorded_yet():
    image = seen(HeatmapPanel(), echo_recording(2), 0, 40)
    assert image.pixelColor(int(inside(RECT).right()) - 5, 60).name() == DARK.plot


def test_states_beyond_one_widen_the_colours_and_never_narrow_them_again():
    recording = echo_recording(40, np.zeros(40, np.int8), cell="LSTM")
    panel = HeatmapPanel()
    seen(panel, recording, 0, 400, "c")
    assert panel.level == 3.0
    quiet = int(np.abs(recording.state(0, "c", 0, 0, 400)).max(axis=1).argmin())
    seen(panel, recording, quiet, quiet + 1, "c")
    assert panel.level == 3.0


def test_widening_recolours_what_was_coloured_before():
    header = echo_header(watched=(0,))
    recorder = Recorder(header)
    recorder.append(echo_block(header, 0, 2, np.zeros(2, np.int8), scale=0.5))
    panel = HeatmapPanel()
    seen(panel, recorder.recording, 0, 40)
    recorder.append(echo_block(header, 2, 2, np.zeros(2, np.int8), scale=4.0))
    image = seen(panel, recorder.recording, 0, 40)
    assert panel.level > 1.0
    expected = np.zeros((32, 40), np.uint32)
    colour_states(recorder.recording.state(0, "h", 0, 0, 40), panel.level, expected)
    assert cell(image, 3, 4) == expected[3, 4]


def test_another_layer_or_recording_starts_from_minus_one_to_one_again():
    recording = echo_recording(10, cell="LSTM")
    panel = HeatmapPanel()
    seen(panel, recording, 0, 100, "c")
    seen(panel, recording, 0, 100, "h")
    assert panel.level == 1.0


def test_units_that_share_a_pixel_are_averaged():
    recording = echo_recording(4, np.zeros(4, np.int8), units=64)
    image = seen(HeatmapPanel(), recording, 0, 40, rows=16)
    states = recording.state(0, "h", 0, 0, 40).reshape(40, 16, 4).mean(axis=2)
    expected = np.zeros((16, 40), np.uint32)
    colour_states(states.astype(np.float32), 1.0, expected)
    assert cell(image, 5, 7, units=16) == expected[5, 7]


def test_the_readout_names_timestep_batch_unit_and_value():
    recording = echo_recording(40)
    panel = HeatmapPanel()
    seen(panel, recording, 0, 400)
    value = recording.state(0, "h", 0, 123, 124)[0, 7]
    said = panel.readout(123, 7.5 / 32)
    assert said.startswith("t 123 · batch 12 · unit 7 · h = ")
    assert float(said.rsplit(" ", 1)[1].replace("−", "-")) == pytest.approx(value, rel=0.06)


def test_the_title_and_subtitle_say_what_is_shown():
    panel = HeatmapPanel()
    seen(panel, echo_recording(4, cell="LSTM", units=24), 0, 40, "c")
    assert (panel.title, panel.subtitle) == ("Cell state c", "lstm · 24 units · slot 0")


@pytest.mark.parametrize("level", [1.0, 50.0, 7.5, 750.0, 5000.0])
def test_the_numbers_beside_the_colours_end_before_the_picture_does(level):
    panel = HeatmapPanel()
    seen(panel, echo_recording(8, units=4), 0, 80)
    panel.level = level
    image = QImage(RECT.toRect().size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    panel.draw_surroundings(painter, RECT, DARK)
    painter.end()
    assert {image.pixel(image.width() - 1, y) & 0xFFFFFF for y in range(image.height())} == {0}


@pytest.mark.parametrize(("gate", "ends"), [("forget", "from 0 in blue to 1 in red"), ("candidate", "from −1 in blue")])
def test_a_gate_is_blue_while_shut_red_while_open_and_white_between(gate, ends):
    header = echo_header(cell="LSTM", watched=(0,))
    header = replace(header, layers=(replace(header.layers[0], gates=(gate,)),))
    opened = np.tile(np.linspace(0.0, 1.0, 40, dtype=np.float16)[:, None, None], (1, 1, 32))
    recorder = Recorder(header)
    recorder.append(replace(echo_block(header, 0, 4, np.zeros(4, np.int8)), gates=(opened,)))
    panel = HeatmapPanel()
    image = seen(panel, recorder.recording, 0, 40, gate)
    expected = np.zeros((32, 40), np.uint32)
    as_states = opened[:, 0].astype(np.float32)
    colour_states(2.0 * as_states - 1.0 if gate == "forget" else as_states, 1.0, expected)
    assert [cell(image, 3, step) for step in range(40)] == expected[3].tolist()
    assert ends in panel.summary()
