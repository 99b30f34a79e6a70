from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_plans import chunks_read, endless, endless_plans, finite_plans, no_validation, plans, timesteps

from rnnviz.chunking import SHUFFLE_BATCHES, Cells, Chunking, make_plan
from rnnviz.tasks import Endless

contiguous, row_order, shuffled = st.just("contiguous"), st.just("row-order"), st.just("shuffled")
drop, pad, short = st.just("drop"), st.just("pad"), st.just("short")


def pairs(cells):
    """(sequence, start) of each cell that reads, batch by batch."""
    return [(sequence, start) for _, _, sequence, start, _ in chunks_read(cells)]


def every_timestep(plan):
    return [(number, step) for number, steps in enumerate(plan.lengths) for step in range(steps)]


def epoch(plan, number=0):
    return plan.cells(number * plan.batches_per_epoch, plan.batches_per_epoch)


def counted(cells):
    """How often each timestep is read."""
    return Counter(step for _, _, *chunk in chunks_read(cells) for step in timesteps(*chunk))


@given(finite_plans(), st.integers(0, 3))
def test_an_epoch_reads_each_timestep_once_but_for_what_is_counted(plan, number):
    read, tally = counted(epoch(plan, number)), plan.tally
    assert set(read) <= set(every_timestep(plan))
    assert len(read) == tally.trained + tally.validated
    assert sum(read.values()) - len(read) == tally.replayed
    assert tally.steps == len(every_timestep(plan)) == tally.trained + tally.validated + tally.dropped
    if plan.chunking.layout != "strided":
        assert set(read.values()) == {1}


@given(finite_plans(remainders=pad))
def test_with_padding_every_timestep_is_read(plan):
    assert set(counted(epoch(plan))) == set(every_timestep(plan))
    assert plan.tally.dropped == 0


@given(finite_plans(remainders=st.sampled_from(["drop", "short"])))
def test_without_padding_every_chunk_is_whole(plan):
    cells = epoch(plan)
    assert set(np.unique(cells.steps)) <= {0, plan.chunking.length}
    assert plan.tally.padded == 0


@given(finite_plans(), st.integers(0, 2))
def test_what_an_epoch_leaves_out_is_known(plan, number):
    read = counted(epoch(plan, number))
    for sequence, steps in enumerate(plan.lengths):
        stretches = plan.left_out(sequence, number)
        assert stretches == sorted(stretches)
        left_out = [step for begin, end in stretches for step in range(begin, end)]
        assert left_out == [step for step in range(steps) if (sequence, step) not in read]


def test_of_a_sequence_both_a_chunk_in_its_middle_and_what_fills_none_at_its_end_may_be_left_out():
    plan = make_plan(Chunking(length=10, batch_size=3, layout="shuffled"), (45,), seed=0)
    left_out = {tuple(plan.left_out(0, epoch)) for epoch in range(40)}
    assert left_out == {((start, start + 10), (40, 45)) for start in (0, 10, 20)} | {((30, 45),)}


def test_what_a_longer_queue_has_left_when_the_shortest_one_is_done_is_left_out():
    plan = make_plan(Chunking(length=10, batch_size=2), (20, 10), seed=0)
    assert [plan.left_out(sequence) for sequence in (0, 1)] == [[(10, 20)], []]


@given(endless_plans(layouts=contiguous))
def test_what_endless_sequences_leave_out_is_known(plan):
    if plan.sequences.length is not None:
        assert sum(end - begin for begin, end in plan.left_out(0)) == plan.tally.dropped
        assert all(begin < end for begin, end in plan.left_out(0))
    else:
        assert plan.left_out(0) == []


@given(finite_plans(remainders=drop))
def test_what_is_dropped_leaves_no_slot_idle(plan):
    assert (epoch(plan).steps == plan.chunking.length).all()
    assert plan.shortest_batch() == plan.chunking.batch_size


@given(finite_plans(remainders=pad))
def test_padding_is_counted_exactly(plan):
    assert plan.tally.padded == (plan.chunking.length - epoch(plan).steps).sum()


@given(finite_plans(remainders=short))
def test_a_short_batch_lacks_its_last_slots(plan):
    reads = epoch(plan).steps > 0
    assert (np.diff(reads.astype(int), axis=1) <= 0).all()
    assert reads.sum(axis=1).min() == plan.shortest_batch()


@given(finite_plans(remainders=short, validation=no_validation))
def test_short_batches_leave_out_only_what_fills_no_chunk(plan):
    length, hop = plan.chunking.length, plan.chunking.hop
    rests = [steps if steps < length else (steps - length) % hop for steps in plan.lengths]
    assert plan.tally.dropped == sum(rests)


@given(finite_plans(remainders=st.sampled_from(["pad", "short"])))
def test_a_slot_that_has_begun_to_idle_idles_to_the_end_of_the_pass(plan):
    cells = epoch(plan)
    for kind in (False, True):
        reads = (cells.steps > 0)[cells.validates == kind].astype(int)
        assert (np.diff(reads, axis=0) <= 0).all()
        assert reads[-1:].any(axis=1).all()


