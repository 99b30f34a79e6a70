import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import dealt, stream

from rnnviz.tasks import Adding


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(0, 5000))
def test_the_target_is_the_sum_of_the_last_two_marked_numbers(every, sequence):
    inputs, targets = stream(Adding(every=every), 150, sequence)
    assert inputs[:2, 1].tolist() == [1, 1]
    marked = []
    for (number, mark), (total,) in zip(inputs, targets, strict=True):
        if mark:
            marked.append(number)
        assert total == pytest.approx(sum(marked[-2:]), abs=1e-6)


def test_numbers_are_spread_evenly_and_know_nothing_of_marks():
    inputs = stream(Adding(every=3), 40_000)[0]
    assert inputs[:, 0].mean() == pytest.approx(0.5, abs=0.01)
    assert inputs[:, 0].var() == pytest.approx(1 / 12, abs=0.003)
    assert abs(np.corrcoef(inputs.T)[0, 1]) < 0.025


@pytest.mark.parametrize(
    ("every", "length", "steps"),
    [(10, 10, 0), (3, 4, 0), (5, 1, 0), (8, 5, 15), (4, 2, 6), (8, 1, 2), (8, 1, 6), (5, 4, 4), (2, 1, 1)],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(every, length, steps):
    task = Adding(every=every, length=steps)
    inputs, targets = dealt(task, length)
    cost = 0.0
    for step in range(length):
        marks = inputs[:, : step + 1, 1].sum(axis=1)
        last_two = np.cumsum(inputs[:, step::-1, 1], axis=1) <= 2
        seen = (inputs[:, step::-1, 0] * inputs[:, step::-1, 1] * last_two).sum(axis=1)
        hidden = targets[:, step, 0] - seen
        assert abs(hidden[marks >= 2]).max(initial=0.0) < 1e-6
        for number in (0, 1):
            if (marks == number).any():
                cost += np.mean(marks == number) * hidden[marks == number].var()
    assert task.floor(length).without_memory == pytest.approx(cost / length, abs=0.004)
