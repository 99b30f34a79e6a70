"""Delayed recall: say what was shown before the distraction."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.noise import below, bits
from rnnviz.tasks.stream import Stream, sequence_length

_SHOWN, _PAUSES, _BEGINNINGS = 0, 1_000, 1_001


@dataclass(frozen=True)
class Recall(Stream):
    """A pattern of bits is shown, marked *store*; `delay` timesteps later, marked *recall*, it has to be said again.

    At all other timesteps the bits are noise that means nothing, and the target is 0. A trial takes
    ``delay + pause`` timesteps; *store* comes at any of its first `pause` timesteps, each as likely.
    Each sequence begins somewhere in a trial; what was stored before it began is not asked for.

    **Floor with memory**: 0, the pattern was read. **Floor without memory across chunks**: a pattern
    is unknown if it was shown before the chunk began, so the recalls at the first `delay`
    timesteps of a chunk cost ln 2 for each bit; those further on, and the silence between, cost nothing.
    There is a recall at each timestep with the probability ``1 / (delay + pause)``, but none at the first `delay`
    of a sequence. With chunks of 10, a delay of 5 and a pause of 4: 5/10 · 1/9 · ln 2 = 0.039.

    Example:
        >>> round(Recall(delay=5, pause=4).floor(Cut(10)).without_memory, 3)
        0.039
    """

    name: ClassVar[str] = "recall"
    title: ClassVar[str] = "Delayed recall"
    loss: ClassVar[Loss] = "binary_crossentropy"

    bits: int = whole(2, low=1, high=8, label="Bits", unit="bits", help="How many bits there are to keep.")
    delay: int = whole(5, low=1, high=10_000, label="Delay", unit="steps", help="How far back the answer lies.")
    pause: int = whole(
        4,
        low=1,
        high=10_000,
        label="Pause",
        unit="steps",
        help="Timesteps of a trial beyond the delay, among which its beginning is random.",
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return (*self.output_names, "store", "recall")

    @property
    def output_names(self) -> tuple[str, ...]:
        return tuple(f"bit {number}" for number in range(1, self.bits + 1))

    @property
    def trial(self) -> int:
        """Timesteps from the beginning of one trial to that of the next."""
        return self.delay + self.pause

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        timestep = start[..., None] + np.arange(length)
        sequence = sequence[..., None]
        begun = below(self.trial, seed, sequence, np.zeros(1, np.int64), _BEGINNINGS)
        number, place = np.divmod(timestep + begun, self.trial)
        store = below(self.pause, seed, sequence, number, _PAUSES)
        recall = (place == store + self.delay) & (timestep >= self.delay)
        bit = _SHOWN + np.arange(self.bits)
        shown = bits(seed, sequence[..., None], timestep[..., None], bit)
        stored = bits(seed, sequence[..., None], timestep[..., None] - self.delay, bit)
        marks = np.stack([place == store, recall], axis=-1).astype(np.float32)
        return np.concatenate([shown, marks], axis=-1), stored * recall[..., None]

    def floor(self, cut: Cut) -> Floor:
        return Floor(with_memory=0.0, without_memory=math.log(2) * self._forgotten(cut) / cut.length)

    def price_of_forgetting(self, cut: Cut) -> str:
        recalls = self._forgotten(cut)
        return (
            f"The pattern was shown {self.delay:,} steps before it is asked for, in {cut.length:,}-step chunks often "
            f"an earlier one, so {recalls:.2g} answers a chunk are coin flips: "
        )

    def _forgotten(self, cut: Cut) -> float:
        """How many recalls, on average, a chunk has whose pattern was shown before it began."""
        early = np.arange(cut.length) < self.delay
        # Nothing that was stored can be asked for at the first timesteps of a sequence.
        return cut.length * self.mean(cut, early * (1.0 - self.among_first(cut, self.delay))) / self.trial
