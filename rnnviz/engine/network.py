"""Build the Keras network that an experiment describes, one way for each strategy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rnnviz.engine.backend import keras
from rnnviz.engine.initial import InitialStates, States
from rnnviz.experiment import Experiment
from rnnviz.tasks.base import Loss

Tensor = Any


@dataclass(frozen=True)
class BuiltNetwork:
    """A network ready to be trained.

    Attributes:
        layers: Its recurrent layers, from the input up.
        variables: The weights that training changes.
        forward: ``forward(inputs, states) -> (predictions, states)``. Only a caller that
            carries the state itself (`carries`) gets states back, and only such a one, or `initial`,
            hands them in; else they are empty. Where chunks may be padded, a mask ``(batch_size, length)`` comes
            third: true where a timestep is there.
        carries: Shapes of the states that the caller has to carry.
        initial: Hands in the states that begin as something else than zero, and those that go on.
    """

    layers: list[Any]
    variables: list[Any]
    forward: Callable[..., tuple[Tensor, States]]
    carries: list[tuple[int, ...]]
    initial: InitialStates | None = None


_NAMES = {"SimpleRNN": "simple_rnn", "LSTM": "lstm", "GRU": "gru"}

HEAD_ACTIVATIONS: dict[Loss, str | None] = {
    "binary_crossentropy": "sigmoid",
    "mean_squared_error": None,
    "sparse_categorical_crossentropy": "softmax",
}
"""What turns the head's sums into what each loss expects."""

NetworkBuilder = Callable[[Experiment], BuiltNetwork]


def build_network(experiment: Experiment) -> BuiltNetwork:
    """The recurrent layers, and a dense head that fits the task.

    Inputs are ``(batch_size, length, columns)``, predictions ``(batch_size, length, outputs)``.
    """
    task, chunking = experiment.task, experiment.chunking
    columns = 1 if task.symbols else task.features
    inputs = [keras.Input(batch_shape=(chunking.batch_size, chunking.length, columns), name="inputs")]
    if chunking.has_gaps:
        inputs.append(keras.Input(batch_shape=(chunking.batch_size, chunking.length), dtype="bool", name="mask"))
    layers = recurrent_layers(experiment)
    hidden = _one_hot(inputs[0], task.features) if task.symbols else inputs[0]
    if experiment.strategy == "explicit" or experiment.initial_state != "zero":
        return _handed_in(experiment, inputs, hidden, layers)
    for layer in layers:
        hidden = layer(hidden, mask=_mask(inputs))
    model = keras.Model(inputs, _head(experiment)(hidden))

    def forward(x: Tensor, _: States, *mask: Tensor) -> tuple[Tensor, States]:
        return model([x, *mask], training=True), []

    return BuiltNetwork(layers, model.trainable_variables, forward, [])


def recurrent_layers(experiment: Experiment) -> list[Any]:
    """The layers by themselves, seeded so that every strategy starts from the same weights."""
    network = experiment.network
    kind = getattr(keras.layers, network.cell)
    own: dict[str, Any] = {"use_cudnn": False} if network.cell in ("LSTM", "GRU") else {}
    return [
        kind(
            network.units,
            activation=network.activation,
            return_sequences=True,
            return_state=experiment.strategy == "explicit",
            stateful=experiment.strategy == "stateful",
            kernel_initializer=keras.initializers.GlorotUniform(seed=_seed(experiment, number, 0)),
            recurrent_initializer=keras.initializers.Orthogonal(seed=_seed(experiment, number, 1)),
            name=f"{_NAMES[network.cell]}_{number}",
            **own,
        )
        for number in range(network.layers)
    ]


def _handed_in(experiment: Experiment, inputs: list[Tensor], hidden: Tensor, layers: list[Any]) -> BuiltNetwork:
    """States are inputs of the model, and outputs if the caller carries them: a model ignores ``initial_state=``."""
    given: States = []
    left: States = []
    for layer in layers:
        own = [keras.Input(batch_shape=(experiment.chunking.batch_size, size)) for size in layer.state_size]
        hidden, *leaving = keras.tree.flatten(layer(hidden, initial_state=own, mask=_mask(inputs)))
        given += own
        left += leaving
    model = keras.Model([*inputs, *given], [_head(experiment)(hidden), *left])

    def forward(x: Tensor, states: States, *mask: Tensor) -> tuple[Tensor, States]:
        predictions, *leaving = keras.tree.flatten(model([x, *mask, *states], training=True))
        return predictions, leaving

    carries = [tuple(state.shape) for state in given] if experiment.strategy == "explicit" else []
    initial = InitialStates.of(experiment, layers)
    variables = model.trainable_variables + (initial.learned if initial else [])
    return BuiltNetwork(layers, variables, forward, carries, initial)


def _mask(inputs: list[Tensor]) -> Tensor | None:
    return inputs[1] if len(inputs) > 1 else None


def _head(experiment: Experiment) -> Any:
    return keras.layers.Dense(
        experiment.task.outputs,
        activation=HEAD_ACTIVATIONS[experiment.task.loss],
        kernel_initializer=keras.initializers.GlorotUniform(seed=_seed(experiment, 0, 2)),
        name="head",
    )


def _one_hot(codes: Tensor, size: int) -> Tensor:
    return keras.ops.one_hot(keras.ops.cast(codes[..., 0], "int32"), size)


def _seed(experiment: Experiment, layer: int, matrix: int) -> int:
    # Keras warns when two initializers share a seed, and equal weights would break no symmetry.
    return (experiment.seed * 64 + layer * 4 + matrix) % 2**31
