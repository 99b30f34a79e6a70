import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from made_blocks import WHOLE, made_header

from rnnviz.recording import RecordingError, open_recording

ROOT = Path(__file__).parents[3]
WRITER = """
import itertools, sys
from made_blocks import counted_block, made_header
from rnnviz.recording import Recorder, pyramid, tables

tables._FEWEST_ROWS, tables._MOST_ROWS, tables._FILE, pyramid.FEWEST = 4, 64, 8192, 8
header = made_header()
recorder = Recorder(header, sys.argv[1])
print("made", flush=True)
for turn in itertools.count():
    recorder.append(counted_block(header, 7 * turn, 7))
    if sys.argv[2] == "ask":
        if input() == "close":
            recorder.close()
    if turn % 20 == 0 or sys.argv[2] == "ask":
        recorder.flush()
        print(recorder.recording.batches, flush=True)
"""


class Process:
    """Another process that records, in steps when told to or without an end."""

    def __init__(self, path, mode):
        self._process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), mode],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.read() == "made"

    def read(self):
        return self._process.stdout.readline().strip()

    def tell(self, word):
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def kill(self):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self._process.stdin.close()
        self._process.stdout.close()


def check_counted(recording):
    """Everything that the record promises is there, and is what belongs there."""
    batches, steps = recording.batches, recording.timesteps
    assert recording.loss.tolist() == list(range(batches))
    for layer, kind in recording.header.tracks:
        for slot in recording.header.watched:
            states = recording.state(layer, kind, slot, 0, WHOLE)
            np.testing.assert_array_equal(states[:, 0], np.arange(steps))
    window = recording.window(0, "h", 1, 0, steps, 40)
    middles = [np.mean(range(at, min(at + window.step, steps))) for at in range(0, steps, window.step)]
    np.testing.assert_allclose(window.values[:, 0], middles, rtol=1e-5)


def test_another_process_can_be_followed_while_it_records(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Process(path, "ask") as process:
        following = open_recording(path)
        assert following.batches == 0
        assert following.growing
        assert not following.refresh()
        for turn in range(12):
            process.tell("go on")
            assert process.read() == str(7 * (turn + 1))
            assert following.refresh()
            assert following.batches == 7 * (turn + 1)
            check_counted(following)
        process.tell("close")
        process.read()
        # A closed recorder takes no more, so the process has ended.
        assert following.refresh()
        assert not following.growing
        assert following.header == made_header()


@pytest.mark.parametrize("moment", [1, 2, 4, 7])
def test_a_recording_of_a_killed_process_opens_with_everything_committed(tmp_path, moment):
    path = tmp_path / "run.rnnviz"
    with Process(path, "run") as process:
        promised = 0
        for _ in range(moment):
            promised = int(process.read())
        process.kill()
    recording = open_recording(path)
    assert recording.batches >= promised > 0
    assert not recording.growing
    check_counted(recording)


def test_a_recording_that_is_being_followed_may_go_or_be_replaced(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Process(path, "ask"):
        following = open_recording(path)
    with Process(path, "ask"), pytest.raises(RecordingError, match="was replaced by another recording: open it again"):
        following.refresh()
    path.rename(tmp_path / "gone.rnnviz")
    with pytest.raises(RecordingError, match=r"There is no recording at .*run\.rnnviz: check the path"):
        following.refresh()
