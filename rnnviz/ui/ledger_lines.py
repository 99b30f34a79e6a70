"""Which lines the ledger shows: what was found, filtered, in order, and unfolded where the user wants it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import isnan

from rnnviz.analysis.causes import TITLES, Cause
from rnnviz.analysis.entries import Entry, Story
from rnnviz.analysis.ledger import Ledger
from rnnviz.recording.transition import Transition

Key = tuple[Story | int, ...]
"""Names a line: its story, then the first batch of each part on the way down to it."""

Parts = Mapping[Key, tuple[Entry, ...]]


@dataclass(frozen=True)
class Page:
    """A ledger as it stood at a moment.

    Attributes:
        batches: The batch up to which it was read.
        missed: Batches that were dropped before they could be read.
        left: Batches that were there and not read yet.
        stories: One entry for each story.
        parts: The parts of each.
    """

    batches: int = 0
    missed: int = 0
    left: int = 0
    stories: tuple[Entry, ...] = ()
    parts: Mapping[Story, tuple[Entry, ...]] = field(default_factory=dict)

    def parts_of(self, entry: Entry) -> tuple[Entry, ...] | None:
        """The parts of a story; None when they are too many in one, and have to be read more finely."""
        parts = self.parts.get(entry.story, ())
        return None if len(parts) == 1 else parts

    @classmethod
    def of(cls, ledger: Ledger) -> Page:
        """What `ledger` holds now."""
        parts = {story: tuple(parts) for story, parts in ledger.parts.items()}
        return cls(ledger.done, ledger.missed, ledger.left, tuple(ledger.stories.values()), parts)


@dataclass(frozen=True)
class Wanted:
    """What is to be seen; None for everything.

    Attributes:
        transition: One transition.
        cause: One cause.
        layer: One layer.
        slot: Entries of which one slot is part.
    """

    transition: Transition | None = None
    cause: Cause | None = None
    layer: int | None = None
    slot: int | None = None

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is wanted."""
        story = entry.story
        return (
            self.transition in (None, story.transition)
            and self.cause in (None, story.cause)
            and self.layer in (None, story.layer)
            and (self.slot is None or entry.has_slot(self.slot))
        )


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        key: Its name.
        entry: What it tells.
        unfolded: Whether its parts follow it; None when it has none.
    """

    key: Key
    entry: Entry
    unfolded: bool | None

    @property
    def depth(self) -> int:
        """How many lines it is a part of."""
        return len(self.key) - 1


Order = Callable[[Entry], tuple[float | str, ...]]

ORDERS: dict[str, Order] = {
    "transition": lambda entry: (entry.story.transition, entry.first),
    "cause": lambda entry: (TITLES[entry.story.cause], entry.first),
    "batches": lambda entry: (entry.first, entry.story.layer),
    "slots": lambda entry: (entry.mask.bit_count(), entry.most, entry.first),
    "layer": lambda entry: (entry.story.layer, entry.first),
    "times": lambda entry: (entry.times, entry.first),
    "left": lambda entry: (*_height(entry.before[1]), entry.first),
    "entered": lambda entry: (*_height(entry.after[1]), entry.first),
}
"""What each column is ordered by."""


def lines_of(
    page: Page,
    unfolded: Collection[Key],
    finer: Parts,
    wanted: Wanted = EVERYTHING,
    order: str = "batches",
    descending: bool = False,
) -> list[Line]:
    """The lines to show.

    Args:
        page: What was found.
        unfolded: The lines that are unfolded.
        finer: The parts of parts, as far as they were read.
        wanted: What is to be seen.
        order: A column of :data:`ORDERS`; the parts of a line are in that order too.
        descending: Whether the last ones come first.
    """
    lines: list[Line] = []

    def add(entries: Iterable[Entry], above: Key) -> None:
        for entry in sorted(filter(wanted.takes, entries), key=ORDERS[order], reverse=descending):
            key: Key = (*above, entry.first) if above else (entry.story,)
            open_ = key in unfolded if entry.batches > 1 else None
            lines.append(Line(key, entry, open_))
            if open_:
                parts = None if above else page.parts_of(entry)
                add(finer.get(key, ()) if parts is None else parts, key)

    add(page.stories, ())
    return lines


def _height(norm: float) -> tuple[float, float]:
    """What is not a number is above all numbers."""
    return (1.0, 0.0) if isnan(norm) else (0.0, norm)
