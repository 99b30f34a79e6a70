import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import entropy_of, stream, within_chunks

from rnnviz.choices import ChoiceError
from rnnviz.tasks import FlipFlop
from rnnviz.tasks.cutting import Cut


@settings(max_examples=30)
@given(st.integers(1, 8), st.integers(2, 40), st.integers(0, 5000))
def test_each_bit_holds_what_its_last_pulse_said(bits, every, sequence):
    inputs, targets = stream(FlipFlop(bits=bits, every=every), 120, sequence)
    held = [None] * bits
    for pulses, answers in zip(inputs, targets, strict=True):
        for bit, pulse in enumerate(pulses):
            held[bit] = {1.0: 1.0, -1.0: 0.0}.get(pulse, held[bit])
        assert answers.tolist() == held


def test_pulses_come_as_often_as_is_said_and_set_as_often_as_they_clear():
    inputs = stream(FlipFlop(bits=8, every=10), 20_000)[0][1:]
    assert (inputs != 0).mean() == pytest.approx(0.1, abs=0.004)
    assert inputs[inputs != 0].mean() == pytest.approx(0.0, abs=0.04)
    assert abs(np.corrcoef(inputs.T) - np.eye(8)).max() < 0.04


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
    task = FlipFlop(bits=1, every=every, length=steps)
    cost = 0.0
    for inputs, targets, share in within_chunks(task, cut):
        unset = (inputs[..., 0] == 0).all(axis=1)
        if unset.any():
            cost += share * unset.mean() * entropy_of(targets[unset, 0])
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.006)
    assert FlipFlop(bits=5, every=every, length=steps).floor(cut) == task.floor(cut)


@pytest.mark.parametrize("choice", [{"bits": 0}, {"bits": 9}, {"every": 1}, {"length": -1}])
def test_a_wrong_choice_is_refused(choice):
    with pytest.raises(ChoiceError, match=r"^task\."):
        FlipFlop(**choice)
