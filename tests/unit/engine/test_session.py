"""A session: the same losses however it is driven, and resets as they were observed."""

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.choices import ChoiceError
from rnnviz.engine.backend import keras
from rnnviz.engine.network import BuiltNetwork, build_network
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

SMALL = Experiment(
    task=Echo(delay=2, length=12), chunking=Chunking(length=4, batch_size=3), strategy="stateful", seed=3
)


def losses(experiment, portions, **options):
    with Session(experiment, **options) as session:
        for batches in portions:
            session.advance(batches)
        return session.recording.loss


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_losses_are_the_same_to_the_bit_stepped_or_free_watched_or_not(cell):
    experiment = Experiment(chunking=Chunking(length=5, batch_size=3), network=Network(cell, 7), strategy="stateful")
    free = losses(experiment, [40])
    assert len(free) == 40
    np.testing.assert_array_equal(losses(experiment, [1] * 40), free)
    np.testing.assert_array_equal(losses(experiment, [7, 33], watch=[2]), free)
    np.testing.assert_array_equal(losses(experiment, [40], watch=[]), free)


def test_losses_are_the_same_stepped_or_free_where_chance_resets():
    by_chance = Experiment(**{**vars(SMALL), "reset": 0.3})
    free = losses(by_chance, [30])
    np.testing.assert_array_equal(losses(by_chance, [1] * 11 + [12, 7]), free)
    assert not np.array_equal(losses(SMALL, [30]), free)


def test_a_run_longer_than_one_compiled_call_is_one_run():
    tiny = Experiment(chunking=Chunking(length=1, batch_size=1), network=Network(units=2))
    once = losses(tiny, [1200])
    assert once.shape == (1200,)
    np.testing.assert_array_equal(losses(tiny, [500, 700]), once)


def test_another_seed_is_another_run():
    assert not np.array_equal(losses(SMALL, [5]), losses(Experiment(**{**vars(SMALL), "seed": 4}), [5]))


def test_a_learning_rate_of_zero_leaves_the_weights_as_they_are():
    rows = Experiment(
        task=CoinRows(rows=6, steps=4, width=2),
        chunking=Chunking(length=4, batch_size=6),
        training=Training(learning_rate=0.0),
    )
    assert np.ptp(losses(rows, [5])) == 0.0


def test_graph_and_xla_agree_but_for_rounding():
    np.testing.assert_allclose(losses(SMALL, [8], compiler="graph"), losses(SMALL, [8], compiler="xla"), rtol=1e-4)
    with Session(SMALL, compiler="graph") as session:
        assert session.recording.header.compiler == "graph"


def transitions(experiment, batches, **options):
    with Session(experiment, **options) as session:
        session.advance(batches)
        return session.recording.transitions


def test_the_sequence_policy_zeroes_only_where_a_sequence_starts():
    reset = Experiment(**{**vars(SMALL), "reset": "sequence"})
    assert transitions(reset, 7)[:, 0].tolist() == [
        Transition.FRESH, Transition.KEPT, Transition.KEPT,
        Transition.FRESH, Transition.KEPT, Transition.KEPT, Transition.FRESH,
    ]  # fmt: skip


def test_without_a_policy_one_sequence_leaks_into_the_next():
    assert transitions(SMALL, 7)[[3, 6]].tolist() == [[Transition.LEAKED] * 3] * 2


@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
def test_a_reset_every_two_batches_is_seen_in_mid_sequence(strategy):
    often = Experiment(strategy=strategy, reset=2, chunking=Chunking(length=4, batch_size=2))
    assert transitions(often, 5)[1:, 1].tolist() == [
        Transition.KEPT, Transition.LOST, Transition.KEPT, Transition.LOST,
    ]  # fmt: skip


@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
def test_the_epoch_policy_zeroes_when_the_data_begin_again(strategy):
    epochs = Experiment(
        task=CoinRows(rows=1, steps=12), chunking=Chunking(length=2, batch_size=2), strategy=strategy, reset="epoch"
    )
    seen = transitions(epochs, 7)
    # Slot 1 reads the second half, so it starts from zero in mid-sequence.
    assert seen[:, 0].tolist() == [1, 0, 0, 1, 0, 0, 1]
    assert seen[:, 1].tolist() == [4, 0, 0, 4, 0, 0, 4]


