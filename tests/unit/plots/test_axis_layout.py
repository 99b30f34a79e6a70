import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF

from rnnviz.plots.axis_layout import AxisLayout, Number, lay_out
from rnnviz.plots.frame import Frame
from rnnviz.plots.outline import AXIS, LEFT

pytestmark = pytest.mark.usefixtures("qapp")


def axis_of(start, stop, length, width=600):
    return lay_out(Frame(QRectF(LEFT, 0, width, 40), start, stop).on_pixels(), length)


def said(layout, row):
    return [number.text for number in sorted(layout.numbers) if number.row == row]


def test_timesteps_are_said_above_the_batches_that_begin_there():
    layout = axis_of(400, 640, 10)
    assert said(layout, 0) == ["400", "440", "480", "520", "560", "600", "640"]
    assert said(layout, 1) == ["40", "44", "48", "52", "56", "60", "64"]
    assert sorted(tick - layout.origin - LEFT for tick in layout.ticks) == [0, 100, 200, 300, 400, 500, 600]


def test_wide_batches_are_named_over_their_own_timesteps():
    layout = axis_of(40, 80, 10)
    assert said(layout, 1) == ["4", "5", "6", "7"]
    middles = [n.left + n.width / 2 - layout.origin - LEFT for n in sorted(layout.numbers) if n.row == 1]
    assert middles == pytest.approx([75, 225, 375, 525], abs=1)


def test_a_wide_batch_has_its_number_in_the_middle_of_what_is_in_view_of_it():
    layout = axis_of(45, 85, 10)
    first = min(number for number in layout.numbers if number.row == 1)
    assert first.text == "4"
    assert first.left + first.width / 2 - layout.origin - LEFT == pytest.approx(37.5, abs=1)


def test_a_batch_that_is_cut_off_at_the_right_is_named_in_what_is_left_of_it_or_not_at_all():
    layout = axis_of(40, 75, 10)
    last = max(number for number in layout.numbers if number.row == 1)
    assert last.text == "7"
    assert last.left + last.width / 2 - layout.origin - LEFT == pytest.approx(600 - 600 / 35 * 2.5, abs=1)
    assert said(axis_of(40.5, 80.5, 10), 1) == ["4", "5", "6", "7"]


def test_a_timestep_at_the_very_edge_has_its_number_in_a_frame_of_any_width():
    for width in range(300, 900):
        numbers = said(axis_of(400, 800, 10, width), 0)
        assert (numbers[0], numbers[-1]) == ("400", "800"), width
        # Of 240 timesteps, no edge is on a whole pixel.
        assert said(axis_of(1760, 2000, 10, width), 0)[-1] == "2,000", width
        assert said(axis_of(2000, 2240, 10, width), 0)[0] == "2,000", width


def test_a_batch_is_never_said_where_it_does_not_begin():
    narrow = axis_of(20, 68, 60, width=50)
    assert said(narrow, 0) == ["50"]
    assert said(narrow, 1) == []


def test_a_number_gives_way_to_the_name_of_its_row_and_is_gone_before_it_would_mislead():
    lefts = {}
    for start in np.arange(960.0, 1020.0, 0.5).tolist():
        layout = axis_of(start, start + 240.0, 10)
        lefts[start] = next((n.left - layout.origin for n in layout.numbers if n.text == "1,000"), None)
        assert min(number.left for number in layout.numbers) - layout.origin >= layout.names_end + 2
    assert lefts[960.0] == lefts[970.0] + 25
    assert lefts[1000.0] == layout.names_end + 2
    assert lefts[1000.5] is None


@pytest.mark.parametrize(("span", "length"), [(240, 10), (173, 10), (1000, 20), (60, 12), (31, 10), (5000, 7)])
def test_what_is_well_in_sight_stays_over_its_timesteps(span, length):
    step = span / 600
    before = axis_of(2000.0, 2000.0 + span, length)
    for away in (1, 7, 40):
        now = axis_of(2000.0 + away * step, 2000.0 + away * step + span, length)
        assert now.origin - before.origin == away
        middle = QRect(int(LEFT) + 200, 0, 200, int(AXIS))
        assert not any(box.intersects(middle) for box in now.changed(before))


def test_the_playhead_of_a_replay_stands_where_its_timestep_begins():
    frame = Frame(QRectF(LEFT, 0, 600, 40), 400, 640).on_pixels()
    assert lay_out(frame, 10, playhead=460.0).playhead - frame.first_pixel == 150
    assert lay_out(frame, 10).playhead is None


def test_nothing_changes_between_a_layout_and_itself():
    layout = axis_of(400, 640, 10)
    assert list(layout.changed(layout)) == []


def test_what_comes_and_what_goes_is_painted_and_so_is_the_playhead_where_it_was_and_is():
    before = AxisLayout(90, 60, frozenset({300, 400}), frozenset({Number(400, 0, "7", 7)}), playhead=600)
    now = AxisLayout(100, 60, frozenset({300}), frozenset({Number(500, 1, "8", 7)}), playhead=610)
    changed = list(now.changed(before))
    for at in (
        QRect(300, 0, 1, 4),
        QRect(298, 4, 11, 14),  # strokes may stand out of a number's width
        QRect(398, 20, 11, 14),
        QRect(495, 0, 10, 6),
        QRect(505, 0, 10, 6),
    ):
        assert any(box.contains(at) for box in changed), at
    assert not any(box.intersects(QRect(190, 0, 20, 40)) for box in changed)
