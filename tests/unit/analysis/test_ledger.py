"""The ledger against a reading by hand, however the recording came in and however it is gathered."""

import dataclasses
import math
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_blocks import made_block, made_header

from rnnviz import Transition
from rnnviz.analysis import entries as entries_module
from rnnviz.analysis import ledger as ledger_module
from rnnviz.analysis.causes import Cause
from rnnviz.analysis.entries import Story, each, entries
from rnnviz.analysis.ledger import Ledger, finer
from rnnviz.recording import Recorder
from rnnviz.recording.tables import least_budget

KEPT, LEAKED, LOST = Transition.KEPT, Transition.LEAKED, Transition.LOST


def recorded(batches, seed=0, *, quiet=0.6, nans=0.1, asked=0.2, idle_share=0.0, state=None, validating=0.0, **header):
    """Random transitions, most of them kept, and norms of which some are not numbers."""
    described = made_header(**header)
    if state is not None:
        experiment = described.experiment
        chunking = dataclasses.replace(experiment.chunking, validation_state=state)
        described = dataclasses.replace(described, experiment=dataclasses.replace(experiment, chunking=chunking))
    block = made_block(described, batches, seed)
    rng = np.random.default_rng((seed, 1))

    def some(array, share, value):
        return np.where(rng.random(array.shape) < share, np.array(value, array.dtype), array)

    idle = rng.random((batches, 1, described.batch_size)) < idle_share
    block = dataclasses.replace(
        block,
        transitions=np.where(idle, np.int8(Transition.IDLE), some(block.transitions, quiet, KEPT)),
        entering=some(some(np.abs(block.entering), 0.2, 0.0), nans, np.nan),
        leaving=some(some(np.abs(block.leaving), 0.2, 0.0), nans, np.nan),
        start=some(block.start, 0.4, 0),
        reset=some(block.reset, 1 - asked, 0),
        validates=rng.random(batches) < validating,
    )
    recorder = Recorder(described)
    recorder.append(block)
    recorder.close()
    return recorder.recording, block


def by_hand(recording, block):
    """Each ``(batch, layer, transition, cause)`` with its slots and their norms, one slot at a time."""
    header = recording.header
    found = defaultdict(list)
    for batch in range(block.batches):
        for layer in range(len(header.layers)):
            tracks = [number for number, (of, _) in enumerate(header.tracks) if of == layer]
            for slot in range(header.batch_size):

                def norm(name, at, tracks=tracks, slot=slot):
                    values = [float(getattr(block, name)[at, track, slot]) for track in tracks]
                    return math.sqrt(sum(value**2 for value in values)) if at >= 0 else 0.0

                kind = Transition(int(block.transitions[batch, layer, slot]))
                if kind is Transition.IDLE:
                    continue
                state = header.experiment.chunking.validation_state
                validates = block.validates.tolist()
                read = [at for at in range(batch) if block.transitions[at, layer, slot] != Transition.IDLE]
                if state == "own" and not validates[batch]:
                    read = [at for at in read if not validates[at]]
                last = read[-1] if read else -1
                unseen = range(last + 1, batch + 1)  # it may be zeroed while it idles
                if state == "own" and not validates[batch]:
                    unseen = [at for at in unseen if not validates[at]]
                resets = [int(block.reset[at, slot]) for at in unseen if block.reset[at, slot]]
                crosses = bool(read) and validates[last] != validates[batch]
                before, after = norm("leaving", last), norm("entering", batch)
                was_nan = math.isnan(norm("entering", last))
                epoch = header.batches_per_epoch
                cause = cause_of(
                    kind, after, was_nan, resets[-1] if resets else 0, block.start[batch, slot] == 0,
                    bool(epoch) and batch > 0 and batch % epoch == 0, crosses, last < 0,
                )  # fmt: skip
                if cause:
                    found[batch, Story(layer, kind, cause)].append((slot, before, after))
    return found


def cause_of(kind, after, was_nan, reset, begins, opens_epoch, crosses, is_first):
    """For a stateless run, which is what made_header describes."""
    if math.isnan(after):
        return Cause.NAN if was_nan else Cause.NAN_BEGAN
    if kind in (Transition.FRESH, Transition.LOST):
        return Cause.START if is_first else {0: Cause.CALL, 1: Cause.POLICY, 2: Cause.HAND}[int(reset)]
    if kind is Transition.SET:
        return Cause.SET
    if reset and after:
        return Cause.RESET_FAILED
    if kind is LEAKED and crosses:
        return Cause.VALIDATION_LEAKED
    if kind is LEAKED:
        return Cause.NOTHING_AT_EPOCH if opens_epoch else Cause.NOTHING_AT_SEQUENCE if begins else Cause.JUMP
    return None


