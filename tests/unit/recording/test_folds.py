import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnnviz.recording.folds import First, Mean, Spread, Worst, fold_of

numbers = hnp.arrays(
    np.float32,
    st.tuples(st.integers(0, 40), st.integers(1, 3)),
    elements=st.floats(-100, 100, width=32, allow_subnormal=False),
)


def fours(rows):
    return [rows[at : at + 4] for at in range(0, len(rows), 4)]


@given(numbers)
def test_a_mean_stands_for_each_four_and_for_what_is_left_over(rows):
    folded = Mean().fold(rows)
    assert folded.dtype == np.float32
    np.testing.assert_allclose(folded, np.reshape([four.mean(axis=0) for four in fours(rows)], folded.shape), atol=1e-4)


@given(numbers)
def test_a_spread_keeps_the_lowest_the_highest_and_the_mean(rows):
    fold = Spread()
    folded = fold.fold(fold.lift(rows))
    assert folded.shape == (-(-len(rows) // 4), rows.shape[1], 3)
    for row, four in zip(folded, fours(rows), strict=True):
        np.testing.assert_array_equal(row[:, 0], four.min(axis=0))
        np.testing.assert_array_equal(row[:, 1], four.max(axis=0))
    np.testing.assert_array_equal(fold.flatten(folded), folded[..., 2])
    np.testing.assert_allclose(folded[..., 2], Mean().fold(rows), atol=1e-4)


@given(st.lists(st.integers(-1, 4), max_size=40))
def test_the_worst_is_the_largest(kinds):
    rows = np.array(kinds, np.int8)
    assert Worst().fold(rows).tolist() == [max(four) for four in fours(kinds)]


@given(st.lists(st.integers(0, 2**60), max_size=40))
def test_the_first_is_that_of_each_four(starts):
    assert First().fold(np.array(starts, np.int64)).tolist() == starts[::4]


@given(numbers.filter(lambda rows: len(rows) > 0), st.sampled_from([0.25, 0.5, 0.75]))
def test_a_last_row_that_is_not_whole_weighs_less(rows, last):
    weights = np.ones(len(rows))
    weights[-1] = last
    tail = 4 * ((len(rows) - 1) // 4)
    expected = np.average(rows[tail:].astype(float), axis=0, weights=weights[tail:])
    np.testing.assert_allclose(Mean().fold(rows, last)[-1], expected, atol=1e-4)


@pytest.mark.parametrize(("gap", "mean"), [(7.0, (1 + 7 + 3 / 2) / 2.5), (np.nan, (1 + 3 / 2) / 1.5)])
def test_in_the_mean_of_a_spread_too_a_last_row_that_is_not_whole_weighs_less(gap, mean):
    rows = np.float32([5, 5, 5, 5, 1, gap, 3])
    spread = Spread().fold(Spread().lift(rows), 0.5)
    np.testing.assert_allclose(spread[:, 2], [5, mean], rtol=1e-6)


@given(numbers.filter(lambda rows: len(rows) >= 16))
def test_folding_twice_is_the_mean_of_sixteen(rows):
    rows = rows[: len(rows) // 16 * 16]
    sixteens = rows.reshape(-1, 16, rows.shape[1]).mean(axis=1)
    np.testing.assert_allclose(Mean().fold(Mean().fold(rows)), sixteens, atol=1e-4)


def test_what_is_not_a_number_is_passed_over_by_the_spread_and_not_by_the_mean():
    rows = np.float32([1, np.nan, 3, 2, np.nan, np.nan, np.nan, np.nan])
    spread = Spread().fold(Spread().lift(rows))
    assert spread[0].tolist() == [1, 3, 2]
    assert np.isnan(spread[1]).all()
    assert np.isnan(Mean().fold(rows)).all()


def test_the_mean_of_numbers_of_half_precision_is_taken_in_full():
    rows = np.float16([2048, 1, 1, 1])  # where 2048 + 1 is 2048
    assert Mean().fold(rows) == np.float16(512.75)
    assert Mean().fold(rows).dtype == np.float16


def test_infinities_in_both_directions_are_no_number_and_no_warning():
    rows = np.float32([np.inf, -np.inf, 0, 0])
    assert np.isnan(Mean().fold(rows)[0])


@pytest.mark.parametrize(
    ("name", "fold"),
    [
        ("loss", Spread),
        ("inputs", Spread),
        ("transitions", Worst),
        ("reset", Worst),
        ("validates", Worst),
        ("steps", Worst),
        ("sequence", First),
        ("start", First),
        ("entering", Mean),
        ("state_1_c", Mean),
    ],
)
def test_each_array_has_its_fold(name, fold):
    assert isinstance(fold_of(name), fold)
