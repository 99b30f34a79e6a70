import itertools
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_blocks import WHOLE, counted_block, made_header

from rnnviz.choices import ChoiceError
from rnnviz.recording import Recorder, open_recording, writer
from rnnviz.recording.budget import Budget
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.playback import Playback
from rnnviz.recording.storing import write_block
from rnnviz.recording.tables import FACTOR, Array, Extent, Table, least_budget

pytestmark = pytest.mark.usefixtures("small_chunks_all_along")
HEADER = made_header(length=4, units=(40, 8), kinds=("h",))
BUDGET = 700_000


def size(path):
    """Bytes that a folder takes on the disk. What was never written of a file takes nothing."""
    files = (os.stat(f"{folder}/{name}") for folder, _, names in os.walk(path) for name in names)
    return sum(min(file.st_size, 512 * file.st_blocks) for file in files)


@pytest.fixture(scope="module")
def recorded(small_chunks_all_along, tmp_path_factory):
    """A recording that took some times its budget in full, and its path."""
    path = tmp_path_factory.mktemp("recorded") / "run.rnnviz"
    with Recorder(HEADER, path, budget=BUDGET) as recorder:
        for first in range(0, 1000, 50):
            recorder.append(counted_block(HEADER, first, 50))
            if first % 100 == 0:
                recorder.flush()
    return recorder.recording, path


def test_a_recording_keeps_its_budget_and_its_newest_states(recorded):
    recording, path = recorded
    assert size(path) <= BUDGET
    assert 0 < recording.full_from < recording.timesteps
    states = recording.state(0, "h", 1, recording.full_from, WHOLE)
    np.testing.assert_array_equal(states[:, 0], np.arange(recording.full_from, recording.timesteps))
    assert not list((path / "state_0_h").glob("c.0.*"))


def test_what_was_dropped_is_left_in_coarser_levels(recorded):
    for recording in (recorded[0], open_recording(recorded[1])):
        for start, stop in [(0, 400), (0, WHOLE), (recording.full_from - 50, recording.full_from + 50), (1000, 1100)]:
            window = recording.window(0, "h", 4, start, stop, 300)
            assert 0 < len(window.values) <= 300
            assert window.start <= start
            assert window.stop >= min(stop, recording.timesteps)
            ends = np.minimum(window.start + np.arange(1, len(window.values) + 1) * window.step, recording.timesteps)
            middles = (window.start + np.arange(len(window.values)) * window.step + ends - 1) / 2
            np.testing.assert_allclose(window.values[:, 0], middles, rtol=1e-5)


