"""What happened to the states of a recording, for one reason at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.analysis.causes import Cause, find_causes
from rnnviz.analysis.observing import observe
from rnnviz.recording.header import Header
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

AT_ONCE = 2**19
"""Transitions that are looked at in one go: some hundredths of a second."""

CAUSE_BITS = 5
"""Of a code for transition and cause; the transition is above them."""

MOST_LISTED = 4096
"""Batches whose entries are in memory one by one."""

Range = tuple[float, float]
Norms = NDArray[np.float32]


class Story(NamedTuple):
    """Entries that tell the same."""

    layer: int
    transition: Transition
    cause: Cause


@dataclass(frozen=True)
class Entry:
    """What happened, for one reason, to some slots of one layer in a batch, or in several.

    Attributes:
        story: The layer, the transition and the cause.
        first: The first batch in which it happened.
        last: The last one.
        batches: In how many batches it happened.
        times: How often, every slot counted.
        fewest: In how many slots of a batch, at least.
        most: The same, at most.
        mask: The slots to which it happened at all; bit `n` stands for slot `n`.
        before: The lowest and the highest Euclidean norm of the states that the slots had left. Not
            a number comes out highest.
        after: The same of the states that entered.
    """

    story: Story
    first: int
    last: int
    batches: int
    times: int
    fewest: int
    most: int
    mask: int
    before: Range
    after: Range

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots to which it happened, in order."""
        return tuple(n for n in range(self.mask.bit_length()) if self.mask >> n & 1)

    def has_slot(self, slot: int) -> bool:
        """Whether it happened to that slot."""
        return bool(self.mask >> slot & 1)

    def joined(self, later: Entry) -> Entry:
        """This one and a `later` one of the same story in one."""
        return Entry(
            self.story,
            self.first,
            later.last,
            self.batches + later.batches,
            self.times + later.times,
            min(self.fewest, later.fewest),
            max(self.most, later.most),
            self.mask | later.mask,
            _wider(self.before, later.before),
            _wider(self.after, later.after),
        )


def at_once(header: Header) -> int:
    """How many batches to read in one go."""
    return max(1, AT_ONCE // (header.batch_size * len(header.layers)))


def whole_from(recording: Recording) -> int:
    """The batch from which on there are entries: those before were dropped, or the one before them was."""
    first = recording.full_from_batch
    return first + 1 if first else 0


def each(recording: Recording) -> Iterator[Entry]:
    """Every entry of a recording as it stands now, one for each batch, layer and cause, in the order of time."""
    stop, step = recording.batches, min(at_once(recording.header), MOST_LISTED)
    for start in range(whole_from(recording), stop, step):
        found = entries(recording, start, min(start + step, stop))
        yield from sorted(found, key=lambda entry: (entry.first, entry.story))


def entries(recording: Recording, start: int, stop: int, step: int = 1) -> list[Entry]:
    """What happened in some batches.

    Args:
        recording: What is read.
        start: The first batch.
        stop: The one after the last.
        step: Batches whose entries of the same story make one: those from a multiple of `step` to the next.

    Returns:
        The entries, story after story, each in the order of time.
    """
    header = recording.header
    seen = observe(recording, start, stop)
    wanted = header.experiment
    causes = find_causes(seen, wanted.strategy, wanted.reset, wanted.initial_state)
    codes = seen.transition.astype(np.uint8) << CAUSE_BITS | causes
    codes[causes == 0] = 0
    found: list[Entry] = []
    for layer in range(len(header.layers)):
        here = codes[:, layer]
        for code in np.flatnonzero(np.bincount(here.ravel(), minlength=1)).tolist():
            if code:
                story = Story(layer, Transition(code >> CAUSE_BITS), Cause(code % 2**CAUSE_BITS))
                found += _gather(story, here == code, seen.before[:, layer], seen.after[:, layer], start, step)
    return found


def _gather(
    story: Story,
    happened: NDArray[np.bool_],
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    start: int,
    step: int,
) -> Iterator[Entry]:
    """Entries of one story; the arrays are ``(batches, slots)``."""
    hits = np.flatnonzero(happened.any(axis=1))
    slots = happened[hits]
    counts = np.count_nonzero(slots, axis=1)
    batch = start + hits
    at = np.flatnonzero(np.diff(batch // step, prepend=-1))
    masks = np.packbits(np.logical_or.reduceat(slots, at, axis=0), axis=1, bitorder="little")
    first, last = batch[at].tolist(), batch[np.append(at[1:], len(batch)) - 1].tolist()
    batches, times = np.diff(at, append=len(batch)).tolist(), np.add.reduceat(counts, at).tolist()
    fewest, most = (extreme.reduceat(counts, at).tolist() for extreme in (np.minimum, np.maximum))
    inside, begins = np.flatnonzero(happened), (np.cumsum(counts) - counts)[at]
    left, entered = (_ranges(norms.ravel()[inside], begins) for norms in (before, after))
    for n, mask in enumerate(masks):
        yield Entry(
            story,
            first[n],
            last[n],
            batches[n],
            times[n],
            fewest[n],
            most[n],
            int.from_bytes(mask.tobytes(), "little"),
            left[n],
            entered[n],
        )


def _ranges(norms: Norms, at: NDArray[np.intp]) -> list[Range]:
    """The lowest and the highest of the norms in each of the runs that begin `at`."""
    low, high = np.fmin.reduceat(norms, at), np.maximum.reduceat(norms, at)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _wider(one: Range, other: Range) -> Range:
    # Whatever is compared with not-a-number is false.
    low = one[0] if one[0] <= other[0] or isnan(other[0]) else other[0]
    high = one[1] if one[1] >= other[1] or isnan(one[1]) else other[1]
    return low, high
