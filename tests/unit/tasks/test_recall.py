import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import dealt, entropy_of, stream

from rnnviz.tasks import Recall


@settings(max_examples=30)
@given(st.integers(1, 8), st.integers(1, 30), st.integers(1, 12), st.integers(0, 5000))
def test_what_was_stored_is_recalled_after_the_delay_and_nothing_else_is_said(bits, delay, pause, sequence):
    inputs, targets = stream(Recall(bits=bits, delay=delay, pause=pause), 200, sequence)
    stored = None
    for step, (*shown, store, recall) in enumerate(inputs.tolist()):
        assert not (store and recall)
        if store:
            stored = step, shown
        assert targets[step].tolist() == (stored[1] if recall else [0.0] * bits)
        if recall:
            assert step - stored[0] == delay


@given(st.integers(1, 20), st.integers(1, 12))
def test_every_trial_has_one_store_and_one_recall(delay, pause):
    task = Recall(bits=1, delay=delay, pause=pause)
    marks = stream(task, 20 * task.trial)[0][:, 1:].reshape(20, task.trial, 2)
    assert (marks.sum(axis=1) == 1).all()
    assert (marks[..., 0].argmax(axis=1) < pause).all()


def test_the_beginning_of_a_trial_is_random():
    task = Recall(bits=1, delay=5, pause=4)
    stores = stream(task, 3000 * task.trial)[0][:, 1].reshape(3000, task.trial).argmax(axis=1)
    np.testing.assert_allclose(np.bincount(stores, minlength=4) / 3000, 0.25, atol=0.03)


@pytest.mark.parametrize(
    ("delay", "pause", "length", "steps"),
    [(8, 5, 10, 0), (8, 4, 10, 0), (3, 1, 4, 0), (12, 3, 5, 0), (6, 4, 1, 0), (8, 4, 10, 30), (5, 2, 4, 50)],
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(delay, pause, length, steps):
    task = Recall(bits=1, delay=delay, pause=pause, length=steps)
    inputs, targets = dealt(task, length)
    cost = 0.0
    for step in range(length):
        recalled = inputs[:, step, 2] == 1
        assert not targets[~recalled, step].any()
        if step >= delay:
            np.testing.assert_array_equal(targets[recalled, step, 0], inputs[recalled, step - delay, 0])
        elif recalled.any():
            cost += recalled.mean() * entropy_of(targets[recalled, step, 0])
    assert task.floor(length).without_memory == pytest.approx(cost / length, abs=0.004)
    assert Recall(bits=6, delay=delay, pause=pause, length=steps).floor(length) == task.floor(length)
