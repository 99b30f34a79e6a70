import os
import subprocess
import sys
from pathlib import Path

from rnnviz.recording import open_recording

ROOT = Path(__file__).parents[3]
FORGETFUL = """
import sys
from made_blocks import counted_block, made_header
from rnnviz.recording import Recorder

header = made_header()
lasting, temporary = Recorder(header, sys.argv[1]), Recorder(header)
for recorder in (lasting, temporary):
    recorder.append(counted_block(header, 0, 50))
print(temporary._writer.files.root)
"""


def test_a_program_that_ends_without_closing_finishes_what_lasts_and_removes_what_does_not(tmp_path):
    path = tmp_path / "run.rnnviz"
    ended = subprocess.run(
        [sys.executable, "-c", FORGETFUL, str(path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    recording = open_recording(path)
    assert recording.batches == 50
    assert not recording.growing
    assert ended.stderr == ""
    assert not Path(ended.stdout.strip()).exists()
