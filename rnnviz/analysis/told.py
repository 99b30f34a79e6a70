"""A lesson, as it is told."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.recording.transition import Transition


@dataclass(frozen=True)
class Lesson:
    """What the last batches showed.

    Attributes:
        transition: What happened most, where that is not as it should be; it lends the
            lesson its mark and colour. None before the first batch.
        headline: A few words.
        body: A sentence or two; what is between ``**`` stands out.
    """

    transition: Transition | None
    headline: str
    body: str
