import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_plans import chunks_read, finite_plans, timesteps

from rnnviz.chunking import Chunking, make_plan
from rnnviz.chunking.parts import split

lengths = st.lists(st.integers(0, 50), min_size=1, max_size=9).map(tuple)
shares = st.floats(0.01, 0.9)


def steps(part):
    stretches = zip(part.sequence.tolist(), part.origin.tolist(), part.steps.tolist(), strict=True)
    return [(sequence, origin + step) for sequence, origin, count in stretches for step in range(count)]


@given(lengths, st.one_of(st.just(0.0), shares))
def test_the_two_parts_are_all_of_the_data_in_their_order(lengths, share):
    training, kept = split(lengths, share)
    assert steps(training) + steps(kept) == [(n, step) for n, count in enumerate(lengths) for step in range(count)]


@given(st.integers(0, 1000), shares)
def test_one_sequence_is_cut_in_time(length, share):
    _, kept = split((length,), share)
    assert kept.steps[0] == round(share * length)
    assert kept.origin[0] == length - kept.steps[0]


@given(st.lists(st.integers(0, 50), min_size=2, max_size=9).map(tuple), shares)
def test_of_several_sequences_the_last_whole_ones_come_nearest_to_the_share(lengths, share):
    training, kept = split(lengths, share)
    assert len(training.sequence) >= 1
    assert len(kept.sequence) >= 1
    assert (kept.origin == 0).all()
    wanted = share * sum(lengths)
    off = abs(kept.steps.sum() - wanted)
    assert all(off <= abs(sum(lengths[first:]) - wanted) + 1e-9 for first in range(1, len(lengths)))


@given(finite_plans(validation=st.sampled_from([0.2, 0.4, 0.7])), st.integers(0, 2))
def test_training_never_reads_what_is_kept_for_validation(plan, epoch):
    cells = plan.cells(epoch * plan.batches_per_epoch, plan.batches_per_epoch)
    assert cells.validates.tolist() == sorted(cells.validates.tolist())
    assert (~cells.validates).sum() == plan.training_batches
    read = {False: set(), True: set()}
    for batch, _, *chunk in chunks_read(cells):
        read[bool(cells.validates[batch])].update(timesteps(*chunk))
    training, kept = split(plan.lengths, plan.chunking.validation)
    assert read[False] <= set(steps(training))
    assert read[True] <= set(steps(kept))
    assert len(read[True]) == plan.tally.validated > 0
    for sequence in range(len(plan.lengths)):
        begin, end = plan.kept(sequence) or (0, 0)
        assert [(sequence, step) for step in range(begin, end)] == [one for one in steps(kept) if one[0] == sequence]


def test_validation_is_never_shuffled():
    plan = make_plan(Chunking(5, 4, "shuffled", validation=0.5), (400,), seed=0)
    cells = plan.cells(10, 10)
    assert cells.validates.all()
    assert cells.start.ravel().tolist() == list(range(200, 400, 5))


@pytest.mark.parametrize(("state", "goes_on"), [("own", False), ("training", True)])
def test_validation_on_the_training_state_goes_on_with_the_stream_of_a_single_slot(state, goes_on):
    chunking = Chunking(length=5, batch_size=1, validation=0.4, validation_state=state)
    cells = make_plan(chunking, (50,), seed=0).cells(0, 20)
    assert cells.start[6, 0] == 30
    assert cells.continues[6, 0] == goes_on
    assert not cells.continues[10, 0]  # the next epoch


def test_a_slot_that_idled_all_through_validation_goes_on_from_its_last_training_batch():
    chunking = Chunking(5, 2, "shuffled", remainder="short", validation=0.2, validation_state="training")
    cells = make_plan(chunking, (25,), seed=0).cells(0, 3 * 100)
    assert cells.start[2].tolist() == [20, -1]
    after = np.flatnonzero(cells.opens_epoch)
    by_chance = cells.start[after, 1] == cells.start[after - 2, 1] + 5
    assert by_chance.any()
    assert cells.continues[after, 1].tolist() == by_chance.tolist()


def test_training_after_a_validation_of_its_own_goes_on_from_the_last_training_batch():
    chunking = Chunking(5, 1, "shuffled", validation=0.25)
    plan = make_plan(chunking, (40,), seed=3)
    cells = plan.cells(0, 8 * 200)
    after = np.flatnonzero(cells.opens_epoch)
    by_chance = [batch for batch in after if cells.start[batch, 0] == cells.start[batch - 3, 0] + 5]
    assert by_chance
    assert after[cells.continues[after, 0]].tolist() == by_chance
