import pytest

from rnnviz.plots.frame_pace import FASTEST, SHARE, SLOWEST, FramePace


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def after(cost, frames=60):
    clock = Clock()
    pace = FramePace(clock)
    for _ in range(frames):
        for _ in range(2):
            with pace.drawing():
                clock.now += cost / 2
        clock.now += 1.0  # somebody else's work
        pace.finish()
    return pace


def test_cheap_frames_come_thirty_times_a_second():
    assert after(0.004).interval == FASTEST


def test_dear_frames_leave_the_training_its_share():
    assert after(0.015).interval == pytest.approx(1000 * 0.015 / SHARE, abs=1)


def test_there_are_never_fewer_than_ten_frames_a_second():
    assert after(0.2).interval == SLOWEST


def test_one_slow_frame_changes_little():
    assert after(0.012, frames=1).interval == FASTEST


def test_a_look_that_draws_nothing_counts_as_no_frame():
    pace = after(0.015)
    before = pace.interval
    for _ in range(50):
        pace.finish()
    assert pace.interval == before