@given(plans, st.integers(0, 30))
def test_an_idle_slot_reads_nothing_at_all(plan, first):
    cells = plan.cells(first, 10)
    idle = cells.steps == 0
    assert (cells.sequence[idle] == -1).all()
    assert (cells.start[idle] == -1).all()
    assert not (cells.begins | cells.continues | (cells.replayed > 0))[idle].any()


@given(finite_plans(layouts=st.just("strided"), validation=no_validation), st.integers(0, 2))
def test_replayed_timesteps_are_those_that_an_earlier_chunk_has_read(plan, number):
    cells, seen = epoch(plan, number), set()
    for batch, slot, *chunk in chunks_read(cells):
        again = [step in seen for step in timesteps(*chunk)]
        replayed = int(cells.replayed[batch, slot])
        assert again == [True] * replayed + [False] * (len(again) - replayed)
        seen.update(timesteps(*chunk))


@given(finite_plans(layouts=st.just("strided"), validation=no_validation))
def test_strided_chunks_begin_every_stride_in_row_order(plan):
    starts = pairs(epoch(plan))
    assert starts == sorted(starts)
    assert all(start % plan.chunking.stride == 0 for _, start in starts)
    assert len(set(starts)) == len(starts)


def test_strided_slots_go_on_where_the_strides_of_a_batch_make_up_a_chunk():
    plan = make_plan(Chunking(length=8, batch_size=4, layout="strided", stride=2), (100,), seed=0)
    cells = plan.cells(0, 3)
    assert cells.start.tolist() == [[0, 2, 4, 6], [8, 10, 12, 14], [16, 18, 20, 22]]
    assert cells.continues[1:].all()


@given(finite_plans(layouts=contiguous))
def test_contiguous_slots_jump_only_where_a_pass_begins(plan):
    cells = epoch(plan)
    jumps = (cells.steps > 0) & ~(cells.begins | cells.continues)
    inside = ~np.isin(np.arange(plan.batches_per_epoch), [0, plan.training_batches])
    assert not jumps[inside].any()


@given(finite_plans(layouts=row_order))
def test_row_order_is_the_order_of_the_data(plan):
    starts = pairs(epoch(plan))
    assert starts == sorted(starts)


@given(finite_plans(layouts=shuffled))
def test_shuffled_draws_again_in_every_epoch_the_same_for_the_same_seed(plan):
    again = make_plan(plan.chunking, plan.lengths, plan.seed)
    count = 3 * plan.batches_per_epoch
    assert pairs(plan.cells(0, count)) == pairs(again.cells(0, count))


@given(finite_plans(layouts=shuffled, remainders=st.sampled_from(["pad", "short"])))
def test_shuffled_epochs_read_what_row_order_reads(plan):
    ordered = make_plan(replace(plan.chunking, layout="row-order"), plan.lengths, plan.seed)
    assert sorted(pairs(epoch(plan, 1))) == sorted(pairs(epoch(ordered)))


def test_shuffled_epochs_differ_from_the_data_and_from_each_other():
    plan = make_plan(Chunking(1, 10, "shuffled"), (1,) * 100, seed=0)
    first, second = pairs(plan.cells(0, 10)), pairs(plan.cells(10, 10))
    assert sorted(first) == sorted(second) == [(number, 0) for number in range(100)]
    assert first != second
    assert first != sorted(first)
    assert first != pairs(make_plan(plan.chunking, plan.lengths, seed=1).cells(0, 10))


@given(plans, st.integers(0, 150), st.integers(0, 6))
def test_a_run_of_batches_is_a_slice_of_the_whole(plan, first, count):
    whole, part = plan.cells(0, first + count), plan.cells(first, count)
    for field in fields(Cells):
        np.testing.assert_array_equal(getattr(part, field.name), getattr(whole, field.name)[first:], field.name)
    assert part.batch.tolist() == list(range(first, first + count))
    assert part.start.shape == (count, plan.chunking.batch_size)


@given(plans)
def test_beginnings_and_continuations_are_what_a_reading_by_hand_gives(plan):
    cells = plan.cells(0, 60)
    shared = plan.chunking.validation_state == "training"
    training, validation = {}, {}
    for batch in range(60):
        validates = bool(cells.validates[batch])
        if validates and not (batch and cells.validates[batch - 1]):
            validation = training if shared else {}
        last = validation if validates else training
        for slot in range(plan.chunking.batch_size):
            sequence, start, steps = (int(a[batch, slot]) for a in (cells.sequence, cells.start, cells.steps))
            assert cells.begins[batch, slot] == (start == 0)
            assert cells.continues[batch, slot] == (steps > 0 and last.get(slot) == (sequence, start))
            if steps:
                last[slot] = sequence, start + steps


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


@given(endless_plans(layouts=contiguous))
def test_endless_slots_read_whole_sequences_of_their_own(plan):
    cells = plan.cells(0, 30)
    assert (cells.begins | cells.continues).all()
    readers = {(s, slot) for row in cells.sequence.tolist() for slot, s in enumerate(row)}
    assert len({s for s, _ in readers}) == len(readers)


