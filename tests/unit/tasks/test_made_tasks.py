"""What all tasks with made numbers have in common."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import stream

from rnnviz.choices import choices
from rnnviz.tasks import TASKS, Adding, Dialogues, Drift, Echo, Endless, FlipFlop, Order, Parity, Recall, Sine
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.stream import Stream

MADE = (
    Echo(delay=3),
    FlipFlop(bits=2, every=7),
    Recall(bits=2, delay=5, pause=3),
    Parity(every=6),
    Adding(every=5),
    Order(every=6, letters=3),
    Sine(period=7, every=9),
    Drift(noise=1.5, every=8),
    Dialogues(dialogues=300, shortest=400, longest=500, turn=9),
)
STREAMS = tuple(task for task in MADE if isinstance(task, Stream))

every_task = pytest.mark.parametrize("task", MADE, ids=lambda task: task.name)
every_stream = pytest.mark.parametrize("task", STREAMS, ids=lambda task: task.name)


def test_none_is_left_out():
    assert {type(task) for task in MADE} == {
        kind for kind in TASKS.values() if kind.name not in ("coin-rows", "series", "text")
    }


@every_task
@settings(max_examples=40)
@given(st.integers(0, 299), st.integers(0, 2**31 - 1), st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_a_stream_is_the_same_however_it_is_cut(task, sequence, seed, lengths):
    inputs, targets = stream(task, sum(lengths), sequence, seed)
    start = 0
    for length in lengths:
        cut = task.chunks(seed, np.array([[sequence]]), np.array([[start]]), length)
        np.testing.assert_array_equal(cut[0][0, 0], inputs[start : start + length])
        np.testing.assert_array_equal(cut[1][0, 0], targets[start : start + length])
        start += length


@every_task
@settings(max_examples=10)
@given(st.integers(0, 250), st.integers(1, 6), st.integers(0, 10**12))
def test_chunks_read_together_are_those_read_alone(task, sequence, length, start):
    if not isinstance(task.lengths, Endless):
        start %= 300
    sequences = sequence + np.array([[0, 3, 1], [9, 9, 2]])
    starts = start + np.array([[0, 7, 50], [7, 8, 0]])
    inputs, targets = task.chunks(1, sequences, starts, length)
    for at in np.ndindex(2, 3):
        alone = task.chunks(1, sequences[at].reshape(1), starts[at].reshape(1), length)
        np.testing.assert_array_equal(alone[0][0], inputs[at])
        np.testing.assert_array_equal(alone[1][0], targets[at])


@every_task
def test_the_seed_and_the_sequence_decide_what_it_holds(task):
    first = stream(task, 60)[0]
    assert not np.array_equal(first, stream(task, 60, seed=1)[0])
    assert not np.array_equal(first, stream(task, 60, sequence=1)[0])


@every_task
def test_numbers_come_in_the_shapes_and_under_the_names_that_it_promises(task):
    inputs, targets = task.chunks(0, np.zeros((3, 4), np.int64), np.zeros((3, 4), np.int64), 7)
    assert inputs.dtype == targets.dtype == np.float32
    if task.symbols is not None:
        assert inputs.shape == targets.shape == (3, 4, 7, 1)
        assert task.features == task.outputs == len(set(task.symbols)) == len(task.symbols)
        for codes in (inputs, targets):
            assert set(np.unique(codes)) <= set(range(len(task.symbols)))
        return
    assert inputs.shape == (3, 4, 7, task.features)
    assert targets.shape == (3, 4, 7, task.outputs)
    assert len(set(task.input_names)) == task.features
    assert len(set(task.output_names)) == task.outputs


@every_stream
def test_it_is_endless_unless_it_is_told_a_length(task):
    assert task.lengths == Endless(None)
    kind = type(task)
    assert kind(length=40).lengths == Endless(40)
    assert list(choices(kind))[-1] == "length"


@every_task
@pytest.mark.parametrize("length", [1, 2, 10, 100])
def test_memory_helps_and_less_so_in_long_chunks(task, length):
    floor = task.floor(Cut(length))
    assert 0.0 <= floor.with_memory < floor.without_memory
    assert floor.without_memory >= task.floor(Cut(10 * length)).without_memory


@every_stream
def test_in_sequences_of_one_chunk_there_is_nothing_to_forget(task):
    floor = type(task)(length=10).floor(Cut(10))
    assert floor.without_memory == pytest.approx(floor.with_memory)


@every_stream
def test_long_sequences_cost_what_endless_streams_do(task):
    values = {name: getattr(task, name) for name in choices(type(task)) if name != "length"}
    long = type(task)(**values, length=10**8).floor(Cut(10))
    endless = task.floor(Cut(10))
    assert long.with_memory == pytest.approx(endless.with_memory, abs=1e-5)
    assert long.without_memory == pytest.approx(endless.without_memory, abs=1e-5)


@every_task
def test_the_price_of_forgetting_begins_a_sentence(task):
    price = task.price_of_forgetting(Cut(10))
    assert price[0].isupper()
    assert price.endswith(": ")
    assert "10" in price


@every_task
def test_its_docstring_says_how_both_floors_come_about(task):
    text = type(task).__doc__
    assert "**Both floors**" in text or ("**Floor with memory**" in text and "**Floor without memory across" in text)