def test_a_dropped_state_reads_as_the_mean_of_its_neighbours(recorded):
    for recording in (recorded[0], open_recording(recorded[1])):
        states = recording.state(0, "h", 1, 0, WHOLE)[:, 0]
        assert len(states) == recording.timesteps
        steps = np.arange(recording.timesteps)
        off = np.abs(states - steps)
        assert off[recording.full_from :].max() == 0
        assert 0 < off[: recording.full_from].max() < 600
        # The finer a level, the later it begins.
        assert (np.diff(off[:: recording.timesteps // 10]) < 300).all()
        part = recording.state(0, "h", 1, 37, recording.full_from + 11)[:, 0]
        np.testing.assert_array_equal(part, states[37 : recording.full_from + 11])


def test_lines_are_dropped_with_the_states(recorded):
    recording, path = recorded
    inputs = recording.inputs(1, 0, WHOLE)[:, 0]
    np.testing.assert_array_equal(inputs, recording.state(0, "h", 1, 0, WHOLE)[:, 0])
    np.testing.assert_array_equal(inputs[recording.full_from :], np.arange(recording.full_from, recording.timesteps))
    assert not list((path / "inputs").glob("c.0.*"))


def test_the_detail_that_is_left_gets_coarser_with_age(recorded):
    recording, _ = recorded
    assert recording.detail[0][0] == 0
    assert recording.detail[-1] == (recording.full_from, 1)
    starts, steps = zip(*recording.detail, strict=True)
    assert sorted(starts) == list(starts)
    assert sorted(steps, reverse=True) == list(steps)
    states = recording.state(0, "h", 1, 0, WHOLE)[:, 0]
    for (start, step), stop in zip(recording.detail, [*starts[1:], recording.timesteps], strict=True):
        means = np.arange(start, stop).reshape(-1, step).mean(axis=1) if step > 1 else np.arange(start, stop)
        np.testing.assert_allclose(states[start:stop], np.repeat(means, step), rtol=1e-6)


def test_losses_and_transitions_are_made_up_from_what_is_left_of_them(recorded):
    for recording in (recorded[0], open_recording(recorded[1])):
        first = recording.full_from_batch
        assert 0 < first < recording.batches
        assert len(recording.loss) == len(recording.transitions) == 1000
        assert recording.loss[first:].tolist() == list(range(first, 1000))
        off = np.abs(recording.loss[:first] - np.arange(first))
        assert 0 < off.max() < 300
        assert np.isin(recording.transitions, range(5)).all()
        for name in ("sequence", "start", "reset", "entering", "leaving"):
            assert len(recording.per_batch(name)) == 1000
        window = recording.loss_window(0, 40, 40)
        assert window.step > 1
        assert window.values[0].tolist() == [0, window.step - 1]
        assert recording.worst_window(0, 0, 40, 40).step == window.step


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.integers(1, 1000), start=st.integers(0, 4000), width=st.integers(1, 4000), columns=st.integers(1, 300))
def test_what_was_dropped_can_be_played_again_as_far_as_it_is_left(recorded, head, start, width, columns):
    recording, path = recorded
    for whole in (recording, open_recording(path)):
        playback = Playback(whole)
        playback.head = head
        end = head * HEADER.length
        for window in (
            playback.window(0, "h", 1, start, start + width, columns),
            playback.line_window("inputs", 1, start, start + width, columns),
        ):
            assert len(window.values) <= columns
            assert start >= end or window.start <= start < window.stop
        for window in (playback.loss_window(0, head, columns), playback.worst_window(3, 0, head, columns)):
            assert 0 < len(window.values) <= columns
            assert window.stop >= head
        assert len(playback.loss) == head
        assert len(playback.inputs(1, 0, WHOLE)) == len(playback.state(0, "h", 1, 0, WHOLE)) == end


def test_a_budget_that_holds_nothing_is_refused(tmp_path):
    with pytest.raises(ChoiceError) as wrong:
        Recorder(HEADER, tmp_path / "run.rnnviz", budget=2**17)
    said = "disk-budget is '0.125 MiB': allow at least 1 MiB for this network, or watch fewer slots"
    assert str(wrong.value) == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("budget", ["4", None, float("nan"), float("inf")])
def test_a_budget_is_a_number(budget, tmp_path):
    with pytest.raises(ChoiceError, match=r"disk-budget is .*: give a number of bytes"):
        Recorder(HEADER, tmp_path / "run.rnnviz", budget=budget)


def test_a_budget_written_as_a_float_is_kept_like_another(tmp_path):
    with Recorder(HEADER, tmp_path / "run.rnnviz", budget=float(BUDGET)) as recorder:
        for first in range(0, 500, 50):
            recorder.append(counted_block(HEADER, first, 50))
    assert recorder.recording.full_from > 0
    assert size(tmp_path / "run.rnnviz") <= BUDGET


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    length=st.integers(1, 5),
    units=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    watched=st.sampled_from([(), (3,), (4, 1)]),
    spare=st.floats(1.0, 4.0),
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=4),
)
def test_no_run_takes_more_than_its_budget_and_two_blocks(length, units, watched, spare, sizes, tmp_path, monkeypatch):
    ends, write_at = {}, LocalFiles.write_at
    header = made_header(length=length, units=units, watched=watched)
    budget = int(spare * least_budget(header))
    path = tmp_path / "run.rnnviz"
    most, block, turns = 0, 0, itertools.count()

    def measured(*arguments):
        nonlocal most, block
        written = write_block(*arguments)
        block = max(block, written)
        if next(turns) % 40 == 0:
            most = max(most, sum(ends.get(str(file), file.stat().st_size) for file in path.rglob("*.*")))
        return written

    def noted(files, key, start, data, size):
        # The disk counts a started page as a whole one, and here a page is as large as many blocks.
        write_at(files, key, start, data, size)
        ends[f"{files.root}/{key}"] = start + len(data)

    monkeypatch.setattr(LocalFiles, "write_at", noted)
    monkeypatch.setattr(writer, "write_block", measured)
    first = 0
    with Recorder(header, path, budget=budget) as recorder:
        for turn in range(14):
            recorder.append(counted_block(header, first, sizes[turn % len(sizes)]))
            first += sizes[turn % len(sizes)]
    assert most <= budget + 2 * block  # the ends of all levels are written before anything is dropped
    assert size(path) <= budget
    opened = open_recording(path)
    assert opened.loss[opened.full_from_batch :].tolist() == list(range(opened.full_from_batch, first))
    for slot in watched:
        steps = np.arange(opened.full_from, opened.timesteps)
        np.testing.assert_array_equal(opened.state(0, "h", slot, opened.full_from, WHOLE)[:, 0], steps)
        np.testing.assert_array_equal(opened.inputs(slot, opened.full_from, WHOLE)[:, 0], steps)


