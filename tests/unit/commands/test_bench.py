import argparse
import json
import sys

import numpy as np
import pytest
from rich.console import Console

from rnnviz.choices import ChoiceError
from rnnviz.commands.bench import GROUPS, add_bench_options, chosen_effort, chosen_groups
from rnnviz.commands.figures import (
    PER_BATCH,
    Effort,
    Row,
    batch_rates,
    figures_table,
    in_short_turns,
    in_turn,
    rates_table,
)
from rnnviz.commands.long_bench import walk_rows
from rnnviz.commands.made import made_block, made_header, made_states
from rnnviz.commands.memory import held_memory, peak_memory
from rnnviz.commands.processes import Companion, have_bytecode, report, seconds_until
from rnnviz.commands.restart_bench import memory_row
from rnnviz.commands.screen_bench import answer_rows, gap_rows
from rnnviz.commands.stopwatch import Stopwatch
from rnnviz.recording.recorder import Recorder


def parsed(line):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_bench_options(parser)
    return parser.parse_args(line.split())


def groups_of(line):
    return chosen_groups(parsed(line))


def printed(table):
    console = Console(width=160)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


BAD_NUMBERS = ("", "0", "-1", "nan", "inf", "much")

ROW = Row("LSTM 64", "live", "headless", PER_BATCH, (2.0, 3.0, 9.0), (2.0, 2.0, 3.0), 1.15)


def test_a_ratio_is_taken_within_each_round_and_its_median_is_the_figure():
    assert ROW.values == (1.0, 1.5, 3.0)
    assert ROW.median == 1.5


def test_a_figure_without_something_to_divide_by_stands_for_itself():
    assert Row("window", "gap", "", "ms", (12.0, 30.0, 14.0)).median == 14.0


@pytest.mark.parametrize(("limit", "reached"), [(1.49, False), (1.5, True), (None, None)])
def test_a_limit_is_kept_when_the_median_does_not_exceed_it(limit, reached):
    assert Row("", "", "other", "s", (1.0, 1.5, 9.0), (1.0, 1.0, 1.0), limit).reached is reached


def test_what_was_not_measured_is_neither_reached_nor_missed_and_says_why():
    row = Row("1000 × 256", "frame", "matplotlib", "ms", limit=0.1, lacking="matplotlib is not installed")
    assert row.median is row.reached is None
    shown = printed(figures_table("The screen", [row]))
    assert "matplotlib is not installed" in shown
    assert "✓" not in shown
    assert "✗" not in shown


def test_rounds_that_were_not_all_measured_on_both_sides_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        _ = Row("", "", "other", "s", (1.0, 2.0), (1.0,)).values


def test_everything_is_measured_once_a_round_in_turn():
    calls = []
    found = in_turn(3, {name: lambda name=name: calls.append(name) or float(len(calls)) for name in "ab"})
    assert calls == ["a", "b", "a", "b", "a", "b"]
    assert found == {"a": (1.0, 3.0, 5.0), "b": (2.0, 4.0, 6.0)}


def test_whoever_has_had_the_least_time_goes_next_and_the_sums_count():
    calls = []
    took = {"quick": iter([1.0, 3.0, 1.0, 9.9]), "slow": iter([4.0, 9.9])}

    def turn(name):
        calls.append(name)
        return 10, next(took[name])

    found = in_short_turns({name: lambda name=name: turn(name) for name in took}, seconds=4.5)
    assert calls == ["quick", "slow", "quick", "quick", "slow"]
    assert found == {"quick": 5000 / 30, "slow": 13900 / 20}


def test_rates_are_those_of_the_median_time_a_batch():
    frame = Row("1000 × 256", "frame", "pyqtgraph", "ms", (1.0,), (3.0,))
    assert batch_rates([ROW, frame]) == {"LSTM 64": {"live": 1000 / 3, "headless": 500.0}}


def test_the_tables_show_rates_ratios_ranges_and_verdicts():
    assert "333" in printed(rates_table(batch_rates([ROW])))
    shown = printed(figures_table("Training", [ROW]))
    for part in ("3.00 : 2.00 ms/batch", "1.50", "1.00 – 3.00", "≤ 1.15 ✗"):
        assert part in shown
    shown = printed(figures_table("Gaps", [Row("window", "gap", "", "ms", (12.0, 14.0, 30.0), limit=25.0)]))
    for part in ("14.00 ms", "12.00 – 30.00", "≤ 25 ms ✓"):
        assert part in shown


def test_what_is_written_holds_the_measurements_and_what_follows_from_them():
    written = json.loads(json.dumps(ROW.as_json()))
    assert written["ours"] == [2.0, 3.0, 9.0]
    assert (written["median"], written["low"], written["high"], written["reached"]) == (1.5, 1.0, 3.0, False)


def test_all_groups_are_measured_unless_one_is_chosen():
    assert groups_of("") == groups_of("--long") == tuple(GROUPS)
    assert groups_of("--only screen --long") == ("screen",)
    assert groups_of("--only restart") == ("restart",)


def test_it_is_measured_as_often_and_as_long_as_is_asked_for():
    assert chosen_effort(parsed("")) == Effort()
    assert chosen_effort(parsed("--rounds 3 --seconds 0.5 --long")) == Effort(3, 0.5, True)


