"""Flip-flop: bits that keep what they were last set to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.events import MOST_EVERY, Events
from rnnviz.tasks.noise import bits
from rnnviz.tasks.stream import Stream, sequence_length

_PULSES, _SIGNS = 0, 1_000


@dataclass(frozen=True)
class FlipFlop(Stream):
    """Now and then a pulse comes in for one of the bits: +1 sets it, −1 clears it; the target is what each bit holds.

    A bit gets a pulse at each timestep with the probability ``p = 1 / every``, and at the first
    timestep of a sequence for certain; either sign is as likely.

    **Floor with memory**: 0, the last pulse was read. **Floor without memory across chunks**: what a
    bit holds is known from its first pulse in the chunk on. Until then, which the first ``n``
    timesteps of a chunk pass with the probability ``(1 − p)ⁿ``, it is a coin flip and costs ln 2. The
    chunk that starts a sequence has its pulse at once and costs nothing. With chunks of 10 and a
    pulse in 20 timesteps, three quarters of the answers are coin flips: 0.528.

    Example:
        >>> round(FlipFlop(every=20).floor(Cut(10)).without_memory, 3)
        0.528
    """

    name: ClassVar[str] = "flip-flop"
    title: ClassVar[str] = "Flip-flop"
    loss: ClassVar[Loss] = "binary_crossentropy"

    bits: int = whole(3, low=1, high=8, label="Bits", unit="bits", help="How many bits there are to keep.")
    every: int = whole(
        20,
        low=2,
        high=MOST_EVERY,
        label="Pulse every",
        unit="steps",
        help="Timesteps between pulses, on average.",
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return self.output_names

    @property
    def output_names(self) -> tuple[str, ...]:
        return tuple(f"bit {number}" for number in range(1, self.bits + 1))

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        bit = np.arange(self.bits)
        sequence, start = sequence[..., None], start[..., None]
        pulse = Events(self.every).latest(seed, sequence, start, length, _PULSES + bit)[..., 0]
        held = bits(seed, sequence[..., None], pulse, _SIGNS + bit[:, None])
        now = pulse == start[..., None] + np.arange(length)
        inputs = np.where(now, 2.0 * held - 1.0, 0.0).astype(np.float32)
        return inputs.swapaxes(-1, -2), held.swapaxes(-1, -2)

    def floor(self, cut: Cut) -> Floor:
        return Floor(with_memory=0.0, without_memory=math.log(2) * self._unset(cut) / cut.length)

    def price_of_forgetting(self, cut: Cut) -> str:
        return (
            f"Each chunk has to wait for a pulse to know what a bit holds, so {self._unset(cut):.1f} of its "
            f"{cut.length:,} answers are coin flips: "
        )

    def _unset(self, cut: Cut) -> float:
        """At how many timesteps of a chunk, on average, a bit has not got its pulse yet."""
        return cut.length * self.mean(cut, Events(self.every).seen(cut, self.starting(cut))[0])
