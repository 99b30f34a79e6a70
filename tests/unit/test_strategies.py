import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.experiment import Experiment
from rnnviz.strategies import CARRIERS, INITIAL_STATES, RESETS, SPREAD, STRATEGIES, drawn_states, resets
from rnnviz.tasks import Endless

LAYOUTS = ["contiguous", "row-order", "shuffled"]


SEED = 1


def by_hand(strategy, reset, plan, batch, slot):
    """Whether the policy zeroes one slot before one batch, in the words of the design."""
    if strategy == "stateless" or reset == "never":
        return False
    if reset == "sequence":
        return plan.cells(batch, 1).start[0, slot] == 0
    if reset == "epoch":
        return plan.batches_per_epoch is not None and batch > 0 and batch % plan.batches_per_epoch == 0
    return batch % reset == 0


@given(
    st.sampled_from(STRATEGIES),
    st.one_of(st.sampled_from(RESETS), st.integers(1, 6)),
    st.sampled_from(LAYOUTS),
    st.one_of(
        st.builds(Endless, st.one_of(st.none(), st.integers(4, 20))),
        st.lists(st.integers(0, 20), min_size=3, max_size=8).map(lambda lengths: (12, *lengths)),
    ),
    st.integers(0, 30),
)
def test_resets_are_what_a_reading_by_hand_gives(strategy, reset, layout, lengths, first):
    plan = make_plan(Chunking(length=4, batch_size=3, layout=layout), lengths, SEED)
    zeroed = resets(strategy, reset, plan.cells(first, 5), SEED)
    assert zeroed.shape == (5, 3)
    assert zeroed.dtype == np.bool_
    for batch, slot in np.ndindex(5, 3):
        assert zeroed[batch, slot] == by_hand(strategy, reset, plan, first + batch, slot)


def test_only_the_slot_that_starts_a_sequence_is_zeroed():
    plan = make_plan(Chunking(length=2, batch_size=2), (2, 6, 4), seed=0)
    cells = plan.cells(0, 3)
    assert cells.sequence.tolist() == [[0, 1], [2, 1], [2, 1]]
    assert resets("explicit", "sequence", cells, SEED).tolist() == [[True, True], [True, False], [False, False]]


def test_every_strategy_says_who_carries_the_state():
    assert set(CARRIERS) == set(STRATEGIES)


PLAN = make_plan(Chunking(length=4, batch_size=5), Endless(), SEED)


@given(st.floats(0.01, 0.99), st.integers(0, 2**31 - 1), st.integers(0, 10**6), st.lists(st.integers(1, 9), min_size=1))
def test_what_chance_decides_does_not_depend_on_how_a_run_is_cut(chance, seed, first, portions):
    whole = resets("stateful", chance, PLAN.cells(first, sum(portions)), seed)
    starts = np.cumsum([first, *portions[:-1]]).tolist()
    parts = [resets("explicit", chance, PLAN.cells(*part), seed) for part in zip(starts, portions, strict=True)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_each_slot_is_zeroed_as_often_as_the_probability_says_and_apart_from_the_others():
    zeroed = resets("stateful", 0.2, PLAN.cells(0, 20_000), seed=3)
    np.testing.assert_allclose(zeroed.mean(axis=0), 0.2, atol=0.01)
    assert np.abs(np.corrcoef(zeroed.T) - np.eye(5)).max() < 0.03
    assert np.abs(np.corrcoef(zeroed[1:, 0], zeroed[:-1, 0])[0, 1]) < 0.03
    assert not np.array_equal(zeroed, resets("stateful", 0.2, PLAN.cells(0, 20_000), seed=4))


def test_a_larger_probability_zeroes_what_a_smaller_one_does_and_more():
    seldom, often = (resets("stateful", chance, PLAN.cells(0, 500), SEED) for chance in (0.1, 0.6))
    assert (seldom <= often).all()
    assert seldom.sum() < often.sum()


def test_chance_zeroes_nothing_where_nothing_is_carried():
    assert not resets("stateless", 0.9, PLAN.cells(0, 50), SEED).any()


@pytest.mark.parametrize("reset", [*RESETS, 1, 7, 1_000_000_000, 0.05, 0.999])
def test_a_reset_policy_is_a_name_a_number_of_batches_or_a_probability(reset):
    assert Experiment(reset=reset).reset == reset


@pytest.mark.parametrize("reset", ["always", "", 0, -1, 10**10, 10**400, 0.0, 1.0, 2.0, True, None, ["never"], {}])
def test_other_resets_are_refused(reset):
    with pytest.raises(ChoiceError, match="choose one of never, sequence, epoch, a number of batches from 1 to"):
        Experiment(reset=reset)


@pytest.mark.parametrize("strategy", ["telepathy", "", None, 1, ["stateful"]])
def test_other_strategies_are_refused(strategy):
    with pytest.raises(ChoiceError, match="choose one of stateless, stateful, explicit"):
        Experiment(strategy=strategy)


def drawn(first, batches, columns=5, seed=3):
    return drawn_states(np.ones((batches, 4), bool), np.arange(first, first + batches), columns, seed)


def test_random_states_are_normal_small_and_apart():
    numbers = drawn(0, 4000)
    assert (numbers.shape, numbers.dtype) == ((4000, 4, 5), np.float32)
    np.testing.assert_allclose(numbers.mean(axis=(0, 1)), 0.0, atol=0.05 * SPREAD)
    np.testing.assert_allclose(numbers.std(axis=(0, 1)), SPREAD, rtol=0.03)
    assert np.mean(np.abs(numbers) < SPREAD) == pytest.approx(0.683, abs=0.01)
    together = np.corrcoef(numbers.reshape(4000, 20).T)
    assert np.abs(together - np.eye(20)).max() < 0.07


def test_a_random_state_has_nothing_to_do_with_the_chance_that_begins_it():
    cells = PLAN.cells(0, 4000)
    begins = resets("stateful", 0.2, cells, seed=3)
    first = drawn_states(begins, cells.batch, 1, seed=3)[begins]
    assert first.std() == pytest.approx(SPREAD, rel=0.05)


@given(st.integers(0, 10**6), st.integers(0, 2**31 - 1), st.integers(1, 6), st.data())
def test_a_random_state_depends_on_the_seed_the_batch_and_the_slot_alone(first, seed, batches, data):
    whole = drawn(first, batches, seed=seed)
    begins = np.array(
        data.draw(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=batches, max_size=batches))
    )
    some = drawn_states(begins, np.arange(first, first + batches), 3, seed)
    np.testing.assert_array_equal(some, np.where(begins[:, :, None], whole[:, :, :3], 0))
    assert not np.array_equal(whole, drawn(first, batches, seed=(seed + 1) % 2**31))


@pytest.mark.parametrize("initial", INITIAL_STATES)
def test_an_initial_state_is_one_of_three(initial):
    assert Experiment(initial_state=initial).initial_state == initial


@pytest.mark.parametrize("initial", ["one", "", None, 0, ["zero"]])
def test_other_initial_states_are_refused(initial):
    with pytest.raises(ChoiceError, match=r"initial_state is .*: choose one of zero, random, learned"):
        Experiment(initial_state=initial)
