"""The ledger: every time that a state was not plainly kept, with what it was, what it became, and why.

A run of a million batches has as many entries, so they are gathered. All entries of one kind, its
*story*, make one entry for the whole recording, and not more than :data:`MOST` for the parts of it,
each of which can be read again in finer parts, down to single batches. So a ledger takes the same
memory at any length, and its totals are exact.
"""

from __future__ import annotations

from rnnviz.analysis.entries import Entry, Story, at_once, entries, whole_from
from rnnviz.recording.recording import Recording

MOST = 1000
"""Parts of a story that are held."""

FACTOR = 100
"""Finer parts in a part, at most; not more than parts in a story, so that finer parts are always several."""


class Ledger:
    """Reads a recording piece by piece, from the first batch to the newest, and gathers what it finds.

    Args:
        recording: What is read.
        first: The batch to begin with.
        stop: The batch to end before; None for as far as the recording goes, also when it grows.

    Attributes:
        recording: What is read.
        done: The batch up to which it was read.
        missed: How many of the batches before had been dropped to keep the disk budget.
        step: Batches in a part.
        stories: One entry for everything that was found of each story.
        parts: The same in parts of `step` batches, in the order of time.

    Example:
        >>> ledger = Ledger(recording)  # doctest: +SKIP
        >>> ledger.read_all()  # doctest: +SKIP
        >>> for story, entry in ledger.stories.items():  # doctest: +SKIP
        ...     print(story.cause.name, entry.first, entry.last, entry.times)
        START 0 0 16
        CALL 1 799 12784
    """

    def __init__(self, recording: Recording, first: int = 0, stop: int | None = None) -> None:
        self.recording = recording
        self.done = first
        self.missed = 0
        self.step = 1
        self.stories: dict[Story, Entry] = {}
        self.parts: dict[Story, list[Entry]] = {}
        self._first, self._stop = first, stop

    @property
    def left(self) -> int:
        """Batches that are still to be read."""
        stop = self.recording.batches if self._stop is None else min(self._stop, self.recording.batches)
        return max(0, stop - self.done)

    def read(self) -> None:
        """Read the next piece."""
        start = max(self.done, whole_from(self.recording))
        stop = self.done + min(self.left, max(at_once(self.recording.header), start - self.done))
        found = entries(self.recording, start, stop, self._step_for(stop)) if start < stop else []
        if whole_from(self.recording) > start:  # it was dropped meanwhile
            start, found = stop, []
        self.missed += min(start, stop) - self.done
        self.done = stop
        for entry in found:
            self._add(entry)

    def read_all(self) -> None:
        """Read as far as it goes now."""
        while self.left:
            self.read()

    def _add(self, entry: Entry) -> None:
        told = self.stories.get(entry.story)
        self.stories[entry.story] = told.joined(entry) if told else entry
        parts = self.parts.setdefault(entry.story, [])
        if parts and parts[-1].last // self.step == entry.first // self.step:
            parts[-1] = parts[-1].joined(entry)
        else:
            parts.append(entry)

    def _step_for(self, stop: int) -> int:
        """Make the parts as large as they have to be up to a batch."""
        while stop - self._first > MOST * self.step:
            self.step *= FACTOR
            finer, self.parts, self.stories = self.parts, {}, {}
            for parts in finer.values():
                for entry in parts:
                    self._add(entry)
        return self.step


def finer(recording: Recording, entry: Entry) -> tuple[Entry, ...]:
    """The parts of an entry, in the order of time; none when it is of a single batch.

    What was dropped meanwhile to keep the disk budget is missing.
    """
    if entry.batches == 1:
        return ()
    ledger = Ledger(recording, entry.first, entry.last + 1)
    ledger.read_all()
    return tuple(ledger.parts.get(entry.story, ()))
