import dataclasses
import gc
import json
import os
import shutil
import socket
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_blocks import WHOLE, assert_holds, counted_block, joined, made_block, made_header

from rnnviz.recording import Recorder, RecordingError, Transition, open_recording
from rnnviz.recording.files import LocalFiles


def until(true, patience=60):
    """Wait for what another thread does."""
    for _ in range(patience * 100):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen")


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=6), length=st.integers(1, 40))
def test_what_was_appended_is_read_back_exactly(sizes, length):
    header = made_header(length=length)
    blocks = [made_block(header, size, seed) for seed, size in enumerate(sizes)]
    with Recorder(header) as recorder:
        for block in blocks:
            recorder.append(block)
        assert_holds(recorder.recording, joined(blocks))


def test_a_block_is_there_as_soon_as_it_was_appended():
    header = made_header()
    recorder = Recorder(header)
    for batch in range(5):
        assert recorder.recording.batches == batch
        recorder.append(counted_block(header, batch, 1))
        assert recorder.recording.loss[-1] == batch
        assert recorder.recording.state(0, "h", 4, 0, WHOLE)[-1, 0] == recorder.recording.timesteps - 1


@pytest.mark.usefixtures("small_chunks")
def test_a_closed_recorder_leaves_its_recording_readable():
    header = made_header()
    block = made_block(header, 100)
    with Recorder(header) as recorder:
        recorder.append(block)
        recording = recorder.recording
        assert recording.growing
    del recorder
    gc.collect()
    assert not recording.growing
    assert_holds(recording, block)


def looks(recording):
    """Everything there is, as finely as it goes and folded."""
    for columns in (7, 40, 1000):
        yield recording.loss_window(0, WHOLE, columns).values
        yield recording.worst_window(0, 0, WHOLE, columns).values
        for slot in recording.header.watched:
            yield recording.line_window("predictions", slot, 0, WHOLE, columns).values
            for track in recording.header.tracks:
                yield recording.view(*track, slot, 0, WHOLE, columns)


@pytest.mark.usefixtures("small_chunks")
def test_a_temporary_recording_that_has_ended_is_on_disk_alone_and_reads_as_before(tmp_path):
    header = made_header()
    blocks = [made_block(header, size, seed) for seed, size in enumerate((33, 60, 8))]
    with Recorder(header) as recorder:
        for block in blocks:
            recorder.append(block)
            recorder.flush()
        before = list(looks(recorder.recording))
    recording = recorder.recording
    tape = recording._tape
    assert {section.memory for pyramid in (tape.by_batch, tape.by_time) for section in pyramid.sections} == {((), ())}
    for old, new in zip(before, looks(recording), strict=True):
        np.testing.assert_array_equal(old, new)
    assert_holds(recording, joined(blocks))
    recording.save(tmp_path / "copy.rnnviz")
    assert_holds(open_recording(tmp_path / "copy.rnnviz"), joined(blocks))


def test_a_temporary_recording_goes_when_nobody_holds_it():
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 3))
    root = recorder._writer.files.root
    recording = recorder.recording
    recorder.close()
    del recorder
    gc.collect()
    assert root.exists()
    del recording
    gc.collect()
    until(lambda: not root.exists())


