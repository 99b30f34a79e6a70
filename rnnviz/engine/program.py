"""A network with the loops that train it: compiled once, begun anew as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from rnnviz.engine.backend import keras
from rnnviz.engine.compiling import Compiled, Compiler, compile_loops
from rnnviz.engine.gates import gate_names
from rnnviz.engine.loop import Step
from rnnviz.engine.network import BuiltNetwork, NetworkBuilder, build_network
from rnnviz.engine.precision import check_precision, single_precision
from rnnviz.engine.snapshot import held_states
from rnnviz.engine.tap import Tap
from rnnviz.experiment import Experiment, Network
from rnnviz.strategies import InitialState, Strategy
from rnnviz.tasks.base import Chunks, Loss

CALL_BYTES = 2**21
"""How much one call's inputs and yields may take, which bounds how many batches a call holds.
Every call fills buffers of that size, even for one batch: twice as much makes a call of one batch
of an LSTM of 256 units a seventh slower. With half as much, a frame of an LSTM of 64 units with four
slots watched takes two calls, and a tenth longer."""

MOST_BATCHES = 512
"""The most batches in a call, however small they are: pausing waits for the call to end."""


@dataclass(frozen=True)
class Blueprint:
    """All that decides what is compiled.

    Whatever else an experiment says is numbers, which are handed in or assigned: seed, learning
    rate, what is read when, and what is reset.

    Attributes:
        features: Numbers per timestep that the network reads.
        outputs: Numbers per timestep that it predicts.
        coded: Whether inputs and targets are codes, of which the network makes numbers.
        columns: Of a batch of inputs, and of one of targets.
        loss: Name of a Keras loss.
        slots: Sequences in a batch.
        length: Timesteps of a chunk.
        gaps: Whether chunks may be padded and slots may idle.
        validates: Whether some batches validate the weights rather than change them.
        strategy: Who carries the state.
        initial_state: What a state begins as.
        network: The recurrent layers.
        optimizer: Name of a Keras optimizer.
        watched: Slots whose timesteps are kept.
        gates: Whether the gates of the watched slots are kept.
        compiler: What was asked for.
        build: Makes the network.
    """

    features: int
    outputs: int
    coded: bool
    columns: tuple[int, int]
    loss: Loss
    slots: int
    length: int
    gaps: bool
    validates: bool
    strategy: Strategy
    initial_state: InitialState
    network: Network
    optimizer: str
    watched: tuple[int, ...]
    gates: bool
    compiler: Compiler
    build: NetworkBuilder = build_network

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        sample: Chunks,
        watched: tuple[int, ...],
        gates: bool,
        compiler: Compiler,
        build: NetworkBuilder = build_network,
    ) -> Self:
        """That of an experiment which reads batches like `sample`, and of which so much is kept."""
        task, chunking = experiment.task, experiment.chunking
        return cls(
            features=task.features,
            outputs=task.outputs,
            coded=bool(task.symbols),
            columns=(sample[0].shape[-1], sample[1].shape[-1]),
            loss=task.loss,
            slots=chunking.batch_size,
            length=chunking.length,
            gaps=chunking.has_gaps,
            validates=chunking.validation > 0,
            strategy=experiment.strategy,
            initial_state=experiment.initial_state,
            network=experiment.network,
            optimizer=experiment.training.optimizer,
            watched=watched,
            gates=gates,
            compiler=compiler,
            build=build,
        )


@dataclass(frozen=True, eq=False)
class Program:
    """A network, and loops that are ready to train it.

    Attributes:
        blueprint: What it was made from.
        network: The network.
        optimizer: What changes its weights.
        compiled: The loops.
        most: Batches that a call can hold.
    """

    blueprint: Blueprint
    network: BuiltNetwork
    optimizer: Any
    compiled: Compiled
    most: int

    @classmethod
    @single_precision()
    def make(cls, experiment: Experiment, blueprint: Blueprint) -> Self:
        """Build the network of an experiment and compile it, which takes seconds.

        Raises:
            ChoiceError: When the compiler that was asked for cannot compile it, or somebody
                else's network does not compute in single precision.
        """
        network = blueprint.build(experiment)
        check_precision(network.layers)
        optimizer = _optimizer(experiment, network)
        most = _batches_per_call(blueprint, network)
        taps = [Tap(layer, carry=len(layer.state_size) > 1 and not gate_names(layer)) for layer in network.layers]
        try:
            step = Step(
                network,
                taps,
                optimizer,
                blueprint.loss,
                np.array(blueprint.watched, np.int32),
                gates=blueprint.gates,
                gaps=blueprint.gaps,
            )
            kinds = (False, True) if blueprint.validates else (False,)
            steps = {validates: replace(step, learns=not validates) for validates in kinds}
            columns, targets = blueprint.columns
            inputs = (blueprint.slots, blueprint.length, columns)
            compiled = compile_loops(steps, inputs, targets, most, blueprint.compiler)
        finally:
            for tap in taps:  # what they saw is in the loops by now
                tap.close()
        return cls(blueprint, network, optimizer, compiled, most)

    @property
    def bytes(self) -> int:
        """What its numbers take, of 4 bytes each."""
        return 4 * sum(variable.value.shape.num_elements() for variable in _numbers(self.network, self.optimizer))

    @single_precision()
    def begin(self, experiment: Experiment) -> None:
        """Become what :meth:`make` would make of an experiment with the same blueprint, number by number."""
        network = self.blueprint.build(experiment)
        fresh = _numbers(network, _optimizer(experiment, network))
        for variable, first in zip(_numbers(self.network, self.optimizer), fresh, strict=True):
            variable.assign(first.value)


def _numbers(network: BuiltNetwork, optimizer: Any) -> list[Any]:
    """All that a run changes, or begins with."""
    return [*network.variables, *held_states(network.layers), *optimizer.variables]


def _optimizer(experiment: Experiment, network: BuiltNetwork) -> Any:
    # By itself it would be numbered, and so would all its variables: TensorFlow keeps something of
    # every name that a variable ever had, 35 kB each, for as long as the process lives.
    named = {"class_name": experiment.training.optimizer, "config": {"name": "optimizer"}}
    optimizer = keras.optimizers.get(named)
    optimizer.learning_rate = experiment.training.learning_rate
    optimizer.build(network.variables)
    # Summing over replicas, of which there is one, registers a gradient that TensorFlow never
    # forgets: each run in a long-lived window would leave its whole graph behind.
    optimizer._all_reduce_sum_gradients = lambda gradients: gradients
    return optimizer


def _batches_per_call(blueprint: Blueprint, network: BuiltNetwork) -> int:
    read = blueprint.slots * blueprint.length * sum(blueprint.columns)
    if network.initial is not None:
        read += blueprint.slots * network.initial.columns
    states = sum(sum(layer.state_size) for layer in network.layers)
    if blueprint.gates:  # in half precision
        states += sum(layer.state_size[0] * len(gate_names(layer)) for layer in network.layers) // 2
    numbers = read + blueprint.length * len(blueprint.watched) * (states + 4)
    return int(np.clip(CALL_BYTES // (4 * numbers), 1, MOST_BATCHES))
