import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import stream, within_chunks

from rnnviz.tasks import Adding
from rnnviz.tasks.cutting import Cut


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
    ("every", "cut", "steps"),
    [(10, Cut(10), 0), (3, Cut(4), 0), (5, Cut(1), 0), (8, Cut(5), 15), (4, Cut(2), 6), (8, Cut(1), 2), (8, Cut(1), 6),
     (5, Cut(4), 4), (2, Cut(1), 1), (8, Cut(5, pads=True), 16), (6, Cut(4, overlap=2), 10), (6, Cut(3, overlap=2), 6),
     (5, Cut(4, overlap=3, pads=True), 7)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(every, cut, steps):
    task = Adding(every=every, length=steps)
    cost = 0.0
    for inputs, targets, share in within_chunks(task, cut):
        marks = inputs[..., 1].sum(axis=1)
        last_two = np.cumsum(inputs[:, ::-1, 1], axis=1) <= 2
        seen = (inputs[:, ::-1, 0] * inputs[:, ::-1, 1] * last_two).sum(axis=1)
        hidden = targets[:, 0] - seen
        assert abs(hidden[marks >= 2]).max(initial=0.0) < 1e-6
        for number in (0, 1):
            if (marks == number).any():
                cost += share * np.mean(marks == number) * hidden[marks == number].var()
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.004)
