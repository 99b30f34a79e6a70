"""A lesson, as it is told."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.recording.transition import Transition


@dataclass(frozen=True)
class Lesson:
    """What the last batches showed.

    Attributes:
        transition: What happened most; it lends the lesson its mark and colour. None before the
            first batch, and where what was kept is not a number.
        headline: A few words.
        body: A sentence or two; what is between ``**`` stands out.
    """

    transition: Transition | None
    headline: str
    body: str
