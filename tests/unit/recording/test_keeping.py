import pytest

from rnnviz.choices import ChoiceError
from rnnviz.recording.keeping import MIB, USUAL, Keeping, parse_slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [("0", (0,)), ("3,1", (1, 3)), ("0-3, 8", (0, 1, 2, 3, 8)), (" 2 - 4 ,3", (2, 3, 4)), ("7-7", (7,))],
)
def test_numbers_and_ranges_are_slots(text, slots):
    assert parse_slots(text) == slots


@pytest.mark.parametrize("text", ["", "a", "1-", "-1", "1,,2", "1;2", "0-3,", "1.5", "١٢٣٤٥٦", "0-9999999"])
def test_anything_else_is_refused_with_what_would_do(text):
    with pytest.raises(ChoiceError, match="give numbers and ranges of slots, as 0-3, 8"):
        parse_slots(text)


def test_a_range_the_wrong_way_round_is_named():
    with pytest.raises(ChoiceError, match="3 comes before 8"):
        parse_slots("8-3")


@pytest.mark.parametrize(
    ("watch", "batch_size", "slots"),
    [
        ("", 16, (0, 1, 2, 3, 4, 5, 6, 7)),
        ("", 2, (0, 1)),
        ("3, 5", 16, (3, 5)),
        ("3, 5", 4, (3,)),
        ("9", 4, (0, 1, 2, 3)),
    ],
)
def test_of_the_chosen_slots_those_there_are_are_watched(watch, batch_size, slots):
    assert Keeping(watch=watch).slots(batch_size) == slots


@pytest.mark.parametrize("choice", [{"budget": 3}, {"budget": "much"}, {"watch": "all"}, {"watch": 3}])
def test_what_cannot_be_is_refused(choice):
    with pytest.raises(ChoiceError):
        Keeping(**choice)


def test_the_usual_budget_is_four_gigabytes():
    assert USUAL.bytes == 4096 * MIB == 4 * 2**30