@pytest.mark.parametrize("line", [f"--{name}={value}" for name in ("rounds", "seconds") for value in BAD_NUMBERS])
def test_an_effort_that_cannot_be_is_refused_by_name(line):
    with pytest.raises(ChoiceError, match=r"^--(rounds is .* whole number from 1|seconds is .* a number above 0)"):
        chosen_effort(parsed(line))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("--only= ", "--only"),
        ("--only walls", "--only"),
        ("--only start --long", "--only"),
    ],
)
def test_options_that_cannot_be_are_refused_by_name(line, field):
    with pytest.raises(ChoiceError) as refused:
        groups_of(line)
    assert refused.value.field == field


def test_a_single_gap_that_is_too_long_is_told_though_most_are_short():
    often, longest = gap_rows("LSTM 64", [[16.0] * 1000, [16.0] * 999 + [40.0], [16.0] * 1000])
    assert often.median == pytest.approx(16.0)
    assert often.reached is True
    assert longest.ours == (16.0, 40.0, 16.0)
    assert longest.reached is False
    assert "all ≤ 33 ms ✗" in printed(figures_table("Gaps", [longest]))


def test_a_single_key_that_is_answered_late_is_told_though_most_are_not():
    pause, reset = answer_rows("article", [{"pause": [20.0, 30.0], "reset": [9.0]}, {"pause": [51.0], "reset": [50.0]}])
    assert (pause.what, pause.ours, pause.reached) == ("pause answered", (20.0, 30.0, 51.0), False)
    assert (reset.what, reset.ours, reset.reached) == ("reset answered", (9.0, 50.0), True)


def test_scrolling_is_judged_by_itself_and_against_the_shorter_recording():
    short = [{"p99": 10.0, "memory": 2**30}, {"p99": 8.0, "memory": 2**30}]
    long = [{"p99": 12.0, "memory": 2**30}, {"p99": 12.0, "memory": 2**30}]
    pace, ratio, memory = walk_rows(short, long)
    assert pace.median == 12.0
    assert ratio.values == (1.2, 1.5)
    assert memory.median == 1.0
    assert memory.ours == (1024.0, 1024.0)


def test_memory_that_the_system_does_not_tell_is_said_to_be_lacking():
    *_, memory = walk_rows([{"p99": 1.0, "memory": None}], [{"p99": 1.0, "memory": None}])
    assert memory.median is None
    assert memory.lacking


def test_what_a_restart_keeps_is_judged_by_what_the_first_run_took():
    row = memory_row([{"first": 100.0, "kept": 0.5}, {"first": 120.0, "kept": -0.1}, {"first": 100.0, "kept": 20.0}])
    assert row.median == 0.005
    assert row.reached is True
    assert memory_row([None]).lacking


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says")
def test_the_memory_of_this_process_is_told():
    before = held_memory()
    held = np.ones(2**23)
    after = held_memory()
    assert after - before > 0.9 * held.nbytes
    assert after <= peak_memory()


def test_a_stopwatch_counts_a_measured_method_within_another_once_and_leaves_no_trace():
    class Work:
        def outer(self):
            self.inner()
            return "done"

        def inner(self):
            pass

    before = dict(vars(Work))
    ticks = iter(range(100))
    watch = Stopwatch(lambda: float(next(ticks)))
    with watch.on(Work, "outer"), watch.on(Work, "inner"):
        assert Work().outer() == "done"
        assert watch.seconds == 1.0
        Work().inner()
    assert watch.seconds == 2.0
    Work().outer()
    assert watch.seconds == 2.0
    assert dict(vars(Work)) == before


def test_a_made_up_recording_can_be_recorded_and_read():
    header = made_header(units=8, length=5)
    states = made_states(50, 8)
    with Recorder(header) as recorder:
        recorder.append(made_block(header, states, 0))
        recorder.append(made_block(header, states, 10))
        recording = recorder.recording
        assert recording.batches == 20
        np.testing.assert_array_equal(recording.state(0, "h", 0, 50, 100), states)
        assert np.abs(states).max() <= 1.0


def test_a_process_says_what_it_found_in_its_last_line(tmp_path, monkeypatch):
    (tmp_path / "some_probe.py").write_text("import json, sys; print('noise'); print(json.dumps({'got': sys.argv[1]}))")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert report("some_probe", 7) == {"got": "7"}
    assert seconds_until("-c", "import time; print(time.time())") >= 0.0


def test_bytecode_is_made_also_where_python_is_told_to_write_none(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    (tmp_path / "probe.py").write_text("number = 1")
    have_bytecode(tmp_path)
    assert [path.suffix for path in (tmp_path / "__pycache__").iterdir()] == [".pyc"]


def test_a_companion_answers_line_by_line_and_is_told_of_with_its_last_words(tmp_path, monkeypatch):
    (tmp_path / "some_probe.py").write_text(
        "import sys\nprint('0', flush=True)\nfor line in sys.stdin:\n"
        "    sys.exit('no such thing') if line == 'fail\\n' else print(int(line) * int(sys.argv[1]), flush=True)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    companion = Companion("some_probe", 7)
    assert [companion.ask(number) for number in (3, 4)] == [21, 28]
    with pytest.raises(RuntimeError, match="no such thing"):
        companion.ask("fail")
    other = Companion("some_probe", 7)
    other.close()
    with pytest.raises(ValueError, match="closed file"):
        other.ask(1)


def test_a_process_that_fails_is_told_with_its_last_words():
    with pytest.raises(RuntimeError, match="no such thing"):
        seconds_until("-c", "import sys; sys.exit('no such thing')")
