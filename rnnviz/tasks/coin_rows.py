"""Coin rows: random rows with coin-flip targets, where there is nothing to learn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import check, whole
from rnnviz.tasks.base import Chunks, Floor, Loss, Task


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
        check(self, "task")

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
        inputs, targets = _draw(self, seed)
        step = start[..., None] + np.arange(length)
        return inputs[sequence[..., None], step], targets[sequence[..., None], step]

    def floor(self, length: int) -> Floor:
        return Floor(with_memory=math.log(2), without_memory=math.log(2))


@lru_cache(maxsize=4)
def _draw(task: CoinRows, seed: int) -> Chunks:
    rng = np.random.default_rng(seed)
    inputs = rng.random((task.rows, task.steps, task.width), np.float32)
    targets = rng.integers(0, 2, (task.rows, task.steps, 1)).astype(np.float32)
    return inputs, targets
