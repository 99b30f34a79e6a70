import errno
from pathlib import Path

import pytest
from made_blocks import assert_holds, joined, made_block, made_header

from rnnviz.recording import Recorder, RecordingError, open_recording

pytestmark = pytest.mark.usefixtures("small_chunks")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "copy.rnnviz"


@pytest.fixture
def recorder():
    made = Recorder(made_header())
    made.append(made_block(made.header, 60))
    yield made
    made.close()


def test_a_copy_holds_what_there_was_and_no_more(recorder, path):
    recorder.flush()
    more = made_block(recorder.header, 33, seed=1)
    recorder.append(more)
    recorder.save(path)
    copied = joined([made_block(recorder.header, 60), more])
    recorder.append(made_block(recorder.header, 90, seed=2))
    recorder.flush()
    opened = open_recording(path)
    assert_holds(opened, copied)
    assert not opened.growing


def test_a_copy_outlives_its_temporary_original(recorder, path):
    recorder.save(path)
    recorder._writer.files.root.rename(path.with_name("moved"))
    assert_holds(open_recording(path), made_block(recorder.header, 60))


def test_an_opened_recording_can_be_copied_too(recorder, path, tmp_path):
    recorder.save(path)
    open_recording(path).save(tmp_path / "second.rnnviz")
    assert_holds(open_recording(tmp_path / "second.rnnviz"), made_block(recorder.header, 60))


def test_disks_without_links_get_real_copies(recorder, path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    recorder.flush()
    recorder.save(path)
    assert_holds(open_recording(path), made_block(recorder.header, 60))


def test_a_recording_without_a_batch_can_be_copied(path):
    Recorder(made_header()).save(path)
    assert open_recording(path).batches == 0


def test_an_earlier_recording_is_replaced_and_folders_are_made(recorder, path):
    nested = path / "of" / "mine" / "run.rnnviz"
    for _ in range(2):
        recorder.append(made_block(recorder.header, 5))
        recorder.save(nested)
        assert open_recording(nested).batches == recorder.recording.batches
    assert [left.name for left in nested.parent.iterdir()] == ["run.rnnviz"]


def test_something_else_is_never_overwritten(recorder, path):
    path.mkdir()
    (path / "notes.txt").write_text("mine")
    for place in (path, path / "notes.txt"):
        with pytest.raises(RecordingError, match="exists and is not a recording: choose another name, or move it away"):
            recorder.save(place)
    assert (path / "notes.txt").read_text() == "mine"


def test_a_recording_is_not_copied_onto_itself(recorder, path):
    recorder.save(path)
    with pytest.raises(RecordingError, match="where this recording already is: choose another name"):
        open_recording(path).save(path)
    assert_holds(open_recording(path), made_block(recorder.header, 60))


@pytest.mark.parametrize("inside", ["copy.rnnviz", "of/mine/copy.rnnviz"])
def test_nothing_is_put_into_a_recording_with_which_it_would_be_replaced(recorder, path, inside):
    recorder.save(path)
    whole = sorted(path.rglob("*"))
    for put in (recorder.save, lambda place: Recorder(recorder.header, place)):
        with pytest.raises(RecordingError, match=f"inside of the recording {path}: choose a place beside it"):
            put(path / inside)
    assert sorted(path.rglob("*")) == whole


@pytest.mark.parametrize("way", ["absent/../run.rnnviz", "link/run.rnnviz", "run.rnnviz", "./x/y/../../run.rnnviz"])
def test_a_recording_is_known_on_every_way_to_its_place(tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    block = made_block(made_header(), 5)
    with Recorder(made_header(), "beside/../run.rnnviz") as recorder:
        recorder.append(block)
        with pytest.raises(RecordingError, match="where this recording already is: choose another name"):
            recorder.save(way)
    assert_holds(open_recording(way), block)
    assert {left.name for left in tmp_path.iterdir()} == {"link", "run.rnnviz"}


def test_copies_go_to_disks_only(recorder):
    with pytest.raises(RecordingError, match="written to disks only"):
        recorder.save("memory://copy.rnnviz")


def test_a_copy_is_whole_or_not_there(recorder, path, monkeypatch):
    recorder.save(path)
    recorder.append(made_block(recorder.header, 60))

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("rnnviz.recording.saving.write_record", interrupt)
    with pytest.raises(KeyboardInterrupt):
        recorder.save(path)
    assert open_recording(path).batches == 60
    assert [left.name for left in path.parent.iterdir()] == [path.name]


def test_what_was_there_stays_where_nothing_can_take_its_place(recorder, path, monkeypatch):
    recorder.save(path)
    rename = Path.rename

    def refuses(self, target):
        if target == path and self.name.startswith(".") and not moved:
            moved.append(self)
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    moved = []
    monkeypatch.setattr(Path, "rename", refuses)
    recorder.append(made_block(recorder.header, 5))
    with pytest.raises(RecordingError, match="cannot be written"):
        recorder.save(path)
    assert moved
    assert_holds(open_recording(path), made_block(recorder.header, 60))
    assert [left.name for left in path.parent.iterdir()] == [path.name]


def test_a_name_that_no_disk_takes_is_said(recorder, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match=r"cannot be written \(Not a directory\)"):
        recorder.save(tmp_path / "file" / "copy.rnnviz")
    with pytest.raises(RecordingError, match=r"cannot be written \(File name too long\)"):
        recorder.save(tmp_path / ("x" * 300))
