import json
import shutil
import subprocess
import sys

import fsspec
import numpy as np
import pytest
import zarr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_blocks import WHOLE, assert_holds, made_block, made_header

import rnnviz
from rnnviz.experiment import Experiment
from rnnviz.recording import Layer, Recorder, RecordingError, open_recording
from rnnviz.tasks import Floor

among_files = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path, small_chunks):
    """A small recording with levels of detail."""
    place = tmp_path / "run.rnnviz"
    with Recorder(made_header(), place) as recorder:
        recorder.append(made_block(recorder.header, 16))
    return place


def read_everything(recording):
    for name in ("loss", "sequence", "start", "reset", "transitions", "entering", "leaving"):
        recording.per_batch(name)
    for slot in recording.header.watched:
        for columns in (1, 5, 40, 1000):
            for layer, kind in recording.header.tracks:
                recording.window(layer, kind, slot, 0, WHOLE, columns)
            for name in ("inputs", "targets", "predictions"):
                recording.line_window(name, slot, 0, WHOLE, columns)
            recording.loss_window(0, WHOLE, columns)
            recording.worst_window(slot, 0, WHOLE, columns)


def edit(path, change):
    root = json.loads((path / "zarr.json").read_text())
    change(root["attributes"]["rnnviz"])
    (path / "zarr.json").write_text(json.dumps(root))


def test_the_public_name_opens_a_path_or_its_text(path):
    assert_holds(rnnviz.open_recording(str(path)), made_block(made_header(), 16))
    assert not rnnviz.open_recording(path).growing


def test_a_tilde_is_the_users_own_folder_for_writing_and_for_reading(path, monkeypatch):
    monkeypatch.setenv("HOME", str(path.parent))
    open_recording("~/run.rnnviz").save("~/copy.rnnviz")
    assert open_recording(path.parent / "copy.rnnviz").batches == 16


@pytest.mark.parametrize("name", ["a\0b.rnnviz", "a\ud800b.rnnviz", "a\ud800/b.rnnviz"])
def test_a_name_that_nothing_can_have_is_said(path, name):
    for act in (open_recording, open_recording(path).save, lambda place: Recorder(made_header(), place)):
        with pytest.raises(RecordingError, match=r"^'a.*b\.rnnviz' is no path, nothing can be called") as said:
            act(name)
        assert str(said.value).isascii()
    with pytest.raises(RecordingError, match=r"^There is no path: give one, such as run\.rnnviz"):
        open_recording("")


def test_the_header_comes_back_as_it_was(tmp_path):
    header = made_header(symbols=("a", "ü", "\n"), floor=Floor(0.0, 0.25), compiler="xla")
    Recorder(header, tmp_path / "run.rnnviz").close()
    assert open_recording(tmp_path / "run.rnnviz").header == header
    assert header.experiment == Experiment(chunking=header.experiment.chunking)
    assert header.layers[0] == Layer("lower", "LSTM", 3, ("h", "c"))


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(RecordingError, match=r"There is no recording at .*absent\.rnnviz: check the path"):
        open_recording(tmp_path / "absent.rnnviz")


def test_a_file_is_not_a_recording(tmp_path):
    (tmp_path / "series.csv").write_text("1,2")
    with pytest.raises(RecordingError, match=r"series\.csv is a file, and a recording is a directory"):
        open_recording(tmp_path / "series.csv")


def test_any_other_directory_is_not_a_recording(tmp_path):
    with pytest.raises(RecordingError, match=r"is not a recording, it holds no zarr\.json"):
        open_recording(tmp_path)
    zarr.create_group(tmp_path / "other.zarr")
    with pytest.raises(RecordingError, match="is zarr data, but not a recording"):
        open_recording(tmp_path / "other.zarr")


def test_a_newer_version_is_named_with_the_way_to_update(path):
    edit(path, lambda about: about.update(version=3))
    with pytest.raises(RecordingError, match=r"newer rnnviz \(format 3; this one reads up to 2\): update it with pip"):
        open_recording(path)


