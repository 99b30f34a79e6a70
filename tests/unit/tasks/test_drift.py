import numpy as np
import pytest
from streams import chunks_of, stream, within_chunks

from rnnviz.tasks import Drift
from rnnviz.tasks.cutting import Cut


def guesses(steps, turns, noise):
    """The mean of the steps since the last turn, drawn towards 0, read one after the other."""
    total, count, said = 0.0, 0, []
    for step, turn in zip(steps.tolist(), turns.tolist(), strict=True):
        total, count = (step, 1) if turn else (total + step, count + 1)
        said.append(total / (count + noise**2))
    return np.array(said)


def guess(inputs, noise):
    """The same at the last timestep of many chunks ``(chunks, timesteps, 2)`` at once."""
    steps, turns = inputs[..., 0], inputs[..., 1]
    since_the_turn = np.cumsum(turns[:, ::-1], axis=1)[:, ::-1] == turns
    return (steps * since_the_turn).sum(axis=1) / (since_the_turn.sum(axis=1) + noise**2)


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
    ("noise", "every", "cut", "steps"),
    [(2.0, 50, Cut(10), 0), (1.0, 5, Cut(4), 0), (0.3, 9, Cut(1), 0), (3.0, 20, Cut(6), 24),
     (3.0, 20, Cut(6, pads=True), 20), (2.0, 20, Cut(6, overlap=4), 10)],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(noise, every, cut, steps):
    task = Drift(noise=noise, every=every, length=steps)
    cost = 0.0
    for inputs, targets, share in within_chunks(task, cut):
        cost += share * np.mean((guess(inputs, noise) - targets[:, 0]) ** 2)
    assert task.floor(cut).without_memory == pytest.approx(cost, rel=0.05)


@pytest.mark.parametrize(
    ("noise", "every", "cut", "steps"),
    [(2.0, 50, Cut(6), 0), (1.0, 5, Cut(6), 0), (3.0, 20, Cut(6), 24), (1.0, 200, Cut(6), 30), (3.0, 20, Cut(6), 10),
     (3.0, 20, Cut(6, pads=True), 10), (3.0, 20, Cut(6, overlap=5), 12)],
)  # fmt: skip
def test_the_other_floor_is_what_the_best_guess_costs_that_has_read_everything(noise, every, cut, steps):
    task = Drift(noise=noise, every=every, length=steps)
    whole = steps or 3_000
    inputs, targets = task.chunks(3, np.arange(90_000 // whole), np.zeros(90_000 // whole, np.int64), whole)
    said = np.stack([guesses(*sequence.T, noise) for sequence in inputs])
    errors = (said - targets[..., 0]) ** 2
    # A stream without an end has long had a turn.
    chunks = chunks_of(steps, cut) or [(20 * every, whole)]
    cost = np.concatenate([errors[:, start:end] for start, end in chunks], axis=1).mean()
    assert task.floor(cut).with_memory == pytest.approx(cost, rel=0.08)


def test_in_chunks_so_long_that_memory_is_worth_nothing_the_floors_are_one():
    floor = Drift(noise=1.0, every=2).floor(Cut(10_000))
    assert floor.without_memory == pytest.approx(floor.with_memory, rel=1e-3)


def test_no_other_guess_is_better():
    noise = 2.0
    *_, (inputs, targets, _) = within_chunks(Drift(noise=noise, every=50), Cut(10))
    said = guess(inputs, noise)
    best = np.mean((said - targets[:, 0]) ** 2)
    for other in (0.95 * said, 1.05 * said, said + 0.05, 0.9 * said + 0.01 * inputs[:, -1, 0]):
        assert np.mean((other - targets[:, 0]) ** 2) > best
