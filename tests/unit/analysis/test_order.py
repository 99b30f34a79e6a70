import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnviz.analysis.order import similarity_order


def waves(phases, timesteps=400):
    time = np.arange(timesteps)[:, None]
    return np.sin(0.1 * time + np.asarray(phases)).astype(np.float32)


@settings(max_examples=80, deadline=None)
@given(
    arrays(
        np.float32,
        st.tuples(st.integers(0, 12), st.integers(1, 12)),
        elements=st.floats(-10, 10, width=32) | st.just(float("nan")) | st.just(float("inf")),
    )
)
def test_every_unit_comes_exactly_once_whatever_the_states(states):
    assert sorted(similarity_order(states).tolist()) == list(range(states.shape[1]))


def test_shuffled_phases_are_put_back_in_order():
    phases = np.linspace(0.0, 2.0, 40)
    shuffled = np.random.default_rng(3).permutation(40)
    found = phases[shuffled][similarity_order(waves(phases[shuffled]))]
    assert np.all(np.diff(found) > 0) or np.all(np.diff(found) < 0)


def test_neighbours_are_more_alike_than_by_number():
    rng = np.random.default_rng(0)
    groups = rng.normal(size=(300, 4))
    states = (groups[:, rng.integers(0, 4, 60)] + 0.3 * rng.normal(size=(300, 60))).astype(np.float32)

    def likeness(order):
        matrix = np.corrcoef(states[:, order].T)
        return float(np.mean(np.diagonal(matrix, 1)))

    assert likeness(np.arange(60)) < 0.4
    assert likeness(similarity_order(states)) > 0.85


def test_opposites_are_not_alike():
    wave = waves([0.0])[:, 0]
    quarter = waves([np.pi / 2])[:, 0]
    states = np.stack([wave, -wave, quarter], axis=1)
    assert similarity_order(states).tolist() in ([0, 2, 1], [1, 2, 0])


def test_units_that_never_change_come_last_by_number():
    states = waves([0.0, 1.0, 0.1, 1.1, 0.05])
    states[:, 1] = 0.7
    states[3, 3] = np.nan
    assert similarity_order(states).tolist()[-2:] == [1, 3]


def test_a_unit_that_only_rounding_moves_is_like_no_other():
    states = waves([0.0, 1.0, 0.1, 1.1])
    states[:, 1] = np.float32(0.7) + np.float32(1e-7) * states[:, 0]  # moves along with unit 0, in its last digit
    assert np.ptp(states[:, 1]) > 0
    assert similarity_order(states).tolist()[-1] == 1


def test_size_and_level_do_not_matter():
    states = waves(np.random.default_rng(1).uniform(0, 3, 12))
    scaled = states * np.linspace(0.1, 5.0, 12, dtype=np.float32) + 3.0
    for other in (scaled.astype(np.float32), states * np.float32(1e-30), states * np.float32(1e30)):
        assert similarity_order(states).tolist() == similarity_order(other).tolist()


def test_no_timesteps_leave_the_units_by_number():
    assert similarity_order(np.zeros((0, 4), np.float32)).tolist() == [0, 1, 2, 3]
