import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnnviz import Transition
from rnnviz.analysis.transitions import classify


def by_the_table(begins, continues, zero, equal):
    """The design's table, read one slot at a time."""
    if continues and equal:
        return Transition.KEPT
    if zero:
        return Transition.FRESH if begins else Transition.LOST
    if equal:
        return Transition.LEAKED
    return Transition.SET


def test_every_combination_is_named_as_the_table_has_it():
    for begins, continues, zero, equal in itertools.product([False, True], repeat=4):
        if begins and continues:
            continue  # a chunk cannot start a sequence and go on with it
        named = classify(*(np.array([flag]) for flag in (begins, continues, zero, equal)))
        assert Transition(named[0]) == by_the_table(begins, continues, zero, equal)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 6), st.randoms())
def test_flags_of_a_plan_spread_over_the_layers(batches, layers, slots, random):
    def flags(*shape):
        return np.array([random.random() < 0.5 for _ in range(int(np.prod(shape)))]).reshape(shape)

    begins, zero, equal = flags(batches, 1, slots), flags(batches, layers, slots), flags(batches, layers, slots)
    continues = ~begins & flags(batches, 1, slots)
    named = classify(begins, continues, zero, equal)
    assert named.dtype == np.int8
    for at in np.ndindex(batches, layers, slots):
        plan = at[0], 0, at[2]
        assert named[at] == by_the_table(begins[plan], continues[plan], zero[at], equal[at])