def test_what_a_crash_left_behind_goes_after_a_week(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    old, young, other = (tmp_path / name for name in ("rnnviz-old.rnnviz", "rnnviz-young.rnnviz", "thesis"))
    for folder in (old, young, other):
        folder.mkdir()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    paused = Recorder(made_header())
    used = paused._writer.files.root
    assert used.parent == tmp_path
    os.utime(used, (0, 0))
    Recorder(made_header())
    until(lambda: not old.exists())
    assert used.exists()
    assert young.exists()
    assert other.exists()


def test_a_forgotten_recorder_still_commits(tmp_path):
    recorder = Recorder(made_header(), tmp_path / "run.rnnviz")
    block = made_block(recorder.header, 7)
    recorder.append(block)
    del recorder
    gc.collect()
    until(lambda: not open_recording(tmp_path / "run.rnnviz").growing)
    assert_holds(open_recording(tmp_path / "run.rnnviz"), block)


def test_a_closed_recorder_takes_nothing_and_may_be_closed_again():
    recorder = Recorder(made_header())
    recorder.close()
    recorder.close()
    with pytest.raises(ValueError, match="closed: make another"):
        recorder.append(made_block(recorder.header, 1))


def test_arrays_that_are_handed_out_cannot_be_written_to():
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 9))
    recording = recorder.recording
    arrays = [recording.loss, recording.transitions, recording.per_batch("entering"), recording.state(0, "c", 1, 0, 9)]
    arrays += [read(1, 0, 9) for read in (recording.inputs, recording.targets, recording.predictions)]
    arrays += [recording.view(0, "h", 4, 0, 45, 7), recording.worst_window(0, 0, 9, 3).values]
    arrays += [recording.loss_window(0, 9, 9).values, recording.line_window("inputs", 4, 0, 45, 99).values]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_what_was_read_stays_as_it_was_while_more_is_appended():
    header = made_header()
    recorder = Recorder(header)
    recorder.append(counted_block(header, 0, 10))
    states, loss = recorder.recording.state(0, "h", 4, 0, WHOLE), recorder.recording.loss
    before = states.copy(), loss.copy()
    recorder.append(counted_block(header, 10, 5000))
    recorder.flush()
    np.testing.assert_array_equal(states, before[0])
    np.testing.assert_array_equal(loss, before[1])


def test_transitions_are_the_worst_among_the_layers():
    recorder = Recorder(made_header())
    block = made_block(recorder.header, 2)
    block.transitions[:] = Transition.KEPT
    block.transitions[1, 0, 3] = Transition.LOST
    block.transitions[1, 1, 3] = Transition.FRESH
    recorder.append(block)
    assert recorder.recording.transitions.tolist() == [[0] * 6, [0, 0, 0, 4, 0, 0]]


def test_nothing_has_to_be_watched(tmp_path):
    header = made_header(watched=())
    with Recorder(header, tmp_path / "run.rnnviz") as recorder:
        block = made_block(header, 30)
        recorder.append(block)
    assert_holds(open_recording(tmp_path / "run.rnnviz"), block)


@pytest.mark.parametrize("name", ["loss", "entering", "inputs", "transitions"])
def test_an_array_of_the_wrong_shape_is_refused_and_leaves_nothing(name):
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 3))
    block = made_block(recorder.header, 4)
    wrong = dataclasses.replace(block, **{name: np.concatenate([getattr(block, name)] * 2, axis=-1)})
    with pytest.raises(ValueError, match=r"has shape .* it should be"):
        recorder.append(wrong)
    assert recorder.recording.batches == 3


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda r: r.state(0, "h", 3, 0, 9), "There is no watched slot 3: choose one of 4, 1"),
        (lambda r: r.state(2, "h", 4, 0, 9), "There is no layer 2: choose one of 0, 1"),
        (lambda r: r.window(1, "c", 4, 0, 9, 9), "There is no kind 'c': choose one of h"),
        (lambda r: r.line_window("loss", 4, 0, 9, 9), "There is no line 'loss': choose one of inputs, targets"),
        (
            lambda r: r.per_batch("gates"),
            "There is no array 'gates': choose one of loss, validation_loss,",
        ),
        (lambda r: r.worst_window(6, 0, 9, 9), "There is no slot 6: choose one of 0, 1, 2, 3, 4, 5"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(ask, answer):
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 3))
    with pytest.raises(ValueError, match=answer):
        ask(recorder.recording)


def test_a_recording_in_its_place_is_replaced(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Recorder(made_header(), path) as recorder:
        recorder.append(made_block(recorder.header, 50))
    with Recorder(made_header(units=(9, 9)), path) as recorder:
        block = made_block(recorder.header, 2)
        recorder.append(block)
    assert_holds(open_recording(path), block)
    assert [left.name for left in tmp_path.iterdir()] == ["run.rnnviz"]


def test_something_else_in_its_place_is_left_alone(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "final.tex").write_text("years of work")
    for path in (tmp_path / "thesis", tmp_path / "thesis" / "final.tex"):
        with pytest.raises(RecordingError, match="exists and is not a recording: choose another name"):
            Recorder(made_header(), path)
    assert (tmp_path / "thesis" / "final.tex").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match=r"run\.rnnviz cannot be written \(Not a directory\)"):
        Recorder(made_header(), tmp_path / "file" / "run.rnnviz")
    with pytest.raises(RecordingError, match="is remote, and recordings are written to disks only"):
        Recorder(made_header(), "s3://bucket/run.rnnviz")


