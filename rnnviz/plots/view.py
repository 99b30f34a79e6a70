"""What is to be seen: of which recording, which layer, state and slot, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from rnnviz.plots.asking import Ask, at_once
from rnnviz.recording.header import Layer
from rnnviz.recording.recording import Recording


@dataclass(frozen=True)
class Source:
    """What the plots show, whatever the time.

    Attributes:
        recording: Where all of it is read from.
        layer: Number of the recurrent layer.
        kind: Its state, ``"h"`` or ``"c"``, or one of its gates that are kept, as ``"forget"``.
        slot: A watched slot.
    """

    recording: Recording
    layer: int
    kind: str
    slot: int

    @property
    def length(self) -> int:
        """Timesteps in a chunk."""
        return self.recording.header.length

    @property
    def described(self) -> Layer:
        """The layer."""
        return self.recording.header.layers[self.layer]

    @property
    def carried(self) -> str:
        """The state that is carried from chunk to chunk: `kind`, or h where that is a gate."""
        return self.kind if self.kind in self.described.kinds else self.described.kinds[0]

    @property
    def extremes(self) -> tuple[float, float]:
        """Between which numbers it lies as a rule: 0 and 1 for a gate that is shut or open, else −1 and 1."""
        opens = self.kind in self.described.gates and self.kind != "candidate"
        return (0.0, 1.0) if opens else (-1.0, 1.0)

    @property
    def track(self) -> int:
        """Where the recording's norms have the state that is carried."""
        return self.recording.header.tracks.index((self.layer, self.carried))


@dataclass(frozen=True)
class View:
    """A stretch of a source, as one frame shows it.

    Attributes:
        source: What is shown.
        start: The first timestep in view; may lie between two.
        stop: Where the view ends; may lie beyond what is recorded.
        batches: How many batches the recording had when the frame was begun, so that every
            plot of a frame shows the same ones.
        width: Logical pixels from `start` to `stop`.
        density: Pixels of the screen or the picture for each logical one.
        ask: How the recording is read.
    """

    source: Source
    start: float
    stop: float
    batches: int
    width: float
    density: float = 1.0
    ask: Ask = field(default=at_once, compare=False)

    @property
    def columns(self) -> int:
        """How many columns of numbers can be told apart."""
        return max(1, int(self.width * self.density))

    @cached_property
    def timesteps(self) -> int:
        """How many timesteps are recorded."""
        return self.batches * self.source.length

    @cached_property
    def steps(self) -> tuple[int, int]:
        """The recorded timesteps in view: from the first to behind the last."""
        first = min(max(0, int(self.start)), self.timesteps)
        return first, max(first, min(-int(-self.stop // 1), self.timesteps))

    @cached_property
    def batch_range(self) -> tuple[int, int]:
        """The recorded batches in view: from the first to behind the last."""
        first, last = self.steps
        return first // self.source.length, -(-last // self.source.length)

    @property
    def pixels_per_step(self) -> float:
        """How wide a timestep is."""
        return self.width / (self.stop - self.start)
