import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import stream, within_chunks

from rnnviz.tasks import Sine
from rnnviz.tasks.cutting import Cut


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
    ("period", "every", "cut", "steps"),
    [(12, 40, Cut(10), 0), (7, 5, Cut(4), 0), (12, 30, Cut(1), 0), (20, 10, Cut(6), 24), (9, 50, Cut(5), 10),
     (30, 20, Cut(3), 45), (8, 9, Cut(1), 6), (20, 10, Cut(6, pads=True), 21), (9, 50, Cut(5, pads=True), 8),
     (12, 20, Cut(6, overlap=4), 12), (9, 30, Cut(4, overlap=1, pads=True), 12)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(period, every, cut, steps):
    task = Sine(period=period, every=every, length=steps)
    cost = 0.0
    for inputs, targets, share in within_chunks(task, cut):
        unknown = ~inputs[..., 0].any(axis=1)
        if unknown.any():
            cost += share * unknown.mean() * targets[unknown, 0].var()
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.008)
