"""Which compiler runs a network: XLA wherever it can, and the record says so."""

import numpy as np
import pytest

from rnnviz import Chunking, Experiment, Network, Session
from rnnviz.choices import ChoiceError
from rnnviz.engine.backend import tf
from rnnviz.engine.network import BuiltNetwork, build_network
from rnnviz.recording import open_recording

pytestmark = pytest.mark.keras

SMALL = Experiment(chunking=Chunking(length=3, batch_size=2), network=Network(units=3), strategy="stateful")


def beyond_xla(experiment):
    """A network that hands its input to Python in between, which XLA cannot."""
    honest = build_network(experiment)

    def forward(x, states):
        y = tf.numpy_function(np.copy, [x], tf.float32)
        return honest.forward(tf.ensure_shape(y, x.shape), states)

    return BuiltNetwork(honest.layers, honest.variables, forward, honest.carries)


def test_auto_is_xla_where_it_can_be():
    with Session(SMALL) as session:
        assert session.recording.header.compiler == "xla"
        assert session.recording.header.compiler_note == ""


def test_a_network_that_xla_cannot_compile_runs_as_a_graph_and_the_record_says_why(tmp_path):
    path = tmp_path / "run.rnnviz"
    with Session(SMALL, build=beyond_xla, path=path) as session:
        session.advance(3)
        losses = session.recording.loss
    header = open_recording(path).header
    assert header.compiler == "graph"
    assert header.compiler_note.startswith("XLA cannot compile this network, so it runs as a plain graph: ")
    assert "\n" not in header.compiler_note
    with Session(SMALL, compiler="graph") as session:
        session.advance(3)
        np.testing.assert_array_equal(session.recording.loss, losses)


def test_xla_that_was_asked_for_and_cannot_be_had_is_refused():
    with pytest.raises(ChoiceError, match=r"^compiler is 'xla': XLA cannot compile this network \(.*\): choose graph$"):
        Session(SMALL, build=beyond_xla, compiler="xla")


def test_another_compiler_is_refused():
    with pytest.raises(ChoiceError, match="compiler is 'jit': choose one of auto, graph, xla"):
        Session(SMALL, compiler="jit")


@pytest.mark.parametrize("compiler", ["graph", "xla"])
def test_compiling_leaves_the_network_as_it_is(compiler):
    kept = []

    def build(experiment):
        kept.append(build_network(experiment))
        kept.append([variable.numpy() for variable in kept[0].variables])
        return kept[0]

    with Session(SMALL, build=build, compiler=compiler):
        network, before = kept
        for variable, values in zip(network.variables, before, strict=True):
            np.testing.assert_array_equal(variable.numpy(), values)
        assert not network.layers[0].states[0].numpy().any()
