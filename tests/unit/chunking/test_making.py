import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_plans import LAYOUTS, REMAINDERS, chunkings, sequences

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.tasks import Endless


@pytest.mark.parametrize(
    ("chunking", "lengths", "field", "sentence"),
    [
        (Chunking(length=51), (50, 9), "length",
         "chunking.length is 51: the longest sequence has only 50 steps: choose a chunk of at most 50"),
        (Chunking(length=51), Endless(50), "length",
         "chunking.length is 51: a sequence has only 50 steps: choose a chunk of at most 50"),
        (Chunking(length=2), Endless(1), "length",
         "chunking.length is 2: a sequence has only 1 step: choose a chunk of at most 1"),
        (Chunking(length=20, batch_size=3), (40,), "batch_size",
         "chunking.batch_size is 3: the data fill only 2 chunks of 20 steps: "
         "choose at most 2 slots, or shorter chunks"),
        (Chunking(length=1, batch_size=2), (1,), "batch_size",
         "chunking.batch_size is 2: the data fill only 1 chunk of 1 step: choose at most 1 slot"),
        (Chunking(length=26, validation=0.5), (50,), "length",
         "chunking.length is 26: the longest sequence to train on has only 25 steps: choose a chunk of at most 25"),
        (Chunking(length=10, batch_size=3, validation=0.5), (40,), "batch_size",
         "chunking.batch_size is 3: the data to train on fill only 2 chunks of 10 steps: "
         "choose at most 2 slots, or shorter chunks"),
        (Chunking(length=1, batch_size=1, validation=0.9), (1,), "validation",
         "chunking.validation is 0.9: nothing is left to train on: choose a smaller share"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("remainder", REMAINDERS)
def test_data_too_short_for_one_batch_are_refused_with_what_would_do(
    chunking, lengths, field, sentence, layout, remainder
):
    chosen = Chunking(
        chunking.length, chunking.batch_size, layout, chunking.length, remainder, validation=chunking.validation
    )
    with pytest.raises(ChoiceError) as caught:
        make_plan(chosen, lengths, seed=0)
    assert caught.value.field == f"chunking.{field}"
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("chunking", "lengths", "problem"),
    [
        (Chunking(length=10, batch_size=2, validation=0.05), (100,),
         "that part of the data fills not even one chunk of 10 steps: choose a larger share, or 0 for no validation"),
        (Chunking(length=10, batch_size=4, validation=0.2), (100,),
         "that part of the data fills only 2 of the 4 slots of a batch: "
         "choose a larger share, or the remainder pad, or 0 for no validation"),
        (Chunking(validation=0.2), Endless(50),
         "these data never end, so nothing of them can be kept for after an epoch: choose 0, or other data"),
    ],
)  # fmt: skip
def test_a_validation_that_reads_nothing_is_refused_with_what_would_do(chunking, lengths, problem):
    with pytest.raises(ChoiceError) as caught:
        make_plan(chunking, lengths, seed=0)
    assert caught.value.field == "chunking.validation"
    assert str(caught.value) == f"chunking.validation is {chunking.validation}: {problem}"


def test_a_part_too_small_for_a_batch_is_validated_on_with_padding_or_a_short_batch():
    for remainder in ("pad", "short"):
        plan = make_plan(Chunking(10, 4, remainder=remainder, validation=0.2), (100,), seed=0)
        assert plan.tally.validated == 20


@given(sequences, chunkings(validation=st.sampled_from([0.0, 0.5])))
def test_what_the_refusal_proposes_works(lengths, chunking):
    try:
        make_plan(chunking, lengths, seed=0)
    except ChoiceError as error:
        assume("at most" in error.remedy)
        most = int(error.remedy.split("at most ")[1].split(" ")[0])
        assume(most > 0)
        length, slots = (most, 1) if error.field == "chunking.length" else (chunking.length, most)
        better = Chunking(length, slots, chunking.layout, min(chunking.stride, length), "pad", chunking.validation)
        try:
            assert make_plan(better, lengths, seed=0).batches_per_epoch >= 1
        except ChoiceError as next_error:
            assert next_error.field == "chunking.validation"  # which is another matter  # noqa: PT017


@pytest.mark.parametrize(
    "choice",
    [{"length": 0}, {"batch_size": 4097}, {"layout": "diagonal"}, {"remainder": "keep"}, {"validation": 1.0},
     {"validation_state": "zero"}, {"stride": 0}],
)  # fmt: skip
def test_a_chunking_outside_its_bounds_is_refused(choice):
    with pytest.raises(ChoiceError, match=r"^chunking\."):
        Chunking(**choice)


def test_a_stride_that_would_leave_timesteps_out_is_refused_only_where_it_is_used():
    with pytest.raises(ChoiceError) as caught:
        make_plan(Chunking(length=4, layout="strided", stride=5), (100,), seed=0)
    assert caught.value.field == "chunking.stride"
    assert caught.value.remedy == "timesteps between chunks would be left out: choose a stride of at most 4"
    assert make_plan(Chunking(length=4, layout="strided", stride=4), (100,), seed=0).tally.replayed == 0
    assert make_plan(Chunking(length=4, layout="contiguous", stride=5), (100,), seed=0).tally.dropped == 36
