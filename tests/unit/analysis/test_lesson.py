"""The lesson says what was measured, whatever the strategy promised."""

import math
import re

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Transition
from rnnviz.analysis.lesson import LATEST, lesson
from rnnviz.recording import Block, Header, Layer, Recorder
from rnnviz.recording.block import BY_HAND, BY_POLICY
from rnnviz.tasks import CoinRows, Echo, Floor, Series, Yardstick
from rnnviz.tasks.cutting import Cut

SLOTS = 4
ECHO_FLOOR = Floor(0.0, 0.347)


def recorded(
    transitions, *, loss=0.5, validates=(), experiment=None, floor=ECHO_FLOOR, start=0, reset=0, norms=0.0, **known
):
    """A recording whose slots did what `transitions` ``(batches, SLOTS)`` says.

    Every chunk was read from `start`, `reset` was asked for before each, all states that slots entered with
    and left had the `norms`, and `known` is of the header.
    """
    experiment = experiment or Experiment(task=Echo(delay=5), chunking=Chunking(length=10, batch_size=SLOTS))
    header = Header(experiment, (Layer("rnn", "SimpleRNN", 2, ("h",)),), watched=(0,), floor=floor, **known)
    kinds = np.array(transitions, np.int8)
    batches, steps = len(kinds), len(kinds) * header.length
    zeros = np.zeros((steps, 1, 1), np.float32)
    recorder = Recorder(header)
    if batches:
        recorder.append(
            Block(
                loss=np.full(batches, loss, np.float32),
                validates=np.isin(np.arange(batches), validates),
                sequence=np.zeros((batches, SLOTS), np.int64),
                steps=np.full((batches, SLOTS), header.length, np.int64),
                start=np.full((batches, SLOTS), start, np.int64),
                reset=np.full((batches, SLOTS), reset, np.uint8),
                transitions=kinds[:, None],
                entering=np.full((batches, 1, SLOTS), norms, np.float32),
                leaving=np.full((batches, 1, SLOTS), norms, np.float32),
                states=(np.zeros((steps, 1, 2), np.float32),),
                inputs=zeros,
                targets=zeros,
                predictions=zeros,
            )
        )
    return recorder.recording


STATEFUL = Experiment(strategy="stateful", chunking=Chunking(length=10, batch_size=SLOTS))
FIRST = [[Transition.FRESH] * SLOTS]


def after_first(kind, batches=10):
    return FIRST + [[kind] * SLOTS] * batches


def test_before_the_first_batch_it_says_how_to_begin():
    told = lesson(recorded(np.zeros((0, SLOTS))))
    assert (told.transition, told.headline) == (None, "Nothing has run yet.")
    assert "Space" in told.body


def test_lost_memory_is_counted_explained_and_measured_against_the_floor():
    told = lesson(recorded(after_first(Transition.LOST), loss=0.368))
    assert told.transition is Transition.LOST
    assert told.headline == "Memory lost at every batch."
    assert "Stateless: in 4 of 4 slots, at every batch" in told.body
    assert "5 of the 10 answers" in told.body
    assert "**0.347**" in told.body
    assert "**0.368**" in told.body


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (Transition.KEPT, "Memory kept."),
        (Transition.FRESH, "Every chunk starts properly."),
        (Transition.SET, "The state was set."),
        (Transition.LEAKED, "Wrong memory carried at every batch."),
    ],
)
def test_each_transition_has_its_headline(kind, headline):
    told = lesson(recorded(after_first(kind)))
    assert (told.transition, told.headline) == (kind, headline)


def test_the_strategy_s_promise_does_not_matter_only_what_was_observed():
    promises = Experiment(strategy="stateful", chunking=Chunking(length=10, batch_size=SLOTS))
    told = lesson(recorded(after_first(Transition.LOST), experiment=promises))
    assert told.transition is Transition.LOST
    assert told.body.startswith("Stateful: ")


def test_the_first_batch_speaks_only_while_it_is_alone():
    assert lesson(recorded(FIRST)).transition is Transition.FRESH
    assert lesson(recorded(after_first(Transition.KEPT, 1))).transition is Transition.KEPT


def test_a_fault_in_one_slot_of_four_is_the_news():
    kinds = FIRST + [[Transition.KEPT] * 3 + [Transition.LOST]] * 10
    told = lesson(recorded(kinds))
    assert told.transition is Transition.LOST
    assert "in 1 of 4 slots" in told.body


def test_a_fault_now_and_then_is_counted_in_batches():
    kinds = FIRST + ([[Transition.KEPT] * SLOTS] * 4 + [[Transition.LOST] * SLOTS]) * 4
    told = lesson(recorded(kinds))
    assert told.headline == "Memory lost."
    assert "in 4 of the last 20 batches" in told.body


