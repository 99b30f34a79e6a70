"""Padding and idle slots in the plots: veiled, quiet, and never read as a number."""

import numpy as np
import pytest
from fake_engine import recorded

from rnnviz import Chunking, Experiment, Transition
from rnnviz.plots.figure import PANELS
from rnnviz.plots.marks import read_marks
from rnnviz.plots.numbers import plotted_numbers
from rnnviz.plots.view import Source, View
from rnnviz.tasks import CoinRows, Text

pytestmark = pytest.mark.usefixtures("qapp")

PADDED = Chunking(length=4, batch_size=2, remainder="pad")


@pytest.fixture(params=["bits", "letters"])
def source(request, tmp_path):
    """Slot 1 reads 4, 4, 3, 0, 0, 0 timesteps of bits, or 4, 1 of letters, whichever it is."""
    text = tmp_path / "own.txt"
    text.write_text("to be or not")
    task = CoinRows(rows=3, steps=11) if request.param == "bits" else Text(str(text))
    experiment = Experiment(task=task, chunking=PADDED, strategy="stateful")
    return Source(recorded(experiment, experiment.plan().batches_per_epoch), 0, "h", 1)


def view_of(source, width=400.0):
    return View(source, 0, source.recording.timesteps, source.recording.batches, width)


def padded_steps(source):
    steps = source.recording.per_batch("steps")[:, source.slot]
    return [batch * 4 + step for batch, read in enumerate(steps.tolist()) for step in range(read, 4)]


def test_padding_is_known_to_the_timestep(source):
    marks = read_marks(view_of(source))
    assert padded_steps(source)
    assert [step for start, stop in marks.padding for step in range(start, stop)] == padded_steps(source)


def test_from_afar_padding_is_not_told_apart(source):
    assert read_marks(view_of(source, width=8.0)).padding == ()


def test_a_slot_that_idles_has_a_quiet_mark(source):
    kinds = source.recording.transitions[:, source.slot]
    idle = source.recording.per_batch("steps")[:, source.slot] == 0
    assert (kinds[idle] == Transition.IDLE).all()
    window = source.recording.worst_window(source.slot, 0, len(kinds), len(kinds))
    np.testing.assert_array_equal(window.values, kinds)


def test_padding_is_veiled_and_has_no_numbers(source):
    marks = read_marks(view_of(source))
    for panel in (kind() for kind in PANELS):
        panel.read(view_of(source), marks, 100)
        said = panel.readout(padded_steps(source)[0], 0.1)
        assert ("padding" in said) == (panel.name == "sequence")
    rows = list(plotted_numbers(source, "sequence", 0, source.recording.timesteps).rows)
    nothing = [step for step, row in enumerate(rows) if row[2] == "" or row[2] != row[2]]
    assert nothing == padded_steps(source)
