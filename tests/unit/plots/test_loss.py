from dataclasses import replace

import numpy as np
import pytest
from fake_recording import echo_block, echo_header
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.plots.loss import LossPanel
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import inside
from rnnviz.plots.theme import LIGHT
from rnnviz.plots.transitions import TransitionsPanel
from rnnviz.plots.view import Source, View
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.transition import Transition
from rnnviz.tasks import Floor, Yardstick

pytestmark = pytest.mark.usefixtures("qapp")

RECT = QRectF(0, 0, 66 + 46 + 400, 25 + 7 + 120)


def recorded(losses, floor=None, validates=()):
    header = replace(echo_header(units=2), floor=floor)
    if validates:
        chunking = replace(header.experiment.chunking, validation=0.2)
        header = replace(header, experiment=replace(header.experiment, chunking=chunking))
    recorder = Recorder(header)
    block = echo_block(header, 0, len(losses), np.zeros(len(losses), np.int8))
    kept = np.isin(np.arange(len(losses)), validates)
    recorder.append(replace(block, loss=np.array(losses, np.float32), validates=kept))
    return recorder.recording


def seen(panel, recording, start, stop):
    view = View(Source(recording, 0, "h", 0), start, stop, recording.batches, 400.0)
    panel.read(view, read_marks(view), 120)
    image = QImage(RECT.toRect().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.draw(painter, RECT, LIGHT)
    painter.end()
    return image


def heights(image, colour=LIGHT.accent):
    """For each column of the frame, where the colour is, as shares of its height from the bottom."""
    box = inside(RECT)
    found = []
    for x in range(int(box.left()), int(box.right())):
        at = [y for y in range(int(box.top()), int(box.bottom())) if image.pixelColor(x, y).name() == colour]
        found.append((box.bottom() - np.mean(at) - 0.5) / box.height() if at else np.nan)
    return np.array(found)


def top(panel):
    """The loss at the upper edge."""
    (share, text), *_ = [label for label in panel._labels() if label[1] != "0"]
    return float(text) / (1.0 - share)


def test_each_loss_spans_the_timesteps_of_its_batch():
    panel = LossPanel()
    shown = heights(seen(panel, recorded([0.1, 0.4, 0.2, 0.3]), 0, 40)) * top(panel)
    for batch, loss in enumerate([0.1, 0.4, 0.2, 0.3]):
        assert shown[100 * batch + 5 : 100 * batch + 95] == pytest.approx(loss, abs=0.012)


def test_the_axis_starts_at_zero_and_has_room_for_losses_and_floors():
    panel = LossPanel()
    seen(panel, recorded([0.1, 0.2], Floor(0.0, 0.6)), 0, 20)
    assert top(panel) >= 0.6
    assert panel._labels()[0] == (1.0, "0")


def test_the_axis_grows_at_once_but_does_not_shrink_for_a_little():
    recording = recorded([0.5] * 10 + [0.9] * 10 + [0.5] * 10 + [0.01] * 10)
    panel = LossPanel()
    tops = []
    for start in (0, 100, 200, 300):
        seen(panel, recording, start, start + 100)
        tops.append(top(panel))
    assert tops[1] > tops[0]
    assert tops[2] == tops[1]
    assert tops[3] < tops[2] / 10


def test_a_loss_that_is_not_a_number_leaves_a_hole():
    panel = LossPanel()
    shown = heights(seen(panel, recorded([0.1, np.nan, 0.2, np.inf]), 0, 40))
    assert np.isfinite(shown[5:95]).all()
    assert np.isnan(shown[105:195]).all()
    assert np.isfinite(shown[205:295]).all()


def test_there_are_no_floors_where_none_are_known():
    colour = "#c8401a"
    without = heights(seen(LossPanel(), recorded([0.1] * 4), 0, 40), colour)
    with_floors = heights(seen(LossPanel(), recorded([0.1] * 4, Floor(0.0, 0.3)), 0, 40), colour)
    assert np.isnan(without).all()
    assert np.isfinite(with_floors).mean() > 0.4


def test_one_label_is_enough_where_memory_makes_no_difference():
    panel = LossPanel()
    seen(panel, recorded([0.7] * 4, Floor(0.693, 0.693)), 0, 40)
    assert "floor, with or without memory is 0.693" in panel.summary()


def test_from_afar_least_and_greatest_are_shown():
    losses = np.full(4000, 0.1)
    losses[2000] = 0.9
    panel = LossPanel()
    shown = heights(seen(panel, recorded(losses), 0, 40_000))
    assert "least to greatest" in panel.subtitle
    assert np.nanmax(shown) * top(panel) > 0.3


def test_the_readout_tells_the_loss_of_the_batch():
    panel = LossPanel()
    seen(panel, recorded([0.1, 0.4]), 0, 20)
    assert panel.readout(13, 0.5) == "t 13 · batch 1 · loss 0.4"


def with_yardsticks(losses):
    sticks = (Yardstick("repeating the last value", 0.1), Yardstick("always guessing the mean", 1.0))
    recording = recorded(losses)
    header = replace(recording.header, yardsticks=sticks)
    recorder = Recorder(header)
    block = echo_block(header, 0, len(losses), np.zeros(len(losses), np.int8))
    recorder.append(replace(block, loss=np.array(losses, np.float32)))
    return recorder.recording


def test_yardsticks_are_lines_with_names_where_no_floor_is_known():
    panel = LossPanel()
    image = seen(panel, with_yardsticks([0.7] * 4), 0, 40)
    assert np.isfinite(heights(image, LIGHT.transitions[Transition.SET])).mean() > 0.4
    assert "The repeating the last value" not in panel.summary()
    assert "Always guessing the mean costs 1" in panel.summary()
    assert float(panel._labels()[-1][1]) >= 1.0


def test_a_yardstick_far_above_a_small_loss_does_not_squash_it():
    panel = LossPanel()
    seen(panel, with_yardsticks([0.02] * 4), 0, 40)
    assert 0.1 <= float(panel._labels()[-1][1]) < 0.3


def test_the_loss_of_batches_that_validate_is_a_line_of_its_own():
    panel = LossPanel()
    image = seen(panel, recorded([0.1, 0.4, 0.2, 0.3], validates=(1, 3)), 0, 40)
    training, validation = (heights(image, colour) * top(panel) for colour in (LIGHT.accent, LIGHT.text))
    for batch, loss in enumerate([0.1, 0.4, 0.2, 0.3]):
        mine, other = (validation, training) if batch % 2 else (training, validation)
        inside_the_batch = slice(batch * 100 + 5, (batch + 1) * 100 - 5)
        np.testing.assert_allclose(mine[inside_the_batch], loss, atol=0.01)
        assert np.isnan(other[inside_the_batch]).all()
    assert "validation loss 0.4" in panel.readout(15, 0.5)
    assert "· loss 0.2" in panel.readout(25, 0.5)
    assert "The validation loss is between 0.3 and 0.4." in panel.summary()


def test_batches_that_validate_have_a_line_above_their_marks():
    recording = recorded([0.1, 0.4, 0.2, 0.3], validates=(2,))
    panel = TransitionsPanel()
    image = seen(panel, recording, 0, 40)
    lined = ~np.isnan(heights(image, LIGHT.text))
    assert lined[200:300].all()
    assert not lined[:200].any()
    assert "only validated" in panel.readout(25, 0.5)
    assert "only validated" not in panel.readout(15, 0.5)
