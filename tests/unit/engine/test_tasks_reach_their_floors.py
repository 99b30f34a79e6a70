"""Networks that keep their state come near the floor with memory; without it they stay on the floor without."""

import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training
from rnnviz.tasks import Adding, Dialogues, Drift, FlipFlop, Order, Parity, Recall, Sine

pytestmark = pytest.mark.keras

BATCHES = 1600
LATE = 200
"""Batches at the end whose mean loss is looked at: 16 slots of 8 or 10 timesteps each."""

GRU = Network(cell="GRU", units=24)
SIMPLE = Network(cell="SimpleRNN", units=32)

CASES = {
    "flip-flop": (FlipFlop(bits=2, every=15), SIMPLE, 0.005, 10),
    "recall": (Recall(bits=2, delay=5, pause=4), GRU, 0.01, 10),
    "parity": (Parity(every=10), GRU, 0.01, 8),
    "adding": (Adding(every=8), GRU, 0.01, 8),
    "order": (Order(every=8), GRU, 0.01, 8),
    "sine": (Sine(period=12, every=40), SIMPLE, 0.005, 10),
    "drift": (Drift(noise=2.0, every=50), GRU, 0.005, 10),
    "dialogues": (Dialogues(), GRU, 0.01, 10),
}
REACH = {"drift": 0.06, "adding": 0.02}
"""How far above the floor with memory a network of this size still is, where that is more than 0.01."""

every_task = pytest.mark.parametrize("name", CASES)


def run(name, strategy):
    """The loss at the end of a short training, and the floors."""
    task, network, rate, length = CASES[name]
    experiment = Experiment(
        task=task,
        chunking=Chunking(length=length, batch_size=16),
        strategy=strategy,
        reset="sequence",
        network=network,
        training=Training(learning_rate=rate),
    )
    with Session(experiment, watch=()) as session:
        session.advance(BATCHES)
        recording = session.recording
    return float(recording.loss[-LATE:].mean()), recording.header.floor


@every_task
def test_a_stateful_network_comes_near_the_floor_with_memory(name):
    loss, floor = run(name, "stateful")
    assert loss < floor.with_memory + REACH.get(name, 0.01)
    assert loss < 0.5 * floor.without_memory


@every_task
def test_a_stateless_network_comes_near_the_floor_without_memory_and_not_below(name):
    loss, floor = run(name, "stateless")
    # What 30,000 answers happen to be moves their mean loss by some per cent.
    assert 0.95 * floor.without_memory < loss < 1.12 * floor.without_memory
