import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_blocks import joined, made_block, made_header

from rnnviz.recording import Recorder, Window, open_recording, pyramid
from rnnviz.recording.window import level_for

blocks_of_any_size = st.lists(st.integers(1, 40), min_size=1, max_size=5)
looks = st.tuples(st.integers(-20, 500), st.integers(-20, 700), st.integers(1, 60))
with_small_chunks = settings(
    max_examples=15,
    deadline=None,
    # The small chunks are the same for every example.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def check_place(window, start, stop, columns, count):
    """The window covers what was asked for, as finely as the columns allow."""
    start, stop = max(start, 0), min(stop, count)
    if start >= stop:
        assert len(window.values) == 0
        return
    assert window.start % window.step == 0
    assert window.start <= start < window.start + window.step
    assert window.stop - window.step < stop <= window.stop
    assert 0 < len(window.values) <= columns
    if window.step > 1:
        finer = window.step // 4
        assert -(-stop // finer) - start // finer > columns
    assert not window.values.flags.writeable


def columns_of(window, values):
    """The rows of full resolution that each column stands for."""
    return [values[at : at + window.step] for at in range(window.start, window.stop, window.step)]


def check_windows(recording, block, start, stop, columns):
    steps = recording.timesteps
    for place, slot in enumerate(recording.header.watched):
        for (layer, kind), states in zip(recording.header.tracks, block.states, strict=True):
            window = recording.window(layer, kind, slot, start, stop, columns)
            check_place(window, start, stop, columns, steps)
            assert window.values.shape[1:] == states.shape[2:]
            expected = [rows.mean(axis=0) for rows in columns_of(window, states[:, place])]
            np.testing.assert_allclose(window.values, np.reshape(expected, window.values.shape), atol=2e-6)
            view = recording.view(layer=layer, kind=kind, slot=slot, start=start, stop=stop, columns=columns)
            np.testing.assert_array_equal(view, window.values)
        for name in ("inputs", "targets", "predictions"):
            line, window = getattr(block, name)[:, place], recording.line_window(name, slot, start, stop, columns)
            check_place(window, start, stop, columns, steps)
            assert window.values.shape[1:] == (line.shape[1], 3)
            lows = [rows.min(axis=0) for rows in columns_of(window, line)]
            highs = [rows.max(axis=0) for rows in columns_of(window, line)]
            np.testing.assert_array_equal(window.values[..., 0], np.reshape(lows, window.values.shape[:-1]))
            np.testing.assert_array_equal(window.values[..., 1], np.reshape(highs, window.values.shape[:-1]))
            means = [rows.mean(axis=0) for rows in columns_of(window, line)]
            np.testing.assert_allclose(window.values[..., 2], np.reshape(means, window.values.shape[:-1]), atol=2e-6)
    loss = recording.loss_window(start, stop, columns)
    check_place(loss, start, stop, columns, recording.batches)
    extremes = [(rows.min(), rows.max()) for rows in columns_of(loss, block.loss)]
    np.testing.assert_array_equal(loss.values, np.reshape(extremes, loss.values.shape))
    for slot in range(recording.header.batch_size):
        for layer in (None, 0, 1):
            worst = recording.worst_window(slot, start, stop, columns, layer=layer)
            check_place(worst, start, stop, columns, recording.batches)
            seen = block.transitions[:, :, slot].max(axis=1) if layer is None else block.transitions[:, layer, slot]
            np.testing.assert_array_equal(worst.values, [rows.max() for rows in columns_of(worst, seen)])


@pytest.mark.usefixtures("small_chunks")
class TestAWindow:
    @with_small_chunks
    @given(sizes=blocks_of_any_size, look=looks, length=st.integers(1, 5))
    def test_of_any_length_is_what_folding_everything_gives(self, sizes, look, length):
        header = made_header(length=length)
        blocks = [made_block(header, size, seed) for seed, size in enumerate(sizes)]
        with Recorder(header) as recorder:
            for block in blocks:
                recorder.append(block)
            check_windows(recorder.recording, joined(blocks), *look)
            recorder.flush()
            check_windows(recorder.recording, joined(blocks), *look)

    @with_small_chunks
    @given(sizes=blocks_of_any_size, look=looks, length=st.integers(1, 5))
    def test_of_an_opened_recording_is_the_same(self, sizes, look, length, tmp_path):
        header = made_header(length=length)
        blocks = [made_block(header, size, seed) for seed, size in enumerate(sizes)]
        with Recorder(header, tmp_path / "run.rnnviz") as recorder:
            for at, block in enumerate(blocks):
                recorder.append(block)
                if at % 2:
                    recorder.flush()
        check_windows(open_recording(tmp_path / "run.rnnviz"), joined(blocks), *look)

    def test_is_right_at_every_zoom_and_place_in_turn(self):
        header = made_header(length=3)
        blocks = [made_block(header, 37, seed) for seed in range(9)]
        with Recorder(header) as recorder:
            for block in blocks:
                recorder.append(block)
            recorder.flush()
            assert len(recorder.recording._tape.by_time.levels) > 2
            for width in (1, 2, 7, 30, 200, 999):
                for start in range(0, 999, 171):
                    check_windows(recorder.recording, joined(blocks), start, start + width, 20)


def test_a_window_into_nothing_is_empty_with_the_shape_of_a_row():
    recording = Recorder(made_header()).recording
    assert recording.window(0, "h", 4, 0, 100, 50).values.shape == (0, 3)
    assert recording.line_window("inputs", 4, 0, 100, 50).values.shape == (0, 0, 3)
    assert recording.loss_window(0, 100, 50).values.shape == (0, 2)
    assert recording.worst_window(0, 0, 100, 50).values.shape == (0,)
    assert recording.worst_window(0, 0, 100, 50, layer=1).values.shape == (0,)
    assert recording.transitions.shape == (0, 6)


def test_a_window_outside_of_what_there_is_gives_what_there_is():
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 4))
    recording = recorder.recording
    assert recording.window(0, "h", 4, -50, 999, 50).values.shape == (20, 3)
    assert recording.window(0, "h", 4, 30, 999, 50).values.shape == (0, 3)
    assert recording.window(0, "h", 4, 10, 5, 50).values.shape == (0, 3)
    assert recording.state(0, "h", 4, 18, 999).shape == (2, 3)