def test_a_layer_of_which_one_state_is_infinite_and_the_other_not_a_number_is_not_a_number():
    header = made_header()
    block = made_block(header, 3)
    block.entering[1, 0], block.entering[1, 1] = np.inf, np.nan
    recorder = Recorder(header)
    recorder.append(block)
    told = {entry.story.cause for entry in entries(recorder.recording, 1, 2) if entry.story.layer == 0}
    assert told == {Cause.NAN_BEGAN}


def close(one, other):
    return one == pytest.approx(other, rel=1e-6, nan_ok=True)


def norms_agree(entry, told):
    for slot_norms, (low, high) in zip(list(zip(*told, strict=True))[1:], (entry.before, entry.after), strict=True):
        assert close(low, float(np.fmin.reduce(slot_norms)))
        assert close(high, float(np.maximum.reduce(slot_norms)))


@given(
    batches=st.integers(1, 25),
    seed=st.integers(0, 999),
    epoch=st.sampled_from([None, 1, 4]),
    validating=st.sampled_from([0.0, 0.4]),
    idle_share=st.sampled_from([0.0, 0.7]),
    state=st.sampled_from(["own", "training"]),
    piecemeal=st.booleans(),
)
@settings(max_examples=30)
def test_each_entry_is_what_a_reading_by_hand_finds(batches, seed, epoch, validating, idle_share, state, piecemeal):
    recording, block = recorded(
        batches, seed, batches_per_epoch=epoch, validating=validating, idle_share=idle_share, state=state
    )
    expected = by_hand(recording, block)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries_module, "AT_ONCE", 1 if piecemeal else 1000)
        found = list(each(recording))
    assert [entry.first for entry in found] == sorted(entry.first for entry in found)
    assert {(entry.first, entry.story) for entry in found} == set(expected)
    for entry in found:
        told = expected[entry.first, entry.story]
        assert entry.last == entry.first
        assert entry.batches == 1
        assert entry.slots == tuple(slot for slot, _, _ in told)
        assert entry.times == entry.fewest == entry.most == len(told)
        norms_agree(entry, told)


@given(
    batches=st.integers(1, 120),
    seed=st.integers(0, 999),
    quiet=st.sampled_from([0.5, 0.99, 1.0]),
    at_once=st.integers(1, 400),
    most=st.integers(10, 20),
    factor=st.integers(2, 10),
)
@settings(max_examples=15)
def test_stories_and_parts_are_the_sum_of_their_entries(batches, seed, quiet, at_once, most, factor):
    recording, _ = recorded(batches, seed, quiet=quiet, nans=(1 - quiet) / 5, idle_share=0.2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries_module, "AT_ONCE", at_once)
        patch.setattr(ledger_module, "MOST", most)
        patch.setattr(ledger_module, "FACTOR", factor)
        ledger = Ledger(recording)
        ledger.read_all()
        stories = defaultdict(list)
        for entry in each(recording):
            stories[entry.story].append(entry)
        assert set(ledger.stories) == set(ledger.parts) == set(stories)
        for story, single in stories.items():
            assert sum_of(single) == shown(ledger.stories[story])
            parts = ledger.parts[story]
            assert len(parts) <= most + 1
            assert [part.first for part in parts] == sorted({part.first for part in parts})
            assert sum_of(parts) == sum_of(single)
            assert unfolded(recording, ledger.stories[story]) == [shown(entry) for entry in single]


def unfolded(recording, entry):
    """All that is found by unfolding an entry and its parts to the last."""
    parts = finer(recording, entry)
    if not parts:
        return [shown(entry)]
    assert sum_of(parts) == shown(entry)
    assert len(parts) > 1
    return [one for part in parts for one in unfolded(recording, part)]


def shown(entry):
    """An entry that can be compared: not-a-numbers are equal."""
    return dataclasses.replace(entry, before=str(entry.before), after=str(entry.after))


def sum_of(some):
    whole = some[0]
    for entry in some[1:]:
        whole = whole.joined(entry)
    return shown(whole)


