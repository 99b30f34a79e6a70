"""How far back a timestep reaches: with its gradient, which ends where its chunk begins, and with its memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

COLUMNS = 64
"""Columns of a look back: few, for each holds all slots of a batch, and a closer look is as cheap."""

LOOKS = 32
"""How often to look back at most, so that the time it takes has an end in any recording."""

PASS = 1024
"""Batches of validation that are passed over at once."""


@dataclass(frozen=True)
class Memory:
    """What a slot remembers as it reads a batch.

    Attributes:
        since: The batch in which it began, and from which on the state was kept.
        broke: What happened to the state then. None where that is not known any more, so that it may
            reach farther back, and where `since` is 0.
    """

    since: int
    broke: Transition | None


@dataclass(frozen=True)
class Reach:
    """How far back a recorded timestep reaches, in timesteps of the recording.

    Attributes:
        timestep: The one that reaches back.
        gradient: The first timestep through which its loss can teach; None where it teaches nothing, for
            the batch is only validated.
        memory: The first timestep that its state can know of.
        broke: See :attr:`Memory.broke`.
    """

    timestep: int
    gradient: int | None
    memory: int
    broke: Transition | None


def reach_of(recording: Recording, layer: int, slot: int, timestep: int) -> Reach | None:
    """How far back a recorded timestep reaches; None where its slot reads nothing there.

    Args:
        recording: What was recorded.
        layer: Whose memory, by its number from the input up.
        slot: Any of the batch, watched or not.
        timestep: Counted in the recording.

    Example:
        >>> reach_of(recording, layer=0, slot=0, timestep=1327)  # doctest: +SKIP
        Reach(timestep=1327, gradient=1320, memory=1200, broke=<Transition.LOST: 4>)
    """
    length = recording.header.length
    batch, step = divmod(timestep, length)
    if step >= recording.per_batch("steps", batch, batch + 1)[0, slot]:
        return None
    validates = bool(recording.per_batch("validates", batch, batch + 1)[0])
    memory = memory_of(recording, layer, slot, batch)
    return Reach(timestep, None if validates else batch * length, memory.since * length, memory.broke)


def memory_of(recording: Recording, layer: int, slot: int, batch: int) -> Memory:
    """Look back from a batch for the last one in which the state was observed not to be kept.

    It costs about the same in a recording of any length. Where the oldest batches are left as the worst of
    several, to keep the disk budget, the answer is what is certain.

    Args:
        recording: What is read.
        layer: Number of a layer.
        slot: Any of the batch.
        batch: A recorded one.

    Example:
        >>> memory_of(recording, layer=0, slot=0, batch=132)  # doctest: +SKIP
        Memory(since=120, broke=<Transition.LOST: 4>)
    """
    chunking = recording.header.experiment.chunking
    passes_over = bool(chunking.validation) and chunking.validation_state == "own" and not _validates(recording, batch)
    kept_from = batch + 1
    # Stretches that may hold it, the latest last.
    stretches = [(0, batch + 1)]
    for _ in range(LOOKS):
        if not stretches:
            return Memory(0, None)
        start, stop = stretches.pop()
        found = recording.worst_window(slot, start, stop, COLUMNS, layer)
        broken = np.flatnonzero(found.values > Transition.KEPT)
        if not len(broken):
            kept_from = start
            continue
        last = int(broken[-1])
        begin, end = found.start + last * found.step, found.start + (last + 1) * found.step
        kept_from = min(end, stop)
        closer = max(begin, start), kept_from
        if start < closer[0]:
            stretches.append((start, closer[0]))
        if found.step > 1:
            if closer == (start, stop):
                break  # this is as close as there is anything left
            stretches.append(closer)
        elif passes_over and _validates(recording, begin):
            before = _trained_before(recording, begin)
            stretches = [(first, min(behind, before)) for first, behind in stretches if first < before]
        else:
            return Memory(begin, Transition(int(found.values[last])))
    return Memory(min(kept_from, batch), None)


def _validates(recording: Recording, batch: int) -> bool:
    return bool(recording.per_batch("validates", batch, batch + 1)[0])


def _trained_before(recording: Recording, batch: int) -> int:
    """Behind the last of the batches before this one that trains, as far as one look goes."""
    first = max(0, batch - PASS)
    trained = np.flatnonzero(recording.per_batch("validates", first, batch) == 0)
    return first + int(trained[-1]) + 1 if len(trained) else first
