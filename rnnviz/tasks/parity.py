"""Running parity: whether the ones so far are an odd number."""

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

_PARITY, _STARTS = 0, 1


@dataclass(frozen=True)
class Parity(Stream):
    """Fair coin flips in; the target is 1 while the ones since the last start are an odd number.

    A start, told by an input of its own, begins the count anew with the flip beside it. There is one at each
    timestep with the probability ``p = 1 / every``, and at the first timestep of a sequence for
    certain. Without starts, a network that once lost count could never find out.

    **Floor with memory**: 0, every flip was read. **Floor without memory across chunks**: until
    a start comes, which the first ``n`` timesteps of a chunk pass with the probability ``(1 − p)ⁿ``,
    the count before the chunk decides between odd and even. It is a fair coin, so each answer
    costs ln 2. The chunk that starts a sequence costs nothing. With chunks of 10 and a start in 20
    timesteps: 0.528.

    Example:
        >>> round(Parity(every=20).floor(Cut(10)).without_memory, 3)
        0.528
    """

    name: ClassVar[str] = "parity"
    title: ClassVar[str] = "Running parity"
    loss: ClassVar[Loss] = "binary_crossentropy"

    every: int = whole(
        20,
        low=2,
        high=MOST_EVERY,
        label="Start every",
        unit="steps",
        help="Timesteps between new counts, on average.",
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return ("flip", "start")

    @property
    def output_names(self) -> tuple[str, ...]:
        return ("odd",)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        # The answers are drawn and the flips made from them: a flip is 1 where the parity changes.
        # That gives fair flips as well, and their parity without reading the stream from its start.
        timestep = start[..., None] + np.arange(-1, length)
        parity = bits(seed, sequence[..., None], timestep, _PARITY)
        begins = Events(self.every).latest(seed, sequence, start, length, _STARTS)[..., 0] == timestep[..., 1:]
        before = np.where(begins, np.float32(0.0), parity[..., :-1])
        now = parity[..., 1:]
        flips = np.abs(now - before)
        return np.stack([flips, begins.astype(np.float32)], axis=-1), now[..., None]

    def floor(self, cut: Cut) -> Floor:
        return Floor(with_memory=0.0, without_memory=math.log(2) * self._uncounted(cut) / cut.length)

    def price_of_forgetting(self, cut: Cut) -> str:
        return (
            f"Whoever has lost count can only wait for a new start, so {self._uncounted(cut):.1f} of the "
            f"{cut.length:,} answers of each chunk are coin flips: "
        )

    def _uncounted(self, cut: Cut) -> float:
        """At how many timesteps of a chunk, on average, no start has come yet."""
        return cut.length * self.mean(cut, Events(self.every).seen(cut, self.starting(cut))[0])
