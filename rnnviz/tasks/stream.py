"""Made tasks whose sequences never end, unless they are told a length."""

from __future__ import annotations

from typing import Any

from rnnviz.choices import whole
from rnnviz.tasks.base import Endless, Task


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

    Attributes:
        length: Timesteps of each sequence; 0 for streams without an end.
    """

    length: int

    @property
    def lengths(self) -> Endless:
        return Endless(self.length or None)

    def starting(self, length: int) -> float:
        """The share of chunks of `length` timesteps that start their sequence; 0 in endless streams."""
        return 1.0 / max(1, self.length // length) if self.length else 0.0
