"""The command line as a script meets it: a process, its exit status, its files."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from rnnviz import open_recording
from rnnviz.presets import PRESETS

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}


def rnnviz(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "rnnviz", *map(str, words)],
        capture_output=True, text=True, env=ENVIRONMENT, timeout=300, check=False, **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "results"
    done = rnnviz("run", "--strategy", "stateful", "--delay", 3, "--batch-size", 4, "--batches", 30, "--out", out)
    assert done.returncode == 0, done.stderr
    return done, out


@pytest.mark.keras
def test_it_leaves_the_four_results_and_nothing_else(run):
    assert {path.name for path in run[1].iterdir()} == {
        "recording.rnnviz", "hidden-state.png", "loss.png", "summary.json",
    }  # fmt: skip


@pytest.mark.keras
def test_it_prints_one_line_when_no_terminal_watches(run):
    assert run[0].stdout == ""
    assert run[0].stderr.splitlines() == [f"30 batches recorded in {run[1]}"]


@pytest.mark.keras
def test_the_summary_says_what_the_recording_holds(run):
    summary = json.loads((run[1] / "summary.json").read_text())
    recording = open_recording(run[1] / "recording.rnnviz")
    assert list(summary) == ["experiment", "batches", "loss", "floor", "transitions"]
    assert summary["batches"] == recording.batches == 30
    np.testing.assert_allclose(summary["loss"], recording.loss, rtol=1e-6)
    assert summary["transitions"] == {"kept": 116, "fresh": 4, "set": 0, "leaked": 0, "lost": 0}
    assert summary["floor"]["without_memory"] == pytest.approx(0.3 * np.log(2))
    assert summary["experiment"] == recording.header.experiment.to_dict()


@pytest.mark.keras
def test_the_pictures_show_something(run):
    from PySide6.QtGui import QImage

    for name in ("hidden-state.png", "loss.png"):
        image = QImage(str(run[1] / name))
        assert image.width() == 2400
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 5


@pytest.mark.keras
def test_gates_are_kept_where_they_are_asked_for(tmp_path):
    done = rnnviz("run", "--gates", "--cell", "GRU", "--units", 3, "--batches", 2, "--out", tmp_path / "gates")
    assert done.returncode == 0, done.stderr
    recording = open_recording(tmp_path / "gates" / "recording.rnnviz")
    update = recording.state(layer=0, kind="update", slot=0, start=0, stop=20)
    assert update.shape == (20, 3)
    assert (update > 0).all()
    assert (update < 1).all()


@pytest.mark.keras
def test_a_second_run_replaces_the_first(run):
    done = rnnviz("run", "--preset", "article-stateful", "--batches", 12, "--out", run[1])
    assert done.returncode == 0, done.stderr
    recording = open_recording(run[1] / "recording.rnnviz")
    assert recording.batches == 12
    assert json.loads((run[1] / "summary.json").read_text())["transitions"]["leaked"] == 110


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["run", "--out", "x", "--units", "none"], "rnnviz: --units is 'none': choose a whole number from 1 to 4,096"),
        (["run", "--out", "x", "--batches", "0"], "rnnviz: --batches is '0': choose a whole number from 1 up"),
        (["run", "--out", "x", "--preset", "nix"], "rnnviz: --preset is 'nix': choose one of echo-stateless"),
        (["run", "--out", "x", "--unit", "3"], "rnnviz run: unrecognized arguments: --unit 3 (see rnnviz run --help)"),
        (["run", "--out="], "rnnviz: --out is '': name a folder, or . for the one you are in"),
        (["bench", "--out="], "rnnviz: --out is '': name a file"),
        (["run"], "rnnviz run: the following arguments are required: --out"),
        (["run", "--out", "x", "--task", "text", "--file", "n.txt"], "rnnviz: --file: n.txt: there is no such file"),
        (["run", "--out", "x", "--task", "coin-rows"], "rnnviz: --chunk-length is 10: the longest"),
        (["run", "--out", "x", "--task", "coin-rows", "--chunk-length", "1", "--batch-size", "200"],
         "rnnviz: --batch-size is 200: the data fill only 100 chunks of 1 step: choose at most 100 slots"),
        (["run", "--out", "/proc/x"], "rnnviz: --out is '/proc/x': "),
        (["run", "--out", "x" * 300], "rnnviz: --out is 'xxx"),
        (["nix.rnnviz"], "rnnviz: there is no recording 'nix.rnnviz': "),
        (["x" * 300], "rnnviz: there is no recording 'xxx"),
        ([], "rnnviz: there is no display"),
    ],
)  # fmt: skip
def test_what_cannot_work_ends_with_2_and_one_line(words, sentence, tmp_path):
    done = rnnviz(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.keras
def test_a_recording_that_cannot_be_written_ends_with_1_and_one_line(tmp_path):
    (tmp_path / "recording.rnnviz").mkdir()
    (tmp_path / "recording.rnnviz" / "mine.txt").write_text("mine")
    done = rnnviz("run", "--batches", 1, "--units", 4, "--out", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"rnnviz: {tmp_path}/recording.rnnviz exists and is not a recording: ")
    assert len(done.stderr.splitlines()) == 1


def test_bench_says_beforehand_where_it_cannot_write(tmp_path):
    done = rnnviz("bench", "--out", tmp_path / "nowhere" / "figures.json")
    assert done.returncode == 1
    assert done.stderr.startswith(f"rnnviz: {tmp_path}/nowhere/figures.json was not written: there is no folder")


def test_the_version_is_one_line():
    done = rnnviz("--version")
    assert (done.returncode, done.stdout[:7]) == (0, "rnnviz ")


def test_presets_are_listed_by_name():
    lines = rnnviz("presets").stdout.splitlines()
    assert lines[0] == "Echo:"
    assert lines[1].split()[0] == "echo-stateless"
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(PRESETS)
