import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import entropy_of, stream, within_chunks

from rnnviz.tasks import Recall
from rnnviz.tasks.cutting import Cut


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


@given(st.integers(1, 20), st.integers(1, 12), st.integers(0, 5000))
def test_trials_have_one_store_and_one_recall_and_follow_each_other(delay, pause, sequence):
    task = Recall(bits=1, delay=delay, pause=pause)
    marks = stream(task, 20 * task.trial, sequence)[0][:, 1:]
    stores, recalls = (np.flatnonzero(marks[:, kind]) for kind in (0, 1))
    assert 19 <= len(stores) <= 21
    np.testing.assert_array_equal(recalls, stores[: len(recalls)] + delay)
    assert len(stores) - len(recalls) <= 1
    assert (abs(np.diff(stores) - task.trial) < pause).all()


def test_the_pause_between_trials_is_random():
    task = Recall(bits=1, delay=5, pause=4)
    stores = np.flatnonzero(stream(task, 9 * 5000)[0][:, 1])
    gaps = np.bincount(np.diff(stores) - 9 + 3, minlength=7) / (len(stores) - 1)
    np.testing.assert_allclose(gaps, np.array([1, 2, 3, 4, 3, 2, 1]) / 16, atol=0.03)


def test_a_recall_is_as_likely_at_every_timestep_behind_the_delay():
    task = Recall(bits=1, delay=5, pause=4)
    inputs, _ = task.chunks(0, np.arange(9000), np.zeros(9000, np.int64), 30)
    share = inputs[:, :, 2].mean(axis=0)
    assert not share[:5].any()
    np.testing.assert_allclose(share[5:], 1 / 9, atol=0.015)


@pytest.mark.parametrize(
    ("delay", "pause", "cut", "steps"),
    [(8, 5, Cut(10), 0), (8, 4, Cut(10), 0), (3, 1, Cut(4), 0), (12, 3, Cut(5), 0), (6, 4, Cut(1), 0),
     (8, 4, Cut(10), 30), (5, 2, Cut(4), 50), (8, 4, Cut(10, pads=True), 25), (5, 2, Cut(6, overlap=4), 14)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(delay, pause, cut, steps):
    task = Recall(bits=1, delay=delay, pause=pause, length=steps)
    cost = 0.0
    for step, (inputs, targets, share) in enumerate(within_chunks(task, cut)):
        recalled = inputs[:, step, 2] == 1
        assert not targets[~recalled].any()
        if step >= delay:
            np.testing.assert_array_equal(targets[recalled, 0], inputs[recalled, step - delay, 0])
        elif recalled.any():
            cost += share * recalled.mean() * entropy_of(targets[recalled, 0])
    assert task.floor(cut).without_memory == pytest.approx(cost, abs=0.004)
    assert Recall(bits=6, delay=delay, pause=pause, length=steps).floor(cut) == task.floor(cut)
