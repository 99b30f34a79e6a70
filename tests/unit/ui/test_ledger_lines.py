"""Which lines the ledger shows, and what they say; no window is needed for that."""

import dataclasses
import math

import pytest
from fake_recording import echo_header, echo_recording

from rnnviz import Transition
from rnnviz.analysis.causes import MEANINGS, Cause
from rnnviz.analysis.entries import Entry, Story
from rnnviz.analysis.ledger import Ledger
from rnnviz.ui.ledger_lines import ORDERS, Page, Wanted, lines_of
from rnnviz.ui.ledger_model import COLUMNS
from rnnviz.ui.ledger_words import batches_words, explain, norm_words, slots_words, totals_words


def entry(kind=Transition.LOST, cause=Cause.CALL, *, layer=0, first=1, last=None, slots=(0, 1), before=(1.0, 2.0)):
    last = first if last is None else last
    batches = last - first + 1
    mask = sum(1 << slot for slot in slots)
    return Entry(
        Story(layer, kind, cause), first, last, batches, batches * len(slots), len(slots), len(slots), mask,
        before, (0.0, 0.0),
    )  # fmt: skip


def page(*stories):
    return Page(batches=100, stories=stories, parts={story.story: () for story in stories})


CALL = entry(first=1, last=50)
HAND = entry(cause=Cause.HAND, first=30, slots=(3,), before=(5.0, 5.0))
LEAKED = entry(Transition.LEAKED, Cause.JUMP, layer=1, first=2, last=9, before=(math.nan, math.nan))


def shown(page, **more):
    return [line.entry for line in lines_of(page, more.pop("unfolded", ()), more.pop("finer", {}), **more)]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(), [CALL, LEAKED, HAND]),
        (Wanted(transition=Transition.LOST), [CALL, HAND]),
        (Wanted(cause=Cause.JUMP), [LEAKED]),
        (Wanted(layer=0, slot=3), [HAND]),
        (Wanted(slot=1), [CALL, LEAKED]),
        (Wanted(slot=7), []),
    ],
)
def test_only_what_is_wanted_is_shown(wanted, left):
    assert shown(page(HAND, CALL, LEAKED), wanted=wanted) == left


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [
        ("batches", CALL, HAND),
        ("transition", LEAKED, HAND),
        ("cause", LEAKED, CALL),
        ("slots", HAND, LEAKED),
        ("layer", CALL, LEAKED),
        ("times", HAND, CALL),
        ("left", CALL, LEAKED),
        ("entered", CALL, HAND),
    ],
)
def test_every_column_orders_the_lines_both_ways(column, first, last):
    up = shown(page(HAND, CALL, LEAKED), order=column)
    assert (up[0], up[-1]) == (first, last)
    assert shown(page(HAND, CALL, LEAKED), order=column, descending=True) == up[::-1]


def test_every_column_of_the_table_has_an_order():
    assert {column.name for column in COLUMNS} == set(ORDERS)


def test_a_norm_that_is_not_a_number_is_above_all_others():
    assert shown(page(HAND, CALL, LEAKED), order="left", descending=True)[0] is LEAKED


def test_an_unfolded_line_is_followed_by_its_parts_and_those_by_theirs():
    recording = echo_recording(1200)
    ledger = Ledger(recording)
    ledger.read_all()
    found = Page.of(ledger)
    folded = lines_of(found, (), {})
    lost = next(line for line in folded if line.entry.story.transition is Transition.LOST)
    assert lost.unfolded is False
    parts = lines_of(found, {lost.key}, {})
    at = [line.key for line in parts].index(lost.key)
    assert parts[at].unfolded is True
    inner = parts[at + 1]
    assert (inner.depth, inner.key[:-1]) == (1, lost.key)
    assert sum(line.entry.times for line in parts if line.depth) == lost.entry.times
    finest = entry(first=inner.entry.first)
    deep = lines_of(found, {lost.key, inner.key}, {inner.key: (finest,)})
    assert (deep[at + 2].entry, deep[at + 2].depth, deep[at + 2].unfolded) == (finest, 2, None)


def test_a_single_batch_has_nothing_to_unfold():
    assert [line.unfolded for line in lines_of(page(HAND), (), {})] == [None]


def test_parts_are_filtered_too():
    recording = echo_recording(40)
    ledger = Ledger(recording)
    ledger.read_all()
    found = Page.of(ledger)
    everything = {line.key for line in lines_of(found, (), {})}
    kinds = {line.entry.story.transition for line in lines_of(found, everything, {}, Wanted(Transition.SET))}
    assert kinds == {Transition.SET}


@pytest.mark.parametrize(
    ("slots", "size", "said"),
    [
        ((0, 1, 2, 3), 4, "all 4"),
        ((0,), 1, "0"),
        ((2, 3, 4, 9), 16, "2–4, 9"),
        ((2, 3), 16, "2, 3"),
        ((15,), 16, "15"),
    ],
)
def test_slots_are_told_in_few_words(slots, size, said):
    assert slots_words(entry(slots=slots), size) == said


@pytest.mark.parametrize(
    ("norms", "said"),
    [
        ((0.0, 0.0), "0"),
        ((1.2341, 1.2342), "1.23"),
        ((0.5, 2.0), "0.5 – 2"),
        ((math.nan, math.nan), "NaN"),
        ((1.0, math.nan), "1 – NaN"),
        ((1.0, math.inf), "1 – ∞"),
    ],
)
def test_norms_are_told_in_three_digits(norms, said):
    assert norm_words(norms) == said


def test_batches_are_told_from_the_first_to_the_last():
    assert batches_words(entry(first=1200)) == "1,200"
    assert batches_words(entry(first=1, last=1200)) == "1 – 1,200"


def test_an_entry_is_told_in_sentences_that_give_batch_slots_norms_and_cause():
    header = echo_header(slots=4)
    told = explain(HAND, header)
    assert told.startswith("In batch 30, slot 3 went on from zero in mid-sequence")
    assert "left with a norm of 5, it entered with 0" in told
    assert told.endswith(MEANINGS[Cause.HAND])
    assert "In every one of the batches 1 – 50, slots 0, 1 went on" in explain(CALL, header)


def test_an_entry_of_several_batches_tells_how_many_slots_at_a_time():
    header = echo_header(slots=16)
    few = dataclasses.replace(CALL, batches=10, fewest=1, most=2, mask=0b1111, times=14)
    told = explain(few, header)
    assert "In 10 of the batches 1 – 50, 1 to 2 at a time of slots 0–3" in told


@pytest.mark.parametrize("kind", [kind for kind in Transition if kind is not Transition.IDLE])
@pytest.mark.parametrize("cause", list(Cause))
def test_every_entry_can_be_told(kind, cause):
    told = explain(entry(kind, cause), echo_header())
    assert told.count(". ") >= 1
    assert told.endswith(".")


def test_totals_count_slots_the_worst_first():
    assert totals_words((CALL, LEAKED)) == "100 lost, 16 leaked"