@given(st.integers(1, 6), st.integers(1, 4), st.one_of(st.none(), st.integers(7, 50)), st.integers(0, 2))
def test_a_shuffled_stream_is_a_permutation_within_each_block(length, slots, steps, block):
    first = block * SHUFFLE_BATCHES
    mixed = make_plan(Chunking(length, slots, "shuffled"), Endless(steps), 3).cells(first, SHUFFLE_BATCHES)
    ordered = make_plan(Chunking(length, slots, "row-order"), Endless(steps), 3).cells(first, SHUFFLE_BATCHES)
    assert sorted(pairs(mixed)) == pairs(ordered)
    assert slots * SHUFFLE_BATCHES == len(set(pairs(mixed)))


def test_each_block_of_a_shuffled_stream_has_an_order_of_its_own_and_each_seed_has_others():
    def order(seed, block):
        cells = make_plan(Chunking(5, 2, "shuffled"), Endless(), seed).cells(block * SHUFFLE_BATCHES, SHUFFLE_BATCHES)
        return tuple((cells.start - cells.start.min()).ravel().tolist())

    assert len({order(seed, block) for seed in (0, 1) for block in (0, 1)}) == 4


@given(endless_plans(layouts=st.sampled_from(["row-order", "strided"])))
def test_endless_sequences_are_cut_as_finite_ones_are(plan):
    # Where there is no end, none may come in the batches that are compared.
    steps = plan.sequences.length or 6 * plan.chunking.batch_size * plan.chunking.length
    finite = make_plan(plan.chunking, (steps,) * 12, plan.seed)
    assume(finite.batches_per_epoch > 5)
    ours, theirs = plan.cells(0, 5), finite.cells(0, 5)
    for name in ("sequence", "start", "steps", "replayed", "begins", "continues"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), name)
    if plan.sequences.length:
        each, one_by_one = plan.tally, replace(plan.chunking, batch_size=1)
        whole = make_plan(one_by_one, (steps,) * 12, plan.seed).tally
        for name in ("steps", "trained", "dropped", "padded", "replayed"):
            assert 12 * getattr(each, name) == getattr(whole, name), name


def test_of_an_endless_stream_what_each_stride_reads_anew_and_again_is_counted():
    tally = make_plan(Chunking(8, 2, "strided", stride=3), Endless(), seed=0).tally
    assert (tally.steps, tally.trained, tally.replayed, tally.dropped, tally.padded) == (3, 3, 5, 0, 0)


def test_an_endless_stream_goes_on_after_millions_of_batches():
    plan = make_plan(Chunking(length=100, batch_size=2), Endless(), seed=0)
    assert plan.cells(10_000_000, 1).start.tolist() == [[1_000_000_000, 1_000_000_000]]
    assert plan.tally.trained == plan.tally.steps == 100


@pytest.mark.parametrize("remainder", ["drop", "pad", "short"])
def test_a_plan_over_much_data_is_made_of_its_sequences_and_not_of_its_chunks(remainder):
    chunking = Chunking(length=1, batch_size=4, layout="contiguous", remainder=remainder, validation=0.5)
    plan = make_plan(chunking, (8_000_000_000_000,), seed=0)
    assert plan.batches_per_epoch == 2 * 10**12
    assert plan.cells(10**12 - 1, 1).start.tolist() == [[n * 10**12 - 1 for n in (1, 2, 3, 4)]]
    assert plan.cells(2 * 10**12 - 1, 1).start.tolist() == [[n * 10**12 - 1 for n in (5, 6, 7, 8)]]
    assert plan.continuity() == 1.0


@pytest.mark.parametrize(
    ("layout", "lengths", "share"),
    [
        ("contiguous", Endless(), 1.0),
        ("contiguous", (400,), 1.0),
        ("row-order", Endless(), 0.0),
        ("row-order", (10,) * 40, 1.0),
        ("row-order", (400,), 0.0),
        ("strided", (400,), 0.0),
    ],
)
def test_continuity_is_the_share_of_chunks_that_start_or_go_on(layout, lengths, share):
    assert make_plan(Chunking(10, 4, layout), lengths, seed=0).continuity() == share


def test_continuity_is_known_even_if_one_batch_is_all_there_is():
    assert make_plan(Chunking(10, 4), (40,), seed=0).continuity() == 0.25
    assert make_plan(Chunking(10, 4, validation=0.5), (80,), seed=0).continuity() == 0.25


@given(finite_plans())
def test_continuity_is_what_a_reading_of_the_epoch_by_hand_gives(plan):
    assume(plan.training_batches > 1)
    slots, fine = {}, []
    for batch, slot, sequence, start, steps in chunks_read(plan.cells(0, plan.training_batches)):
        if batch > 0:
            fine.append(start == 0 or slots.get(slot) == (sequence, start))
        slots[slot] = sequence, start + steps
    assert plan.continuity() == pytest.approx(np.mean(fine))


@given(plans)
def test_plans_of_the_same_choices_are_equal(plan):
    lengths = plan.sequences if plan.batches_per_epoch is None else plan.lengths
    assert plan == make_plan(plan.chunking, lengths, plan.seed)
