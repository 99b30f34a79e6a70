"""What the worker is doing, as one frozen snapshot that crosses threads."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rnnviz.choices import ChoiceError

if TYPE_CHECKING:
    from rnnviz.experiment import Experiment
    from rnnviz.recording.recording import Recording


class State(Enum):
    """The states of a run, in the order in which they usually come."""

    IDLE = "idle"
    """Nothing was asked for yet."""
    PREPARING = "preparing"
    """Keras is loading, or the network is being built."""
    READY = "ready"
    """Built, and no batch has run."""
    RUNNING = "running"
    """Batches follow one another until somebody says stop."""
    PAUSED = "paused"
    """Some batches have run, and the next one waits to be asked for."""
    FAILED = "failed"
    """An error ended it; another experiment, or a restart, begins anew."""


@dataclass(frozen=True)
class Failure:
    """An error, told so that it can be read on screen.

    Attributes:
        text: One or a few lines that name what went wrong.
        details: The traceback.
        field: The dotted name of the choice to blame, or None.
        remedy: What would do instead, for a choice to blame.
    """

    text: str
    details: str
    field: str | None = None
    remedy: str = ""

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """The failure that `error` stands for.

        Example:
            >>> Failure.of(ValueError("too long")).text
            'ValueError: too long'
        """
        details = "".join(traceback.format_exception(error))
        if isinstance(error, ChoiceError):
            return cls(str(error), details, error.field, error.remedy)
        said = str(error).strip()
        if said and type(error).__module__.startswith("rnnviz."):
            return cls(said, details)  # our own errors are whole sentences
        return cls(f"{type(error).__name__}: {said}" if said else type(error).__name__, details)


@dataclass(frozen=True)
class Status:
    """One moment of a run.

    Attributes:
        state: What is going on.
        generation: Counts the runs of a window; an answer to an older one comes too late.
        experiment: What was asked for.
        recording: What it has left so far, once the network stands.
        message: What takes its time while preparing: ``"Loading Keras…"``.
        failure: Why it failed, or had to pause.
    """

    state: State = State.IDLE
    generation: int = 0
    experiment: Experiment | None = None
    recording: Recording | None = None
    message: str = ""
    failure: Failure | None = None

    @property
    def builds(self) -> bool:
        """Whether a network is being built, so that what is on the screen, if anything, is of the run before."""
        return self.state is State.PREPARING and self.recording is None