def test_what_was_appended_is_committed_without_asking(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Recorder(made_header(), path) as recorder:
        assert open_recording(path).batches == 0
        committed = threading.Event()
        write = recorder._writer.files.write

        def watched_write(key, data):
            write(key, data)
            if key == "zarr.json":
                committed.set()

        recorder._writer.files.write = watched_write
        block = made_block(recorder.header, 3)
        recorder.append(block)
        assert committed.wait(30)
        opened = open_recording(path)
        assert_holds(opened, block)
        assert opened.growing


@pytest.mark.usefixtures("small_chunks")
def test_appending_waits_for_a_slow_disk_rather_than_filling_the_memory(monkeypatch):
    disk = threading.Lock()
    write = LocalFiles.write

    def slow_write(files, key, data):
        with disk:
            write(files, key, data)

    monkeypatch.setattr(LocalFiles, "write", slow_write)
    header = made_header()
    recorder = Recorder(header)
    most = []

    def append():
        for first in range(0, 200, 2):
            recorder.append(counted_block(header, first, 2))
            most.append(recorder._tape.by_time.base.waiting)

    with disk:
        appending = threading.Thread(target=append)
        appending.start()
        appending.join(0.5)
        assert appending.is_alive()
    appending.join()
    assert max(most) <= 6 * 16
    assert recorder.recording.loss.tolist() == list(range(200))


@pytest.mark.usefixtures("small_chunks")
def test_one_thread_may_append_while_others_read():
    header = made_header(length=3)
    recorder = Recorder(header)
    recording = recorder.recording
    done, wrong = threading.Event(), []

    def read():
        rng = np.random.default_rng(threading.get_ident() % 1000)
        while not done.is_set():
            batches = recording.batches
            steps = batches * 3
            start = int(rng.integers(0, steps + 1))
            columns = int(rng.integers(1, 50))
            window = recording.window(0, "c", 1, start, steps, columns)
            last = window.values[-1, 0] if len(window.values) else None
            state = recording.state(1, "h", 4, start, steps)[:, 0]
            loss = recording.loss_window(0, batches, columns).values
            if not np.array_equal(state, np.arange(start, steps)):
                wrong.append(("state", start, steps))
            if last is not None and not window.start <= last < window.stop:
                wrong.append(("window", start, steps, last))
            if batches and (loss.min() != 0 or loss.max() < batches - 1):
                wrong.append(("loss", batches, loss))
            time.sleep(0.001)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for first in range(0, 300, 5):
        recorder.append(counted_block(header, first, 5))
        if first % 100 == 0:
            recorder.flush()
    done.set()
    for reader in readers:
        reader.join()
    recorder.close()
    assert wrong == []


def test_a_writer_whose_place_was_taken_stops_and_can_be_saved_elsewhere(tmp_path, small_chunks):
    header, path, other = made_header(), tmp_path / "run.rnnviz", tmp_path / "other.rnnviz"
    first, early, late = Recorder(header, path), made_block(header, 5), made_block(header, 30, seed=1)
    with Recorder(header, path) as second:
        second.append(late)
        first.append(early)
        for act in (first.flush, first.close):
            with pytest.raises(RecordingError, match="was replaced by another recording"):
                act()
    first.save(other)
    assert_holds(open_recording(path), late)
    assert_holds(open_recording(other), early)


def test_a_writer_whose_folder_was_removed_makes_it_again(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Recorder(made_header(), path) as recorder:
        recorder.append(made_block(made_header(), 5))
        recorder.flush()
        shutil.rmtree(path)
        recorder.append(made_block(made_header(), 5))
    assert path.exists()


def test_what_another_process_is_recording_is_not_replaced(tmp_path):
    path = tmp_path / "run.rnnviz"
    Recorder(made_header(), path).close()
    root = json.loads((path / "zarr.json").read_text())
    root["attributes"]["rnnviz"]["writer"] = [socket.gethostname(), os.getppid()]
    (path / "zarr.json").write_text(json.dumps(root))
    with pytest.raises(RecordingError, match=f"is being recorded by process {os.getppid()}: choose another name"):
        Recorder(made_header(), path)
    root["attributes"]["rnnviz"]["writer"] = ["another-machine", os.getppid()]
    (path / "zarr.json").write_text(json.dumps(root))
    Recorder(made_header(), path).close()
