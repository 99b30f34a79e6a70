"""A random walk's drift: tell from its steps where a walk is heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import real, whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.events import MOST_EVERY, Events
from rnnviz.tasks.noise import normal
from rnnviz.tasks.stream import Stream, sequence_length

_STEPS, _TURNS, _DRIFTS = 0, 1, 2


@dataclass(frozen=True)
class Drift(Stream):
    """The steps of a random walk come in; the target is its drift, what they are on average, which nobody is told.

    A step is the drift and normal noise of the standard deviation `noise`. At a turn, told by an
    input of its own, the walk gets another drift, normal with mean 0 and variance 1. There is a turn at each timestep
    with the probability ``p = 1 / every``, and at the first timestep of a sequence for certain.

    **Both floors**: after `m` steps since the turn, the best guess is their mean, drawn
    towards 0; it is off by the variance ``v(m) = 1 / (1 + m / noise²)``. **With memory** all steps since
    the turn count, `m` of them with the probability ``p (1 − p)ᵐ⁻¹`` (in a sequence with an end, no more
    than it has had). **Without memory across chunks** only those in the chunk do: the same with at
    most ``n`` steps at the chunk's timestep number ``n``. With chunks of 10, a noise of 2 and a turn
    in 50 timesteps: 0.169 and 0.484.

    Example:
        >>> floor = Drift(noise=2.0, every=50).floor(Cut(10))
        >>> round(floor.with_memory, 3), round(floor.without_memory, 3)
        (0.169, 0.484)
    """

    name: ClassVar[str] = "drift"
    title: ClassVar[str] = "Drift of a walk"
    loss: ClassVar[Loss] = "mean_squared_error"

    noise: float = real(
        2.0, low=0.01, high=100.0, label="Noise", unit="drifts", help="How far a step strays, in typical drifts."
    )
    every: int = whole(
        50, low=2, high=MOST_EVERY, label="Turn every", unit="steps", help="Timesteps between turns, on average."
    )
    length: int = sequence_length()

    @property
    def input_names(self) -> tuple[str, ...]:
        return ("step", "turn")

    @property
    def output_names(self) -> tuple[str, ...]:
        return ("drift",)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        timestep = start[..., None] + np.arange(length)
        turn = Events(self.every).latest(seed, sequence, start, length, _TURNS)[..., 0]
        drift = normal(seed, sequence[..., None], turn, _DRIFTS)
        steps = drift + np.float32(self.noise) * normal(seed, sequence[..., None], timestep, _STEPS)
        turns = (turn == timestep).astype(np.float32)
        return np.stack([steps, turns], axis=-1), drift[..., None]

    def floor(self, cut: Cut) -> Floor:
        variances = self._variances()
        in_chunk = variances[np.minimum(np.arange(cut.length), len(variances) - 1)]
        with_memory = float(variances[-1])
        if self.length:
            early = variances[: self.length] - variances[-1]
            readers = cut.readers(np.arange(len(early)), self.length)
            with_memory += float(early @ readers) / int(self.chunks_reaching(cut).sum())
        return Floor(with_memory, without_memory=self.mean(cut, in_chunk))

    def price_of_forgetting(self, cut: Cut) -> str:
        return (
            f"A turn comes only every {self.every:,} steps, and a chunk shows {cut.length:,} of those since then at "
            "most, too few to tell noise from drift: "
        )

    def _variances(self) -> NDArray[np.float64]:
        """What the best guess is off, squared, when at most 1, 2 … steps since the turn can be read.

        It ends where more of them change nothing.
        """
        p = Events(self.every).chance
        read = np.arange(1, int(np.ceil(40.0 / p)) + 1)
        off = 1.0 / (1.0 + read / self.noise**2)
        # The turn was `read` steps ago, or earlier.
        sure = np.cumsum(p * (1.0 - p) ** (read - 1) * off)
        variances: NDArray[np.float64] = sure + (1.0 - p) ** read * off
        return variances