def test_an_older_version_is_named_with_what_to_do(path):
    edit(path, lambda about: about.update(version=1))
    with pytest.raises(RecordingError, match=r"early rnnviz \(format 1\), and this one reads format 2: record the"):
        open_recording(path)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda about: about.update(version="one"), "its format is 'one', and there is no such one"),
        (lambda about: about.pop("batches"), "zarr.json does not add up, 'batches' is missing"),
        (lambda about: about.update(batches=-1), "zarr.json does not add up, -1 should be a whole number"),
        (lambda about: about.update(batches=10**12), "zarr.json does not add up, loss has 16 rows"),
        (lambda about: about.update(writer=7), "zarr.json does not add up, something has another form"),
        (lambda about: about.update(writer=["here", "x"]), "zarr.json does not add up, something has another form"),
    ],
)
def test_a_record_that_does_not_add_up_is_damaged(path, change, what):
    edit(path, change)
    with pytest.raises(RecordingError) as caught:
        open_recording(path)
    assert str(caught.value) == f"{path} is damaged: {what}. Open another copy of it, or record the run again."


@pytest.mark.parametrize("raw", [b"", b"{", b'{"node_type": "gr', b"[]", b"7", b"[" * 100_000, b"\xff\xfe"])
def test_a_record_that_breaks_off_is_told_without_the_words_of_who_parsed_it(path, raw):
    (path / "zarr.json").write_bytes(raw)
    with pytest.raises(RecordingError) as caught:
        open_recording(path)
    assert str(caught.value) == (
        f"{path} is damaged: zarr.json, which says what there is, breaks off or holds something else. "
        "Open another copy of it, or record the run again."
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda header: header["experiment"]["task"].update(name="telepathy"), "task.name is 'telepathy': choose one"),
        (lambda header: header["experiment"]["chunking"].update(tilt=2), "chunking.tilt is 2: there is no such choice"),
        (lambda header: header["experiment"]["chunking"].update(length=0), "chunking.length is 0"),
        (lambda header: header["layers"][0].update(units=99), "its array state_0_h has shape"),
        (lambda header: header["layers"][0].update(gates=["input"]), "it has no array gate_0_input"),
        (lambda header: header.pop("watched"), "of its choices, 'watched' is missing"),
        (lambda header: header.update(watched=7), "of its choices, something has another form"),
        (lambda header: header.update(watched=["two", 1]), "of its choices, 'two' should be a whole number"),
        (lambda header: header["layers"][0].update(tilt=2), "of its choices, something has another form"),
    ],
)
def test_names_and_forms_of_another_version_are_no_damage(path, change, what):
    edit(path, lambda about: change(about["header"]))
    with pytest.raises(RecordingError, match=r"another version of rnnviz.*record the run again") as caught:
        open_recording(path)
    assert what in str(caught.value)


def test_an_array_that_an_earlier_version_did_not_have_is_no_damage(path):
    root = json.loads((path / "zarr.json").read_text())
    del root["consolidated_metadata"]["metadata"]["validates"]
    (path / "zarr.json").write_text(json.dumps(root))
    with pytest.raises(RecordingError, match=r"another version of rnnviz, .*: it has no array validates\. Open it"):
        open_recording(path)