@pytest.mark.parametrize("strategy", ["stateful", "explicit"])
def test_a_reset_by_hand_zeroes_every_slot_once(strategy):
    with Session(Experiment(strategy=strategy, chunking=Chunking(length=4, batch_size=2))) as session:
        session.advance(2)
        session.reset_state()
        session.advance(1)
        session.advance(1)
        assert session.recording.transitions[1:].tolist() == [[0, 0], [4, 4], [0, 0]]
        assert session.recording.per_batch("reset").tolist() == [[0, 0], [0, 0], [2, 2], [0, 0]]


def test_c_of_an_lstm_of_ones_own_that_drops_out_is_recorded_as_it_was():
    def build(experiment):
        layer = keras.layers.LSTM(3, dropout=0.5, recurrent_dropout=0.5, seed=1, stateful=True, return_sequences=True)
        inputs = keras.Input(batch_shape=(2, 4, 1))
        model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(layer(inputs)))
        return BuiltNetwork([layer], model.trainable_variables, lambda x, _: (model(x, training=True), []), [])

    experiment = Experiment(strategy="stateful", chunking=Chunking(length=4, batch_size=2))
    with Session(experiment, build=build, gates=True) as session:
        session.advance(3)
        recording = session.recording
    assert recording.header.layers[0].gates == ()
    for kind, track in (("h", 0), ("c", 1)):
        left = np.linalg.norm(recording.state(0, kind, 1, 0, 12)[3::4], axis=1)
        np.testing.assert_allclose(left, recording.per_batch("leaving")[:, track, 1], rtol=1e-5)


def dropping_sequential(experiment):
    """Claims to be explicit; its Sequential takes ``initial_state=`` and drops it, as Keras does."""
    chunking, units = experiment.chunking, experiment.network.units
    layer = keras.layers.SimpleRNN(units)
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(chunking.batch_size, chunking.length, 1)),
            layer,
            keras.layers.RepeatVector(chunking.length),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )

    def forward(x, states):
        return model(x, initial_state=states), states

    return BuiltNetwork([layer], model.trainable_variables, forward, [(chunking.batch_size, units)])


def test_a_model_that_claims_to_carry_the_state_and_drops_it_is_found_out():
    claimed = Experiment(strategy="explicit", chunking=Chunking(length=4, batch_size=2))
    assert (transitions(claimed, 4)[1:] == Transition.KEPT).all()
    assert (transitions(claimed, 4, build=dropping_sequential)[1:] == Transition.LOST).all()


def injecting(experiment):
    """Claims to be explicit and hands in ones."""
    honest = build_network(experiment)
    return BuiltNetwork(
        honest.layers,
        honest.variables,
        lambda x, states: honest.forward(x, [keras.ops.ones_like(state) for state in states]),
        honest.carries,
    )


def test_a_state_that_nobody_left_is_seen_as_set():
    claimed = Experiment(strategy="explicit", chunking=Chunking(length=4, batch_size=2))
    assert (transitions(claimed, 3, build=injecting) == Transition.SET).all()


def begun(experiment):
    """Stateful layers that hold a state before the run begins, whatever the experiment claims."""
    network = build_network(Experiment(**{**vars(experiment), "strategy": "stateful"}))
    for layer in network.layers:
        layer.states[0].assign(keras.ops.full_like(layer.states[0], 0.5))
    return network


def test_a_state_from_before_the_run_is_observed_and_not_wiped_out():
    stateful = Experiment(strategy="stateful", chunking=Chunking(length=4, batch_size=2))
    with Session(stateful, build=begun, compiler="graph") as session:
        session.advance(3)
        recording = session.recording
    assert recording.transitions.tolist() == [[Transition.SET] * 2, [Transition.KEPT] * 2, [Transition.KEPT] * 2]
    np.testing.assert_allclose(recording.per_batch("entering")[0, 0], 0.5 * np.sqrt(stateful.network.units))


def test_a_policy_that_asks_for_it_resets_a_state_from_before_the_run():
    asked = Experiment(strategy="stateful", reset="sequence", chunking=Chunking(length=4, batch_size=2))
    assert transitions(asked, 1, build=begun, compiler="graph").tolist() == [[Transition.FRESH] * 2]


def test_a_network_that_claims_to_be_stateless_and_carries_is_found_out():
    claimed = Experiment(strategy="stateless", chunking=Chunking(length=4, batch_size=2))
    assert (transitions(claimed, 4, build=begun, compiler="graph")[1:] == Transition.KEPT).all()


