"""What a compiled program depends on, and what it leaves behind."""

from dataclasses import replace

import pytest

from rnnviz import Chunking, Experiment, Network, Training
from rnnviz.engine.network import build_network
from rnnviz.engine.program import Blueprint, Program
from rnnviz.tasks import CoinRows, Dialogues, Echo, FlipFlop

pytestmark = pytest.mark.keras

SMALL = Experiment(task=Echo(delay=2), chunking=Chunking(length=4, batch_size=3), network=Network(units=3))


def blueprint(experiment, watched=(0,), gates=False, compiler="graph", build=build_network):
    sample = experiment.read(experiment.plan().cells(0, 1))
    return Blueprint.of(experiment, sample, watched, gates, compiler, build)


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"reset": "sequence"},
        {"reset": 0.5},
        {"training": Training(learning_rate=0.1)},
        {"task": Echo(delay=3, length=40)},
        {"chunking": Chunking(length=4, batch_size=3, layout="row-order")},
    ],
    ids=str,
)
def test_numbers_alone_want_no_other_program(change):
    assert blueprint(replace(SMALL, **change)) == blueprint(SMALL)


@pytest.mark.parametrize(
    "change",
    [
        {"task": FlipFlop(bits=2)},
        {"task": Dialogues()},
        {"task": CoinRows(steps=8, width=3)},
        {"chunking": Chunking(length=5, batch_size=3)},
        {"chunking": Chunking(length=4, batch_size=2)},
        {"chunking": Chunking(length=4, batch_size=3, remainder="pad")},
        {"strategy": "stateful"},
        {"strategy": "explicit"},
        {"initial_state": "learned"},
        {"initial_state": "random"},
        {"network": Network("GRU", 3)},
        {"network": Network(units=4)},
        {"network": Network(units=3, layers=2)},
        {"network": Network(units=3, activation="relu")},
        {"training": Training("sgd")},
    ],
    ids=str,
)
def test_another_shape_or_another_way_to_compute_wants_another_program(change):
    assert blueprint(replace(SMALL, **change)) != blueprint(SMALL)


def test_batches_that_validate_want_another_program():
    rows = replace(SMALL, task=CoinRows(rows=6, steps=8))
    validated = replace(rows, chunking=Chunking(length=4, batch_size=3, validation=0.5))
    assert blueprint(validated) != blueprint(rows)


@pytest.mark.parametrize(
    "kept", [{"watched": (1,)}, {"gates": True}, {"compiler": "xla"}, {"build": lambda wanted: build_network(wanted)}]
)
def test_what_is_kept_and_who_builds_and_compiles_want_another_program(kept):
    assert blueprint(SMALL, **kept) != blueprint(SMALL)


def test_a_program_leaves_its_layers_untapped_and_no_names_that_are_new():
    stateful = replace(SMALL, strategy="stateful")
    one, other = (Program.make(stateful, blueprint(stateful)) for _ in range(2))
    for layer in one.network.layers:
        assert layer.inner_loop.__func__ is type(layer).inner_loop
    # TensorFlow remembers every name for as long as the process lives.
    names = [[variable.path for variable in [*p.network.variables, *p.optimizer.variables]] for p in (one, other)]
    assert names[0] == names[1]


def test_the_size_of_a_program_is_that_of_its_weights_moments_and_states():
    stateful = replace(SMALL, strategy="stateful")
    program = Program.make(stateful, blueprint(stateful))
    weights = (1 + 3 + 1) * 3 + (3 + 1)
    assert program.bytes == 4 * (3 * weights + 3 * 3 + 2)  # the states of three slots; a rate and a count
