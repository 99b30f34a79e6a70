"""What a state begins as other than zero: it really enters, and a gradient reaches what is learned."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.engine.backend import keras, tf
from rnnviz.engine.network import build_network
from rnnviz.strategies import drawn_states
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

SLOTS, LENGTH = 3, 4
LEARNED = Experiment(
    task=Echo(delay=2),
    chunking=Chunking(length=LENGTH, batch_size=SLOTS),
    initial_state="learned",
    network=Network(units=3),
    training=Training(optimizer="sgd", learning_rate=1.0),
)


class Watched:
    """A run with its network at hand."""

    def __init__(self, experiment, **options):
        def build(wanted):
            self.network = build_network(wanted)
            return self.network

        self.experiment = experiment
        self.session = Session(experiment, watch=range(SLOTS), compiler="graph", build=build, **options)

    def weights(self):
        return [variable.numpy().copy() for variable in self.network.variables]

    def vectors(self):
        return [vector.numpy().copy() for vector in self.network.initial.learned]

    def left(self):
        """What each slot has left, state by state ``(slots, units)``."""
        recording = self.session.recording
        last = recording.timesteps
        return [
            np.array([recording.state(layer, kind, slot, last - 1, last)[0] for slot in range(SLOTS)])
            for layer, kind in recording.header.tracks
        ]


def gradients(run, begins, carried):
    """The loss of the next batch differentiated by the vectors, with plain Keras and no loop of ours."""
    experiment = run.experiment
    x, y = (tf.constant(part[0]) for part in experiment.read(experiment.plan().cells(run.session.recording.batches, 1)))
    plain = build_network(replace(experiment, strategy="explicit", initial_state="zero"))
    vectors = [tf.constant(vector) for vector in run.vectors()]
    for variable, value in zip(plain.variables, run.weights(), strict=False):
        variable.assign(value)
    with tf.GradientTape() as tape:
        tape.watch(vectors)
        states = [
            tf.where(np.array(begins)[:, None], vector, state) for vector, state in zip(vectors, carried, strict=True)
        ]
        loss = tf.reduce_mean(keras.losses.get(experiment.task.loss)(y, plain.forward(x, states)[0]))
    return [gradient.numpy() for gradient in tape.gradient(loss, vectors)]


@pytest.mark.parametrize(
    ("strategy", "cell", "layers"), [("stateless", "GRU", 1), ("stateful", "LSTM", 2), ("explicit", "SimpleRNN", 2)]
)
def test_each_vector_is_moved_by_its_own_gradient_and_by_the_slots_that_begin_alone(strategy, cell, layers):
    run = Watched(replace(LEARNED, strategy=strategy, network=Network(cell, 3, layers=layers)))
    with run.session as session:
        begins = [True] * SLOTS
        for batch in range(3):
            before = run.vectors()
            carried = run.left() if batch else [np.zeros((SLOTS, 3), np.float32)] * len(before)
            expected = gradients(run, begins, carried)
            session.advance(1)
            for old, new, gradient in zip(before, run.vectors(), expected, strict=True):
                assert np.abs(gradient).max() > 1e-7
                np.testing.assert_allclose(old - new, gradient, rtol=2e-4, atol=1e-7)
            if strategy != "stateless":
                begins = [False, True, False]
                session.reset_state([1])


def test_the_gradient_is_the_slope_that_differences_in_float64_give():
    run = Watched(LEARNED)
    x, y = (part[0].astype(np.float64) for part in LEARNED.read(LEARNED.plan().cells(0, 1)))
    kernel, recurrent, bias, head, head_bias, _ = (weight.astype(np.float64) for weight in run.weights())

    def loss(begin):
        h, total = np.tile(begin, (SLOTS, 1)), 0.0
        for t in range(LENGTH):
            h = np.tanh(x[:, t] @ kernel + h @ recurrent + bias)
            p = 1.0 / (1.0 + np.exp(-(h @ head + head_bias)))
            total -= np.mean(y[:, t] * np.log(p) + (1 - y[:, t]) * np.log(1 - p))
        return total / LENGTH

    slope = [(loss(step) - loss(-step)) / 2e-4 for step in 1e-4 * np.eye(3)]
    with run.session as session:
        session.advance(1)
        np.testing.assert_allclose(-run.vectors()[0], slope, rtol=1e-4, atol=1e-6)


def test_a_batch_in_which_nothing_begins_leaves_the_vector_as_it_is():
    run = Watched(replace(LEARNED, strategy="stateful"))
    with run.session as session:
        session.advance(1)
        after_one = run.vectors()
        session.advance(3)
        np.testing.assert_array_equal(run.vectors(), after_one)
        assert np.abs(after_one).max() > 0


@pytest.mark.parametrize(("strategy", "cell", "layers"), [("stateful", "LSTM", 2), ("explicit", "GRU", 1)])
def test_what_is_learned_is_what_enters_and_it_is_a_weight_like_others(strategy, cell, layers):
    run = Watched(replace(LEARNED, strategy=strategy, network=Network(cell, 3, layers=layers)))
    kinds = 2 if cell == "LSTM" else 1
    assert [variable.shape for variable in run.network.initial.learned] == [(3,)] * layers * kinds
    assert [id(v) for v in run.network.variables[-layers * kinds :]] == [id(v) for v in run.network.initial.learned]
    with run.session as session:
        session.advance(2)
        vectors = run.vectors()
        session.reset_state([0, 2])
        session.advance(1)
        recording = session.recording
    assert recording.transitions.tolist()[1:] == [
        [Transition.KEPT] * 3,
        [Transition.SET, Transition.KEPT, Transition.SET],
    ]
    norms = [np.linalg.norm(vector) for vector in vectors]
    np.testing.assert_allclose(recording.per_batch("entering")[2][:, [0, 2]], np.tile(norms, (2, 1)).T, rtol=1e-5)
    assert (recording.per_batch("transitions")[2][:, 0] == Transition.SET).all()


@pytest.mark.parametrize(("strategy", "cell", "layers"), [("stateless", "LSTM", 2), ("stateful", "GRU", 1)])
def test_what_is_drawn_is_what_enters(strategy, cell, layers):
    drawing = Experiment(
        task=Echo(delay=2, length=12),
        chunking=Chunking(length=LENGTH, batch_size=SLOTS),
        strategy=strategy,
        reset="sequence",
        initial_state="random",
        network=Network(cell, 5, layers=layers),
        seed=4,
    )
    with Session(drawing, compiler="graph") as session:
        session.advance(5)
        recording = session.recording
    begins = np.ones((5, SLOTS), bool) if strategy == "stateless" else drawing.plan().cells(0, 5).begins
    tracks = len(recording.header.tracks)
    drawn = drawn_states(begins, np.arange(5), 5 * tracks, seed=4).reshape(5, SLOTS, tracks, 5)
    norms = np.linalg.norm(drawn, axis=-1).swapaxes(1, 2)
    here = np.broadcast_to(begins[:, None], norms.shape)
    np.testing.assert_allclose(recording.per_batch("entering")[here], norms[here], rtol=1e-5)
    np.testing.assert_array_equal(recording.transitions == Transition.SET, begins)


@pytest.mark.parametrize(
    ("strategy", "reset", "initial", "compiler"),
    [
        ("stateless", "never", "random", "graph"),
        ("explicit", 0.4, "random", "graph"),
        ("stateful", 0.4, "learned", "xla"),
    ],
)
def test_losses_are_the_same_to_the_bit_stepped_or_free(strategy, reset, initial, compiler):
    experiment = Experiment(
        task=Echo(delay=2, length=12),
        chunking=Chunking(length=LENGTH, batch_size=SLOTS),
        strategy=strategy,
        reset=reset,
        initial_state=initial,
        network=Network("GRU", 5),
    )
    free, stepped = (losses(experiment, portions, compiler=compiler) for portions in ([20], [1] * 6 + [9, 5]))
    np.testing.assert_array_equal(stepped, free)


def losses(experiment, portions, **options):
    with Session(experiment, **options) as session:
        for batches in portions:
            session.advance(batches)
        return session.recording.loss


@pytest.mark.parametrize("strategy", ["stateless", "stateful", "explicit"])
def test_a_vector_that_cannot_be_learned_stays_zero_and_changes_nothing(strategy):
    still = Experiment(
        task=Echo(delay=2, length=12),
        chunking=Chunking(length=LENGTH, batch_size=SLOTS),
        strategy=strategy,
        reset="sequence",
        training=Training(learning_rate=0.0),
    )
    seen = []
    for initial in ("zero", "learned"):
        with Session(replace(still, initial_state=initial), compiler="graph") as session:
            session.advance(6)
            seen.append(session.recording)
    np.testing.assert_allclose(seen[1].loss, seen[0].loss, rtol=1e-6)
    np.testing.assert_array_equal(seen[1].transitions, seen[0].transitions)


@pytest.mark.parametrize("initial", ["random", "learned"])
@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
def test_a_validation_on_its_own_begins_so_too_and_leaves_the_training_its_state(strategy, initial):
    rows = Experiment(
        task=CoinRows(rows=4, steps=16),
        chunking=Chunking(length=LENGTH, batch_size=2, validation=0.5),
        strategy=strategy,
        reset="never",
        initial_state=initial,
    )
    epoch, trained = rows.plan().batches_per_epoch, rows.plan().training_batches
    with Session(rows, compiler="graph") as session:
        session.advance(epoch + 1)
        recording = session.recording
    assert (recording.transitions[trained] == Transition.SET).all()
    entering, leaving = (recording.per_batch(name)[:, 0] for name in ("entering", "leaving"))
    np.testing.assert_allclose(entering[epoch], leaving[trained - 1], rtol=1e-6)


def test_where_states_begin_as_zero_nothing_is_built_for_it():
    for strategy in ("stateless", "stateful", "explicit"):
        network = build_network(replace(LEARNED, strategy=strategy, initial_state="zero"))
        assert network.initial is None
        assert not any("initial" in variable.name for variable in network.variables)
