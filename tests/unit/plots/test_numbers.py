import numpy as np
import pytest
from fake_engine import recorded
from fake_recording import echo_recording

from rnnviz.experiment import Experiment
from rnnviz.plots import numbers
from rnnviz.plots.numbers import all_numbers, plotted_numbers
from rnnviz.plots.view import Source
from rnnviz.tasks import CoinRows, FlipFlop, Parity


@pytest.fixture
def source():
    return Source(echo_recording(12, units=3), 0, "h", 1)


def column(table, name):
    number = table.names.index(name)
    return [row[number] for row in table.rows]


def test_the_hidden_state_has_a_column_for_each_unit(source):
    table = plotted_numbers(source, "hidden state", 20, 50)
    assert table.names == ("timestep", "batch", "unit_0", "unit_1", "unit_2")
    rows = list(table.rows)
    assert [row[:2] for row in rows] == [(t, t // 10) for t in range(20, 50)]
    assert np.array_equal([row[2:] for row in rows], source.recording.state(0, "h", 1, 20, 50))


def test_the_loss_has_a_row_for_each_batch_that_is_touched(source):
    rows = list(plotted_numbers(source, "loss", 15, 45).rows)
    assert [row[:2] for row in rows] == [(1, 10), (2, 20), (3, 30), (4, 40)]
    assert [row[2] for row in rows] == source.recording.loss[1:5].tolist()


def test_transitions_are_words_with_the_norms_around_them(source):
    table = plotted_numbers(source, "transitions", 0, 60)
    assert table.names[2:] == ("transition", "h_norm_entering", "h_norm_leaving")
    assert column(table, "transition") == ["fresh", "kept", "kept", "kept", "lost", "kept"]


def test_the_sequence_has_what_was_read_wanted_and_said(source):
    table = plotted_numbers(source, "sequence", 0, 30)
    assert table.names == ("timestep", "batch", "input", "target", "prediction")
    assert np.array_equal(
        [row[2:] for row in table.rows],
        np.hstack([getattr(source.recording, name)(1, 0, 30) for name in ("inputs", "targets", "predictions")]),
    )


def test_columns_of_a_sequence_go_by_what_they_mean_or_else_by_number():
    def names(task):
        return plotted_numbers(Source(recorded(Experiment(task=task), 1), 0, "h", 0), "sequence", 0, 10).names[2:]

    assert names(Parity()) == ("input_flip", "input_start", "target", "prediction")
    assert names(FlipFlop(bits=2))[:3] == ("input_bit_1", "input_bit_2", "target_bit_1")
    assert names(CoinRows(steps=10, width=2)) == ("input_0", "input_1", "target", "prediction")


def test_the_whole_stack_is_one_row_for_each_timestep(source):
    table = all_numbers(source, 35, 55)
    rows = list(table.rows)
    assert [row[0] for row in rows] == list(range(35, 55))
    assert [row[2] for row in rows] == ["kept"] * 5 + ["lost"] * 10 + ["kept"] * 5
    assert [row[3] for row in rows] == np.repeat(source.recording.loss[3:6], [5, 10, 5]).tolist()
    assert all(len(row) == len(table.names) for row in rows)


def test_what_is_not_recorded_is_left_out(source):
    assert len(list(plotted_numbers(source, "hidden state", 110, 500).rows)) == 10
    assert list(plotted_numbers(source, "loss", 500, 600).rows) == []


def test_long_ranges_are_read_in_pieces_without_a_seam(source, monkeypatch):
    whole = [tuple(map(float, row)) for row in plotted_numbers(source, "hidden state", 0, 120).rows]
    monkeypatch.setattr(numbers, "_AT_ONCE", 7)
    pieces = [tuple(map(float, row)) for row in plotted_numbers(source, "hidden state", 0, 120).rows]
    assert pieces == whole
    assert len(list(all_numbers(source, 3, 99).rows)) == 96


def test_a_plot_that_is_not_there_is_refused_with_those_that_are(source):
    with pytest.raises(ValueError, match="choose one of transitions, hidden state"):
        plotted_numbers(source, "histogram", 0, 10)
