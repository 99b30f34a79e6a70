import errno

import pytest
from made_blocks import assert_holds, first_of, joined, made_block, made_header

from rnnviz.recording import Recorder, RecordingError, open_recording
from rnnviz.recording.ending import AT_WORK
from rnnviz.recording.files import LocalFiles


class Disk:
    """Takes so many more files, then is full."""

    def __init__(self, monkeypatch):
        self.room = 10**9
        self.trouble = errno.ENOSPC
        write = LocalFiles.write

        def limited(files, key, data):
            if self.room <= 0:
                raise OSError(self.trouble, "No space left on device")
            self.room -= 1
            write(files, key, data)

        monkeypatch.setattr(LocalFiles, "write", limited)


@pytest.fixture
def disk(monkeypatch, small_chunks):
    return Disk(monkeypatch)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.rnnviz"


def sentences(act, *arguments):
    """What an act fails with, if it does."""
    try:
        act(*arguments)
    except RecordingError as error:
        return [str(error)]
    return []


@pytest.mark.parametrize("room", [0, 1, 7, 40, 111, 300])
def test_a_full_disk_is_said_loses_nothing_and_lets_go_on_when_there_is_room(disk, path, room):
    header = made_header()
    blocks = [made_block(header, 20, seed) for seed in range(12)]
    recorder = Recorder(header, path)
    disk.room = room
    said = []
    for block in blocks:
        said += sentences(recorder.append, block)
        if len(said) == 3:
            disk.room = 10**9
    for sentence in said:
        assert (
            sentence
            == f"The disk of {path} is full. Nothing recorded so far is lost: free some space there, then go on."
        )
    assert_holds(recorder.recording, joined(blocks))
    disk.room = 10**9
    recorder.close()
    assert_holds(open_recording(path), joined(blocks))


def test_once_a_disk_is_known_to_be_full_every_append_says_so_until_there_is_room(disk, path):
    header = made_header()
    blocks = [made_block(header, 1, seed) for seed in range(4)]
    with Recorder(header, path) as recorder:
        recorder.append(blocks[0])
        disk.room = 0
        assert sentences(recorder.flush)
        assert sentences(recorder.append, blocks[1])
        assert sentences(recorder.append, blocks[2])
        disk.room = 10**9
        assert not sentences(recorder.append, blocks[3])
    assert_holds(open_recording(path), joined(blocks))


def test_what_was_committed_before_the_disk_filled_opens(disk, path):
    header = made_header()
    first, second = made_block(header, 30, 1), made_block(header, 300, 2)
    recorder = Recorder(header, path)
    recorder.append(first)
    recorder.flush()
    disk.room = 5
    assert sentences(recorder.append, second) + sentences(recorder.flush)
    assert_holds(open_recording(path), first)
    disk.room = 10**9


@pytest.mark.parametrize(("room", "most"), [(59, 0), (60, 1), (3000, 50), (10**6, 300)])
def test_a_recording_that_ends_on_a_full_disk_holds_as_many_batches_as_fit(path, monkeypatch, small_chunks, room, most):
    write_at = LocalFiles.write_at

    def limited(files, key, start, data, size):
        if key.startswith("state_0_h/c.0.") and start + len(data) > room:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_at(files, key, start, data, size)

    header = made_header()  # 5 timesteps of 3 units: 60 bytes a batch and slot in state_0_h
    block = made_block(header, 300)
    monkeypatch.setattr(LocalFiles, "write_at", limited)
    recorder = Recorder(header, path)
    sentences(recorder.append, block)
    assert bool(sentences(recorder.close)) == (most < 300)
    opened = open_recording(path)
    assert opened.batches == most
    assert not opened.growing
    if most:  # without a batch it does not know of any columns
        assert_holds(opened, first_of(block, most))
    assert_holds(recorder.recording, block)
    room = 10**9  # by the time the program ends
    for writer in AT_WORK:
        if writer.files.root == path:
            writer.close()
    assert_holds(open_recording(path), block)


def test_what_was_added_in_part_is_taken_back(tmp_path):
    files = LocalFiles(tmp_path)
    files.write_at("line/c.0", 0, memoryview(b"kept"), 2**20)
    files.write_at("line/c.0", 4, memoryview(b"more"), 2**20)
    files.empty("line/c.0", 4, 2**20)
    assert files.read("line/c.0", 0, 8) == b"kept\0\0\0\0"
    assert (tmp_path / "line" / "c.0").stat().st_size == 2**20


def test_what_a_full_disk_did_not_take_can_be_saved_elsewhere(disk, path, tmp_path):
    header = made_header()
    block = made_block(header, 100)
    recorder = Recorder(header, path)
    disk.room = 25
    assert sentences(recorder.append, block) + sentences(recorder.flush)
    with pytest.raises(RecordingError):
        recorder.close()
    disk.room = 10**9
    recorder.recording.save(tmp_path / "elsewhere.rnnviz")
    assert_holds(open_recording(tmp_path / "elsewhere.rnnviz"), block)


def test_a_copy_that_the_disk_does_not_take_leaves_nothing(disk, path, tmp_path):
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 100))
    with Recorder(made_header(), path) as earlier:
        kept = made_block(earlier.header, 3, seed=9)
        earlier.append(kept)
    disk.room = 5
    with pytest.raises(RecordingError, match="is full"):
        recorder.save(path)
    assert_holds(open_recording(path), kept)
    assert [left.name for left in tmp_path.iterdir()] == ["run.rnnviz"]


def test_what_the_disk_refuses_of_a_temporary_recording_at_its_end_stays_in_memory(disk):
    blocks = [made_block(made_header(), size, seed) for seed, size in enumerate((33, 8))]
    with Recorder(made_header()) as recorder:
        recorder.append(blocks[0])
        recorder.flush()
        disk.room = 0
        recorder.append(blocks[1])
    assert_holds(recorder.recording, joined(blocks))


def test_other_troubles_are_named(disk, path):
    recorder = Recorder(made_header(), path)
    disk.room, disk.trouble = 0, errno.EACCES
    recorder.append(made_block(recorder.header, 1))
    with pytest.raises(RecordingError, match=r"cannot be written \(.*\)\. Nothing recorded so far is lost"):
        recorder.flush()
    disk.room = 10**9
    recorder.close()


def test_half_a_file_does_not_hold_the_space_that_is_missing(tmp_path, monkeypatch):
    files = LocalFiles(tmp_path)
    files.write("loss/c.0", b"before")

    def full(handle, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(OSError, match="No space"):
        files.write("loss/c.0", b"after")
    monkeypatch.undo()
    assert files.read("loss/c.0") == b"before"
    assert files.names("loss") == ["c.0"]