def test_totals_count_every_slot_of_every_layer():
    recording, block = recorded(50, nans=0.0)
    ledger = Ledger(recording)
    ledger.read_all()
    totals = Counter()
    for story, entry in ledger.stories.items():
        totals[story.transition] += entry.times
    for kind in (Transition.FRESH, Transition.SET, LEAKED, LOST):
        assert totals[kind] == np.count_nonzero(block.transitions == kind)


def test_a_ledger_goes_on_where_it_stopped_as_the_recording_grows():
    header = made_header()
    recorder = Recorder(header)
    ledger = Ledger(recorder.recording)
    for seed in range(5):
        recorder.append(made_block(header, 7, seed))
        assert ledger.left == 7
        ledger.read()
        assert ledger.left == 0
    at_once = Ledger(recorder.recording)
    at_once.read_all()
    assert at_once.stories == ledger.stories
    assert at_once.parts == ledger.parts


def test_a_recording_in_which_all_was_kept_has_no_entries():
    recording, _ = recorded(9, quiet=1.0, nans=0.0, asked=0.0)
    assert list(each(recording)) == []


def test_an_empty_recording_has_no_entries():
    recording = Recorder(made_header()).recording
    ledger = Ledger(recording)
    ledger.read()
    assert (ledger.stories, ledger.left, list(each(recording))) == ({}, 0, [])


def test_slots_far_apart_are_told_apart():
    recording, block = recorded(3, slots=200, nans=0.0)
    for entry in entries(recording, 2, 3):
        if entry.story.cause is Cause.JUMP:
            kinds, starts, resets = block.transitions[2, entry.story.layer], block.start[2], block.reset[2]
            leaked = (kinds == LEAKED) & (starts != 0)
            entered = np.abs(block.entering[2]).sum(axis=0) != 0
            certain = np.flatnonzero(leaked & (resets == 0) & entered)
            assert set(certain.tolist()) <= set(entry.slots)
            assert entry.has_slot(entry.slots[-1])
            assert not entry.has_slot(entry.slots[-1] + 1)


def test_a_long_story_takes_no_more_parts_than_there_are_to_be():
    recording, _ = recorded(2500, quiet=0.0, nans=0.0, length=1, slots=1, watched=(), units=(1, 1))
    ledger = Ledger(recording)
    ledger.read_all()
    assert ledger.step == 100
    assert max(len(parts) for parts in ledger.parts.values()) == 25


def test_batches_that_were_dropped_to_keep_the_disk_budget_are_missed_and_no_others(tmp_path):
    header = made_header(length=1, slots=16, units=(1, 1), kinds=("h",), watched=(0,))
    block = made_block(header, 500)
    with Recorder(header, tmp_path / "run.rnnviz", budget=least_budget(header)) as recorder:
        for _ in range(40):
            recorder.append(block)
            recorder.flush()
    recording = recorder.recording
    whole_from = recording.full_from_batch + 1  # what was left before it is needed too
    assert 1 < whole_from < recording.batches
    ledger = Ledger(recording)
    ledger.read_all()
    assert (ledger.missed, ledger.left) == (whole_from, 0)
    entries_left = list(each(recording))
    assert entries_left[0].first == whole_from
    assert sum(entry.times for entry in ledger.stories.values()) == sum(entry.times for entry in entries_left)
    some = next(iter(ledger.stories.values()))
    assert finer(recording, dataclasses.replace(some, first=0, last=100, batches=50)) == ()
    part = Ledger(recording, 0, 10)
    part.read_all()
    assert (part.missed, part.done, part.stories) == (10, 10, {})


def test_a_piece_of_which_some_is_dropped_while_it_is_read_is_missed_rather_than_told_from_what_is_left(monkeypatch):
    recording, _ = recorded(60)
    monkeypatch.setattr("rnnviz.analysis.ledger.at_once", lambda header: 20)
    looks = iter([0, 0, 0, 25])
    monkeypatch.setattr("rnnviz.analysis.ledger.whole_from", lambda recording: next(looks, 25))
    ledger = Ledger(recording)
    ledger.read()
    told = dict(ledger.stories)
    ledger.read()  # batches 20 … 24 go in its middle
    assert (ledger.done, ledger.missed, ledger.stories) == (40, 20, told)
    ledger.read()
    assert (ledger.done, ledger.missed) == (60, 20)
    assert ledger.stories != told
