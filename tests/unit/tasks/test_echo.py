import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import entropy_of, stream, within_chunks

from rnnviz.choices import ChoiceError
from rnnviz.tasks import Echo
from rnnviz.tasks.cutting import Cut


@given(st.integers(1, 30), st.integers(0, 5000), st.integers(0, 50))
def test_the_target_is_what_was_heard_and_zero_before_that(delay, sequence, seed):
    inputs, targets = (read[:, 0] for read in stream(Echo(delay=delay), 60, sequence, seed))
    assert set(np.unique(inputs)) <= {0.0, 1.0}
    assert (targets[:delay] == 0).all()
    np.testing.assert_array_equal(targets[delay:], inputs[: 60 - delay])


def test_the_design_s_example_has_its_floor():
    floor = Echo(delay=5).floor(Cut(10))
    assert floor.with_memory == 0.0
    assert floor.without_memory == pytest.approx(0.5 * math.log(2))


@pytest.mark.parametrize(("delay", "length"), [(5, 5), (7, 5), (100, 1)])
def test_a_chunk_that_hears_none_of_its_answers_can_only_guess(delay, length):
    assert Echo(delay=delay).floor(Cut(length)).without_memory == pytest.approx(math.log(2))


def test_short_sequences_are_easier_since_silence_comes_before_them():
    assert Echo(delay=5, length=5).floor(Cut(5)).without_memory == 0.0
    short, long = (Echo(delay=5, length=length).floor(Cut(10)) for length in (20, 200))
    assert short.without_memory < long.without_memory
    assert Echo(delay=5, length=10**8).floor(Cut(10)).without_memory == pytest.approx(0.5 * math.log(2), abs=1e-6)


@pytest.mark.parametrize(
    ("delay", "cut", "steps"),
    [(5, Cut(10), 0), (1, Cut(4), 0), (3, Cut(4), 12), (5, Cut(10), 20), (5, Cut(10), 25), (9, Cut(4), 12),
     (6, Cut(5), 40), (20, Cut(8), 16), (5, Cut(10, pads=True), 15), (7, Cut(5, pads=True), 13),
     (5, Cut(10, overlap=5), 20), (9, Cut(4, overlap=3), 12)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(delay, cut, steps):
    task = Echo(delay=delay, length=steps)
    cost = 0.0
    for step, (inputs, targets, share) in enumerate(within_chunks(task, cut)):
        if step >= delay:
            np.testing.assert_array_equal(targets, inputs[:, step - delay])
        else:
            # What was heard before the chunk is gone: the best guess is how often the answer is 1.
            cost += share * entropy_of(targets[:, 0])
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.004)


@pytest.mark.parametrize("choice", [{"delay": 0}, {"delay": 1.5}, {"length": -1}])
def test_a_wrong_choice_is_refused(choice):
    with pytest.raises(ChoiceError, match=r"^task\."):
        Echo(**choice)
