"""One frozen description of a run, to and from TOML and JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import tomli_w
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError, check, one_of, one_of_or_number, real, whole
from rnnviz.chunking import Cells, Chunking, Plan, make_plan
from rnnviz.chunking.parts import split
from rnnviz.strategies import INITIAL_STATES, MOST_BATCHES, RESETS, STRATEGIES, InitialState, Reset, Strategy
from rnnviz.tasks import TASKS, Echo, Floor, Task, Yardstick
from rnnviz.tasks.base import Chunks, Endless

Cell = Literal["SimpleRNN", "LSTM", "GRU"]


@dataclass(frozen=True)
class Network:
    """The recurrent layers; a dense head that fits the task follows them.

    Attributes:
        cell: The Keras layer: ``"SimpleRNN"``, ``"LSTM"`` or ``"GRU"``.
        units: Numbers in the hidden state h of each layer, 1 to 4,096; an LSTM has as many in c.
        layers: Recurrent layers on top of each other, 1 to 8.
        activation: What a cell squashes its state with, a Keras name: ``"tanh"``, ``"relu"``,
            ``"sigmoid"``, ``"elu"`` or ``"linear"``.

    Raises:
        ChoiceError: For a value that cannot be.

    Example:
        >>> Network(cell="LSTM", units=64).layers
        1
    """

    cell: Cell = one_of("SimpleRNN", ("SimpleRNN", "LSTM", "GRU"), label="Cell", help="The Keras recurrent layer.")
    units: int = whole(32, low=1, high=4096, label="Units", help="Numbers in the hidden state of each layer.")
    layers: int = whole(1, low=1, high=8, label="Layers", help="Recurrent layers on top of each other.")
    activation: str = one_of(
        "tanh",
        ("tanh", "relu", "sigmoid", "elu", "linear"),
        label="Activation",
        help="What a cell squashes its state with.",
    )

    def __post_init__(self) -> None:
        check(self, "network")


@dataclass(frozen=True)
class Training:
    """How the weights are changed after each batch.

    Attributes:
        optimizer: A Keras optimizer: ``"adam"``, ``"sgd"``, ``"rmsprop"`` or ``"adamw"``.
        learning_rate: The size of its steps, 0 to 10; with 0 the weights stay as they are.

    Raises:
        ChoiceError: For a value that cannot be.

    Example:
        >>> Training(learning_rate=0.0).optimizer
        'adam'
    """

    optimizer: str = one_of("adam", ("adam", "sgd", "rmsprop", "adamw"), label="Optimizer", help="The Keras optimizer.")
    learning_rate: float = real(
        0.005, low=0.0, high=10.0, label="Learning rate", help="Size of a step; 0 only watches."
    )

    def __post_init__(self) -> None:
        check(self, "training")


PARTS: dict[str, type] = {"chunking": Chunking, "network": Network, "training": Training}
"""The parts of an experiment that are always of the same kind, as a task is not."""


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run: the same experiment gives the same losses.

    Attributes:
        task: What there is to learn, out of :mod:`rnnviz.tasks`.
        chunking: How its sequences are cut, and dealt to the slots of each batch.
        strategy: Who carries the state from batch to batch: ``"stateless"`` (nobody), ``"stateful"`` (the
            layer) or ``"explicit"`` (the caller).
        reset: When a carried state is reset on purpose: ``"never"``, at each ``"sequence"`` (in its slot alone),
            at each ``"epoch"``, every so many batches (an int), or each slot with a probability before each
            batch (a float between 0 and 1).
        initial_state: What a state begins as, at first and when it is reset: ``"zero"``, ``"random"`` or
            ``"learned"``.
        network: The recurrent layers.
        training: How the weights are changed.
        seed: Decides the weights, the numbers of made tasks, and all chance.

    Raises:
        ChoiceError: For a value that cannot be; it names the choice and what would do.

    Example:
        >>> Experiment(strategy="stateful", reset="sequence").chunking.length
        10
        >>> Experiment(strategy="telepathy")
        Traceback (most recent call last):
        ...
        rnnviz.choices.ChoiceError: strategy is 'telepathy': choose one of stateless, stateful, explicit
    """

    task: Task = dataclasses.field(default_factory=Echo)
    chunking: Chunking = dataclasses.field(default_factory=Chunking)
    strategy: Strategy = one_of(
        "stateless", STRATEGIES, label="Strategy", help="Who carries the hidden state from batch to batch."
    )
    reset: Reset = one_of_or_number(
        "never",
        RESETS,
        low=1,
        high=MOST_BATCHES,
        label="Reset",
        unit="batches",
        help="When the carried state is reset on purpose: by name, every so many batches, or with a probability.",
    )
    initial_state: InitialState = one_of(
        "zero",
        INITIAL_STATES,
        label="Initial state",
        help="What a state begins as, at the start and at each reset: zero, small random numbers, "
        "or a vector that is learned with the weights.",
    )
    network: Network = dataclasses.field(default_factory=Network)
    training: Training = dataclasses.field(default_factory=Training)
    seed: int = whole(0, low=0, high=2**31 - 1, label="Seed", help="Decides weights, made data and shuffled order.")

    def __post_init__(self) -> None:
        for name, kind in (("task", Task), *PARTS.items()):
            if not isinstance(getattr(self, name), kind):
                raise ChoiceError(name, getattr(self, name), f"give a {kind.__name__}")
        check(self)

    def plan(self) -> Plan:
        """Who reads what when.

        Raises:
            ChoiceError: When the chunking does not fit the task's sequences, or the strategy.
            DataError: When the task's file cannot be read.

        Example:
            >>> Experiment().plan().cells(0, 2).start[:, 0].tolist()
            [0, 10]
        """
        try:
            plan = make_plan(self.chunking, self._source.lengths, self.seed)
        except ChoiceError as wrong:
            if not self.task.origin or wrong.field == "chunking.stride":  # too large for files of any length
                raise
            remedy = f"{wrong.remedy}, or a longer file than {self.task.origin}"
            raise ChoiceError(wrong.field, wrong.value, remedy) from None
        shortest, slots = plan.shortest_batch(), self.chunking.batch_size
        if self.strategy == "stateful" and self.chunking.remainder == "short" and shortest < slots:
            remedy = (
                f"a batch would have only {shortest:,} of {slots:,} slots, and a stateful layer takes batches of one "
                "size: choose drop or pad, a batch size that leaves no rest, or another strategy"
            )
            raise ChoiceError("chunking.remainder", "short", remedy)
        return plan

    def read(self, cells: Cells) -> Chunks:
        """What those chunks hold: inputs and targets ``(batches, slots, length, columns)``, float32.

        Behind a chunk's last timestep, and where a slot idles, they are 0.

        Raises:
            DataError: When the task's file cannot be read.

        Example:
            >>> experiment = Experiment()
            >>> [numbers.shape for numbers in experiment.read(experiment.plan().cells(0, 3))]
            [(3, 16, 10, 1), (3, 16, 10, 1)]
        """
        length = self.chunking.length
        there = np.unique(cells.steps)
        if set(there.tolist()) <= {length}:
            return self._source.chunks(self.seed, cells.sequence, cells.start, length)
        read: list[NDArray[np.float32]] = []
        for steps in there[there > 0].tolist():  # no task is asked for what lies behind the end of its sequence
            here = cells.steps == steps
            some = self._source.chunks(self.seed, cells.sequence[here], cells.start[here], steps)
            read = read or [np.zeros((*cells.steps.shape, length, part.shape[-1]), np.float32) for part in some]
            for numbers, part in zip(read, some, strict=True):
                numbers[here, :steps] = part
        return read[0], read[1]

    @property
    def floor(self) -> Floor | None:
        """The lowest losses there are, with memory across chunks and without; None where they are not known.

        Example:
            >>> round(Experiment().floor.without_memory, 3)
            0.347
        """
        return self.task.floor(self.chunking.cut)

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What simple guesses cost on what is trained on, where no floor is known; raises as `plan` does."""
        return self._source.yardsticks

    @property
    def _source(self) -> Task:
        """The task, with what it measures in its data measured on nothing but what is trained on."""
        if self.chunking.validation == 0.0 or not self.task.origin:
            return self.task  # what is made is known and need not be measured
        if isinstance(lengths := self.task.lengths, Endless):
            return self.task
        trained, _ = split(lengths, self.chunking.validation)
        timesteps = int(trained.steps.sum())
        return self.task.measured_on(timesteps) if timesteps else self.task

    def to_dict(self) -> dict[str, Any]:
        """Plain names and numbers, as JSON and TOML take them."""
        plain = dataclasses.asdict(self)
        plain["task"] = {"name": self.task.name, **plain["task"]}
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Experiment:
        """The experiment that `to_dict` gave; what is left out takes its default.

        Raises:
            ChoiceError: For a name or a value that does not exist.

        Example:
            >>> Experiment.from_dict({"task": {"name": "echo", "delay": 3}}).task
            Echo(delay=3, length=0)
        """
        parts = dict(_table("experiment", plain))
        if "task" in parts:
            task = dict(_table("task", parts["task"]))
            name = task.pop("name", Echo.name)
            # Not every value can be looked up in a dict: a list as a name ends here too.
            if name not in list(TASKS):
                raise ChoiceError("task.name", name, "choose one of " + ", ".join(TASKS))
            parts["task"] = _made("task", TASKS[name], task)
        for name, kind in PARTS.items():
            if name in parts:
                parts[name] = _made(name, kind, _table(name, parts[name]))
        made: Experiment = _made("", cls, parts)
        return made

    def to_json(self) -> str:
        """This experiment as JSON text, which :meth:`from_json` takes."""
        return json.dumps(self.to_dict(), indent=2)

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """The experiment in a JSON text; what is left out takes its default.

        Raises:
            ChoiceError: When it is not JSON, or for a name or a value that does not exist.
        """
        return cls.from_dict(_parsed("JSON", json.loads, text))

    def to_toml(self) -> str:
        """This experiment as TOML text, which :meth:`from_toml` takes.

        Example:
            >>> Experiment().to_toml().splitlines()[0]
            'strategy = "stateless"'
        """
        return tomli_w.dumps(self.to_dict())

    @classmethod
    def from_toml(cls, text: str) -> Experiment:
        """The experiment in a TOML text; what is left out takes its default.

        Raises:
            ChoiceError: When it is not TOML, or for a name or a value that does not exist.

        Example:
            >>> Experiment.from_toml('strategy = "stateful"').strategy
            'stateful'
        """
        import tomllib  # as few ask for it

        return cls.from_dict(_parsed("TOML", tomllib.loads, text))


def _parsed(language: str, parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except (ValueError, RecursionError) as error:
        remedy = f"this is not {language} ({error}): give what to_{language.lower()} wrote"
        raise ChoiceError("experiment", text, remedy) from error


def _table(name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ChoiceError(name, value, "give a table of names and values")
    return value


def _made(prefix: str, kind: type, values: dict[str, Any]) -> Any:
    known = [f.name for f in dataclasses.fields(kind)]
    for name, value in values.items():
        if name not in known:
            shown = name if isinstance(name, str) and name.isprintable() else ascii(name)
            field = f"{prefix}.{shown}" if prefix else shown
            raise ChoiceError(field, value, "there is no such choice; there are " + ", ".join(known))
    return kind(**values)
