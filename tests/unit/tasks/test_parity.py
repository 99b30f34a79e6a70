import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import entropy_of, stream, within_chunks

from rnnviz.tasks import Parity
from rnnviz.tasks.cutting import Cut


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(0, 5000))
def test_the_target_counts_the_ones_since_the_last_start(every, sequence):
    inputs, targets = stream(Parity(every=every), 150, sequence)
    assert inputs[0, 1] == 1
    count = 0
    for (flip, begins), (odd,) in zip(inputs.astype(int), targets, strict=True):
        count = flip if begins else count + flip
        assert odd == count % 2


def test_flips_are_fair_and_know_nothing_of_starts_nor_of_what_was_before():
    inputs, targets = stream(Parity(every=4), 40_000)
    columns = np.column_stack([inputs, np.roll(inputs[:, 0], 1), np.roll(targets[:, 0], 1)])[1:]
    assert columns[:, 0].mean() == pytest.approx(0.5, abs=0.015)
    assert columns[:, 1].mean() == pytest.approx(0.25, abs=0.015)
    assert abs(np.corrcoef(columns.T)[0, 1:]).max() < 0.025


@pytest.mark.parametrize(
    ("every", "cut", "steps"),
    [
        (20, Cut(10), 0),
        (3, Cut(4), 0),
        (5, Cut(1), 0),
        (8, Cut(5), 15),
        (8, Cut(1), 4),
        (8, Cut(5, pads=True), 17),
        (9, Cut(6, overlap=4), 12),
    ],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(every, cut, steps):
    task = Parity(every=every, length=steps)
    cost = 0.0
    for inputs, targets, share in within_chunks(task, cut):
        uncounted = ~inputs[..., 1].any(axis=1)
        # The flips in the chunk are known: what is not is the count that they are added to.
        flips = inputs[uncounted, :, 0].sum(axis=1)
        if uncounted.any():
            cost += share * uncounted.mean() * entropy_of((targets[uncounted, 0] + flips) % 2)
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.006)
