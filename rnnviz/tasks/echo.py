"""Echo: say again what was heard some timesteps ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.entropy import entropy
from rnnviz.tasks.noise import bits
from rnnviz.tasks.stream import Stream, sequence_length


@dataclass(frozen=True)
class Echo(Stream):
    """Fair coin flips in; the flip of `delay` timesteps ago is the target (0 before the first).

    **Floor with memory**: 0, the answer was heard. **Floor without memory across chunks**:
    the first `delay` targets of each chunk were heard before it began. Of them nothing is
    known but how often a sequence has only just started (then the target is 0), so each
    costs the entropy of that mixture: ln 2 in an endless stream. With chunks of 10 and a
    delay of 5, half the targets cost ln 2: 0.347.

    Example:
        >>> round(Echo(delay=5).floor(Cut(10)).without_memory, 3)
        0.347
    """

    name: ClassVar[str] = "echo"
    title: ClassVar[str] = "Echo"
    loss: ClassVar[Loss] = "binary_crossentropy"

    delay: int = whole(5, low=1, high=10_000, label="Delay", unit="steps", help="How far back the answer lies.")
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return ("flip",)

    @property
    def output_names(self) -> tuple[str, ...]:
        return ("echo",)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        # One draw covers the inputs and the targets, which are the inputs a little earlier.
        timestep = start[..., None] + np.arange(-self.delay, length)
        heard = bits(seed, sequence[..., None], timestep)
        heard[timestep < 0] = 0.0
        return heard[..., self.delay :, None], heard[..., :length, None]

    def floor(self, cut: Cut) -> Floor:
        nats = np.zeros(cut.length)
        silence = self.among_first(cut, self.delay)[: self.delay]
        nats[: self.delay] = [entropy(0.5 * (1.0 - share)) for share in silence.tolist()]
        return Floor(with_memory=0.0, without_memory=self.mean(cut, nats))

    def price_of_forgetting(self, cut: Cut) -> str:
        hidden = min(self.delay, cut.length)
        steps = "step" if self.delay == 1 else "steps"
        return (
            f"The answer lies {self.delay:,} {steps} back, so {hidden:,} of the {cut.length:,} answers "
            "of each chunk cannot be known: "
        )
