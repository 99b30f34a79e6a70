import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError, check, choices, file, one_of, one_of_or_number, real, whole, words

NUMBERS = "a number of minutes from 2 to 60, or a probability between 0 and 1"


@dataclasses.dataclass(frozen=True)
class Oven:
    heat: int = whole(180, low=50, high=250, label="Heat", unit="°C", help="How hot.")
    hours: float = real(0.5, low=0.0, high=10.0, label="Time", unit="h", help="How long.")
    shelf: str = one_of("middle", ("top", "middle"), label="Shelf", help="How high.")
    turn: str | int | float = one_of_or_number(
        "never", ("never", "once"), low=2, high=60, label="Turn", unit="minutes", help="How often."
    )
    note: str = words("", label="Note", help="For the cook.")
    recipe: str = file("", (".txt",), label="Recipe", help="What to bake.")
    serial: str = "not a choice"

    def __post_init__(self):
        check(self, "oven")


def test_choices_are_listed_in_the_order_of_the_fields():
    assert list(choices(Oven)) == ["heat", "hours", "shelf", "turn", "note", "recipe"]
    assert choices(Oven)["heat"].unit == "°C"
    assert choices(Oven)["recipe"].suffixes == (".txt",)


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("heat", 49, "choose a whole number from 50 to 250"),
        ("heat", 251, "choose a whole number from 50 to 250"),
        ("heat", 180.0, "choose a whole number from 50 to 250"),
        ("heat", True, "choose a whole number from 50 to 250"),
        ("heat", "180", "choose a whole number from 50 to 250"),
        ("hours", -0.1, "choose a number from 0 to 10"),
        ("hours", float("nan"), "choose a number from 0 to 10"),
        ("hours", float("inf"), "choose a number from 0 to 10"),
        ("hours", 10**400, "choose a number from 0 to 10"),
        ("hours", False, "choose a number from 0 to 10"),
        ("hours", None, "choose a number from 0 to 10"),
        ("shelf", "cellar", "choose one of top, middle"),
        ("shelf", ["top"], "choose one of top, middle"),
        ("shelf", np.array(["top", "middle"]), "choose one of top, middle"),
        *(
            ("turn", value, f"choose one of never, once, {NUMBERS}")
            for value in ("twice", 1, True, 0.0, 1.0, 2.0, -0.5, float("nan"), float("inf"), ["never"])
        ),
        ("note", 5, "give a text"),
        ("recipe", None, "give the path of a file"),
    ],
)
def test_a_wrong_choice_names_the_field_the_value_and_the_way_out(field, value, remedy):
    with pytest.raises(ChoiceError) as caught:
        Oven(**{field: value})
    assert caught.value.field == f"oven.{field}"
    assert caught.value.value is value
    assert caught.value.remedy == remedy
    assert str(caught.value).startswith(f"oven.{field} is ")
    assert str(caught.value).endswith(f": {remedy}")


@given(st.integers(50, 250), st.floats(0, 10), st.sampled_from(["top", "middle"]), st.text(), st.text())
def test_everything_within_the_bounds_is_taken(heat, hours, shelf, note, recipe):
    oven = Oven(heat, hours, shelf, note=note, recipe=recipe)
    assert (oven.heat, oven.hours, oven.shelf) == (heat, hours, shelf)


@pytest.mark.parametrize("turn", ["never", 2, 60, 0.5, 1e-9, 0.999])
def test_a_name_a_number_and_a_probability_may_stand_in_one_field(turn):
    assert Oven(turn=turn).turn == turn


def test_both_bounds_belong_to_the_choice():
    assert Oven(heat=50, hours=0).heat == 50
    assert Oven(heat=250, hours=10).heat == 250


def test_a_choice_that_stands_alone_is_named_without_a_prefix():
    oven = Oven()
    object.__setattr__(oven, "heat", 1)
    with pytest.raises(ChoiceError, match=r"^heat is 1:"):
        check(oven)


def test_a_long_value_is_cut_short():
    assert len(str(ChoiceError("note", "x" * 10_000, "be brief"))) < 150


@pytest.mark.parametrize("value", [10**5000, [[10**5000]]], ids=["alone", "in a list"])
def test_a_value_that_python_refuses_to_print_is_still_named(value):
    assert "too large to show" in str(ChoiceError("heat", value, "choose another"))


def test_numbers_of_numpy_are_choices_like_others():
    oven = Oven(heat=np.int64(200), hours=np.float32(0.25), turn=np.float64(0.5))
    assert oven == Oven(heat=200, hours=0.25, turn=0.5)
    assert [type(value) for value in (oven.heat, oven.hours)] == [int, float]
    with pytest.raises(ChoiceError, match="choose a whole number from 50 to 250"):
        Oven(heat=np.bool_(True))
