"""What is foreseen equals what a reading by hand, and what real Keras, come to."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.clinic.gallery import CASES
from rnnviz.experiment import Experiment
from rnnviz.preflight import findings
from rnnviz.preflight.outlook import Sight
from rnnviz.presets import PRESETS
from rnnviz.recording.transition import Transition
from rnnviz.strategies import resets
from rnnviz.tasks import CoinRows, Echo


def by_hand(experiment, batches):
    """Follow what each slot holds; count chunks that begin with what they should not, or without what they should."""
    plan = experiment.plan()
    cells = plan.cells(0, batches)
    zeroed = resets(experiment.strategy, experiment.reset, cells, experiment.seed)
    holds = [None] * experiment.chunking.batch_size
    seen = {"leaked": 0, "lost": 0}
    for batch in range(batches):
        for slot in range(len(holds)):
            if not cells.steps[batch, slot]:
                continue
            start, sequence = int(cells.start[batch, slot]), int(cells.sequence[batch, slot])
            needs = None if start == 0 else (sequence, start)
            has = None if zeroed[batch, slot] or experiment.strategy == "stateless" else holds[slot]
            seen["leaked"] += has is not None and has != needs
            seen["lost"] += has is None and needs is not None and batch > 0
            holds[slot] = (sequence, start + int(cells.steps[batch, slot]))
    return seen


@st.composite
def experiments(draw):
    length = draw(st.integers(1, 6))
    steps = draw(st.integers(length, 4 * length))
    endless = draw(st.booleans())
    task = (
        Echo(delay=2, length=draw(st.sampled_from([0, steps])))
        if endless
        else CoinRows(rows=draw(st.integers(2, 12)), steps=steps, width=1)
    )
    chunking = Chunking(
        length=length,
        batch_size=draw(st.integers(1, 4)),
        layout=draw(st.sampled_from(["contiguous", "row-order", "shuffled", "strided"])),
        stride=draw(st.integers(1, length)),
        remainder=draw(st.sampled_from(["drop", "pad"])),
    )
    strategy = draw(st.sampled_from(["stateless", "stateful", "explicit"]))
    return Experiment(
        task=task,
        chunking=chunking,
        strategy=strategy,
        reset=draw(st.sampled_from(["never", "sequence", "epoch", 1, 3])),
    )


@given(experiments())
@settings(max_examples=200)
def test_memory_goes_astray_exactly_where_a_rule_says_so(experiment):
    try:
        epoch = experiment.plan().batches_per_epoch
    except ChoiceError:
        return
    if epoch is not None and epoch < 2:
        return
    leaked = by_hand(experiment, 24 if epoch is None else 3 * epoch + 1)["leaked"]
    rules = {finding.rule for finding in findings(experiment)}
    assert bool(leaked) == bool(rules & {"wrong-place", "strangers", "epochs-run-on"})


@given(experiments())
@settings(max_examples=200)
def test_memory_is_thrown_away_exactly_where_the_outlook_says_so(experiment):
    try:
        plan = experiment.plan()
    except ChoiceError:
        return
    batches = plan.batches_per_epoch or 40
    outlook = Sight(experiment).outlook
    zeroed = by_hand(experiment, batches)["lost"]
    if experiment.strategy == "stateless":
        assert bool(zeroed) == (outlook.forgets > 0.0)
    elif outlook.jumps == outlook.mixes == 0.0 and experiment.reset in ("never", "sequence"):
        assert zeroed == 0


def stateful_rows(rows, reset, **chunking):
    return Experiment(
        task=CoinRows(rows=rows, steps=40, width=1),
        chunking=Chunking(length=10, **chunking),
        strategy="stateful",
        reset=reset,
    )


def test_an_epoch_of_few_batches_is_not_mistaken_for_what_comes_after_it():
    short = stateful_rows(2, "never", batch_size=2)
    assert Sight(short).outlook.mixes == 0.0
    assert Sight(short).epochs.mixes == 1.0


def test_a_reset_that_meets_only_validation_and_the_beginnings_of_epochs_cuts_nothing_short():
    chunking = {"batch_size": 1, "validation": 0.5, "validation_state": "training"}
    assert Sight(stateful_rows(1, 2, **chunking)).every == 0.0


def test_a_reset_that_meets_validation_first_and_a_sequence_later_is_seen():
    rows = stateful_rows(3, 5, batch_size=1, validation=0.3)
    assert rows.plan().cells(5, 8).validates.tolist() == [False] * 3 + [True] * 4 + [False]
    assert Sight(rows).every == pytest.approx(1 / 5)
    # Of the first two multiples of nine, one validates and one is in mid-sequence.
    assert Sight(stateful_rows(3, 9, batch_size=1, validation=0.3)).every == pytest.approx(1 / 9)


def test_by_chance_the_shares_are_what_is_to_be_expected_and_no_draw():
    seen = Sight(stateful_rows(2, 0.9, batch_size=2)).epochs
    assert (seen.mixes, seen.resets) == pytest.approx((0.1, 0.9))
    assert "epochs-run-on" in [finding.rule for finding in findings(stateful_rows(2, 0.9, batch_size=2))]


@pytest.mark.keras
@pytest.mark.parametrize("name", ["echo-row-order", "article-stateful"])
def test_keras_does_what_was_foreseen(name):
    from rnnviz.engine.session import Session

    experiment = PRESETS[name].experiment
    outlook = Sight(experiment).outlook
    with Session(experiment, watch=[0], compiler="graph") as session:
        session.advance(9)
        happened = session.recording.transitions[1:]
    assert np.mean(happened == Transition.LEAKED) == pytest.approx(outlook.jumps + outlook.mixes)


@pytest.mark.keras
def test_an_unbounded_state_does_burst():
    from rnnviz.engine.session import Session

    experiment = CASES["nan-stays"].experiment
    assert "unbounded-state" in [finding.rule for finding in findings(experiment)]
    with Session(experiment, watch=[0], compiler="graph") as session:
        session.advance(60)
        loss = session.recording.loss[-1]
        assert not np.isfinite(loss) or loss > 1e6
    tame = next(finding.fix for finding in findings(experiment) if finding.rule == "unbounded-state")
    with Session(replace(tame), watch=[0], compiler="graph") as session:
        session.advance(60)
        assert session.recording.loss.max() < 10
