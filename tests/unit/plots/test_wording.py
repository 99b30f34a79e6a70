import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.plots.wording import counted, measured, round_up, time_step, value_ticks

positive = st.floats(1e-9, 1e9)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0.0, "0"),
        (-0.42, "−0.42"),
        (0.3466, "0.347"),
        (1e-7, "1e−7"),
        (math.nan, "not a number"),
        (-math.inf, "−∞"),
    ],
)
def test_a_measured_number_is_short_and_has_a_true_minus(number, said):
    assert measured(number) == said


def test_counts_have_thousands_separators():
    assert counted(1234567) == "1,234,567"


@given(positive)
def test_rounding_up_never_goes_below_and_at_most_doubles(number):
    assert number * (1 - 1e-6) <= round_up(number) <= 2.0 * number


@given(positive)
def test_a_round_number_stays_as_it_is(number):
    assert round_up(round_up(number)) == pytest.approx(round_up(number))


@given(st.floats(-1e6, 1e6), positive, st.integers(1, 12))
def test_ticks_lie_in_the_range_and_are_not_too_many(low, width, most):
    high = low + max(width, abs(low) * 1e-3)
    ticks = value_ticks(low, high, most)
    assert len(ticks) <= most
    slack = 1e-6 * (high - low) + 1e-9 * abs(low)
    assert all(low - slack <= tick <= high + slack for tick in ticks)


@given(st.floats(8, 1e9), st.integers(1, 20), st.integers(1, 1000))
def test_time_steps_are_whole_chunks_or_lie_inside_of_one(span, most, length):
    step = time_step(span, most, length)
    assert step >= 1
    assert step % length == 0 or step < length
    assert span / step <= most + 1
