from dataclasses import replace

import numpy as np
import pytest
from fake_recording import echo_block, echo_header, echo_recording, every_kind
from hypothesis import given, settings
from hypothesis import strategies as st
from made_blocks import counted_block, made_header

from rnnviz.analysis.reach import COLUMNS, LOOKS, PASS, Memory, Reach, memory_of, reach_of
from rnnviz.chunking import Chunking
from rnnviz.recording import pyramid, storing, tables
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

KEPT, FRESH, LOST, IDLE = Transition.KEPT, Transition.FRESH, Transition.LOST, Transition.IDLE


def recorded(kinds, validates=None, state="own"):
    """A recording with these transitions, and ``validates`` batches that are not trained on."""
    kinds = np.array(kinds, np.int8)
    header = echo_header(length=3, slots=2, units=1, watched=(0,))
    block = echo_block(header, 0, len(kinds), kinds)
    if validates is not None:
        chunking = Chunking(length=3, batch_size=2, validation=0.5, validation_state=state)
        header = replace(header, experiment=replace(header.experiment, chunking=chunking))
        block = replace(block, validates=np.array(validates, np.bool_))
    recorder = Recorder(header)
    recorder.append(replace(block, steps=np.where(block.transitions[:, 0] == IDLE, 0, block.steps)))
    return recorder.recording


def by_hand(kinds, batch, validates=None):
    """Go back batch by batch; `validates` those of a validation on a state of its own."""
    apart = np.zeros(len(kinds), bool) if validates is None or validates[batch] else np.array(validates)
    for at in range(batch, -1, -1):
        if kinds[at] > KEPT and not apart[at]:
            return Memory(at, Transition(int(kinds[at])))
    return Memory(0, None)


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([KEPT] * 12 + [FRESH, LOST, Transition.LEAKED, Transition.SET, IDLE]), min_size=1),
    st.integers(1, 12),
    st.data(),
)
def test_memory_reaches_back_to_the_last_state_that_was_not_kept(kinds, times, data):
    kinds = np.repeat(np.array(kinds, np.int8), times)
    batch = data.draw(st.integers(0, len(kinds) - 1))
    assert memory_of(recorded(kinds), 0, 1, batch) == by_hand(kinds, batch)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([KEPT, KEPT, KEPT, LOST, FRESH]), st.booleans()), min_size=1, max_size=60))
def test_validation_on_a_state_of_its_own_is_passed_over_but_one_on_the_trainings_is_not(both):
    kinds, validates = (list(one) for one in zip(*both, strict=True))
    own, shared = recorded(kinds, validates), recorded(kinds, validates, state="training")
    for batch in range(0, len(kinds), 7):
        assert memory_of(own, 0, 0, batch) == by_hand(kinds, batch, validates)
        assert memory_of(shared, 0, 0, batch) == by_hand(kinds, batch)


@pytest.mark.parametrize("length", [LOOKS * 2, PASS * 2])
def test_a_validation_longer_than_all_looks_is_passed_over(length):
    kinds = [FRESH, *[KEPT] * 5, LOST, *[LOST] * length, KEPT, KEPT]
    validates = [False] * 7 + [True] * length + [False] * 2
    assert memory_of(recorded(kinds, validates), 0, 0, len(kinds) - 1) == Memory(6, LOST)


def test_each_layer_has_a_memory_of_its_own():
    header = echo_header(length=3, slots=2, units=1, watched=(0,))
    two = replace(header, layers=(header.layers[0], replace(header.layers[0], name="upper")))
    block = echo_block(two, 0, 9, np.zeros(9, np.int8))
    kinds = block.transitions.copy()
    kinds[2, 0], kinds[5, 1] = LOST, LOST
    recorder = Recorder(two)
    recorder.append(replace(block, transitions=kinds))
    assert [memory_of(recorder.recording, layer, 0, 8).since for layer in (0, 1)] == [2, 5]


def test_a_longer_recording_does_not_take_more_looks(monkeypatch):
    looks = []
    look = Recording.worst_window
    monkeypatch.setattr(Recording, "worst_window", lambda self, *asked: looks.append(asked) or look(self, *asked))
    kinds = np.zeros(50_000, np.int8)
    kinds[[0, 77]] = FRESH, LOST
    recording = recorded(kinds)
    assert memory_of(recording, 0, 0, 49_999) == Memory(77, LOST)
    assert len(looks) <= 8 < LOOKS
    assert all(columns == COLUMNS for *_, columns, _ in looks)


def test_where_the_oldest_batches_were_dropped_it_says_what_is_certain(monkeypatch):
    for module, name, value in (
        (tables, "_FEWEST_ROWS", 4),
        (tables, "_MOST_ROWS", 16),
        (tables, "_FILE", 8192),
        (tables, "_METADATA", 300_000),
        (pyramid, "FEWEST", 8),
        (storing, "PAGE", 1),
    ):
        monkeypatch.setattr(module, name, value)
    header = made_header(length=4, units=(40, 8), kinds=("h",))
    kinds = np.zeros(700, np.int8)
    kinds[[0, 50, 690]], kinds[[101, 102]] = LOST, IDLE
    with Recorder(header, budget=480_000) as recorder:
        for first in range(0, 700, 50):
            block = counted_block(header, first, 50)
            here = np.broadcast_to(kinds[first : first + 50, None, None], block.transitions.shape)
            recorder.append(replace(block, transitions=here))
    recording = recorder.recording
    assert 200 < recording.full_from_batch < 690
    batches = [*range(0, 680, 17), *range(685, 700)]
    found = {batch: memory_of(recording, 1, 3, batch) for batch in batches}
    for batch, said in found.items():
        true = by_hand(kinds, batch)
        assert true.since <= said.since <= batch
        assert said == true or (said.broke is None and batch < 690)
    assert found[689].broke is None
    assert 50 < found[689].since < 200  # most of it is certain all the same


def test_a_gradient_reaches_back_to_where_its_chunk_begins():
    recording = recorded([FRESH, KEPT, KEPT, LOST, KEPT])
    assert reach_of(recording, 0, 0, 8) == Reach(8, gradient=6, memory=0, broke=FRESH)
    assert reach_of(recording, 0, 0, 9) == Reach(9, gradient=9, memory=9, broke=LOST)
    assert reach_of(recording, 0, 0, 14) == Reach(14, gradient=12, memory=9, broke=LOST)


def test_what_is_only_validated_teaches_nothing():
    recording = recorded([FRESH, KEPT, FRESH, KEPT], [False, False, True, True])
    assert reach_of(recording, 0, 0, 11) == Reach(11, gradient=None, memory=6, broke=FRESH)


def test_where_a_slot_reads_nothing_there_is_no_reach():
    assert reach_of(recorded([FRESH, KEPT, IDLE]), 0, 0, 7) is None


@pytest.mark.parametrize("batch", [0, 19, 20, 39])
def test_in_a_recording_of_every_kind_it_is_the_same_for_all_slots(batch):
    recording = echo_recording(40)
    expected = by_hand(every_kind(40), batch)
    assert {memory_of(recording, 0, slot, batch) for slot in range(4)} == {expected}
