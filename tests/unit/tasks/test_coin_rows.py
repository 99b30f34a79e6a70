import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.tasks import CoinRows
from rnnviz.tasks.cutting import Cut


def test_every_row_is_a_sequence_of_its_own():
    task = CoinRows(rows=3, steps=4, width=5)
    assert task.lengths == (4, 4, 4)
    assert (task.features, task.outputs, task.symbols) == (5, 1, None)


@given(st.integers(1, 6), st.integers(1, 9), st.integers(1, 5), st.integers(0, 9))
def test_a_chunk_is_a_piece_of_its_row_however_it_is_cut(rows, steps, width, seed):
    task = CoinRows(rows=rows, steps=steps, width=width)
    every = np.arange(rows)
    inputs, targets = task.chunks(seed, every, np.zeros_like(every), steps)
    assert inputs.shape == (rows, steps, width)
    assert targets.shape == (rows, steps, 1)
    for start in range(steps):
        cut = task.chunks(seed, every, np.full_like(every, start), steps - start)
        np.testing.assert_array_equal(cut[0], inputs[:, start:])
        np.testing.assert_array_equal(cut[1], targets[:, start:])


def test_inputs_are_uniform_and_targets_are_coins_that_know_nothing_of_them():
    task = CoinRows(rows=2000, steps=5, width=4)
    every = np.arange(2000)
    inputs, targets = task.chunks(0, every, np.zeros_like(every), 5)
    assert inputs.dtype == targets.dtype == np.float32
    assert 0.0 <= inputs.min() < inputs.max() < 1.0
    assert inputs.mean() == pytest.approx(0.5, abs=0.01)
    assert set(np.unique(targets)) == {0.0, 1.0}
    assert targets.mean() == pytest.approx(0.5, abs=0.03)
    columns = np.column_stack([inputs.reshape(-1, 4), targets.ravel()])
    correlation = np.corrcoef(columns.T) - np.eye(5)
    assert abs(correlation).max() < 0.05
    assert len(np.unique(inputs)) > 0.99 * inputs.size


def test_another_seed_draws_other_rows():
    task = CoinRows()
    first, second = (task.chunks(seed, np.arange(100), np.zeros(100, np.int64), 1)[0] for seed in (0, 1))
    assert (first != second).mean() > 0.99


@pytest.mark.parametrize("length", [1, 7])
def test_both_floors_are_those_of_a_coin(length):
    floor = CoinRows(steps=7).floor(Cut(length))
    assert floor.with_memory == floor.without_memory == math.log(2)


def test_more_than_fits_is_refused_with_what_does():
    with pytest.raises(ChoiceError, match=r"task\.rows is 1000000: with rows of 100 steps choose at most 100,000 rows"):
        CoinRows(rows=1_000_000, steps=100)
    assert len(CoinRows(rows=100_000, steps=100).lengths) == 100_000