def test_only_the_latest_batches_count():
    kinds = after_first(Transition.LOST, 50) + [[Transition.KEPT] * SLOTS] * LATEST
    assert lesson(recorded(kinds)).transition is Transition.KEPT


def test_where_memory_cannot_help_it_says_so_and_what_learning_by_heart_is():
    rows = Experiment(task=CoinRows(), chunking=Chunking(length=1, batch_size=SLOTS))
    floor = CoinRows().floor(Cut(1))
    told = lesson(recorded(after_first(Transition.LEAKED), loss=0.5, experiment=rows, floor=floor))
    assert "cannot help" in told.body
    assert "by heart" in told.body
    above = lesson(recorded(after_first(Transition.LEAKED), loss=0.7, experiment=rows, floor=floor))
    assert "by heart" not in above.body


def test_the_loss_is_that_of_now_and_not_of_what_was_learned_since():
    learning = np.concatenate([np.linspace(0.7, 0.1, 40), np.full(20, 0.02)])
    told = lesson(recorded(after_first(Transition.KEPT, 59), loss=learning))
    assert "this network is at **0.020**" in told.body


def test_at_the_beginning_the_loss_is_that_of_the_last_batch_and_it_is_said_how_early_that_is():
    losses = np.linspace(0.9, 0.1, 9)
    for batches, at in (
        (1, "0.900** after 1 batch."),
        (2, "0.800** after 2 batches."),
        (9, "0.100** after 9 batches."),
    ):
        told = lesson(recorded(after_first(Transition.KEPT, batches - 1), loss=losses[:batches], experiment=STATEFUL))
        assert told.body.endswith(f"his network is at **{at}")
    many = lesson(recorded(after_first(Transition.KEPT, 29), loss=np.linspace(0.9, 0.0, 30), floor=None))
    assert many.body.endswith(f"This network is at **{0.9 / 29:.3f}**.")


def test_batches_that_validate_do_not_make_a_network_older():
    told = lesson(recorded(after_first(Transition.KEPT, 19), loss=np.arange(20), validates=range(4, 20)))
    assert told.body.endswith("this network is at **3.000** after 4 batches.")


def test_without_a_known_floor_it_tells_only_the_loss():
    told = lesson(recorded(after_first(Transition.LOST), loss=1.25, floor=None))
    assert told.body.endswith("This network is at **1.250**.")


def test_a_loss_that_is_not_a_number_is_named_as_such():
    told = lesson(recorded(after_first(Transition.KEPT), loss=math.nan))
    assert "not a number" in told.body


def test_a_state_that_is_not_a_number_is_no_memory_kept():
    told = lesson(recorded(after_first(Transition.KEPT), start=10, norms=[1.0, math.nan, 1.0, 1.0]))
    assert (told.transition, told.headline) == (None, "The state is not a number.")
    assert "had left it; in 1 of them it is not a number, and stays so until it is reset." in told.body


@pytest.mark.parametrize("kind", set(Transition) - {Transition.IDLE})
def test_what_stands_out_is_closed_again(kind):
    body = lesson(recorded(after_first(kind))).body
    assert len(re.findall(r"\*\*", body)) % 2 == 0


def test_a_leak_at_the_end_of_an_epoch_is_told_with_its_cause_and_not_laid_on_the_layout():
    kinds = FIRST + ([[Transition.KEPT] * SLOTS] * 4 + [[Transition.LEAKED] * SLOTS]) * 4
    told = lesson(recorded(kinds, experiment=STATEFUL, start=10, batches_per_epoch=5))
    assert told.transition is Transition.LEAKED
    assert "for an epoch had ended and nothing was reset: the reset policy epoch does that" in told.body
    assert "layout" not in told.body


@pytest.mark.parametrize(
    ("start", "epoch", "why"),
    [
        (10, 50, "an epoch had ended and nothing was reset: the reset policy epoch does that."),
        (0, None, "a new sequence began and nothing was reset: the reset policy sequence does that."),
    ],
    ids=["epoch", "sequence"],
)
def test_what_leaks_seldom_is_told_of_too(start, epoch, why):
    kinds = FIRST + [[Transition.KEPT] * SLOTS] * 49 + [[Transition.LEAKED] * SLOTS] + [[Transition.KEPT] * SLOTS] * 30
    told = lesson(recorded(kinds, experiment=STATEFUL, start=start, batches_per_epoch=epoch))
    assert told.headline == "Memory kept."
    assert f"When batch 50 began, wrong memory came in, for {why}" in told.body