def test_a_reader_survives_that_old_states_are_dropped_meanwhile(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Recorder(HEADER, path, budget=BUDGET) as recorder:
        recorder.append(counted_block(HEADER, 0, 50))
        recorder.flush()
        opened = open_recording(path)
        assert opened.full_from == 0
        for first in range(50, 450, 50):
            recorder.append(counted_block(HEADER, first, 50))
            recorder.flush()
        window = opened.window(0, "h", 1, 0, 200, 200)
        assert opened.full_from > 0
        assert window.step > 1


def test_a_copy_of_a_shortened_recording_is_as_short(recorded, tmp_path):
    recording, _ = recorded
    recording.save(tmp_path / "copy.rnnviz")
    copy = open_recording(tmp_path / "copy.rnnviz")
    assert copy.detail == recording.detail
    np.testing.assert_array_equal(copy.loss, recording.loss)
    np.testing.assert_array_equal(copy.state(0, "h", 1, 0, WHOLE), recording.state(0, "h", 1, 0, WHOLE))


def test_within_the_budget_nothing_is_dropped(tmp_path):
    with Recorder(HEADER, tmp_path / "run.rnnviz") as recorder:
        for first in range(0, 400, 20):
            recorder.append(counted_block(HEADER, first, 20))
        recorder.flush()
        assert recorder.recording.full_from == recorder.recording.full_from_batch == 0
        assert recorder.recording.detail == ((0, 1),)


def made_tables(blocks):
    """By axis a table of four rows a block at each of four levels of detail, with so many blocks in a file."""
    return {
        axis: [Table(axis, level, 4, {"a": Array((), (), "float32", blocks=blocks)}) for level in range(4)]
        for axis in ("time", "batch")
    }


@settings(max_examples=400)
@given(
    blocks=st.integers(1, 3),
    most=st.integers(500, 20_000),
    sizes=st.lists(st.integers(1, 60), min_size=4, max_size=4),
    growth=st.lists(st.integers(1, 200), min_size=1, max_size=12),
    lag=st.sampled_from([0, 1, 3]),
)
def test_what_goes_is_held_more_coarsely_and_as_much_goes_as_has_to(blocks, most, sizes, growth, lag):
    budget, tables = Budget(most), made_tables(blocks)
    rows, there = 0, {}

    def count(table):
        """How many whole blocks there are; each coarser level lags some behind."""
        return max(0, rows // table.step // table.rows - lag * table.level)

    for more in growth:
        rows += more
        for axis in tables:
            for table in tables[axis]:
                for block in range(there.get((axis, table.level), 0), count(table)):
                    budget.put(table, block, sizes[table.level])
                there[axis, table.level] = count(table)
        extents = [Extent(table, table.rows * count(table)) for axis in tables for table in tables[axis]]
        exceeded = budget.exceeded
        left = {(one.table.axis, one.table.level): one for one in budget.shorten(extents)}
        for axis in tables:
            begins = [left[axis, table.level].first * table.step for table in tables[axis]]
            assert begins == sorted(begins, reverse=True), "the coarser a level, the farther back it goes"
            assert begins[-1] == 0, "of the coarsest all is left"
            for table, begin in zip(tables[axis][:-1], begins, strict=False):
                held = left[axis, table.level + 1].count * FACTOR ** (table.level + 1)
                assert begin <= held, "what went is there more coarsely"
                if exceeded and budget.used > most:
                    files = -(-there[axis, table.level] // blocks)
                    end = begin + table.span
                    finer = begins[table.level - 1] if table.level else end
                    assert begin + table.span >= files * table.span or finer < end or held < end, "more could go"
