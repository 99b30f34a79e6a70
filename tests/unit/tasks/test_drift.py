import numpy as np
import pytest
from streams import dealt, stream

from rnnviz.tasks import Drift


def guesses(steps, turns, noise):
    """The mean of the steps since the last turn, drawn towards 0, read one after the other."""
    total, count, said = 0.0, 0, []
    for step, turn in zip(steps.tolist(), turns.tolist(), strict=True):
        total, count = (step, 1) if turn else (total + step, count + 1)
        said.append(total / (count + noise**2))
    return np.array(said)


def test_steps_are_the_drift_and_noise_and_the_drift_changes_at_turns():
    inputs, targets = stream(Drift(noise=0.5, every=6), 60_000)
    changes = np.flatnonzero(np.diff(targets[:, 0])) + 1
    np.testing.assert_array_equal(np.flatnonzero(inputs[:, 1]), [0, *changes])
    assert len(changes) / 60_000 == pytest.approx(1 / 6, abs=0.01)
    drifts = targets[[0, *changes], 0]
    assert (drifts.mean(), drifts.var()) == (pytest.approx(0.0, abs=0.04), pytest.approx(1.0, abs=0.05))
    noise = (inputs[:, 0] - targets[:, 0]) / 0.5
    assert (noise.mean(), noise.var()) == (pytest.approx(0.0, abs=0.02), pytest.approx(1.0, abs=0.03))
    assert abs(np.corrcoef([noise, targets[:, 0], np.roll(noise, 1)]) - np.eye(3)).max() < 0.02


@pytest.mark.parametrize(
    ("noise", "every", "length", "steps"), [(2.0, 50, 10, 0), (1.0, 5, 4, 0), (0.3, 9, 1, 0), (3.0, 20, 6, 24)]
)
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(noise, every, length, steps):
    task = Drift(noise=noise, every=every, length=steps)
    inputs, targets = dealt(task, length, slots=200, batches=60)
    said = np.stack([guesses(*chunk.T, noise) for chunk in inputs])
    cost = np.mean((said - targets[..., 0]) ** 2)
    assert task.floor(length).without_memory == pytest.approx(cost, rel=0.05)


@pytest.mark.parametrize(("noise", "every", "steps"), [(2.0, 50, 0), (1.0, 5, 0), (3.0, 20, 24), (1.0, 200, 30)])
def test_the_other_floor_is_what_the_best_guess_costs_that_has_read_everything(noise, every, steps):
    task = Drift(noise=noise, every=every, length=steps)
    whole = steps or 3_000
    inputs, targets = task.chunks(3, np.arange(90_000 // whole), np.zeros(90_000 // whole, np.int64), whole)
    said = np.stack([guesses(*sequence.T, noise) for sequence in inputs])
    errors = (said - targets[..., 0]) ** 2
    # A stream without an end has long had a turn.
    cost = errors.mean() if steps else errors[:, 20 * every :].mean()
    assert task.floor(6).with_memory == pytest.approx(cost, rel=0.08)


def test_no_other_guess_is_better():
    noise = 2.0
    inputs, targets = dealt(Drift(noise=noise, every=50), 10, slots=200, batches=60)
    said = np.stack([guesses(*chunk.T, noise) for chunk in inputs])
    best = np.mean((said - targets[..., 0]) ** 2)
    for other in (0.95 * said, 1.05 * said, said + 0.05, 0.9 * said + 0.01 * inputs[..., 0]):
        assert np.mean((other - targets[..., 0]) ** 2) > best
