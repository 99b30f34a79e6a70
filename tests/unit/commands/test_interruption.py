"""A run that is interrupted or runs out of disk keeps what it has, and says what that is."""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time

import pytest
from rich.console import Console

from rnnviz import open_recording
from rnnviz.commands import run as command
from rnnviz.commands.interruption import Interruption
from rnnviz.recording.errors import RecordingError, unwritable


def wait_for(reached, process, seconds=120):
    """Whether something came true before the time was up or the process ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if reached():
            return True
        time.sleep(0.05)
    return reached()


def started(out):
    return subprocess.Popen(
        [sys.executable, "-m", "rnnviz", "run", "--units", "4", "--batches", "100000000", "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
    )


def recorded(out):
    """Whether a batch is on disk."""
    try:
        return open_recording(out / "recording.rnnviz").batches > 0
    except RecordingError:
        return False


@pytest.mark.keras
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_ran_before_the_interruption_is_kept_whole(tmp_path, number, status):
    out = tmp_path / "results"
    with started(out) as process:
        assert wait_for(lambda: recorded(out), process)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == status
    summary = json.loads((out / "summary.json").read_text())
    assert summary["batches"] == len(summary["loss"]) == open_recording(out / "recording.rnnviz").batches > 0
    assert said.splitlines()[-2:] == ["Stopping …", f"{summary['batches']:,} batches recorded in {out}"]
    assert (out / "loss.png").exists()


def listening(body):
    """Run `body` in a process of its own, where a signal may end everything."""
    code = (
        "import os, signal, time\nfrom rich.console import Console\n"
        "from rnnviz.commands.interruption import Interruption\n"
        f"with Interruption(Console(stderr=True)) as interruption:\n{body}"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_before_there_is_anything_to_keep_it_ends_at_once_even_within_a_long_call():
    done = listening("    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(30)")
    assert (done.returncode, done.stderr) == (130, "Interrupted: nothing has run yet.\n")


def test_the_second_signal_does_not_wait():
    done = listening(
        "    interruption.let_finish()\n    os.kill(os.getpid(), signal.SIGINT)\n"
        "    while not interruption.number: time.sleep(0.01)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n    time.sleep(30)"
    )
    assert (done.returncode, done.stderr) == (143, "Stopping …\n")


def test_the_signals_mean_what_they_meant_before_once_it_is_over():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    threads = threading.active_count()
    with Interruption(Console(stderr=True)) as interruption:
        interruption.let_finish()
        os.kill(os.getpid(), signal.SIGTERM)
        end = time.monotonic() + 20
        while not interruption.number and time.monotonic() < end:
            time.sleep(0.01)
        assert interruption.number == signal.SIGTERM
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert threading.active_count() == threads


def test_a_disk_that_fills_is_told_with_how_much_of_the_run_it_holds(tmp_path):
    full = unwritable("x", OSError(28, "No space left on device"))
    full.__cause__ = OSError(28, "No space left on device")

    class Ran:
        batches = 4_000

    told = command._what_is_kept(full, Ran(), tmp_path)
    assert str(told) == (
        f"{tmp_path}/recording.rnnviz could not be written any further (No space left on device): it holds 0 of the "
        "4,000 batches that have run. Free some space there, or choose another --out, and run again."
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("word", ["presets", "--version"])
def test_output_that_nobody_takes_is_said_in_one_line(word):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rnnviz", word], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (1, "rnnviz: the output cannot be written: No space left on device\n")


def test_a_reader_that_has_had_enough_is_no_news():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "rnnviz", "presets"], stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_streams_that_the_caller_has_closed_are_not_missed_and_no_file_takes_their_numbers():
    script = (
        "import os, sys; from rnnviz.cli import main; status = main(['presets']);"
        "print('said', file=sys.stderr); assert os.open(os.devnull, os.O_RDONLY) > 2; sys.exit(status)"
    )
    line = f"{shlex.quote(sys.executable)} -c {shlex.quote(script)} <&- >&- 2>&-"
    assert subprocess.run(line, shell=True, check=False).returncode == 0


def test_an_old_encoding_gets_a_question_mark_for_a_letter_that_it_has_not():
    script = "from rnnviz.cli import main; main(['presets']); print('ἠχώ')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("???\n")
