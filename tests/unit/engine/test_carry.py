"""The cell state c out of the gates, against the plain loop over time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.engine.carry import lstm_carry

pytestmark = pytest.mark.keras


def one_by_one(before, forget, add, there):
    c, found = before, []
    for step in range(forget.shape[1]):
        c = np.where(there[:, step, None], forget[:, step] * c + add[:, step], c)
        found.append(c)
    return np.stack(found, axis=1)


@settings(max_examples=30, deadline=None)
@given(slots=st.integers(1, 3), time=st.integers(1, 40), seed=st.integers(0, 99), masked=st.booleans())
def test_doubling_equals_going_one_by_one(slots, time, seed, masked):
    rng = np.random.default_rng(seed)
    before = rng.normal(size=(slots, 2)).astype(np.float32)
    forget = rng.random((slots, time, 2)).astype(np.float32)
    add = rng.normal(size=(slots, time, 2)).astype(np.float32)
    there = rng.random((slots, time)) < (0.6 if masked else 2)
    found = lstm_carry(before, forget, add, there if masked else None)
    np.testing.assert_allclose(found, one_by_one(before, forget, add, there), atol=2e-6)


def test_nothing_is_forgotten_where_every_gate_is_open():
    ones = np.ones((1, 500, 1), np.float32)
    np.testing.assert_array_equal(lstm_carry(ones[:, 0], ones, ones)[0, :, 0], np.arange(2, 502))
