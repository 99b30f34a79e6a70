import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.plots.viewport import FIRST_SPAN, SMALLEST_SPAN, Viewport


@pytest.fixture
def view():
    made = Viewport()
    made.grow(1000)
    return made


def test_a_new_recording_fills_the_view_from_the_left():
    view = Viewport()
    view.grow(30)
    assert (view.start, view.stop) == (0.0, FIRST_SPAN)


def test_following_keeps_the_newest_timestep_at_the_right_edge(view):
    view.grow(1010)
    assert view.stop == 1010


def test_panning_lets_go_and_growth_then_moves_nothing(view):
    view.pan(-100)
    before = view.start
    view.grow(5000)
    assert not view.following
    assert view.start == before


def test_following_again_keeps_the_zoom(view):
    view.zoom(900.0, 0.5)
    view.follow()
    assert view.following
    assert (view.span, view.stop) == (FIRST_SPAN / 2, 1000.0)


@given(st.floats(0.0, 1.0), st.floats(0.3, 3.0))
def test_the_timestep_under_the_mouse_stays_there_when_zooming(share, factor):
    view = Viewport()
    view.grow(100_000)
    view.show(40_000, 41_000)
    at = view.start + share * view.span
    view.zoom(at, factor)
    assert (at - view.start) / view.span == pytest.approx(share)


@given(st.lists(st.tuples(st.floats(-5000, 5000), st.floats(0.01, 100)), max_size=20))
def test_the_view_never_leaves_what_there_is(moves):
    view = Viewport()
    view.grow(1000)
    for distance, factor in moves:
        view.pan(distance)
        view.zoom(view.start, factor)
        assert view.start >= 0.0
        assert view.stop <= max(1000.0, FIRST_SPAN) + 1e-6
        assert view.span >= SMALLEST_SPAN
