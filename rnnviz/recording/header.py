"""What is known of a recording before its first batch."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.experiment import Experiment
from rnnviz.tasks import Floor, Yardstick


@dataclass(frozen=True)
class Layer:
    """One recurrent layer.

    Attributes:
        name: Its Keras name.
        cell: Its Keras class.
        units: Numbers in each of its states.
        kinds: Its states, ``("h",)`` or ``("h", "c")``.
        gates: Those of its gates that are kept, as ``("update", "reset", "candidate")``. Unlike a
            state a gate is not carried from one timestep to the next.
    """

    name: str
    cell: str
    units: int
    kinds: tuple[str, ...]
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """What is fixed for a whole recording, so that it can be read without its task's data.

    Attributes:
        experiment: The choices.
        layers: The recurrent layers, from the input up.
        watched: The slots whose states, inputs, targets and predictions are kept.
        symbols: The alphabet when inputs, targets and predictions are codes into one.
        floor: The task's loss floors, if they are known.
        compiler: What ran the step: ``"graph"`` or ``"xla"``.
        compiler_note: Why it is not the one that was hoped for; empty when it is.
        batches_per_epoch: Batches until the data begin again, or None when they never do.
        yardsticks: What simple guesses cost on the task's data, where no floor is known.
    """

    experiment: Experiment
    layers: tuple[Layer, ...]
    watched: tuple[int, ...]
    symbols: tuple[str, ...] | None = None
    floor: Floor | None = None
    compiler: str = "graph"
    compiler_note: str = ""
    batches_per_epoch: int | None = None
    yardsticks: tuple[Yardstick, ...] = ()

    @property
    def length(self) -> int:
        """Timesteps in a chunk."""
        return self.experiment.chunking.length

    @property
    def batch_size(self) -> int:
        """Slots in a batch."""
        return self.experiment.chunking.batch_size

    @property
    def tracks(self) -> tuple[tuple[int, str], ...]:
        """Every (layer number, state kind), in the order in which blocks hold them."""
        return tuple((n, kind) for n, layer in enumerate(self.layers) for kind in layer.kinds)

    @property
    def gates(self) -> tuple[tuple[int, str], ...]:
        """Every (layer number, gate) that is kept, in the order in which blocks hold them."""
        return tuple((n, gate) for n, layer in enumerate(self.layers) for gate in layer.gates)
