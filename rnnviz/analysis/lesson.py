"""The lesson of a recording in plain words, made from what was measured."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from rnnviz.analysis.causes import Cause
from rnnviz.analysis.entries import Entry, entries
from rnnviz.analysis.loss_words import loss_words
from rnnviz.analysis.told import Lesson
from rnnviz.recording.header import Header
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

LATEST = 100
"""How many of the newest batches a lesson speaks of."""

NOW = 10
"""How many of these say where the loss is: over more, a network that learns fast is better than its mean.

They are a tenth at most of all that have run, for at the beginning every network learns fast.
"""


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
    losses = recording.losses(first, batches)[trains]
    ran = first + len(losses)
    level = float(np.mean(losses[-min(NOW, max(1, ran // 10)) :]))
    # Whatever a state begins as: where the sequence goes on, what was remembered of it is gone.
    cut = (happened == Transition.SET) & (recording.per_batch("start", first, batches)[trains] > 0)
    cut &= recording.header.experiment.initial_state != "zero"
    main = _main(happened, cut)
    always = bool(np.all(np.any(happened == main, axis=1)))
    told = entries(recording, first, batches, step=batches)
    cause = _commonest(told, main)
    headline, costs, forgotten = _HEADLINES[main], main, ""
    if main is Transition.SET and cause in _BEGUN:
        headline = _BEGUN[cause]
        if cut[happened == main].mean() > 0.5:
            headline, costs = headline + ", in mid-sequence", Transition.LOST
            forgotten = "There the sequence went on, and what was remembered of it is gone."
    why = _WHY.get(cause, "") if cause and main in _EXPLAINED else ""
    broken = _broken_slots(told) if main is Transition.KEPT else 0
    if broken:
        headline = "The state is not a number"
        why = f"; in {broken:,} of them it is not a number, and stays so until it is reset"
    body = (
        _observed(recording.header, happened, main, why),
        forgotten,
        loss_words(recording.header, costs, always, level, early=ran if ran < NOW else 0),
        _seldom_wrong(told) if main is Transition.KEPT else "",
    )
    return Lesson(
        None if broken else main,
        headline + (" at every batch." if always and batches > 2 and costs in _MENDABLE else "."),
        " ".join(filter(None, body)),
    )


_HEADLINES = {
    Transition.KEPT: "Memory kept",
    Transition.FRESH: "Every chunk starts properly",
    Transition.SET: "The state was set",
    Transition.LEAKED: "Wrong memory carried",
    Transition.LOST: "Memory lost",
}
_MENDABLE = (Transition.LOST, Transition.LEAKED)
_EXPLAINED = (*_MENDABLE, Transition.SET)
_BEGUN = {
    Cause.RANDOM: "States begin as random numbers",
    Cause.LEARNED: "States begin as they were learned",
}
"""What a state that was set by the experiment itself is called, by its cause."""

_DID = {
    Transition.KEPT: "entered as the slot had left it",
    Transition.FRESH: "was zero as a new sequence began",
    Transition.SET: "was neither zero nor what the slot had left",
    Transition.LEAKED: "was the memory of another part of the data",
    Transition.LOST: "was zeroed in mid-sequence",
}


_WHY = {
    Cause.NOTHING_AT_EPOCH: ", for an epoch had ended and nothing was reset: the reset policy epoch does that",
    Cause.NOTHING_AT_SEQUENCE: ", for a new sequence began and nothing was reset: the reset policy sequence does that",
    Cause.JUMP: ", for the layout made the slot jump to it",
    Cause.RESET_FAILED: ", though a reset had been asked for",
    Cause.POLICY: " by the reset policy",
    Cause.EPOCH: " by the reset policy as an epoch ended",
    Cause.CHANCE: " by chance, as the reset policy has it",
    Cause.HAND: " by hand",
    Cause.IGNORED: ", though an initial state had been handed in",
    Cause.DROPPED: ", though the layer was to carry it",
    Cause.RANDOM: ": it began as small random numbers",
    Cause.LEARNED: ": it began as the vector that is learned for that",
    Cause.VALIDATION_LEAKED: ", for validation had run on the training's state",
}
"""How a sentence goes on about what was observed, for the causes that it does not name by itself."""


def _main(happened: NDArray[np.int8], cut: NDArray[np.bool_]) -> Transition:
    """What there was most of, faults first: one slot in ten at fault is the news.

    Args:
        happened: Transitions ``(batches, slots)``.
        cut: Which of those that were set threw away what was remembered.
    """
    counts = np.bincount(happened[happened != Transition.IDLE], minlength=len(Transition))
    faults = {kind: int(counts[kind]) for kind in _MENDABLE} | {Transition.SET: int(np.count_nonzero(cut))}
    worst = max(faults, key=lambda kind: faults[kind])
    return worst if faults[worst] >= counts.sum() / 10 else Transition(int(np.argmax(counts)))


def _commonest(told: list[Entry], main: Transition) -> Cause | None:
    """The commonest cause of what happened most."""
    times: Counter[Cause] = Counter()
    for entry in told:
        if entry.story.transition is main:
            times[entry.story.cause] += entry.times
    return times.most_common(1)[0][0] if times else None


def _broken_slots(told: list[Entry]) -> int:
    """How many slots carry a state that is not a number."""
    slots = 0
    for entry in told:
        if entry.story.transition is Transition.KEPT and entry.story.cause in (Cause.NAN_BEGAN, Cause.NAN):
            slots |= entry.mask
    return slots.bit_count()


def _seldom_wrong(told: list[Entry]) -> str:
    """What to say of leaks that are rare, because epochs or sequences are long, or else of resets that did not take."""
    cause = _commonest(told, Transition.LEAKED)
    came, kind = (Cause.RESET_FAILED, Transition.KEPT) if cause is None else (cause, Transition.LEAKED)
    last = max((entry.last for entry in told if (entry.story.transition, entry.story.cause) == (kind, came)), default=0)
    if last == 0:
        return ""
    memory = "wrong memory" if kind is Transition.LEAKED else "the old memory"
    return f"When batch {last:,} began, {memory} came in{_WHY.get(came, '')}."


def _observed(header: Header, happened: NDArray[np.int8], main: Transition, why: str) -> str:
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
    return f"{who}{order}: in {count} of {header.batch_size:,} slots, {when}, the state {_DID[main]}{why}."
