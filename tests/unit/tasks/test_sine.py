import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import dealt, stream

from rnnviz.tasks import Sine


@settings(max_examples=30)
@given(st.integers(3, 50), st.integers(2, 60), st.integers(0, 5000))
def test_the_wave_begins_anew_at_each_pulse(period, every, sequence):
    inputs, targets = stream(Sine(period=period, every=every), 150, sequence)
    assert inputs[0, 0] == 1
    age = 0
    for (pulse,), (wave,) in zip(inputs, targets, strict=True):
        age = 0 if pulse else age + 1
        assert wave == pytest.approx(math.sin(2 * math.pi * age / period), abs=1e-6)


def test_a_wave_far_from_the_start_is_as_exact():
    inputs, targets = Sine(period=7, every=3).chunks(0, np.array([1]), np.array([10**12]), 60)
    pulses = np.flatnonzero(inputs[0, :, 0])
    for step in range(pulses[0], 60):
        age = step - pulses[pulses <= step][-1]
        assert targets[0, step, 0] == pytest.approx(math.sin(2 * math.pi * age / 7), abs=1e-6)


@pytest.mark.parametrize(
    ("period", "every", "length", "steps"),
    [(12, 40, 10, 0), (7, 5, 4, 0), (12, 30, 1, 0), (20, 10, 6, 24), (9, 50, 5, 10), (30, 20, 3, 45), (8, 9, 1, 6)],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(period, every, length, steps):
    task = Sine(period=period, every=every, length=steps)
    inputs, targets = (read[..., 0] for read in dealt(task, length))
    cost = 0.0
    for step in range(length):
        unknown = ~inputs[:, : step + 1].any(axis=1)
        if unknown.any():
            cost += unknown.mean() * targets[unknown, step].var()
    assert task.floor(length).without_memory == pytest.approx(cost / length, abs=0.008)
