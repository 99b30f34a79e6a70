"""Made tasks whose sequences never end, unless they are told a length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Endless, Task
from rnnviz.tasks.cutting import Cut, Ints


def sequence_length() -> Any:
    """The dataclass field ``length`` that every :class:`Stream` has."""
    return whole(
        0,
        low=0,
        high=100_000_000,
        label="Sequence length",
        unit="steps · 0 = ∞",
        help="How long a sequence is before the next one starts; 0 for a stream without an end.",
    )


class Stream(Task):
    """A made task with as many sequences as a run needs.

    What its chunks cost is reckoned for each of their timesteps ``(cut.length,)``: where the last chunk
    of a sequence is padded, fewer chunks reach the later ones.

    Attributes:
        length: Timesteps of each sequence; 0 for streams without an end.
    """

    length: int

    @property
    def lengths(self) -> Endless:
        return Endless(self.length or None)

    def chunks_reaching(self, cut: Cut) -> Ints:
        """How many chunks of a sequence that ends reach each of their timesteps, at least the first one."""
        return np.maximum(cut.reaching(np.array([self.length]))[0], 1)

    def among_first(self, cut: Cut, timesteps: int) -> NDArray[np.float64]:
        """How often each timestep of a chunk is among the first so many of its sequence; 0 in endless streams."""
        if not self.length:
            return np.zeros(cut.length)
        chunks = np.maximum(-((np.arange(cut.length) - timesteps) // cut.hop), 0)
        return np.minimum(chunks / self.chunks_reaching(cut), 1.0)

    def starting(self, cut: Cut) -> NDArray[np.float64]:
        """The share, of the chunks that reach each timestep, of those that start their sequence."""
        return 1.0 / self.chunks_reaching(cut) if self.length else np.zeros(cut.length)

    def mean(self, cut: Cut, costs: NDArray[np.float64]) -> float:
        """What a timestep costs, of all that are read, when each timestep of a chunk costs ``(cut.length,)``."""
        return float(np.average(costs, weights=self.chunks_reaching(cut) if self.length else None))
