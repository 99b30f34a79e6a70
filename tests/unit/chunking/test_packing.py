import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnviz.chunking.packing import pack

counts = st.lists(st.integers(0, 30), min_size=1, max_size=25).filter(any)
slots = st.integers(1, 8)
idle = st.booleans()


def dealt(queues, slot_count):
    """The chunks of each slot, in the order in which it reads them."""
    return [
        [int(queues.at(np.array(batch), np.array(slot))) for batch in range(int(queues.loads[slot]))]
        for slot in range(slot_count)
    ]


def owners(counts):
    """The sequence and the number within it of each chunk."""
    return [(sequence, number) for sequence, count in enumerate(counts) for number in range(count)]


@given(counts, slots, idle)
def test_no_chunk_is_read_twice_and_with_idling_slots_none_is_left_out(counts, slots, idle):
    read = sorted(chunk for queue in dealt(pack(np.array(counts), slots, idle=idle), slots) for chunk in queue)
    assert len(set(read)) == len(read)
    assert set(read) <= set(range(sum(counts)))
    if idle:
        assert len(read) == sum(counts)


@given(counts, slots, idle)
def test_little_is_wasted(counts, slots, idle):
    """Fewer chunks than slots times the longest sequence that stays whole, or than slots when none does."""
    queues = pack(np.array(counts), slots, idle=idle)
    share = -(-sum(counts) // slots)
    stays_whole = [count for count in counts if count <= share] if np.count_nonzero(counts) >= slots else []
    wasted = abs(slots * queues.batches - sum(counts))
    assert wasted < slots * max([1, *stays_whole])
    assert queues.batches == (queues.loads.max() if idle else queues.loads.min())


@given(counts, slots, idle)
def test_only_what_is_longer_than_a_fair_share_is_cut_and_begins_in_the_middle_with_the_epoch(counts, slots, idle):
    assume(np.count_nonzero(counts) >= slots)
    chunk = owners(counts)
    share = -(-sum(counts) // slots)
    for queue in dealt(pack(np.array(counts), slots, idle=idle), slots):
        last = None
        for batch, (sequence, number) in enumerate(chunk[one] for one in queue):
            goes_on = last == (sequence, number)
            assert number == 0 or goes_on or (batch == 0 and counts[sequence] > share)
            last = sequence, number + 1


@given(counts, slots, idle)
def test_too_few_sequences_are_cut_end_to_end_into_equal_streams(counts, slots, idle):
    assume(np.count_nonzero(counts) < slots)
    assume(idle or sum(counts) >= slots)
    queues = dealt(pack(np.array(counts), slots, idle=idle), slots)
    end_to_end = [chunk for queue in queues for chunk in queue]
    assert end_to_end == list(range(len(end_to_end)))
    assert len({len(queue) for queue in queues if queue}) <= 2
    assert sum(counts) - len(end_to_end) < (1 if idle else slots)


@given(st.integers(1, 9), slots, st.integers(1, 5), idle)
def test_equal_sequences_are_dealt_in_their_order(count, slots, rounds, idle):
    queues = dealt(pack(np.array([count] * slots * rounds), slots, idle=idle), slots)
    for slot, queue in enumerate(queues):
        assert queue == [(slot + slots * turn) * count + number for turn in range(rounds) for number in range(count)]


@given(counts, slots, idle)
def test_the_slots_that_read_longest_come_first(counts, slots, idle):
    assert (np.diff(pack(np.array(counts), slots, idle=idle).loads) <= 0).all()


@pytest.mark.parametrize(
    ("counts", "slots", "batches"),
    [
        ([1000, 5, 5, 5], 4, 254),  # the long one does not keep the others waiting
        ([7, 6, 5, 5, 4, 3, 3, 3], 3, 13),
        ([2, 2, 2], 2, 4),  # whole sequences stay whole
        ([43], 4, 11),
    ],
)
def test_how_many_batches_a_packing_takes(counts, slots, batches):
    assert pack(np.array(counts), slots, idle=True).batches == batches


def test_among_slots_that_read_as_long_the_one_that_begins_with_the_earlier_chunk_comes_first():
    queues = pack(np.array([3, 2, 2, 1]), 2, idle=False)
    assert queues.loads.tolist() == [4, 4]
    assert queues.at(np.arange(4)[:, None], np.arange(2)).T.tolist() == [[0, 1, 2, 7], [3, 4, 5, 6]]
