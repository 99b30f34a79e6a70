import pytest

from rnnviz.live.meter import Meter
from rnnviz.live.pace import FRAME, MOST, Pace


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def simulate(pace, clock, seconds, seconds_per_batch):
    """Batches that run in `seconds` of a made-up clock, and the longest call."""
    batches, longest = 0, 0.0
    while clock.now < seconds:
        count = pace.batches()
        took = count * seconds_per_batch
        clock.now += took
        pace.ran(count, took)
        clock.now += pace.wait()
        batches += count
        longest = max(longest, took)
    return batches, longest


def test_the_first_call_is_one_batch():
    assert Pace(Clock()).batches() == 1


@pytest.mark.parametrize("seconds_per_batch", [1e-5, 3e-4, 4e-3, 0.05])
def test_free_calls_come_to_last_about_a_frame(seconds_per_batch):
    clock = Clock()
    pace = Pace(clock)
    simulate(pace, clock, 2.0, seconds_per_batch)
    took = pace.batches() * seconds_per_batch
    assert took <= max(1 / 30, seconds_per_batch)
    assert took >= FRAME / 2


def test_a_call_grows_at_most_twofold_and_shrinks_at_once():
    pace = Pace(Clock())
    pace.ran(1, 1e-9)
    assert pace.batches() == 2
    pace.ran(2, 10.0)
    assert pace.batches() == 1


def test_a_call_never_holds_more_than_the_most():
    pace = Pace(Clock())
    for _ in range(30):
        pace.ran(pace.batches(), 0.0)
    assert pace.batches() == MOST


@pytest.mark.parametrize("speed", [1, 3, 30, 100, 1000])
def test_a_limited_speed_is_kept(speed):
    clock = Clock()
    pace = Pace(clock)
    pace.set_speed(speed)
    batches, _ = simulate(pace, clock, 10.0, 1e-5)
    assert batches == pytest.approx(10 * speed, rel=0.02, abs=2)


def test_what_was_missed_is_not_made_up_for_in_a_burst():
    clock = Clock()
    pace = Pace(clock)
    pace.set_speed(100)
    pace.ran(1, 0.001)
    clock.now += 60.0
    pace.ran(1, 0.001)
    assert pace.batches() <= 1 + FRAME * 100


def test_a_speed_that_cannot_be_reached_runs_without_waiting():
    clock = Clock()
    pace = Pace(clock)
    pace.set_speed(1000)
    batches, _ = simulate(pace, clock, 10.0, 0.01)
    assert batches == pytest.approx(1000, rel=0.02)


def test_the_meter_counts_the_last_second_only():
    clock = Clock()
    meter = Meter(clock)
    for tenth in range(50):
        clock.now = tenth / 10
        rate = meter.read(min(tenth, 25) * 10)
    assert rate == 0.0
    clock.now += 0.5
    assert meter.read(300) == pytest.approx(50, rel=0.1)


def test_the_meter_forgets_when_restarted():
    meter = Meter(Clock())
    meter.read(1000)
    meter.restart()
    assert meter.read(0) == 0.0
