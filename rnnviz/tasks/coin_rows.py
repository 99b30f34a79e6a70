"""Coin rows: random rows with coin-flip targets, where there is nothing to learn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError, whole
from rnnviz.tasks.base import Chunks, Floor, Loss, Task
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.noise import bits, uniform

MOST_STEPS = 10_000_000
"""The most timesteps of all rows together."""


@dataclass(frozen=True)
class CoinRows(Task):
    """Rows of uniform random numbers, each a sequence of its own, each timestep with a coin flip to guess.

    **Both floors are ln 2**: the targets know nothing of the inputs. A loss below 0.693 is
    rows learned by heart, never memory.

    Example:
        >>> CoinRows(rows=100, steps=1, width=5).lengths[:3]
        (1, 1, 1)
    """

    name: ClassVar[str] = "coin-rows"
    title: ClassVar[str] = "Coin-flip rows"
    loss: ClassVar[Loss] = "binary_crossentropy"

    rows: int = whole(100, low=1, high=1_000_000, label="Rows", unit="rows", help="How many sequences there are.")
    steps: int = whole(1, low=1, high=100_000, label="Row length", unit="steps", help="Timesteps of each row.")
    width: int = whole(5, low=1, high=1_000, label="Width", unit="features", help="Numbers at each timestep.")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rows * self.steps > MOST_STEPS:
            remedy = f"with rows of {self.steps:,} steps choose at most {MOST_STEPS // self.steps:,} rows"
            raise ChoiceError("task.rows", self.rows, remedy)

    @property
    def features(self) -> int:
        return self.width

    @property
    def outputs(self) -> int:
        return 1

    @property
    def lengths(self) -> tuple[int, ...]:
        return (self.steps,) * self.rows

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        # A timestep draws one number for each input, and one for the target behind them.
        first = (start[..., None] + np.arange(length)) * (self.width + 1)
        inputs = uniform(seed, sequence[..., None, None], first[..., None] + np.arange(self.width))
        return inputs, bits(seed, sequence[..., None], first + self.width)[..., None]

    def floor(self, cut: Cut) -> Floor:
        return Floor(with_memory=math.log(2), without_memory=math.log(2))
