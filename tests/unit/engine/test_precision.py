"""Whatever the process has told Keras, an experiment gives the same numbers, or says that it cannot."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session
from rnnviz.choices import ChoiceError
from rnnviz.engine import session as session_module
from rnnviz.engine.network import build_network
from rnnviz.engine.pool import Pool
from rnnviz.tasks import Echo

pytestmark = pytest.mark.keras

SMALL = Experiment(
    task=Echo(delay=2), chunking=Chunking(length=4, batch_size=3), strategy="stateful", network=Network("LSTM", 3)
)


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    """Nothing is used again, and what a test sets is gone after it."""
    monkeypatch.setattr(session_module, "POOL", Pool())
    before = keras.config.floatx(), keras.config.dtype_policy()
    yield
    keras.config.set_floatx(before[0])
    keras.config.set_dtype_policy(before[1])


def run(experiment, **options):
    with Session(experiment, compiler="graph", **options) as session:
        session.advance(4)
        return session.recording


def set_otherwise():
    keras.config.set_floatx("float16")
    keras.config.set_dtype_policy("mixed_bfloat16")


@pytest.mark.parametrize("again", [False, True], ids=["new", "used again"])
def test_settings_of_keras_change_no_number_and_stay(again, monkeypatch):
    usual = run(SMALL)
    if not again:
        monkeypatch.setattr(session_module, "POOL", Pool())
    set_otherwise()
    other = run(SMALL)
    np.testing.assert_array_equal(other.loss, usual.loss)
    np.testing.assert_array_equal(other.state(0, "c", 1, 0, 16), usual.state(0, "c", 1, 0, 16))
    assert (keras.config.floatx(), keras.config.dtype_policy().name) == ("float16", "mixed_bfloat16")


def test_a_network_of_half_precision_is_refused_by_its_layer():
    def build(experiment):
        keras.config.set_dtype_policy("mixed_float16")
        return build_network(experiment)

    with pytest.raises(ChoiceError, match="build is 'float16': its layer lstm_0 does not"):
        run(replace(SMALL, seed=1), build=build)
