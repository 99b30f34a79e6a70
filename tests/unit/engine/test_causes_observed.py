"""Each cause in the ledger made to happen with real Keras."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session, Training, Transition
from rnnviz.analysis.causes import Cause
from rnnviz.analysis.ledger import Ledger
from rnnviz.engine.backend import keras, tf
from rnnviz.engine.network import BuiltNetwork, build_network
from rnnviz.strategies import resets
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

FRESH, SET, LEAKED, LOST = Transition.FRESH, Transition.SET, Transition.LEAKED, Transition.LOST


def told(experiment, batches=7, *, by_hand_before=None, slots=None, build=build_network):
    """What the ledger of a run says: for each layer, transition and cause the batches, parted, and the slots."""
    with Session(experiment, compiler="graph", build=build) as session:
        if by_hand_before is not None:
            session.advance(by_hand_before)
            session.reset_state(slots)
            batches -= by_hand_before
        session.advance(batches)
        ledger = Ledger(session.recording)
        ledger.read_all()
    return {
        story: [(entry.first, entry.slots) for entry in parts]
        for story, parts in ledger.parts.items()
        if story.cause is not Cause.START
    }, ledger


def experiment(strategy, *, task=None, reset="never", layout="contiguous", slots=2, **network):
    return Experiment(
        task=task or Echo(delay=2),
        chunking=Chunking(length=4, batch_size=slots, layout=layout),
        strategy=strategy,
        reset=reset,
        network=Network(units=3, **network),
        seed=3,
    )


def in_both(batches, slots=(0, 1)):
    return [(batch, slots) for batch in batches]


def test_the_run_began_is_told_of_every_first_batch():
    _, ledger = told(experiment("stateful"), 2)
    (entry,) = ledger.stories.values()
    assert (entry.story.cause, entry.story.transition, entry.last, entry.times) == (Cause.START, FRESH, 0, 2)


def test_a_stateless_layer_is_zeroed_by_the_call():
    found, ledger = told(experiment("stateless", cell="LSTM"), 4)
    assert found == {(0, LOST, Cause.CALL): in_both([1, 2, 3])}
    (entry,) = (entry for story, entry in ledger.stories.items() if story.cause is Cause.CALL)
    recording = ledger.recording
    norms = np.hypot(*recording.per_batch("leaving", 0, 3).swapaxes(0, 1))
    assert entry.before == pytest.approx((norms.min(), norms.max()))
    assert entry.after == (0.0, 0.0)


def test_a_policy_is_told_from_the_end_of_an_epoch_and_from_a_hand():
    rows = CoinRows(rows=1, steps=24)  # three batches an epoch; slot 1 reads the second half
    found, _ = told(experiment("stateful", reset=2), 6, by_hand_before=3)
    assert found == {(0, LOST, Cause.POLICY): in_both([2, 4]), (0, LOST, Cause.HAND): in_both([3])}
    found, _ = told(experiment("explicit", task=rows, reset="epoch"))
    assert found == {
        (0, FRESH, Cause.EPOCH): in_both([3, 6], (0,)),
        (0, LOST, Cause.EPOCH): in_both([3, 6], (1,)),
    }


def test_by_hand_one_slot_can_be_reset_and_the_others_know_nothing_of_it():
    found, _ = told(experiment("stateful", cell="LSTM"), 4, by_hand_before=2, slots=[1])
    assert found == {(0, LOST, Cause.HAND): in_both([2], (1,))}


def test_chance_resets_single_slots_and_is_told_as_the_cause():
    by_chance = experiment("explicit", reset=0.4)
    found, _ = told(by_chance)
    asked = resets("explicit", 0.4, by_chance.plan().cells(0, 7), by_chance.seed)
    expected = [(batch, tuple(np.flatnonzero(asked[batch]).tolist())) for batch in range(1, 7) if asked[batch].any()]
    assert any(len(slots) == 1 for _, slots in expected)
    assert found == {(0, LOST, Cause.CHANCE): expected}


def test_a_reset_while_a_slot_idles_is_told_when_it_reads_again():
    found, _ = told(of_rows(3, remainder="pad"), 5, by_hand_before=3)  # slot 1 idles in batches 2 and 3
    assert found[0, FRESH, Cause.HAND] == [(4, (1,))]


@pytest.mark.parametrize(("initial", "cause"), [("random", Cause.RANDOM), ("learned", Cause.LEARNED)])
def test_what_a_state_begins_as_is_told_wherever_it_begins(initial, cause):
    begins = replace(experiment("stateful", reset=3, cell="GRU"), initial_state=initial)
    found, ledger = told(begins, 6, by_hand_before=2, slots=[0])
    expected = {(0, SET, cause): [*in_both([0])[: initial == "random"], *in_both([2], (0,)), *in_both([3])]}
    assert found == expected
    assert (Cause.START in {story.cause for story in ledger.stories}) == (initial == "learned")  # still zero
    found, _ = told(replace(begins, strategy="stateless"), 4)
    assert found == {(0, SET, cause): in_both(range(initial == "learned", 4))}


def test_a_vector_that_is_still_zero_is_told_as_what_a_stateless_layer_began_with():
    still = replace(experiment("stateless"), initial_state="learned", training=Training(learning_rate=0.0))
    found, _ = told(still, 3)
    assert found == {(0, LOST, Cause.LEARNED): in_both([1, 2])}


def test_a_random_state_that_the_network_ignores_is_told():
    def build(wanted):
        return build_network(experiment("stateless"))

    found, _ = told(replace(experiment("stateless"), initial_state="random"), 3, build=build)
    assert found == {(0, FRESH, Cause.IGNORED): in_both([0]), (0, LOST, Cause.IGNORED): in_both([1, 2])}


def test_resets_that_are_missing_are_told_too():
    found, _ = told(experiment("stateful", task=Echo(delay=2, length=12)))
    assert found == {(0, LEAKED, Cause.NOTHING_AT_SEQUENCE): in_both([3, 6])}
    found, _ = told(experiment("explicit", task=CoinRows(rows=1, steps=24)))
    assert found == {(0, LEAKED, Cause.NOTHING_AT_EPOCH): in_both([3, 6])}


def test_a_slot_that_jumps_is_told_from_a_sequence_that_begins():
    rows = experiment("stateful", task=CoinRows(rows=3, steps=16), layout="row-order")
    found, _ = told(rows)  # four chunks a row: each slot reads every second one; six batches an epoch
    assert found == {
        (0, LEAKED, Cause.JUMP): [(1, (0, 1)), (2, (1,)), (3, (0, 1)), (4, (1,)), (5, (0, 1))],
        (0, LEAKED, Cause.NOTHING_AT_SEQUENCE): [(2, (0,)), (4, (0,))],
        (0, LEAKED, Cause.NOTHING_AT_EPOCH): in_both([6]),
    }


def of_rows(rows, reset="never", **chunking):
    """Rows of two chunks each, for a stateful layer of two slots."""
    return Experiment(
        task=CoinRows(rows=rows, steps=8),
        chunking=Chunking(length=4, batch_size=2, **chunking),
        strategy="stateful",
        reset=reset,
        network=Network(units=3),
    )


def test_validation_on_the_training_s_state_is_told_on_the_way_there_and_back():
    found, _ = told(of_rows(4, validation=0.5, validation_state="training"), 9)  # two of four batches validate
    assert found == {(0, LEAKED, Cause.VALIDATION_LEAKED): in_both([2, 4, 6, 8])}


def test_validation_on_its_own_begins_from_zero_and_leaves_the_training_alone():
    found, ledger = told(of_rows(4, validation=0.5, validation_state="own"), 9)
    assert found == {
        (0, FRESH, Cause.VALIDATION): in_both([2, 6]),
        (0, LEAKED, Cause.NOTHING_AT_EPOCH): in_both([4, 8]),
    }
    (leaked,) = (parts for story, parts in ledger.parts.items() if story.cause is Cause.NOTHING_AT_EPOCH)
    for entry, trained in zip(leaked, (1, 5), strict=True):
        left = ledger.recording.per_batch("leaving", trained, trained + 1)
        for norms in (entry.before, entry.after):
            assert norms == pytest.approx((left.min(), left.max()))


def test_a_slot_that_idled_had_left_what_its_last_chunk_left():
    found, ledger = told(of_rows(3, reset="sequence", remainder="pad"), 5)  # slot 1 has but one row
    assert found == {(0, FRESH, Cause.POLICY): [(2, (0,)), (4, (0, 1))]}
    (parts,) = (parts for story, parts in ledger.parts.items() if story.cause is Cause.POLICY)
    leaving = ledger.recording.per_batch("leaving")[:, 0]
    assert parts[-1].before == pytest.approx(tuple(sorted([leaving[3, 0], leaving[1, 1]])))


def test_only_the_layer_at_fault_is_told_of():
    found, _ = told(experiment("explicit", layers=2), 4, build=one_layer_forgets)
    assert found == {(1, LOST, Cause.IGNORED): in_both([1, 2, 3])}


def one_layer_forgets(wanted):
    """The lower layer carries its state in itself; the upper one gets none, whatever the caller hands in."""
    lower, upper = (keras.layers.SimpleRNN(3, return_sequences=True, stateful=stateful) for stateful in (True, False))
    model = keras.Sequential([keras.Input(batch_shape=(2, 4, 1)), lower, upper, keras.layers.Dense(1, "sigmoid")])
    return BuiltNetwork([lower, upper], model.trainable_variables, lambda x, _: (model(x), []), [])


def test_a_layer_that_is_to_be_stateful_and_is_not_is_found_out():
    def build(wanted):
        return build_network(experiment("stateless"))

    found, _ = told(experiment("stateful"), 4, build=build)
    assert found == {(0, LOST, Cause.DROPPED): in_both([1, 2, 3])}


def carries_on_its_own(wanted):
    """Hands its layer the state that it left, and hears of no reset."""
    layer = keras.layers.SimpleRNN(3, return_sequences=True, return_state=True)
    head, state = keras.layers.Dense(1, "sigmoid"), tf.Variable(tf.zeros((2, 3)))
    layer.build((2, 4, 1))
    head.build((2, 4, 3))

    def forward(x, _):
        hidden, left = layer(x, initial_state=state)
        state.assign(left)
        return head(hidden), []

    return BuiltNetwork([layer], layer.trainable_variables + head.trainable_variables, forward, [])


def test_a_reset_that_does_not_take_is_told():
    found, _ = told(experiment("stateful", reset=3), 8, build=carries_on_its_own)
    assert found == {(0, Transition.KEPT, Cause.RESET_FAILED): in_both([3, 6])}


def starts_from_ones(wanted):
    """A layer whose initial state is not zero, as a learned one."""
    layer = keras.layers.SimpleRNN(3, return_sequences=True)
    head = keras.layers.Dense(1, "sigmoid")
    layer.build((2, 4, 1))
    head.build((2, 4, 3))
    variables = layer.trainable_variables + head.trainable_variables
    return BuiltNetwork([layer], variables, lambda x, _: (head(layer(x, initial_state=tf.ones((2, 3)))), []), [])


def test_a_state_that_is_neither_zero_nor_left_was_set():
    found, ledger = told(experiment("explicit"), 3, build=starts_from_ones)
    assert found == {(0, SET, Cause.SET): in_both([0, 1, 2])}
    (entry,) = ledger.stories.values()
    assert entry.after == pytest.approx((3**0.5, 3**0.5))


def dead(wanted):
    """Its units never rise above zero."""
    built = build_network(wanted)
    for weight in built.layers[0].trainable_variables:
        weight.assign(tf.zeros_like(weight))
    return built


def test_a_state_that_was_left_as_zero_is_not_blamed_on_anybody():
    quiet = experiment("stateful", task=Echo(delay=2, length=8), activation="relu")
    still = Experiment(**{**vars(quiet), "training": Training(learning_rate=0.0)})
    found, _ = told(still, 5, build=dead)
    assert found == {(0, FRESH, Cause.LEFT_ZERO): in_both([2, 4])}


def test_a_state_that_is_not_a_number_is_told_from_where_it_began_to_where_it_was_cured():
    diverging = Experiment(
        strategy="stateful",
        chunking=Chunking(length=4, batch_size=2),
        network=Network(units=16, activation="relu"),
        training=Training(learning_rate=10.0),
    )
    _, ledger = told(diverging, 41, by_hand_before=40)
    recording = ledger.recording
    left, entered = (np.isnan(recording.per_batch(name)[:, 0]) for name in ("leaving", "entering"))
    began = [int(np.argmax(left[:, slot])) for slot in (0, 1)]
    parts = {story.cause: entries for story, entries in ledger.parts.items()}
    assert sorted((e.first, slot) for e in parts[Cause.NAN_BEGAN] for slot in e.slots) == sorted(
        (batch + 1, slot) for slot, batch in enumerate(began)
    )
    still = {(e.first, slot) for e in parts[Cause.NAN] for slot in e.slots}
    assert still == {(batch, slot) for slot in (0, 1) for batch in range(began[slot] + 2, 40)}
    assert not entered[40].any()
    (cured,) = parts[Cause.HAND]
    assert (cured.first, cured.after) == (40, (0.0, 0.0))
    assert np.isnan(cured.before).all()
