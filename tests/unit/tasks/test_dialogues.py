import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import chunks_of, entropy_of, stream

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.tasks import Dialogues
from rnnviz.tasks.cutting import Cut


@settings(max_examples=30)
@given(st.integers(2, 20), st.integers(2, 30), st.integers(1, 9), st.integers(0, 99))
def test_a_question_is_answered_with_who_was_named_last_and_all_else_with_silence(speakers, turn, asked, number):
    task = Dialogues(dialogues=100, shortest=120, longest=120, speakers=speakers, turn=turn, asked=asked)
    inputs, targets = (read[:, 0].astype(int) for read in stream(task, 120, number))
    heard = "".join(task.symbols[code] for code in inputs)
    wanted = "".join(task.symbols[code] for code in targets)
    speaker = ""
    for sign, answer in zip(heard, wanted, strict=True):
        speaker = sign if sign.isupper() else speaker
        assert answer == (speaker if sign == "?" else " ")
    assert heard[0].isupper()


def test_dialogues_are_of_unequal_lengths_that_do_not_depend_on_the_seed():
    lengths = np.array(Dialogues(dialogues=5000, shortest=20, longest=40).lengths)
    assert len(lengths) == 5000
    assert (np.bincount(lengths)[20:] / 5000).tolist() == pytest.approx([1 / 21] * 21, abs=0.012)
    assert Dialogues(dialogues=3, shortest=9, longest=9).lengths == (9, 9, 9)


def test_all_speakers_take_the_word_as_often():
    task = Dialogues(dialogues=2000, shortest=50, longest=50, speakers=4, turn=10, asked=3)
    inputs, targets = task.chunks(0, np.arange(2000), np.zeros(2000, np.int64), 50)
    named = np.bincount(inputs.astype(int).ravel())[2:6]
    np.testing.assert_allclose(named / named.sum(), 0.25, atol=0.02)
    later = inputs[:, 1:]
    assert ((later >= 2) & (later < 6)).mean() == pytest.approx(0.1, abs=0.005)
    assert (later == 1).mean() == pytest.approx(0.9 / 3, abs=0.01)
    assert (targets > 0).sum() == (inputs == 1).sum()


@pytest.mark.parametrize(
    ("shortest", "longest", "speakers", "turn", "asked", "cut"),
    [(20, 140, 3, 15, 4, Cut(10)), (5, 60, 2, 4, 1, Cut(7)), (30, 30, 5, 9, 2, Cut(5)), (1, 20, 3, 5, 2, Cut(1)),
     (8, 12, 4, 50, 3, Cut(10)), (20, 140, 3, 30, 2, Cut(50, pads=True)), (20, 80, 3, 30, 2, Cut(20, overlap=10))],
)  # fmt: skip
def test_the_floor_is_what_the_best_memoryless_guess_costs_on_many_chunks(
    shortest, longest, speakers, turn, asked, cut
):
    task = Dialogues(dialogues=3000, shortest=shortest, longest=longest, speakers=speakers, turn=turn, asked=asked)
    chunks = [(n, *chunk) for n, steps in enumerate(task.lengths) for chunk in chunks_of(steps, cut)]
    sequence, start, end = np.array(chunks).T
    inputs, targets = (read[..., 0] for read in task.chunks(5, sequence, start, cut.length))
    named = (inputs >= 2) & (inputs < 2 + speakers)
    cost = 0.0
    for step in range(cut.length):
        asks = (inputs[:, step] == 1) & ~named[:, : step + 1].any(axis=1) & (end - start > step)
        if asks.any():
            cost += np.count_nonzero(asks) * entropy_of(targets[asks, step])
    assert task.floor(cut).without_memory == pytest.approx(cost / (end - start).sum(), abs=0.01)


def test_dialogues_of_one_chunk_leave_nothing_to_forget():
    assert Dialogues(shortest=10, longest=19).floor(Cut(10)).without_memory == 0.0
    assert Dialogues(shortest=2, longest=3).floor(Cut(10)).without_memory == 0.0
    assert Dialogues(shortest=1000, longest=1000, turn=1000).floor(Cut(1)).without_memory == pytest.approx(
        math.log(3) / 4, rel=0.01
    )


def test_a_plan_reads_them_all():
    task = Dialogues()
    cells = make_plan(Chunking(length=10, batch_size=16), task.lengths, seed=0).cells(0, 50)
    assert 0.08 < cells.begins.mean() < 0.2


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"shortest": 50, "longest": 20}, r"task\.shortest is 50: choose at most 20, the longest"),
        ({"dialogues": 200_000}, r"task\.dialogues is 200000: of up to 140 steps choose at most 71,428 dialogues"),
        ({"speakers": 1}, r"task\.speakers is 1: choose a whole number from 2 to 20"),
    ],
)
def test_a_wrong_choice_is_refused(choice, sentence):
    with pytest.raises(ChoiceError, match=sentence):
        Dialogues(**choice)
