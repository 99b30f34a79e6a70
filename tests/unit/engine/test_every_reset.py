"""Every layout, strategy, reset policy and remainder, against a reading of the plan by hand."""

from itertools import product
from typing import get_args

import numpy as np
import pytest
from token_session import token_session
from transitions_by_hand import BATCHES, by_hand

from rnnviz import Chunking, Experiment
from rnnviz.choices import ChoiceError
from rnnviz.chunking.choosing import Layout, Remainder
from rnnviz.strategies import INITIAL_STATES, RESETS, STRATEGIES
from rnnviz.tasks import CoinRows, Echo

pytestmark = pytest.mark.keras

TASKS = [CoinRows(rows=7, steps=9), CoinRows(rows=1, steps=60), Echo(delay=2), Echo(delay=2, length=9)]
POLICIES = [*RESETS, 3, 0.3]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("initial", INITIAL_STATES)
def test_what_is_observed_is_what_a_reading_by_hand_gives(policy, initial):
    rng = np.random.default_rng(POLICIES.index(policy))
    for layout, strategy, remainder in product(get_args(Layout), STRATEGIES, get_args(Remainder)):
        task = TASKS[rng.integers(len(TASKS))]
        experiment = Experiment(
            task=task,
            chunking=Chunking(
                length=int(rng.integers(3, 5)),
                batch_size=int(rng.integers(2, 5)),
                layout=layout,
                stride=2,
                remainder=remainder,
                validation=float(rng.choice([0.0, 0.3])) if isinstance(task, CoinRows) else 0.0,
                validation_state=rng.choice(["own", "training"]),
            ),
            strategy=strategy,
            reset=policy,
            initial_state=initial,
            seed=int(rng.integers(10)),
        )
        slots, hand_batch = experiment.chunking.batch_size, int(rng.integers(BATCHES))
        hand_slots = np.flatnonzero(rng.random(slots) < 0.5).tolist()
        try:
            session = token_session(experiment)
        except ChoiceError:  # a stateful layer refuses short batches
            assert (strategy, remainder) == ("stateful", "short")
            continue
        with session:
            session.advance(hand_batch)
            session.reset_state(hand_slots)
            session.advance(BATCHES - hand_batch)
            seen = session.recording.transitions
        expected = by_hand(experiment, hand_batch, hand_slots, np.zeros((BATCHES, slots), bool))
        np.testing.assert_array_equal(seen, expected, err_msg=str(experiment))