def test_the_last_column_holds_what_there_is_of_it():
    header = made_header(length=1)
    recorder = Recorder(header)
    block = made_block(header, 17)
    recorder.append(block)
    window = recorder.recording.window(0, "h", 4, 0, 17, 5)
    assert (window.start, window.step, len(window.values)) == (0, 4, 5)
    np.testing.assert_allclose(window.values[-1], block.states[0][16, 0])


def test_the_extremes_pass_over_what_is_not_a_number_and_the_means_do_not():
    header = made_header(length=1)
    block = made_block(header, 8)
    block.loss[2], block.states[0][2] = np.nan, np.nan
    block.states[0][5, :, 0] = np.inf
    recorder = Recorder(header)
    recorder.append(block)
    loss = recorder.recording.loss_window(0, 8, 2).values
    np.testing.assert_array_equal(loss[0], [np.nanmin(block.loss[:4]), np.nanmax(block.loss[:4])])
    states = recorder.recording.window(0, "h", 4, 0, 8, 2).values
    assert np.isnan(states[0]).all()
    assert states[1, 0] == np.inf


def test_levels_are_kept_only_where_they_save_something():
    header = made_header(length=1)
    recorder = Recorder(header)
    recorder.append(made_block(header, 3 * pyramid.FEWEST))
    recorder.flush()
    assert recorder.recording._tape.by_time.levels == []


@pytest.mark.parametrize("columns", [0, -3])
def test_no_columns_are_refused(columns):
    recorder = Recorder(made_header())
    recorder.append(made_block(recorder.header, 4))
    with pytest.raises(ValueError, match="ask for at least 1"):
        recorder.recording.window(0, "h", 4, 0, 9, columns)


@given(start=st.integers(0, 2**50), width=st.integers(1, 2**50), columns=st.integers(1, 4000))
def test_the_finest_level_that_fits_is_chosen(start, width, columns):
    level, first, end = level_for(start, start + width, columns)
    step = 4**level
    assert first * step <= start
    assert end * step >= start + width
    assert end - first <= columns
    assert level == 0 or -(-(start + width) * 4 // step) - start * 4 // step > columns


def test_a_level_that_was_dropped_is_passed_over():
    assert level_for(100, 120, 50, left_from=(400, 64)) == (1, 25, 30)
    assert level_for(400, 420, 50, left_from=(400, 64)) == (0, 400, 420)
    assert level_for(0, 20, 50, left_from=(400, 64)) == (2, 0, 2)


def test_a_window_says_where_it_ends():
    assert Window(16, 4, np.zeros((3, 1))).stop == 28


def test_losses_of_batches_that_validate_are_kept_apart_at_every_level():
    header = made_header(length=1)
    block = made_block(header, 64)
    block.validates[::3] = True
    recorder = Recorder(header)
    recorder.append(block)
    recording = recorder.recording
    np.testing.assert_array_equal(recording.loss, block.loss)
    np.testing.assert_array_equal(recording.losses(5, 9), block.loss[5:9])
    for validation in (False, True):
        for columns in (64, 16, 4, 1):
            window = recording.loss_window(0, 64, columns, validation)
            for row, low_and_high in enumerate(window.values):
                here = slice(row * window.step, (row + 1) * window.step)
                of_its_kind = block.loss[here][block.validates[here] == validation]
                expected = [of_its_kind.min(), of_its_kind.max()] if len(of_its_kind) else [np.nan, np.nan]
                np.testing.assert_array_equal(low_and_high, expected)


def test_padding_is_passed_over_by_the_means_of_lines():
    header = made_header(length=1)
    block = made_block(header, 16)
    block.inputs[3:8] = np.nan
    recorder = Recorder(header)
    recorder.append(block)
    read = recorder.recording.line_window("inputs", 4, 0, 16, 4).values
    np.testing.assert_allclose(read[0, :, 2], block.inputs[:3, 0].mean(axis=0), rtol=1e-5)
    assert np.isnan(read[1]).all()
