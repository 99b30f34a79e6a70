import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks.noise import bits, hashed, uniform

numbers = st.integers(0, 2**31 - 1)


@given(numbers, numbers, st.integers(0, 10**12), st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_cutting_differently_gives_the_same_numbers(seed, sequence, start, lengths):
    whole = hashed(seed, np.array([sequence]), np.arange(start, start + sum(lengths)))
    cut = np.split(np.arange(start, start + sum(lengths)), np.cumsum(lengths)[:-1])
    pieces = [hashed(seed, np.array([sequence]), piece) for piece in cut]
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_shapes_broadcast():
    assert bits(0, np.arange(3)[:, None], np.arange(5)).shape == (3, 5)
    assert bits(0, np.arange(3)[:, None], np.arange(5)).dtype == np.float32
    assert uniform(0, np.arange(3)[:, None], np.arange(5)).dtype == np.float32


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_coins_are_fair_and_know_nothing_of_their_neighbours(seed):
    flips = bits(seed, np.arange(300)[:, None], np.arange(300))
    assert set(np.unique(flips)) == {0.0, 1.0}
    noise = 5 / np.sqrt(flips.size)
    centred = 2 * flips - 1
    assert abs(centred.mean()) < noise
    for lag in (1, 2, 3, 7, 64):
        assert abs((centred[:, lag:] * centred[:, :-lag]).mean()) < 1.2 * noise
        assert abs((centred[lag:] * centred[:-lag]).mean()) < 1.2 * noise
        assert abs((centred[lag:, lag:] * centred[:-lag, :-lag]).mean()) < 1.2 * noise


def test_another_seed_gives_other_coins():
    first, second = (2 * bits(seed, np.arange(100)[:, None], np.arange(100)) - 1 for seed in (0, 1))
    assert abs((first * second).mean()) < 5 / 100


def test_uniform_numbers_fill_the_unit_interval_evenly():
    drawn = uniform(3, np.arange(200)[:, None], np.arange(200)).ravel()
    assert 0.0 <= drawn.min() < drawn.max() < 1.0
    counts = np.histogram(drawn, bins=10, range=(0, 1))[0]
    assert abs(counts - drawn.size / 10).max() < 5 * np.sqrt(drawn.size * 0.09)
