"""Compiled networks are used again: at their beginning, by one session at a time, and never after a failure."""

from dataclasses import replace
from string import ascii_lowercase
from types import SimpleNamespace

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training
from rnnviz.engine import pool as pool_module
from rnnviz.engine import session as session_module
from rnnviz.engine.network import build_network
from rnnviz.engine.pool import Pool
from rnnviz.recording import RecordingError
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

SMALL = Experiment(task=Echo(delay=2), chunking=Chunking(length=4, batch_size=3), network=Network(units=3))
ROWS = CoinRows(rows=7, steps=9)


class Counting(Pool):
    """Keeps what it has lent."""

    def __init__(self):
        super().__init__()
        self.lent = []

    def lend(self, experiment, blueprint):
        self.lent.append(super().lend(experiment, blueprint))
        return self.lent[-1]


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """A pool of the test's own in the place of that of all sessions."""
    made = Counting()
    monkeypatch.setattr(session_module, "POOL", made)
    return made


def run(experiment, batches=12, **options):
    with Session(experiment, **{"compiler": "graph", **options}) as session:
        session.advance(batches)
        return session.recording


@pytest.mark.parametrize(
    ("changes", "compiler"),
    [
        ({"strategy": "stateful", "network": Network("LSTM", 3, layers=2)}, "xla"),
        ({"strategy": "stateful", "initial_state": "learned", "network": Network("GRU", 3)}, "graph"),
        ({"strategy": "explicit", "initial_state": "random", "training": Training("rmsprop")}, "graph"),
        ({"strategy": "explicit", "network": Network("LSTM", 3), "training": Training("sgd")}, "graph"),
        (
            {
                "strategy": "stateful",
                "task": ROWS,
                "chunking": Chunking(length=4, batch_size=3, validation=0.4, remainder="pad"),
                "training": Training("adamw"),
            },
            "graph",
        ),
        ({"task": ROWS, "chunking": Chunking(length=4, batch_size=3, remainder="short")}, "graph"),
    ],
    ids=["xla", "learned", "random", "explicit", "validation", "short"],
)
def test_a_network_that_is_used_again_gives_the_losses_of_a_new_one_to_the_bit(changes, compiler, pool):
    experiment = replace(SMALL, **changes)
    other = replace(experiment, seed=5, reset=3, training=replace(experiment.training, learning_rate=0.3))
    new, between, again = (run(wanted, compiler=compiler) for wanted in (experiment, other, experiment))
    assert pool.lent == pool.lent[:1] * 3
    assert not np.array_equal(between.loss, new.loss)
    np.testing.assert_array_equal(again.loss, new.loss)
    for name in ("transitions", "entering", "leaving"):
        np.testing.assert_array_equal(again.per_batch(name), new.per_batch(name))


def test_a_network_that_diverged_begins_as_any_other(pool):
    steep = replace(SMALL, network=Network(units=3, activation="linear"), training=Training("sgd", 10.0))
    flat = replace(steep, training=Training("sgd", 0.01))
    new = run(flat).loss
    assert not np.isfinite(run(steep, 60).loss[-1])
    np.testing.assert_array_equal(run(flat).loss, new)
    assert pool.lent == pool.lent[:1] * 3


def test_two_sessions_at_once_have_a_network_each_and_do_not_disturb_each_other(pool):
    stateful = replace(SMALL, strategy="stateful")
    alone = run(stateful).loss
    for _ in range(2):
        with Session(stateful, compiler="graph") as one, Session(stateful, compiler="graph") as other:
            one.advance(5)
            other.advance(7)
            one.advance(7)
            other.advance(5)
        np.testing.assert_array_equal(one.recording.loss, alone)
        np.testing.assert_array_equal(other.recording.loss, alone)
    assert len(set(map(id, pool.lent))) == 2
    assert pool.lent[1] is not pool.lent[2]
    assert pool.lent[3] is not pool.lent[4]


def test_a_session_that_is_closed_twice_gives_back_once(pool):
    with Session(SMALL, compiler="graph") as session:
        pass
    with Session(SMALL, compiler="graph"):
        session.close()
        with Session(SMALL, compiler="graph"):
            assert pool.lent[0] is pool.lent[1] is not pool.lent[2]


def test_a_network_whose_run_failed_is_not_used_again(pool):
    def fails(*_):
        raise MemoryError("no room")

    with Session(SMALL, compiler="graph") as session:
        pool.lent[0].compiled.loops[False] = fails
        with pytest.raises(MemoryError):
            session.advance(1)
    assert len(run(SMALL, 2).loss) == 2
    assert pool.lent[1] is not pool.lent[0]


def test_a_network_whose_run_could_not_be_recorded_is_used_by_the_next_one(pool, tmp_path):
    (tmp_path / "notes.txt").write_text("not a recording")
    with pytest.raises(RecordingError):
        Session(SMALL, compiler="graph", path=tmp_path)
    assert len(run(SMALL, 2).loss) == 2
    assert pool.lent[1] is pool.lent[0]


def test_a_network_that_somebody_else_builds_is_built_for_each_session(pool):
    built = []

    def build(experiment):
        built.append(build_network(experiment))
        return built[-1]

    for _ in range(2):
        run(SMALL, 1, build=build)
    assert built[0] is not built[1]
    assert [program.network for program in pool.lent] == built


def test_what_is_kept_of_a_run_is_kept_of_the_next_one_only_if_it_is_asked_for(pool):
    lstm = replace(SMALL, network=Network("LSTM", 3))
    assert not run(lstm, 2, watch=[0]).header.gates
    header = run(lstm, 2, watch=[2, 0], gates=True).header
    assert header.watched == (2, 0)
    assert header.gates
    assert pool.lent[0] is not pool.lent[1]


class Waiting:
    """Stands for a program: of a size, and of a blueprint that is a letter."""

    def __init__(self, name, size=1):
        self.blueprint, self.bytes = SimpleNamespace(build=build_network, name=name), size
        self.begun = []

    def begin(self, experiment):
        self.begun.append(experiment)


@pytest.fixture
def made(monkeypatch):
    """What had to be made, by name."""
    names = []
    monkeypatch.setattr(pool_module, "Program", SimpleNamespace(make=lambda _, blueprint: names.append(blueprint.name)))
    return names


def test_a_program_is_begun_as_the_experiment_has_it_before_it_is_lent(made):
    pool, program = Pool(), Waiting("a")
    pool.take_back(program)
    assert pool.lend(SMALL, program.blueprint) is program
    assert program.begun == [SMALL]
    assert made == []


def test_only_so_many_wait_and_the_one_that_came_back_first_goes_first(made):
    pool, programs = Pool(), [Waiting(name) for name in ascii_lowercase[: pool_module.MOST + 1]]
    for program in programs:
        pool.take_back(program)
    for program in programs:
        pool.lend(SMALL, program.blueprint)
    assert made == ["a"]


def test_what_waits_takes_only_so_much_beside_the_one_that_came_back_last(made):
    pool = Pool()
    small, large, larger = Waiting("small"), Waiting("large", pool_module.BYTES - 1), Waiting("larger", 2**40)
    for program in (small, large):
        pool.take_back(program)
    assert pool.lend(SMALL, large.blueprint) is large
    assert pool.lend(SMALL, small.blueprint) is small
    for program in (small, large, larger):
        pool.take_back(program)
    assert pool.lend(SMALL, larger.blueprint) is larger
    pool.take_back(larger)
    pool.lend(SMALL, small.blueprint)  # something else is asked for, and the large one does not wait any longer
    pool.lend(SMALL, larger.blueprint)
    assert made == ["small", "larger"]
