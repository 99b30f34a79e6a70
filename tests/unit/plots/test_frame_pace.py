import pytest

from rnnviz.plots.frame_pace import FASTEST, SHARE, SLOWEST, FramePace


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def after(*costs):
    clock = Clock()
    pace = FramePace(clock)
    for cost in costs:
        pace.begin()
        clock.now += cost
    pace.begin()
    return pace


def test_cheap_frames_come_thirty_times_a_second():
    assert after(*[0.004] * 60).interval == FASTEST


def test_dear_frames_leave_the_training_its_share():
    assert after(*[0.009] * 60).interval == pytest.approx(1000 * 0.009 / SHARE, abs=1)


def test_there_are_never_fewer_than_ten_frames_a_second():
    assert after(*[0.2] * 60).interval == SLOWEST


def test_one_slow_frame_changes_little():
    assert after(2.0).interval == FASTEST
    assert after(*[0.004] * 60, 2.0).interval < 50


def test_frames_come_often_again_when_they_are_cheap_again():
    assert after(*[0.2] * 60, *[0.001] * 10).interval == FASTEST


def test_the_first_frame_pays_for_nothing_that_was_before():
    clock = Clock()
    clock.now = 50.0
    pace = FramePace(clock)
    pace.begin()
    assert pace.interval == FASTEST
