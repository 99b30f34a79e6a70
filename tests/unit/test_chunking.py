from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import SHUFFLE_BATCHES, Chunking, make_plan
from rnnviz.tasks import Endless

LAYOUTS = ["contiguous", "row-order", "shuffled"]
layouts = st.sampled_from(LAYOUTS)
sequences = st.lists(st.integers(0, 40), min_size=1, max_size=12).map(tuple)
endless = st.builds(Endless, st.one_of(st.none(), st.integers(7, 50)))


@st.composite
def finite_plans(draw, layouts=layouts):
    lengths = draw(sequences)
    length, slots = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    assume(sum(n // length for n in lengths) >= slots)
    return make_plan(Chunking(length, slots, draw(layouts)), lengths, draw(st.integers(0, 5)))


@st.composite
def endless_plans(draw):
    chunking = Chunking(draw(st.integers(1, 7)), draw(st.integers(1, 6)), draw(layouts))
    return make_plan(chunking, draw(endless), draw(st.integers(0, 5)))


plans = st.one_of(finite_plans(), endless_plans())


def pairs(cells):
    """(sequence, start) of each cell, batch by batch."""
    return list(zip(cells.sequence.ravel().tolist(), cells.start.ravel().tolist(), strict=True))


def whole_chunks(plan):
    """Every whole chunk of a finite plan's data, in order."""
    length = plan.chunking.length
    return [(s, c * length) for s, steps in enumerate(plan.lengths) for c in range(steps // length)]


@given(finite_plans(), st.integers(0, 3))
def test_an_epoch_reads_no_chunk_twice_and_leaves_out_less_than_a_batch(plan, epoch):
    per_epoch = plan.batches_per_epoch
    read = Counter(pairs(plan.cells(epoch * per_epoch, per_epoch)))
    chunks = whole_chunks(plan)
    assert set(read) <= set(chunks)
    assert set(read.values()) == {1}
    queued = plan.chunking.layout == "contiguous" and len({s for s, _ in chunks}) >= plan.chunking.batch_size
    if not queued:
        assert len(chunks) - len(read) == len(chunks) % plan.chunking.batch_size


@given(layouts, st.integers(1, 5), st.integers(1, 6), st.integers(1, 6), st.integers(1, 5), st.integers(0, 4))
def test_equal_sequences_that_fill_their_batches_are_read_to_the_last_chunk(
    layout, length, chunks, slots, rounds, remainder
):
    lengths = (length * chunks + remainder % length,) * (slots * rounds)
    plan = make_plan(Chunking(length, slots, layout), lengths, seed=0)
    assert Counter(pairs(plan.cells(0, plan.batches_per_epoch))) == Counter(whole_chunks(plan))


@given(finite_plans(layouts=st.just("contiguous")))
def test_queued_sequences_are_read_whole_and_in_their_order(plan):
    chunks = whole_chunks(plan)
    assume(len({s for s, _ in chunks}) >= plan.chunking.batch_size)
    cells = plan.cells(0, plan.batches_per_epoch)
    assert (cells.begins | cells.continues).all()
    for slot in range(plan.chunking.batch_size):
        assert (np.diff(cells.sequence[:, slot]) >= 0).all()


@given(finite_plans(layouts=st.just("contiguous")))
def test_a_queue_ends_when_no_sequence_waits_for_the_shortest_slot(plan):
    counts = [steps // plan.chunking.length for steps in plan.lengths if steps >= plan.chunking.length]
    assume(len(counts) >= plan.chunking.batch_size)
    queues = [0] * plan.chunking.batch_size
    for count in counts:
        queues[queues.index(min(queues))] += count
    assert plan.batches_per_epoch == min(queues)


@given(finite_plans(layouts=st.just("contiguous")))
def test_too_few_sequences_are_cut_into_equal_streams_that_jump_once_a_slot_at_most(plan):
    chunks = whole_chunks(plan)
    assume(len({s for s, _ in chunks}) < plan.chunking.batch_size)
    cells = plan.cells(0, plan.batches_per_epoch)
    assert (cells.begins | cells.continues)[1:].all()
    streams = [(cells.sequence[:, slot].tolist(), cells.start[:, slot].tolist()) for slot in range(len(cells.start[0]))]
    end_to_end = [chunk for sequence, start in streams for chunk in zip(sequence, start, strict=True)]
    assert end_to_end == chunks[: len(end_to_end)]


@given(finite_plans(layouts=st.just("row-order")))
def test_row_order_is_the_order_of_the_data(plan):
    read = pairs(plan.cells(0, plan.batches_per_epoch))
    assert read == whole_chunks(plan)[: len(read)]


@given(finite_plans(layouts=st.just("shuffled")))
def test_shuffled_draws_again_in_every_epoch_the_same_for_the_same_seed(plan):
    again = make_plan(plan.chunking, plan.lengths, plan.seed)
    count = 3 * plan.batches_per_epoch
    assert pairs(plan.cells(0, count)) == pairs(again.cells(0, count))


def test_shuffled_epochs_differ_from_the_data_and_from_each_other():
    plan = make_plan(Chunking(1, 10, "shuffled"), (1,) * 100, seed=0)
    first, second = pairs(plan.cells(0, 10)), pairs(plan.cells(10, 10))
    assert sorted(first) == sorted(second) == whole_chunks(plan)
    assert first != second
    assert first != whole_chunks(plan)
    assert first != pairs(make_plan(plan.chunking, plan.lengths, seed=1).cells(0, 10))


@given(plans, st.integers(0, 150), st.integers(0, 6))
def test_a_run_of_batches_is_a_slice_of_the_whole(plan, first, count):
    whole, part = plan.cells(0, first + count), plan.cells(first, count)
    for name in ("batch", "sequence", "start", "begins", "continues", "opens_epoch"):
        np.testing.assert_array_equal(getattr(part, name), getattr(whole, name)[first:], err_msg=name)
    assert part.batch.tolist() == list(range(first, first + count))
    assert part.start.shape == (count, plan.chunking.batch_size)


@given(plans)
def test_beginnings_and_continuations_are_what_a_reading_by_hand_gives(plan):
    cells = plan.cells(0, 40)
    last = {}
    for batch, slot in np.ndindex(cells.start.shape):
        sequence, start = int(cells.sequence[batch, slot]), int(cells.start[batch, slot])
        assert cells.begins[batch, slot] == (start == 0)
        assert cells.continues[batch, slot] == (last.get(slot) == (sequence, start))
        last[slot] = sequence, start + plan.chunking.length


@given(plans)
def test_an_epoch_opens_where_the_data_begin_again(plan):
    per_epoch = plan.batches_per_epoch
    opens = plan.cells(0, 40).opens_epoch
    assert opens.tolist() == [bool(per_epoch) and k > 0 and k % per_epoch == 0 for k in range(40)]


@given(endless, st.integers(1, 7), st.integers(1, 6), st.integers(1, 6))
def test_an_endless_stream_of_a_slot_does_not_depend_on_the_batch_size(sequences, length, few, more):
    narrow = make_plan(Chunking(length, few), sequences, seed=0).cells(0, 30)
    wide = make_plan(Chunking(length, few + more), sequences, seed=0).cells(0, 30)
    assert narrow.sequence.tolist() == wide.sequence[:, :few].tolist()
    assert narrow.start.tolist() == wide.start[:, :few].tolist()


@given(endless, st.integers(1, 7), st.integers(1, 6))
def test_endless_slots_read_whole_sequences_of_their_own(sequences, length, slots):
    cells = make_plan(Chunking(length, slots), sequences, seed=0).cells(0, 30)
    assert (cells.begins | cells.continues).all()
    readers = {(s, slot) for row in cells.sequence.tolist() for slot, s in enumerate(row)}
    assert len({s for s, _ in readers}) == len(readers)


@given(st.integers(1, 6), st.integers(1, 4), st.one_of(st.none(), st.integers(7, 50)), st.integers(0, 2))
def test_a_shuffled_stream_is_a_permutation_within_each_block(length, slots, steps, block):
    first = block * SHUFFLE_BATCHES
    shuffled = make_plan(Chunking(length, slots, "shuffled"), Endless(steps), 3).cells(first, SHUFFLE_BATCHES)
    ordered = make_plan(Chunking(length, slots, "row-order"), Endless(steps), 3).cells(first, SHUFFLE_BATCHES)
    assert sorted(pairs(shuffled)) == pairs(ordered)
    assert slots * SHUFFLE_BATCHES == len(set(pairs(shuffled)))


def test_an_endless_stream_goes_on_after_millions_of_batches():
    plan = make_plan(Chunking(length=100, batch_size=2), Endless(), seed=0)
    assert plan.cells(10_000_000, 1).start.tolist() == [[1_000_000_000, 1_000_000_000]]


def test_a_plan_over_much_data_is_made_of_its_sequences_and_not_of_its_chunks():
    plan = make_plan(Chunking(length=1, batch_size=4, layout="contiguous"), (4_000_000_000_000,), seed=0)
    assert plan.batches_per_epoch == 10**12
    assert plan.cells(10**12 - 1, 1).start.tolist() == [[n * 10**12 - 1 for n in (1, 2, 3, 4)]]


@pytest.mark.parametrize(
    ("layout", "lengths", "share"),
    [
        ("contiguous", Endless(), 1.0),
        ("contiguous", (400,), 1.0),
        ("row-order", Endless(), 0.0),
        ("row-order", (10,) * 40, 1.0),
        ("row-order", (400,), 0.0),
    ],
)
def test_continuity_is_the_share_of_chunks_that_start_or_go_on(layout, lengths, share):
    assert make_plan(Chunking(10, 4, layout), lengths, seed=0).continuity() == share


def test_continuity_is_known_even_if_one_batch_is_all_there_is():
    assert make_plan(Chunking(10, 4), (40,), seed=0).continuity() == 0.25


@pytest.mark.parametrize(
    ("chunking", "lengths", "field", "sentence"),
    [
        (Chunking(length=51), (50, 9), "length",
         "chunking.length is 51: the longest sequence has only 50 steps: choose a chunk of at most 50"),
        (Chunking(length=51), Endless(50), "length",
         "chunking.length is 51: a sequence has only 50 steps: choose a chunk of at most 50"),
        (Chunking(length=2), Endless(1), "length",
         "chunking.length is 2: a sequence has only 1 step: choose a chunk of at most 1"),
        (Chunking(length=20, batch_size=3), (50,), "batch_size",
         "chunking.batch_size is 3: the data fill only 2 chunks of 20 steps: "
         "choose at most 2 slots, or shorter chunks"),
        (Chunking(length=1, batch_size=2), (1,), "batch_size",
         "chunking.batch_size is 2: the data fill only 1 chunk of 1 step: choose at most 1 slot"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("layout", LAYOUTS)
def test_data_too_short_for_one_batch_are_refused_with_what_would_do(chunking, lengths, field, sentence, layout):
    with pytest.raises(ChoiceError) as caught:
        make_plan(Chunking(chunking.length, chunking.batch_size, layout), lengths, seed=0)
    assert caught.value.field == f"chunking.{field}"
    assert str(caught.value) == sentence


@given(sequences, st.integers(1, 50), st.integers(1, 20), layouts)
def test_what_the_refusal_proposes_works(lengths, length, slots, layout):
    chunking = Chunking(length, slots, layout)
    try:
        make_plan(chunking, lengths, seed=0)
    except ChoiceError as error:
        most = int(error.remedy.split("at most ")[1].split(" ")[0])
        assume(most > 0)
        better = Chunking(most, 1, layout) if error.field == "chunking.length" else Chunking(length, most, layout)
        assert make_plan(better, lengths, seed=0).batches_per_epoch >= 1


@pytest.mark.parametrize("choice", [{"length": 0}, {"batch_size": 4097}, {"layout": "diagonal"}])
def test_a_chunking_outside_its_bounds_is_refused(choice):
    with pytest.raises(ChoiceError, match=r"^chunking\."):
        Chunking(**choice)
