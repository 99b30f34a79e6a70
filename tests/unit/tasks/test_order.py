import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import entropy_of, stream, within_chunks

from rnnviz.tasks import Order
from rnnviz.tasks.cutting import Cut

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
    ("every", "cut", "steps"),
    [(10, Cut(10), 0), (3, Cut(4), 0), (5, Cut(1), 0), (8, Cut(5), 15), (4, Cut(2), 6), (8, Cut(1), 2), (8, Cut(1), 6),
     (5, Cut(4), 4), (2, Cut(1), 1), (8, Cut(5, pads=True), 16), (6, Cut(4, overlap=2), 10), (6, Cut(3, overlap=2), 6),
     (5, Cut(4, overlap=3, pads=True), 7)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(every, cut, steps):
    task = Order(every=every, length=steps)
    cost = 0.0
    for read, wanted, share in within_chunks(task, cut):
        inputs, targets = (codes[..., 0].astype(int) for codes in (read, wanted))
        signals = (inputs < 2).sum(axis=1)
        last = targets % 2
        for seen, newest in ((0, 0), (0, 1), (1, 0), (1, 1)):
            # Without any signal in the chunk not even the newest is known.
            alike = (signals == seen) & ((last == newest) | (seen == 0))
            if alike.any() and (seen or not newest):
                cost += share * alike.mean() * entropy_of(targets[alike])
        assert (targets[signals >= 2] >= 2).all()
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.008)
