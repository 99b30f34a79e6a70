import pytest
from fake_engine import recorded

from rnnviz.experiment import Experiment, Network
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.opening import open_recording
from rnnviz.tasks import Series
from rnnviz.ui.showing import MOST, Showing, describe


@pytest.fixture
def showing(qapp):
    return Showing()


def test_the_live_run_is_shown_as_it_begins(showing):
    first = recorded(Experiment(), 1)
    showing.begin(first)
    assert showing.shown.recording is first
    assert showing.is_live


def test_a_run_in_which_nothing_happened_is_not_kept(showing):
    showing.begin(recorded(Experiment(), 0))
    showing.begin(recorded(Experiment(), 2))
    assert len(showing.runs) == 1


def test_a_new_live_run_does_not_push_an_older_one_off_the_screen(showing):
    first, second, third = (recorded(Experiment(seed=n), 1) for n in range(3))
    showing.begin(first)
    showing.begin(second)
    showing.show_run(showing.runs[1])
    showing.begin(third)
    assert showing.shown.recording is first
    assert [run.recording for run in showing.runs] == [third, second, first]


def test_the_same_recording_begins_once(showing, qtbot):
    first = recorded(Experiment(), 1)
    showing.begin(first)
    with qtbot.assertNotEmitted(showing.changed):
        showing.begin(first)


def test_neighbours_lie_between_the_newest_and_the_oldest(showing):
    for n in range(3):
        showing.begin(recorded(Experiment(seed=n), 1))
    assert showing.neighbour(-1) is None
    assert showing.neighbour(1) is showing.runs[1]
    showing.show_run(showing.runs[2])
    assert showing.neighbour(1) is None
    assert showing.neighbour(-1) is showing.runs[1]


def test_only_so_many_older_runs_are_kept_and_never_the_one_on_screen_is_dropped(showing):
    for n in range(3):
        showing.begin(recorded(Experiment(seed=n), 1))
    kept = showing.runs[-1]
    showing.show_run(kept)
    for n in range(3, MOST + 6):
        showing.begin(recorded(Experiment(seed=n), 1))
    assert len(showing.runs) == MOST + 1
    assert kept in showing.runs


def test_a_file_opened_again_takes_the_place_of_itself(showing):
    showing.open(recorded(Experiment(), 1), "a/b.rnnviz")
    showing.open(recorded(Experiment(), 2), "a/b.rnnviz")
    assert [run.recording.batches for run in showing.runs] == [2]
    assert showing.shown.label.startswith("b.rnnviz — 2 batches, loss ")


@pytest.fixture
def reads(monkeypatch):
    """The files that were read, one after another."""
    keys, read = [], LocalFiles.read
    monkeypatch.setattr(LocalFiles, "read", lambda files, key, *more: keys.append(key) or read(files, key, *more))
    return keys


def test_only_the_run_on_screen_keeps_what_was_read_of_it(showing, tmp_path, reads):
    for name in ("monday", "tuesday"):
        recorded(Experiment(), 3).save(tmp_path / name)
        showing.open(open_recording(tmp_path / name), name)
    tuesday, monday = showing.runs
    first = [run.recording.state(0, "h", 0, 0, 30) for run in (monday, tuesday)]
    reads.clear()
    showing.show_run(tuesday)
    again = [run.recording.state(0, "h", 0, 0, 30) for run in (monday, tuesday)]
    assert reads == ["state_0_h/c.0.0.0"]  # Monday's: it was looked at, but is not on screen
    assert [states.tolist() for states in again] == [states.tolist() for states in first]
    showing.begin(recorded(Experiment(), 1))
    showing.show_run(None)  # the live one: now neither of the files is on screen
    reads.clear()
    tuesday.recording.state(0, "h", 0, 0, 30)
    assert reads == ["state_0_h/c.0.0.0"]


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        (Experiment(), "Echo · stateless · contiguous 10 × 16 · SimpleRNN 32"),
        (Experiment(task=Series(file="/data/tides.csv")), "Time series tides.csv · stateless · "),
        (Experiment(strategy="stateful", reset=1), "Echo · stateful, reset every batch · "),
        (Experiment(strategy="stateful", reset=5), "Echo · stateful, reset every 5 batches · "),
        (Experiment(strategy="stateful", reset=0.05), "Echo · stateful, reset with probability 0.05 · "),
        (Experiment(strategy="stateful", initial_state="learned"), "Echo · stateful, initial state learned · "),
        (Experiment(strategy="explicit", network=Network(cell="GRU", layers=2)), "GRU 32 × 2"),
    ],
)
def test_an_experiment_is_told_from_others_in_a_few_words(experiment, words):
    assert words in describe(experiment)
