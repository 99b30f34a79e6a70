import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.tasks import Echo, Endless


def whole_stream(task, steps, sequence=0, seed=0):
    inputs, targets = task.chunks(seed, np.array([sequence]), np.array([0]), steps)
    return inputs[0, :, 0], targets[0, :, 0]


@given(st.integers(1, 30), st.integers(0, 5000), st.integers(0, 50))
def test_the_target_is_what_was_heard_and_zero_before_that(delay, sequence, seed):
    inputs, targets = whole_stream(Echo(delay=delay), 60, sequence, seed)
    assert set(np.unique(inputs)) <= {0.0, 1.0}
    assert (targets[:delay] == 0).all()
    np.testing.assert_array_equal(targets[delay:], inputs[: 60 - delay])


@given(st.integers(1, 12), st.integers(1, 10), st.integers(0, 80), st.integers(0, 5000))
def test_a_chunk_is_a_piece_of_the_stream_however_it_is_cut(delay, length, start, sequence):
    task = Echo(delay=delay)
    inputs, targets = whole_stream(task, 90, sequence)
    cut = task.chunks(0, np.array([[sequence]]), np.array([[start]]), length)
    np.testing.assert_array_equal(cut[0][0, 0, :, 0], inputs[start : start + length])
    np.testing.assert_array_equal(cut[1][0, 0, :, 0], targets[start : start + length])


def test_many_chunks_come_in_one_shape():
    inputs, targets = Echo().chunks(0, np.zeros((3, 4), np.int64), np.zeros((3, 4), np.int64), 7)
    assert inputs.shape == targets.shape == (3, 4, 7, 1)
    assert inputs.dtype == targets.dtype == np.float32


def test_it_is_endless_unless_it_is_told_a_length():
    assert Echo().lengths == Endless(None)
    assert Echo(length=40).lengths == Endless(40)


def test_the_design_s_example_has_its_floor():
    floor = Echo(delay=5).floor(10)
    assert floor.with_memory == 0.0
    assert floor.without_memory == pytest.approx(0.5 * math.log(2))


@pytest.mark.parametrize(("delay", "length"), [(5, 5), (7, 5), (100, 1)])
def test_a_chunk_that_hears_none_of_its_answers_can_only_guess(delay, length):
    assert Echo(delay=delay).floor(length).without_memory == pytest.approx(math.log(2))


def test_short_sequences_are_easier_since_silence_comes_before_them():
    assert Echo(delay=5, length=5).floor(5).without_memory == 0.0
    assert Echo(delay=5, length=20).floor(10).without_memory < Echo(delay=5, length=200).floor(10).without_memory
    assert Echo(delay=5, length=10**8).floor(10).without_memory == pytest.approx(0.5 * math.log(2), abs=1e-6)


@pytest.mark.parametrize(
    ("delay", "steps", "length"),
    [(5, 0, 10), (1, 0, 4), (3, 12, 4), (5, 20, 10), (5, 25, 10), (9, 12, 4), (6, 40, 5), (20, 16, 8)],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(delay, steps, length):
    task = Echo(delay=delay, length=steps)
    cells = make_plan(Chunking(length, 200), task.lengths, seed=0).cells(0, 120)
    inputs, targets = task.chunks(0, cells.sequence, cells.start, length)
    inputs, targets = (read.reshape(-1, length) for read in (inputs, targets))
    cost = 0.0
    for step in range(length):
        if step >= delay:
            np.testing.assert_array_equal(targets[:, step], inputs[:, step - delay])
            continue
        # What was heard before the chunk is gone: the best guess is how often the answer is 1.
        ones = targets[:, step].mean()
        cost -= sum(share * math.log(share) for share in (ones, 1 - ones) if share > 0)
    assert task.floor(length).without_memory == pytest.approx(cost / length, abs=0.004)


@pytest.mark.parametrize("choice", [{"delay": 0}, {"delay": 1.5}, {"length": -1}])
def test_a_wrong_choice_is_refused(choice):
    with pytest.raises(ChoiceError, match=r"^task\."):
        Echo(**choice)
