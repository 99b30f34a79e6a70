"""Echo: say again what was heard some timesteps ago."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import check, whole
from rnnviz.tasks.base import Chunks, Endless, Floor, Loss, Task
from rnnviz.tasks.noise import bits


@dataclass(frozen=True)
class Echo(Task):
    """Fair coin flips in; the flip of `delay` timesteps ago is the target (0 before the first).

    **Floor with memory**: 0, the answer was heard. **Floor without memory across chunks**:
    the first `delay` targets of each chunk were heard before it began. Of them nothing is
    known but how often a sequence has only just started (then the target is 0), so each
    costs the entropy of that mixture: ln 2 in an endless stream. With chunks of 10 and a
    delay of 5, half the targets cost ln 2: 0.347.

    Example:
        >>> round(Echo(delay=5).floor(10).without_memory, 3)
        0.347
    """

    name: ClassVar[str] = "echo"
    title: ClassVar[str] = "Echo"
    loss: ClassVar[Loss] = "binary_crossentropy"

    delay: int = whole(5, low=1, high=10_000, label="Delay", unit="steps", help="How far back the answer lies.")
    length: int = whole(
        0,
        low=0,
        high=100_000_000,
        label="Sequence length",
        unit="steps · 0 = ∞",
        help="How long a sequence is before the next one starts; 0 for a stream without an end.",
    )

    def __post_init__(self) -> None:
        check(self, "task")

    @property
    def features(self) -> int:
        return 1

    @property
    def outputs(self) -> int:
        return 1

    @property
    def lengths(self) -> Endless:
        return Endless(self.length or None)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        # One draw covers the inputs and the targets, which are the inputs a little earlier.
        timestep = start[..., None] + np.arange(-self.delay, length)
        heard = bits(seed, sequence[..., None], timestep)
        heard[timestep < 0] = 0.0
        return heard[..., self.delay :, None], heard[..., :length, None]

    def floor(self, length: int) -> Floor:
        chunks_per_sequence = self.length // length if self.length else None
        nats = sum(
            _entropy(0.5 * (1.0 - _share_before_start(step, length, self.delay, chunks_per_sequence)))
            for step in range(min(self.delay, length))
        )
        return Floor(with_memory=0.0, without_memory=nats / length)

    def price_of_forgetting(self, length: int) -> str:
        hidden = min(self.delay, length)
        steps = "step" if self.delay == 1 else "steps"
        return (
            f"The answer lies {self.delay:,} {steps} back, so {hidden:,} of the {length:,} answers "
            "of each chunk cannot be known: "
        )


def _share_before_start(step: int, length: int, delay: int, chunks: int | None) -> float:
    """How often the target at `step` of a chunk lies before its sequence began."""
    if not chunks:
        return 0.0
    return min(math.ceil((delay - step) / length), chunks) / chunks


def _entropy(p: float) -> float:
    return 0.0 if p in (0.0, 1.0) else -(p * math.log(p) + (1.0 - p) * math.log(1.0 - p))
