"""What every task answers: how long its sequences are, what they hold, how low the loss can go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import check
from rnnviz.tasks.cutting import Cut

Loss = Literal["binary_crossentropy", "mean_squared_error", "sparse_categorical_crossentropy"]
Chunks = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True)
class Floor:
    """The expected loss of the best predictor, in the task's own loss (nats or squared units).

    Attributes:
        with_memory: Of one that remembers the whole sequence.
        without_memory: Of one that starts from nothing at each chunk.
    """

    with_memory: float
    without_memory: float


@dataclass(frozen=True)
class Yardstick:
    """What a simple way of guessing costs on these data, to measure a loss by where no floor is known.

    Attributes:
        name: The way, as ``"repeating the last value"``.
        loss: Its mean loss, in the task's own.
    """

    name: str
    loss: float


@dataclass(frozen=True)
class Endless:
    """As many sequences as a run needs.

    Attributes:
        length: Timesteps of each of them, or None when they have no end.
    """

    length: int | None = None


class Task(ABC):
    """Something to learn, as sequences of inputs and targets.

    A task is a frozen dataclass; its fields are choices (see :mod:`rnnviz.choices`), and making one
    with a value that cannot be raises :class:`~rnnviz.choices.ChoiceError`.

    Attributes:
        name: How files and the command line call it.
        title: How the window calls it.
        loss: The Keras loss that its targets call for.

    Example:
        >>> from rnnviz.tasks import Echo
        >>> inputs, targets = Echo(delay=1).chunks(seed=0, sequence=np.array([0]), start=np.array([0]), length=4)
        >>> inputs.shape, np.array_equal(targets[:, 1:], inputs[:, :-1])
        ((1, 4, 1), True)
    """

    name: ClassVar[str]
    title: ClassVar[str]
    loss: ClassVar[Loss]

    def __post_init__(self) -> None:
        check(self, "task")

    @property
    def origin(self) -> str:
        """The name of the file that the data are from, or nothing where they are made."""
        return ""

    @property
    def features(self) -> int:
        """Numbers per timestep that the network reads."""
        return len(self.symbols or self.input_names)

    @property
    def outputs(self) -> int:
        """Numbers per timestep that the network predicts."""
        return len(self.symbols or self.output_names)

    @property
    @abstractmethod
    def lengths(self) -> tuple[int, ...] | Endless:
        """Timesteps of each sequence, or :class:`Endless`."""

    @property
    def symbols(self) -> tuple[str, ...] | None:
        """The alphabet when inputs and targets are codes into one, else None.

        Then `chunks` gives codes in one column, and the network reads them one-hot:
        `features` and `outputs` are the size of the alphabet.
        """
        return None

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each number that is read means, in a word; nothing where they have no names of their own."""
        return ()

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each number that is predicted means, in a word; nothing where they have no names of their own."""
        return ()

    @abstractmethod
    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        """Read many chunks at once.

        Args:
            seed: Decides the numbers of a made task; a file's numbers ignore it.
            sequence: Which sequence each chunk is cut from, any shape ``(…)``.
            start: The timestep at which each chunk begins, the same shape.
            length: Timesteps of a chunk.

        Returns:
            Inputs ``(…, length, columns)`` and targets ``(…, length, columns)``, float32.
            The same `seed`, sequence and timestep give the same numbers however they are cut.
        """

    def measured_on(self, timesteps: int) -> Task:
        """The same data, with what is measured in them, as a scale is, measured in their first `timesteps` alone.

        What is kept for validation must not be known to the training.

        Raises:
            DataError: When nothing can be measured there.
        """
        return self

    @abstractmethod
    def floor(self, cut: Cut) -> Floor | None:
        """The lowest losses there are when sequences are cut so, a mean of all timesteps read; None if unknown."""

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What simple guesses cost where no floor is known, the best one first; raises as `lengths` does."""
        return ()

    def loss_in_words(self, loss: float) -> str:
        """What a loss means to somebody who knows the data, to go on after "this network is at …", or nothing."""
        return ""

    def price_of_forgetting(self, cut: Cut) -> str:
        """Why chunks that are cut so hide answers from a network without memory.

        The beginning of a sentence that goes on "no network without memory …", or nothing.
        """
        return ""