def half_dropping(experiment):
    """Two stateful layers of which the upper one is zeroed before each batch behind everyone's back."""
    honest = build_network(experiment)

    def forward(x, states):
        honest.layers[1].reset_state()
        return honest.forward(x, states)

    return BuiltNetwork(honest.layers, honest.variables, forward, honest.carries)


def test_each_layer_is_observed_by_itself_and_the_worst_speaks_for_the_slot():
    two = Experiment(strategy="stateful", network=Network(units=4, layers=2), chunking=Chunking(length=4, batch_size=2))
    with Session(two, build=half_dropping) as session:
        session.advance(3)
        per_layer = session.recording.per_batch("transitions")
        assert per_layer[1:, 0].tolist() == [[0, 0], [0, 0]]
        assert per_layer[1:, 1].tolist() == [[4, 4], [4, 4]]
        assert (session.recording.transitions[1:] == Transition.LOST).all()


def test_norms_are_kept_of_every_slot_whoever_is_watched():
    with Session(SMALL, watch=[2]) as session:
        session.advance(2)
        recording = session.recording
    entering, leaving = recording.per_batch("entering"), recording.per_batch("leaving")
    assert entering.shape == leaving.shape == (2, 1, 3)
    assert (entering[0] == 0).all()
    np.testing.assert_allclose(entering[1], leaving[0], rtol=1e-6)
    last = recording.state(layer=0, kind="h", slot=2, start=7, stop=8)
    assert np.linalg.norm(last) == pytest.approx(leaving[1, 0, 2], rel=1e-5)


def test_inputs_and_targets_are_those_of_the_plan():
    with Session(SMALL, watch=[1]) as session:
        session.advance(3)
        recording = session.recording
    inputs, targets = (read(slot=1, start=0, stop=12)[:, 0] for read in (recording.inputs, recording.targets))
    np.testing.assert_array_equal(targets, [0, 0, *inputs[:-2]])


def test_a_slot_that_is_not_there_cannot_be_watched():
    with pytest.raises(ChoiceError, match="watch is 3: choose slots from 0 to 2"):
        Session(SMALL, watch=[3])


def test_a_slot_is_watched_once():
    with pytest.raises(ChoiceError, match="watch is 1: it is watched already"):
        Session(SMALL, watch=[1, 1])


def test_a_closed_session_says_so_before_it_trains():
    with Session(SMALL) as session:
        session.advance(1)
    with pytest.raises(RuntimeError, match="this session is closed"):
        session.advance(1)
    assert session.recording.batches == 1


def test_a_session_that_is_closed_gives_its_memory_back_once(monkeypatch):
    given = []
    monkeypatch.setattr("rnnviz.engine.session.give_back", lambda: given.append("back"))
    with Session(SMALL) as session:
        assert given == []
    session.close()
    assert given == ["back"]


def test_nothing_is_reset_by_hand_where_nothing_is_carried():
    with Session(Experiment(chunking=Chunking(length=4, batch_size=2))) as session:
        session.reset_state()
        session.advance(1)
        assert not session.recording.per_batch("reset").any()


@pytest.mark.parametrize("slots", [[3], [-1], [0.5], 1, [True]])
def test_only_slots_that_are_there_are_reset_by_hand(slots):
    with Session(SMALL) as session, pytest.raises(ChoiceError, match=r"slots is .*: (choose|give the) slots"):
        session.reset_state(slots)


def test_resets_by_hand_add_up_until_the_next_batch():
    with Session(SMALL) as session:
        session.advance(1)
        session.reset_state([0])
        session.reset_state([2])
        session.advance(2)
        assert session.recording.transitions[1:].tolist() == [
            [Transition.LOST, Transition.KEPT, Transition.LOST],
            [Transition.KEPT] * 3,
        ]


@pytest.mark.parametrize("batches", [-1, 1.5, True, "ten"])
def test_only_whole_numbers_of_batches_are_run(batches):
    with Session(SMALL) as session, pytest.raises(ChoiceError, match=r"batches is .*: choose a whole number from 0 up"):
        session.advance(batches)


def test_a_number_of_batches_may_be_numpys():
    with Session(SMALL) as session:
        session.advance(np.int64(2))
    assert session.recording.batches == 2


@pytest.mark.parametrize("watch", [3, "all", [1.5]])
def test_slots_to_watch_are_whole_numbers_in_a_list(watch):
    with pytest.raises(ChoiceError, match="watch is"):
        Session(SMALL, watch=watch)
