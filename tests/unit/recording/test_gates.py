"""Gates beside the states: half the precision on disk, and otherwise like a state of the layer."""

import json

import numpy as np
import pytest
import xarray
from made_blocks import WHOLE, assert_holds, joined, made_block, made_header

from rnnviz.recording import Recorder, open_recording

HEADER = made_header(gates=("forget", "candidate"))


@pytest.fixture(scope="module")
def block():
    return joined([made_block(HEADER, 300, 1), made_block(HEADER, 700, 2)])


@pytest.fixture(scope="module")
def path(block, tmp_path_factory):
    place = tmp_path_factory.mktemp("gates") / "run.rnnviz"
    with Recorder(HEADER, place) as recorder:
        recorder.append(block)
        assert_holds(recorder.recording, block)
    return place


def test_gates_read_back_as_they_were(path, block):
    recording = open_recording(path)
    assert recording.header.layers[0].gates == ("forget", "candidate")
    assert_holds(recording, block)


def test_a_gate_is_read_in_single_precision_and_cannot_be_written(path):
    recording = open_recording(path)
    for values in (recording.state(0, "forget", 4, 0, 10), recording.view(0, "forget", 4, 0, WHOLE, 50)):
        assert values.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            values[:] = 0


def test_from_afar_a_gate_shows_its_mean(path, block):
    window = open_recording(path).window(0, "candidate", 1, 0, WHOLE, 500)
    assert window.step == 16
    full = block.gates[1][:, 1].astype(np.float32)
    whole = len(full) // 16 * 16
    np.testing.assert_allclose(
        window.values[: whole // 16], full[:whole].reshape(-1, 16, full.shape[-1]).mean(axis=1), atol=2e-3
    )


def test_a_gate_takes_half_the_disk_of_a_state_and_any_zarr_reads_it(path, block):
    gate = xarray.open_zarr(path)["gate_0_forget"]
    assert (gate.dims, gate.dtype) == (("time", "watched", "unit_0"), np.float16)
    np.testing.assert_array_equal(gate, block.gates[0])


def test_a_gate_that_is_not_kept_is_named(path):
    with pytest.raises(ValueError, match="no kind 'output': choose one of h, c, forget, candidate"):
        open_recording(path).state(0, "output", 4, 0, 1)


def test_a_recording_from_before_there_were_gates_opens(tmp_path):
    place = tmp_path / "run.rnnviz"
    header = made_header()
    old = made_block(header, 20)
    with Recorder(header, place) as recorder:
        recorder.append(old)
    root = json.loads((place / "zarr.json").read_text())
    for layer in root["attributes"]["rnnviz"]["header"]["layers"]:
        del layer["gates"]
    (place / "zarr.json").write_text(json.dumps(root))
    assert_holds(open_recording(place), old)
