"""Why a state was not kept, against a reading of one slot at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz import Transition
from rnnviz.analysis.causes import MEANINGS, TITLES, Cause, Observed, find_causes
from rnnviz.recording.block import BY_HAND, BY_POLICY, BY_VALIDATION

ZEROED = (Transition.FRESH, Transition.LOST)


def by_the_rules(
    strategy, policy, initial, *, kind, before, after, was_nan, reset, begins, opens_epoch, crosses, is_first
):
    """What the words of each cause say, for a single slot."""
    if kind == Transition.IDLE:
        return 0
    if math.isnan(after):
        return Cause.NAN if was_nan else Cause.NAN_BEGAN
    begun = is_first or reset or strategy == "stateless"
    if kind in ZEROED:
        if begun and initial == "random":
            return Cause.IGNORED
        if reset == BY_VALIDATION:
            return Cause.VALIDATION
        if is_first:
            return Cause.START
        if reset == BY_HAND:
            return Cause.HAND
        if reset == BY_POLICY:
            return Cause.CHANCE if policy == 0.1 else Cause.EPOCH if policy == "epoch" else Cause.POLICY
        if strategy == "stateless":
            return Cause.LEARNED if initial == "learned" else Cause.CALL
        if before == 0:
            return Cause.LEFT_ZERO
        return Cause.IGNORED if strategy == "explicit" else Cause.DROPPED
    if kind == Transition.SET:
        return {"zero": Cause.SET, "random": Cause.RANDOM, "learned": Cause.LEARNED}[initial] if begun else Cause.SET
    if reset and after != 0:
        return Cause.RESET_FAILED
    if kind == Transition.LEAKED:
        if crosses:
            return Cause.VALIDATION_LEAKED
        if opens_epoch:
            return Cause.NOTHING_AT_EPOCH
        return Cause.NOTHING_AT_SEQUENCE if begins else Cause.JUMP
    return 0


norms = st.sampled_from([0.0, 1.5, math.inf, math.nan])
slots = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(Transition)),
        "before": norms,
        "after": norms,
        "was_nan": st.booleans(),
        "reset": st.sampled_from([0, BY_POLICY, BY_HAND, BY_VALIDATION]),
        "begins": st.booleans(),
        "opens_epoch": st.booleans(),
        "crosses": st.booleans(),
        "is_first": st.booleans(),
    }
)


@given(
    st.lists(slots, min_size=1, max_size=20),
    st.sampled_from(["stateless", "stateful", "explicit"]),
    st.sampled_from(["never", "sequence", "epoch", 7, 0.1]),
    st.sampled_from(["zero", "random", "learned"]),
)
def test_every_combination_has_the_cause_that_its_words_say(drawn, strategy, policy, initial):
    def flags(name, kind):
        return np.array([slot[name] for slot in drawn], kind)[:, None, None]

    seen = Observed(
        transition=flags("kind", np.int8),
        before=flags("before", np.float32),
        after=flags("after", np.float32),
        was_nan=flags("was_nan", np.bool_),
        reset=flags("reset", np.uint8),
        begins=flags("begins", np.bool_),
        opens_epoch=flags("opens_epoch", np.bool_),
        crosses=flags("crosses", np.bool_),
        is_first=flags("is_first", np.bool_),
    )
    found = find_causes(seen, strategy, policy, initial)
    assert found.ravel().tolist() == [by_the_rules(strategy, policy, initial, **slot) for slot in drawn]


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_title_and_a_sentence(cause):
    assert TITLES[cause] == TITLES[cause].strip() != ""
    assert MEANINGS[cause].endswith(".")


def test_no_two_causes_are_called_the_same():
    assert len(set(TITLES.values())) == len(Cause)
