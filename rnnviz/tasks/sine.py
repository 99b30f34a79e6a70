"""A sine with a hidden phase: keep time from the last pulse on."""

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
from rnnviz.tasks.stream import Stream, sequence_length


@dataclass(frozen=True)
class Sine(Stream):
    """A pulse starts a sine wave anew; the target is the wave, and nothing but the pulses comes in.

    The wave is ``sin(2π a / period)``, `a` timesteps after the last pulse. Where in its period it
    is has to be kept in mind: the input shows it at pulses only. There is one at each timestep
    with the probability ``p = 1 / every``, and at the first timestep of a sequence for certain.

    **Floor with memory**: 0, the last pulse was read. **Floor without memory across chunks**: until
    the first pulse in the chunk, which its first ``n`` timesteps do without with the probability
    ``(1 − p)ⁿ``, the last one was `A` timesteps before the chunk's first, where `A` is ``1, 2, …`` with the
    probability ``p (1 − p)ᴬ⁻¹`` (in a sequence with an end, no more than has passed of it). The best
    guess is the wave's mean over all `A`, and costs its variance, both got from the mean of
    ``exp(iωA)`` and ``exp(2iωA)``. The chunk that starts a sequence costs nothing. With chunks of 10,
    a period of 12 and a pulse in 40 timesteps: 0.437.

    Example:
        >>> round(Sine(period=12, every=40).floor(Cut(10)).without_memory, 3)
        0.437
    """

    name: ClassVar[str] = "sine"
    title: ClassVar[str] = "Hidden-phase sine"
    loss: ClassVar[Loss] = "mean_squared_error"

    period: int = whole(12, low=3, high=1_000, label="Period", unit="steps", help="Timesteps of a whole wave.")
    every: int = whole(
        40, low=2, high=MOST_EVERY, label="Pulse every", unit="steps", help="Timesteps between pulses, on average."
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return ("pulse",)

    @property
    def output_names(self) -> tuple[str, ...]:
        return ("wave",)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        pulse = Events(self.every).latest(seed, sequence, start, length)
        age = start[..., None, None] + np.arange(length)[:, None] - pulse
        wave = np.sin(np.arange(self.period) * (2.0 * math.pi / self.period)).astype(np.float32)
        return (age == 0).astype(np.float32), wave[age % self.period]

    def floor(self, cut: Cut) -> Floor:
        unknown = Events(self.every).seen(cut, self.starting(cut))[0]
        turn = 2j * math.pi / self.period
        later = np.arange(cut.length)
        mean = (np.exp(turn * later) * self._past(turn, cut)).imag
        square = 0.5 - 0.5 * (np.exp(2 * turn * later) * self._past(2 * turn, cut)).real
        return Floor(with_memory=0.0, without_memory=self.mean(cut, unknown * (square - mean**2)))

    def price_of_forgetting(self, cut: Cut) -> str:
        unknown = cut.length * self.mean(cut, Events(self.every).seen(cut, self.starting(cut))[0])
        return (
            f"Without the last pulse the phase is hidden, at {unknown:.1f} of the {cut.length:,} timesteps of each "
            "chunk: "
        )

    def _past(self, turn: complex, cut: Cut) -> NDArray[np.complex128]:
        """The mean of ``exp(turn · A)`` over the chunks that start no sequence and reach each timestep."""
        p = Events(self.every).chance
        step = np.exp(turn)
        endless = p * step / (1.0 - (1.0 - p) * step)
        if not self.length:
            return np.full(cut.length, endless)
        # A sequence's own first pulse is the earliest there is. Late chunks do not notice that any more.
        later = self.chunks_reaching(cut) - 1
        passed = cut.hop * np.arange(1, 1 + min(int(later[0]), 1 + math.ceil(40.0 / (p * cut.hop))))
        nearer = np.append(0.0, np.cumsum(((1.0 - p) * step) ** (passed - 1) * (step - endless)))
        past: NDArray[np.complex128] = endless + nearer[np.minimum(later, len(passed))] / np.maximum(later, 1)
        return past
