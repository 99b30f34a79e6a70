"""Recordings are read here without rnnviz, as FORMAT.md says that they can be."""

import numpy as np
import pytest
import xarray
import zarr
from made_blocks import counted_block, joined, made_block, made_header

from rnnviz.recording import Recorder
from rnnviz.recording.folds import fold_of


@pytest.fixture(scope="module")
def block():
    return joined([made_block(made_header(), 300, 1), made_block(made_header(), 4700, 2)])


@pytest.fixture(scope="module")
def path(block, tmp_path_factory):
    place = tmp_path_factory.mktemp("format") / "run.rnnviz"
    with Recorder(made_header(), place) as recorder:
        recorder.append(block)
    return place


@pytest.mark.parametrize("use_consolidated", [True, False])
def test_zarr_reads_every_array(path, block, use_consolidated):
    group = zarr.open_group(path, mode="r", use_consolidated=use_consolidated)
    for name in ("loss", "sequence", "start", "reset", "transitions", "entering", "leaving", "inputs", "targets"):
        np.testing.assert_array_equal(group[name][:], getattr(block, name))
    for (layer, kind), states in zip(made_header().tracks, block.states, strict=True):
        np.testing.assert_array_equal(group[f"state_{layer}_{kind}"][:], states)
    assert group["watched"][:].tolist() == [4, 1]
    assert group.attrs["rnnviz"]["version"] == 2
    assert group.attrs["rnnviz"]["timesteps"] == 25_000


def test_zarr_reads_the_levels_of_detail(path, block):
    levels = zarr.open_group(path, mode="r")["levels"]
    assert sorted(levels.group_keys()) == ["16", "4", "64"]
    for step in (4, 16):
        assert levels[str(step)].attrs["step"] == step
        means = levels[f"{step}/state_0_c"][:]
        assert len(means) > 0
        whole = block.states[1][: len(means) * step].reshape(len(means), step, *means.shape[1:])
        np.testing.assert_allclose(means, whole.mean(axis=1), atol=1e-6)
        spread = levels[f"{step}/predictions"][:]
        whole = block.predictions[: len(spread) * step].reshape(len(spread), step, *spread.shape[1:-1])
        np.testing.assert_array_equal(spread[..., :2], np.stack([whole.min(axis=1), whole.max(axis=1)], axis=-1))
        np.testing.assert_allclose(spread[..., 2], whole.mean(axis=1), atol=2e-6)


def test_xarray_reads_it_with_named_dimensions(path, block):
    recording = xarray.open_zarr(path)
    assert recording["state_0_h"].dims == ("time", "watched", "unit_0")
    assert recording["transitions"].dims == ("batch", "layer", "slot")
    assert recording["targets"].dims == ("time", "watched", "target")
    np.testing.assert_array_equal(recording["state_1_h"].sel(watched=1), block.states[2][:, 1])
    assert recording["sequence"].dtype == np.int64
    coarse = xarray.open_zarr(path, group="levels/4")
    assert coarse["inputs"].dims == ("time", "watched", "input", "spread")
    assert coarse.attrs["step"] == 4


def test_a_recording_that_still_grows_is_read_as_far_as_it_was_committed(tmp_path):
    header = made_header()
    with Recorder(header, tmp_path / "run.rnnviz") as recorder:
        recorder.append(counted_block(header, 0, 11))
        recorder.flush()
        recorder.append(counted_block(header, 11, 5))
        recording = xarray.open_zarr(tmp_path / "run.rnnviz")
        assert recording["loss"].values.tolist() == list(range(11))
        assert recording.sizes["time"] == 55


@pytest.mark.parametrize("name", ["state_0_h", "inputs", "transitions"])
def test_a_fold_says_four_rows_in_one_and_weighs_the_last(name):
    rows = np.array([[1.0], [2.0], [3.0], [6.0], [5.0], [9.0]], np.float32)
    folded = fold_of(name).fold(fold_of(name).lift(rows), last=0.5)
    expected = {
        "state_0_h": [[3.0], [(5 + 9 / 2) / 1.5]],
        "inputs": [[[1.0, 6.0, 3.0]], [[5.0, 9.0, (5 + 9 / 2) / 1.5]]],
        "transitions": [[6.0], [9.0]],
    }
    np.testing.assert_allclose(folded, expected[name], rtol=1e-6)