def test_a_reset_that_did_not_take_is_told_of_too():
    asked = [[BY_POLICY if batch in (3, 6) else 0] for batch in range(9)]
    kept = recorded(after_first(Transition.KEPT, 8), experiment=STATEFUL, start=10, reset=asked, norms=1.0)
    told = lesson(kept)
    assert told.headline == "Memory kept."
    assert told.body.endswith("When batch 6 began, the old memory came in, though a reset had been asked for.")
    assert "though" not in lesson(recorded(after_first(Transition.KEPT, 8), experiment=STATEFUL, norms=1.0)).body


@pytest.mark.parametrize(
    ("kind", "start", "reset", "why"),
    [
        (Transition.LEAKED, 10, 0, ", for the layout made the slot jump to it."),
        (Transition.LEAKED, 0, 0, ", for a new sequence began and nothing was reset: the reset policy sequence does"),
        (Transition.LOST, 10, BY_POLICY, "zeroed in mid-sequence by the reset policy."),
        (Transition.LOST, 10, BY_HAND, "zeroed in mid-sequence by hand."),
    ],
)  # fmt: skip
def test_each_cause_is_named(kind, start, reset, why):
    assert why in lesson(recorded(after_first(kind), experiment=STATEFUL, start=start, reset=reset)).body


def test_chance_is_named_as_a_cause():
    by_chance = Experiment(**{**vars(STATEFUL), "reset": 0.3})
    told = lesson(recorded(after_first(Transition.LOST), experiment=by_chance, start=10, reset=BY_POLICY))
    assert "zeroed in mid-sequence by chance, as the reset policy has it." in told.body


@pytest.mark.parametrize(
    ("initial", "headline", "why"),
    [
        ("random", "States begin as random numbers", "nor what the slot had left: it began as small random numbers."),
        ("learned", "States begin as they were learned", ": it began as the vector that is learned for that."),
    ],
)  # fmt: skip
def test_a_state_that_begins_as_the_experiment_has_it_is_told_from_one_that_was_injected(initial, headline, why):
    begun = Experiment(**{**vars(STATEFUL), "strategy": "stateless", "initial_state": initial})
    told = lesson(recorded(after_first(Transition.SET), experiment=begun, loss=0.5))
    assert told.headline == f"{headline}."
    assert why in told.body
    assert told.body.endswith("This network is at **0.500**.")
    kinds = FIRST + ([[Transition.KEPT] * SLOTS] * 3 + [[Transition.SET] * SLOTS]) * 3
    now_and_then = lesson(recorded(kinds, experiment=begun, start=10))
    assert now_and_then.headline == f"{headline}, in mid-sequence."
    assert "in 3 of the last 12 batches" in now_and_then.body
    assert lesson(recorded(kinds, experiment=STATEFUL, start=10)).headline == "Memory kept."
    cut = lesson(recorded(after_first(Transition.SET), experiment=begun, loss=0.5, start=10))
    assert cut.headline == f"{headline}, in mid-sequence at every batch."
    assert "There the sequence went on, and what was remembered of it is gone." in cut.body
    assert "no network without memory across chunks gets below **0.347**" in cut.body


def test_memory_that_is_lost_now_and_then_costs_only_there():
    kinds = FIRST + ([[Transition.KEPT] * SLOTS] * 4 + [[Transition.LOST] * SLOTS]) * 4
    body = lesson(recorded(kinds, experiment=STATEFUL, start=10)).body
    assert "Where the memory is lost the loss cannot go below **0.347**, elsewhere it can go down to **0**" in body
    assert "no network" not in body


def test_without_a_floor_the_loss_is_measured_by_what_simple_guesses_cost():
    sticks = (Yardstick("repeating the last value", 0.0123), Yardstick("always guessing the mean", 1.0))
    series = Experiment(task=Series(), chunking=Chunking(length=10, batch_size=SLOTS))
    told = lesson(recorded(after_first(Transition.KEPT), loss=0.0043, experiment=series, floor=None, yardsticks=sticks))
    assert told.body.endswith(
        "This network is at **0.0043**: 0.43 % of the variance is not foretold. "
        "Repeating the last value costs **0.012**, always guessing the mean costs **1.000**."
    )


def test_a_lesson_is_of_the_batches_that_train():
    kinds = [[Transition.KEPT] * SLOTS] * 10 + [[Transition.LOST] * SLOTS] * 10
    assert lesson(recorded(kinds, validates=range(10, 20))).headline == "Memory kept."
    assert lesson(recorded(kinds)).transition is Transition.LOST


def test_slots_that_idle_say_nothing():
    kinds = [[Transition.KEPT] + [Transition.IDLE] * (SLOTS - 1)] * 5
    assert lesson(recorded(kinds)).transition is Transition.KEPT
