"""What a plan comes to, counted in timesteps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """Timesteps of one epoch, or of one sequence where they never end, or of one chunk where that does not end either.

    Every timestep of the data is trained on, validated on or dropped, so these three add up to `steps`.

    Attributes:
        steps: How many the data have.
        trained: How many are trained on, each counted once.
        validated: How many are read to validate, each counted once.
        dropped: How many are never read.
        padded: How many are made up to fill chunks and batches, and masked.
        replayed: How many are read again, in chunks that overlap.
    """

    steps: int
    trained: int
    validated: int = 0
    dropped: int = 0
    padded: int = 0
    replayed: int = 0
