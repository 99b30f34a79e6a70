"""Adding: the sum of the last two numbers that were marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.events import MOST_EVERY, Events
from rnnviz.tasks.noise import uniform
from rnnviz.tasks.stream import Stream, sequence_length

_NUMBERS, _MARKS = 0, 1

VARIANCE = 1.0 / 12.0
"""Of a number from 0 to 1: what it costs not to know it."""


@dataclass(frozen=True)
class Adding(Stream):
    """Random numbers from 0 to 1 come in, some of them marked; the target is the sum of the last two that were.

    A number is marked with the probability ``p = 1 / every``; the first two of a sequence are for
    certain. After the first there is only one to add.

    **Floor with memory**: 0, the numbers were read. **Floor without memory across chunks**: a number that
    was marked before the chunk costs its variance, 1/12. Of the first ``n`` timesteps of a
    chunk none is marked with the probability ``(1 − p)ⁿ``, which costs 2/12, and one with
    ``n p (1 − p)ⁿ⁻¹``, which costs 1/12. A chunk that starts a sequence costs nothing, but for its first
    timestep: whether its marked number is to be added to another one cannot be told. The other is 0 or, with
    a probability of ``q``, a number of mean 1/2 and mean square 1/3: ``q/3 − q²/4``.
    With chunks of 10 and a mark in 10 timesteps: 0.123.

    Example:
        >>> round(Adding(every=10).floor(Cut(10)).without_memory, 3)
        0.123
    """

    name: ClassVar[str] = "adding"
    title: ClassVar[str] = "Adding"
    loss: ClassVar[Loss] = "mean_squared_error"

    every: int = whole(
        10, low=2, high=MOST_EVERY, label="Mark every", unit="steps", help="Timesteps between marks, on average."
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return ("value", "mark")

    @property
    def output_names(self) -> tuple[str, ...]:
        return ("sum",)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        timestep = start[..., None] + np.arange(length)
        marked = Events(self.every, depth=2).latest(seed, sequence, start, length, _MARKS)
        numbers = uniform(seed, sequence[..., None], timestep, _NUMBERS)
        terms = uniform(seed, sequence[..., None, None], marked, _NUMBERS) * (marked >= 0)
        marks = (marked[..., 0] == timestep).astype(np.float32)
        return np.stack([numbers, marks], axis=-1), terms.sum(axis=-1, keepdims=True)

    def floor(self, cut: Cut) -> Floor:
        starting = self.starting(cut)
        none, one = Events(self.every, depth=2).seen(cut, starting)
        cost = (2.0 * none + one) * VARIANCE
        if self.length:
            marked = starting[0] + one[0]
            unknown = one[0] / marked
            cost[0] = 2.0 * none[0] * VARIANCE + marked * (unknown / 3.0 - unknown**2 / 4.0)
        return Floor(with_memory=0.0, without_memory=self.mean(cut, cost))

    def price_of_forgetting(self, cut: Cut) -> str:
        part = cut.length * self.mean(cut, Events(self.every, depth=2).seen(cut, self.starting(cut)).sum(axis=0))
        return (
            f"Of the two numbers to add, those marked before the chunk are unknown, at {part:.1f} of its "
            f"{cut.length:,} timesteps one or both: "
        )
