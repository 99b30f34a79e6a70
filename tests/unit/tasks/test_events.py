import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import chunks_of

from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.events import Events

STEPS = 300
EVERY = st.integers(2, 60)


def from_the_start(events, sequences, steps=STEPS, seed=3, channel=0):
    """Events found by reading on from the start, one timestep after the other."""
    start = np.zeros(sequences, np.int64)
    return events.latest(seed, np.arange(sequences), start, steps, channel)


@settings(max_examples=50)
@given(EVERY, st.integers(1, 2), st.integers(0, STEPS - 30), st.integers(1, 30))
def test_what_was_before_a_chunk_is_found_by_walking_back(every, depth, start, length):
    events = Events(every, depth)
    whole = from_the_start(events, 20)
    cut = events.latest(3, np.arange(20), np.full(20, start), length)
    np.testing.assert_array_equal(cut, whole[:, start : start + length])


@settings(max_examples=30)
@given(EVERY, st.integers(1, 2))
def test_the_latest_are_those_that_a_loop_remembers(every, depth):
    for row in from_the_start(Events(every, depth), 4):
        remembered = [-1] * depth
        for timestep, latest in enumerate(row.tolist()):
            if latest[0] == timestep:
                remembered = [timestep, *remembered[:-1]]
            assert latest == remembered


@pytest.mark.parametrize("depth", [1, 2])
def test_so_many_happen_at_the_start_for_certain(depth):
    happens = from_the_start(Events(50, depth), 200)[..., 0] == np.arange(STEPS)
    assert happens[:, :depth].all()
    assert not happens[:, depth].all()


@pytest.mark.parametrize("every", [2, 3, 10, 70, 1000])
def test_events_are_coins_of_the_stated_chance_that_know_nothing_of_each_other(every):
    events = Events(every)
    assert events.chance == pytest.approx(1 / every, rel=0.01)
    happens = from_the_start(events, 2000)[:, 1:, 0] == np.arange(1, STEPS)
    noise = np.sqrt(events.chance * (1 - events.chance) / happens.size)
    assert abs(happens.mean() - events.chance) < 5 * noise
    for lag in (1, 2, 3, 4, 8):
        both = (happens[:, lag:] & happens[:, :-lag]).mean()
        assert abs(both - events.chance**2) < 5 * events.chance * np.sqrt(1 / happens.size) + 5e-7


def test_channels_know_nothing_of_each_other():
    first, second = (from_the_start(Events(2), 200, channel=n)[..., 0] == np.arange(STEPS) for n in (0, 1))
    assert (first[:, 1:] & second[:, 1:]).mean() == pytest.approx(0.25, abs=0.01)


def test_a_far_away_chunk_of_rare_events_is_read_as_well():
    events = Events(1000, depth=2)
    start = np.full(2000, 10**12)
    latest = events.latest(0, np.arange(2000), start, 3)
    assert (latest[..., 0] > latest[..., 1]).all()
    assert (start[:, None] - latest[:, 0, 0] >= 0).all()
    assert (start - latest[:, 0, 0]).mean() == pytest.approx(1000, rel=0.1)
    assert (latest[:, 0, 0] - latest[:, 0, 1]).mean() == pytest.approx(1000, rel=0.1)


@pytest.mark.parametrize(
    ("depth", "cut", "steps"),
    [(1, Cut(8), 0), (1, Cut(1), 3), (2, Cut(6), 0), (2, Cut(6), 18), (2, Cut(1), 3), (2, Cut(2), 4),
     (2, Cut(4, overlap=3), 7), (2, Cut(1), 1)],
)  # fmt: skip
def test_what_a_chunk_shows_of_them_is_how_often_it_does(depth, cut, steps):
    events = Events(5, depth)
    starts = np.array([start for start, _ in chunks_of(steps, cut)] or [1000])
    start = np.tile(starts, 40_000 // len(starts))
    latest = events.latest(1, np.arange(len(start)) // len(starts), start, cut.length)
    seen = (latest >= start[:, None, None]).sum(axis=-1)
    hidden = (start > 0)[:, None]
    expected = events.seen(cut, np.full(cut.length, 1 / len(starts) if steps else 0.0))
    for count in range(depth):
        found = ((seen == count) & hidden).mean(axis=0)
        np.testing.assert_allclose(expected[count], found, atol=0.012)
