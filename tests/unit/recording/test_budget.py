import numpy as np
import pytest
from made_blocks import WHOLE, counted_block, made_header

from rnnviz.recording import Recorder, open_recording

pytestmark = pytest.mark.usefixtures("small_chunks")
HEADER = made_header(length=4, units=(40, 8), kinds=("h",))
BUDGET = 700_000


def size(path):
    return sum(file.stat().st_size for file in path.rglob("c.*"))


@pytest.fixture
def recorded(tmp_path):
    """A recording that took some times its budget in full, and its path."""
    path = tmp_path / "run.rnnviz"
    with Recorder(HEADER, path, budget=BUDGET) as recorder:
        for first in range(0, 1000, 50):
            recorder.append(counted_block(HEADER, first, 50))
            if first % 100 == 0:
                recorder.flush()
    return recorder.recording, path


def test_a_recording_keeps_near_its_budget_and_to_its_newest_states(recorded):
    recording, path = recorded
    assert size(path) < 1.1 * BUDGET
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


def test_lines_losses_and_transitions_are_kept_in_full(recorded):
    recording, _ = recorded
    assert recording.loss.tolist() == list(range(1000))
    np.testing.assert_array_equal(recording.inputs(1, 0, WHOLE)[:, 0], np.arange(recording.timesteps))


def test_a_reader_survives_that_old_states_are_dropped_meanwhile(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Recorder(HEADER, path, budget=BUDGET) as recorder:
        recorder.append(counted_block(HEADER, 0, 50))
        recorder.flush()
        opened = open_recording(path)
        assert opened.full_from == 0
        for first in range(50, 1000, 50):
            recorder.append(counted_block(HEADER, first, 50))
            recorder.flush()
        window = opened.window(0, "h", 1, 0, 200, 200)
        assert opened.full_from > 0
        assert window.step > 1


def test_a_copy_of_a_shortened_recording_is_as_short(recorded, tmp_path):
    recording, _ = recorded
    recording.save(tmp_path / "copy.rnnviz")
    copy = open_recording(tmp_path / "copy.rnnviz")
    assert copy.full_from == recording.full_from
    np.testing.assert_array_equal(copy.state(0, "h", 1, 0, WHOLE), recording.state(0, "h", 1, 0, WHOLE))


def test_within_the_budget_nothing_is_dropped(tmp_path):
    with Recorder(HEADER, tmp_path / "run.rnnviz") as recorder:
        for first in range(0, 400, 20):
            recorder.append(counted_block(HEADER, first, 20))
        recorder.flush()
        assert recorder.recording.full_from == 0
