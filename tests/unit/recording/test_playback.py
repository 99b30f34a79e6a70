import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_blocks import WHOLE, counted_block, joined, made_block, made_header

from rnnviz.recording import Recorder, open_recording
from rnnviz.recording.playback import Playback

looks = st.tuples(st.integers(-5, 300), st.integers(1, 400), st.integers(1, 60))


@pytest.fixture(scope="module")
def recorded(small_chunks_all_along):
    """A recording of 90 batches, and for each number of batches one that has no more."""
    header = made_header(length=3)
    blocks = [made_block(header, 1, seed) for seed in range(90)]
    recorder = Recorder(header)
    for block in blocks:
        recorder.append(block)
    recorder.flush()

    def earlier(batches):
        other = Recorder(header)
        other.append(joined(blocks[:batches]))
        return other.recording

    return recorder.recording, earlier


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.integers(1, 90), look=looks)
def test_it_answers_as_the_recording_did_when_it_had_no_more(recorded, head, look):
    recording, earlier = recorded
    playback, then = Playback(recording), earlier(head)
    playback.head = head
    start, width, columns = look
    stop = start + width
    assert (playback.batches, playback.timesteps) == (then.batches, then.timesteps)
    np.testing.assert_array_equal(playback.loss, then.loss)
    np.testing.assert_array_equal(playback.transitions, then.transitions)
    for mine, other in (
        (playback.window(0, "h", 4, start, stop, columns), then.window(0, "h", 4, start, stop, columns)),
        (playback.line_window("inputs", 1, start, stop, columns), then.line_window("inputs", 1, start, stop, columns)),
        (playback.loss_window(start, stop, columns), then.loss_window(start, stop, columns)),
        (playback.worst_window(2, start, stop, columns), then.worst_window(2, start, stop, columns)),
    ):
        assert (mine.start, mine.step) == (other.start, other.step)
        np.testing.assert_allclose(mine.values, other.values, atol=2e-6)
    np.testing.assert_array_equal(playback.state(0, "c", 1, 0, WHOLE), then.state(0, "c", 1, 0, WHOLE))


def test_a_head_behind_the_end_shows_what_there_is(recorded):
    playback = Playback(recorded[0])
    playback.head = 1000
    assert playback.batches == 90


def test_without_a_head_it_keeps_up_with_the_recording():
    header = made_header()
    recorder = Recorder(header)
    playback = Playback(recorder.recording)
    recorder.append(counted_block(header, 0, 3))
    assert playback.loss.tolist() == [0, 1, 2]
    assert playback.growing
    assert playback.whole is recorder.recording


def test_it_takes_in_and_saves_all_of_the_recording(tmp_path):
    header = made_header()
    with Recorder(header, tmp_path / "run.rnnviz") as recorder:
        recorder.append(counted_block(header, 0, 3))
        recorder.flush()
        playback = Playback(open_recording(tmp_path / "run.rnnviz"))
        playback.head = 2
        recorder.append(counted_block(header, 3, 4))
        recorder.flush()
        assert playback.refresh()
        assert playback.whole.batches == 7
        assert playback.batches == 2
    playback.refresh()
    playback.save(tmp_path / "copy.rnnviz")
    assert open_recording(tmp_path / "copy.rnnviz").batches == 7
