import pytest

from rnnviz import Transition
from rnnviz.plots.legend import mark_names

pytestmark = pytest.mark.usefixtures("qapp")

KEPT, FRESH, LOST, LEAKED, SET = (
    Transition.KEPT, Transition.FRESH, Transition.LOST, Transition.LEAKED, Transition.SET
)  # fmt: skip


def test_the_common_marks_are_explained_before_they_are_met_and_set_where_it_is():
    assert list(mark_names({KEPT}, False, 900)) == [KEPT, FRESH, LOST, LEAKED]
    assert list(mark_names({KEPT, SET}, False, 900)) == [KEPT, FRESH, LOST, LEAKED, SET]


def test_where_marks_have_letters_the_legend_has_them_too():
    assert mark_names({LEAKED}, True, 900)[LEAKED] == "E leaked"
    assert mark_names({LEAKED}, False, 900)[LEAKED] == "leaked"


@pytest.mark.parametrize("room", [300, 150, 90, 0])
def test_what_there_is_no_room_for_is_left_out_but_no_mark_that_is_in_view(room):
    names = mark_names({SET, KEPT, Transition.IDLE}, True, room)
    assert {KEPT, SET} <= set(names)
    assert Transition.IDLE not in names
    if room < 300:
        assert set(names) == {KEPT, SET}
    if room == 0:
        assert list(names.values()) == ["kept", "set"]