@among_files
@given(garbage=st.binary(max_size=300) | st.text(alphabet='{}[]":,01a', max_size=300).map(str.encode))
def test_any_bytes_for_a_record_get_one_sentence(path, garbage):
    (path / "zarr.json").write_bytes(garbage)
    with pytest.raises(RecordingError) as caught:
        open_recording(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@among_files
@given(data=st.data())
def test_a_half_deleted_directory_gets_one_sentence(path, data, tmp_path):
    broken = tmp_path / "broken.rnnviz"
    shutil.rmtree(broken, ignore_errors=True)
    shutil.copytree(path, broken)
    files = sorted(file for file in broken.rglob("c.*") if "watched" not in file.parts)
    for file in data.draw(st.lists(st.sampled_from(files), min_size=1, max_size=20, unique=True)):
        file.unlink()
    with pytest.raises(RecordingError, match=r"broken\.rnnviz is damaged: files of .* are missing"):
        open_recording(broken)


@among_files
@given(data=st.data(), garbage=st.binary(max_size=200))
def test_chunks_of_any_bytes_get_one_sentence_or_other_numbers(path, data, garbage, tmp_path):
    broken = tmp_path / "broken.rnnviz"
    shutil.rmtree(broken, ignore_errors=True)
    shutil.copytree(path, broken)
    file = data.draw(st.sampled_from(sorted(file for file in broken.rglob("c.*"))))
    raw = file.read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    file.write_bytes(data.draw(st.sampled_from([garbage, raw[:at], raw[:at] + garbage, raw[:at] + garbage + raw[at:]])))
    try:
        read_everything(open_recording(broken))
    except RecordingError as error:
        sentence = str(error)
    else:
        return
    assert f"broken.rnnviz is damaged: {file.relative_to(broken).as_posix()} cannot be unpacked" in sentence


def test_a_chunk_that_vanishes_later_is_damage_too(path):
    recording = open_recording(path)
    shutil.rmtree(path / "state_0_h")
    with pytest.raises(RecordingError, match=r"is damaged: state_0_h/c\.0\.0\.0 is missing"):
        recording.state(0, "h", 4, 0, WHOLE)


def test_what_was_opened_never_shows_what_has_taken_its_place(path, tmp_path):
    first, second = open_recording(path), open_recording(path)
    first.loss  # noqa: B018 – read, so held in memory
    for units in ((9, 9), (3, 2)):  # twice: a disk gives the number of a folder that is gone to the next one
        with Recorder(made_header(units=units), path) as recorder:
            recorder.append(made_block(recorder.header, 16, seed=1))
    np.testing.assert_array_equal(first.loss, made_block(made_header(), 16).loss)
    replaced = r"run\.rnnviz was replaced by another recording: open it again to see that one"
    for act in (first.refresh, lambda: second.loss, lambda: second.save(tmp_path / "copy.rnnviz")):
        with pytest.raises(RecordingError, match=replaced):
            act()
    assert [left.name for left in tmp_path.iterdir()] == ["run.rnnviz"]


def test_what_was_opened_by_a_relative_path_stays_when_the_program_goes_elsewhere(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    recording = open_recording(path.name)
    monkeypatch.chdir("/")
    assert_holds(recording, made_block(made_header(), 16))


def test_a_remote_recording_is_read_through_fsspec(path):
    store = fsspec.filesystem("memory")
    store.put(str(path), "/bucket/run.rnnviz", recursive=True)
    for url in ("memory://bucket/run.rnnviz", path.as_uri()):
        recording = open_recording(url)
        assert_holds(recording, made_block(made_header(), 16))
        assert not recording.refresh()


def test_a_remote_recording_can_be_copied_to_a_disk(path, tmp_path):
    open_recording(path.as_uri()).save(tmp_path / "fetched.rnnviz")
    assert_holds(open_recording(tmp_path / "fetched.rnnviz"), made_block(made_header(), 16))


def test_a_remote_place_without_a_recording_is_said():
    with pytest.raises(RecordingError, match=r"memory://nowhere is not a recording, it holds no zarr\.json"):
        open_recording("memory://nowhere")
    with pytest.raises(RecordingError, match="gopher://host/run cannot be opened"):
        open_recording("gopher://host/run")


def test_without_fsspec_the_way_to_install_it_is_said(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(RecordingError, match=r"needs fsspec: pip install 'rnnviz\[remote\]'"):
        open_recording("s3://bucket/run.rnnviz")
    assert_holds(open_recording(path), made_block(made_header(), 16))


def test_opening_imports_neither_keras_nor_qt_nor_zarr(path):
    code = (
        "import sys, rnnviz; rnnviz.open_recording(sys.argv[1]).loss;"
        "heavy = {'keras', 'tensorflow', 'PySide6', 'zarr', 'fsspec'};"
        "print(*heavy & {name.partition('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
