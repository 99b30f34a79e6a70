import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.experiment import Experiment
from rnnviz.strategies import CARRIERS, RESETS, STRATEGIES, resets
from rnnviz.tasks import Endless

LAYOUTS = ["contiguous", "row-order", "shuffled"]


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
    plan = make_plan(Chunking(length=4, batch_size=3, layout=layout), lengths, seed=1)
    zeroed = resets(strategy, reset, plan.cells(first, 5))
    assert zeroed.shape == (5, 3)
    assert zeroed.dtype == np.bool_
    for batch, slot in np.ndindex(5, 3):
        assert zeroed[batch, slot] == by_hand(strategy, reset, plan, first + batch, slot)


def test_only_the_slot_that_starts_a_sequence_is_zeroed():
    plan = make_plan(Chunking(length=2, batch_size=2), (2, 6, 4), seed=0)
    cells = plan.cells(0, 3)
    assert cells.sequence.tolist() == [[0, 1], [2, 1], [2, 1]]
    assert resets("explicit", "sequence", cells).tolist() == [[True, True], [True, False], [False, False]]


def test_every_strategy_says_who_carries_the_state():
    assert set(CARRIERS) == set(STRATEGIES)


@pytest.mark.parametrize("reset", [*RESETS, 1, 7, 1_000_000_000])
def test_a_reset_policy_is_a_name_or_a_number_of_batches(reset):
    assert Experiment(reset=reset).reset == reset


@pytest.mark.parametrize("reset", ["always", "", 0, -1, 10**10, 10**400, 2.0, True, None, ["never"], {}])
def test_other_resets_are_refused(reset):
    with pytest.raises(ChoiceError, match="choose one of never, sequence, epoch, or a number of batches from 1 to"):
        Experiment(reset=reset)


@pytest.mark.parametrize("strategy", ["telepathy", "", None, 1, ["stateful"]])
def test_other_strategies_are_refused(strategy):
    with pytest.raises(ChoiceError, match="choose one of stateless, stateful, explicit"):
        Experiment(strategy=strategy)
