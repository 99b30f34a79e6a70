"""What the worker asks of whatever computes. A real one is :class:`rnnviz.Session`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from rnnviz.experiment import Experiment
from rnnviz.recording.recording import Recording


class Engine(Protocol):
    """Advances a network batch by batch and records what it does. Used from one thread."""

    @property
    def recording(self) -> Recording:
        """What has happened so far; another thread may read it at any time."""

    def advance(self, batches: int) -> None:
        """Run that many batches, each recorded. Takes as long as it takes."""

    def reset_state(self, slots: Iterable[int] | None = None) -> None:
        """Reset the carried state of some slots before the next batch, by hand; of every one when left out."""

    def close(self) -> None:
        """Let go of what is held. The recording stays readable."""


EngineFactory = Callable[[Experiment], Engine]
"""Makes a ready engine; may take seconds, and raises ValueError or OSError for what cannot work."""
