import numpy as np
from fake_recording import echo_recording

from rnnviz.plots.marks import CLOSEST_LINES, CLOSEST_MARKS, read_marks
from rnnviz.plots.view import Source, View
from rnnviz.recording.transition import Transition


def marks(transitions, start=None, stop=None, width=1000.0, length=10):
    recording = echo_recording(len(transitions), np.array(transitions, np.int8), length=length, units=2)
    stop = recording.timesteps if stop is None else stop
    return read_marks(View(Source(recording, 0, "h", 0), start or 0, stop, recording.batches, width))


def test_every_batch_has_a_mark_while_there_is_room():
    seen = marks([1, 0, 0, 4, 0, 3])
    assert seen.batch.tolist() == [0, 1, 2, 3, 4, 5]
    assert seen.at.tolist() == [0, 10, 20, 30, 40, 50]
    assert seen.transition.tolist() == [1, 0, 0, 4, 0, 3]
    assert seen.lined.all()


def test_each_kind_has_all_its_lines_together():
    lines = {kind: at.tolist() for kind, at in marks([1, 0, 0, 4, 0, 4]).lines}
    assert lines == {Transition.FRESH: [0], Transition.KEPT: [10, 20, 40], Transition.LOST: [30, 50]}


def test_the_batch_in_which_the_view_begins_is_among_them():
    assert marks([0] * 10, 25, 80).batch.tolist() == [2, 3, 4, 5, 6, 7]


def test_marks_too_close_to_part_are_joined_and_show_the_worst():
    kinds = [0] * 1000
    kinds[501] = Transition.LOST
    seen = marks(kinds, width=500.0)
    assert seen.each > 1
    assert seen.spacing >= CLOSEST_MARKS
    worst = seen.batch[seen.transition == Transition.LOST]
    assert len(worst) == 1
    assert worst[0] <= 501 < worst[0] + seen.each


def test_from_afar_only_rare_and_unusual_batches_keep_a_line():
    kinds = [0] * 1000
    kinds[501] = Transition.LOST
    assert np.count_nonzero(marks(kinds, width=500.0).lined) == 1


def test_from_afar_there_are_no_lines_where_everything_is_lost():
    assert not marks([4] * 1000, width=500.0).lined.any()


def test_lines_stop_before_they_touch():
    near = marks([4] * 100, width=100 * CLOSEST_LINES)
    assert near.lined.all()
    assert not marks([4] * 100, width=100 * CLOSEST_LINES - 1).lined.any()
