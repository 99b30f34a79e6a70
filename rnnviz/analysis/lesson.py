"""The lesson of a recording in plain words, made from what was measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.header import Header
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

LATEST = 100
"""How many of the newest batches a lesson speaks of."""


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


def lesson(recording: Recording) -> Lesson:
    """Say what happened to the memory in the last batches, and what that costs.

    Batches that only validate are passed over, unless there are no others.

    Example:
        >>> lesson(recording).headline  # doctest: +SKIP
        'Memory lost at every batch.'
    """
    batches = recording.batches
    if batches == 0:
        return Lesson(None, "Nothing has run yet.", "Press Space to run, or → to step one batch.")
    # The first batch always starts from zero: it speaks only while it is alone.
    first = 0 if batches == 1 else max(1, batches - LATEST)
    trains = recording.per_batch("validates", first, batches) == 0
    if not trains.any():
        trains[:] = True
    happened = recording.per_batch("transitions", first, batches).max(axis=1)[trains]
    level = float(np.mean(recording.losses(first, batches)[trains]))
    main = _main(happened)
    share = np.mean(np.any(happened == main, axis=1))
    return Lesson(
        main,
        _HEADLINES[main] + (" at every batch." if share == 1.0 and batches > 2 and main in _MENDABLE else "."),
        " ".join(filter(None, [_observed(recording.header, happened, main), _meaning(recording.header, main, level)])),
    )


_HEADLINES = {
    Transition.KEPT: "Memory kept",
    Transition.FRESH: "Every chunk starts properly",
    Transition.SET: "The state was set",
    Transition.LEAKED: "Wrong memory carried",
    Transition.LOST: "Memory lost",
}
_MENDABLE = (Transition.LOST, Transition.LEAKED)

_DID = {
    Transition.KEPT: "entered as the slot had left it",
    Transition.FRESH: "was zero as a new sequence began",
    Transition.SET: "was neither zero nor what the slot had left",
    Transition.LEAKED: "was the memory of another part of the data",
    Transition.LOST: "was zeroed in mid-sequence",
}


def _main(happened: NDArray[np.int8]) -> Transition:
    """What there was most of, faults first: one slot in ten at fault is the news."""
    counts = np.bincount(happened[happened != Transition.IDLE], minlength=len(Transition))
    for fault in sorted(_MENDABLE, key=lambda kind: -counts[kind]):
        if counts[fault] >= counts.sum() / 10:
            return fault
    return Transition(int(np.argmax(counts)))


def _observed(header: Header, happened: NDArray[np.int8], main: Transition) -> str:
    experiment = header.experiment
    slots = np.count_nonzero(happened == main, axis=1)
    batches = np.count_nonzero(slots)
    few, many = int(slots[slots > 0].min()), int(slots.max())
    count = f"{many}" if few == many else f"{few} to {many}"
    when = "at every batch" if batches == len(slots) else f"in {batches:,} of the last {len(slots):,} batches"
    if len(slots) == 1:
        when = "in this batch"
    who = experiment.strategy.capitalize()
    order = "" if experiment.chunking.layout == "contiguous" else f", {experiment.chunking.layout}"
    return f"{who}{order}: in {count} of {header.batch_size:,} slots, {when}, the state {_DID[main]}."


def _meaning(header: Header, main: Transition, level: float) -> str:
    if not np.isfinite(level):
        return "The loss is **not a number** any more: choose a smaller learning rate and restart."
    here = f"this network is at **{level:.3f}**"
    floor = header.floor
    if floor is None or main in (Transition.FRESH, Transition.SET):
        return f"{here[0].upper()}{here[1:]}."
    if floor.with_memory == floor.without_memory:
        by_heart = " Below it are only rows learned by heart." if level < floor.with_memory else ""
        return (
            f"Memory across chunks cannot help here, with it and without it the loss can go down to "
            f"**{floor.with_memory:.3g}**; {here}.{by_heart}"
        )
    if main is Transition.KEPT:
        return f"With all memory the loss can go down to **{floor.with_memory:.3g}**; {here}."
    if main is Transition.LEAKED:
        return (
            f"Wrong memory is no help: without any, a loss of **{floor.without_memory:.3f}** is within reach; {here}."
        )
    why = header.experiment.task.price_of_forgetting(header.length)
    return f"{why}no network without memory across chunks gets below **{floor.without_memory:.3f}**; {here}."
