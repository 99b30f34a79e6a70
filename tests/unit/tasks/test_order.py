import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import dealt, entropy_of, stream

from rnnviz.tasks import Order

DRAWN = {"↓↓": "\\", "↓↑": "V", "↑↓": "Λ", "↑↑": "/"}


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(1, 26), st.integers(0, 5000))
def test_the_target_draws_the_last_two_signals(every, letters, sequence):
    task = Order(every=every, letters=letters)
    inputs, targets = (read[:, 0].astype(int) for read in stream(task, 150, sequence))
    signals = ""
    for read, wanted in zip(inputs, targets, strict=True):
        if task.symbols[read] in "↓↑":
            signals = (signals or task.symbols[read]) + task.symbols[read]
        assert task.symbols[wanted] == DRAWN[signals[-2:]]
    assert signals[:1] == signals[1:2]


def test_letters_and_signals_are_as_likely_as_is_said():
    task = Order(every=4, letters=3)
    codes = stream(task, 40_000)[0][:, 0].astype(int)
    share = dict(zip(task.symbols, np.bincount(codes, minlength=9) / len(codes), strict=True))
    assert all(share[symbol] == pytest.approx(0.125, abs=0.01) for symbol in "↓↑")
    assert all(share[symbol] == pytest.approx(0.25, abs=0.01) for symbol in "abc")
    assert sum(share[symbol] for symbol in "\\VΛ/") == 0


@pytest.mark.parametrize(
    ("every", "length", "steps"),
    [(10, 10, 0), (3, 4, 0), (5, 1, 0), (8, 5, 15), (4, 2, 6), (8, 1, 2), (8, 1, 6), (5, 4, 4), (2, 1, 1)],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(every, length, steps):
    task = Order(every=every, length=steps)
    inputs, targets = (read[..., 0].astype(int) for read in dealt(task, length))
    cost = 0.0
    for step in range(length):
        signals = (inputs[:, : step + 1] < 2).sum(axis=1)
        last = targets[:, step] % 2
        for seen, newest in ((0, 0), (0, 1), (1, 0), (1, 1)):
            # Without any signal in the chunk not even the newest is known.
            alike = (signals == seen) & ((last == newest) | (seen == 0))
            if alike.any() and (seen or not newest):
                cost += alike.mean() * entropy_of(targets[alike, step])
        assert (targets[signals >= 2, step] >= 2).all()
    assert task.floor(length).without_memory == pytest.approx(cost / length, abs=0.008)
