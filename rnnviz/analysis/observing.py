"""What was observed of the states of a recording: read from its arrays by batch."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.analysis.causes import Observed
from rnnviz.recording.header import Header
from rnnviz.recording.recording import Recording
from rnnviz.recording.transition import Transition

Value = TypeVar("Value", np.float32, np.bool_)
Norms = NDArray[np.float32]


def observe(recording: Recording, start: int, stop: int) -> Observed:
    """What is known of the states that entered batches ``start … stop``, and of what was asked for before.

    Where slots idle, or a validation on a state of its own comes between, it looks as far back as their last chunks.
    """
    header = recording.header
    lead = _lead(recording, start)
    entering, leaving = (
        _by_layer(header, recording.per_batch(name, start - lead, stop)) for name in ("entering", "leaving")
    )
    kinds = recording.per_batch("transitions", start - lead, stop)
    validates = recording.per_batch("validates", start - lead, stop) > 0
    last = _last_chunk(kinds, validates, _is_apart(header))
    batch, epoch = np.arange(start, stop)[:, None, None], header.batches_per_epoch
    crosses, is_first = np.zeros((len(kinds), 1, 1), np.bool_), batch == 0
    reset = recording.per_batch("reset", start - lead, stop)[:, None]
    if last is not None:
        crosses = (last > 0) & (np.append(False, validates)[last] != validates[:, None, None])
        is_first = last[lead:] == 0
        reset = _since(last, reset, validates[:, None, None] & _is_apart(header))
    return Observed(
        transition=kinds[lead:],
        before=_picked(leaving, last)[lead:],
        after=entering[lead:],
        was_nan=_picked(np.isnan(entering), last)[lead:],
        reset=reset[lead:],
        begins=recording.per_batch("start", start, stop)[:, None] == 0,
        opens_epoch=(batch > 0) & (batch % epoch == 0) if epoch else np.zeros(batch.shape, np.bool_),
        crosses=crosses[lead:],
        is_first=is_first,
    )


def _is_apart(header: Header) -> bool:
    """Whether what validation does to the state is nothing to the training."""
    return header.experiment.chunking.validation_state == "own"


def _lead(recording: Recording, start: int) -> int:
    """How many batches before `start` to look at, to find the last chunk of each slot."""
    lead = min(start, 1)
    while lead < start:
        kinds = recording.per_batch("transitions", start - lead, start)
        apart = (recording.per_batch("validates", start - lead, start) > 0) & _is_apart(recording.header)
        if np.any((kinds != Transition.IDLE) & ~apart[:, None, None], axis=0).all():
            break
        lead = min(4 * lead, start)
    return lead


def _last_chunk(kinds: NDArray[np.int8], validates: NDArray[np.bool_], apart: bool) -> NDArray[np.intp] | None:
    """For each batch, layer and slot the row, counted from 1, of the slot's last chunk before; 0 where there is none.

    Args:
        kinds: Transitions ``(batches, layers, slots)``.
        validates: ``(batches,)`` whether they validate.
        apart: Whether the slots remember nothing of validation when the training goes on.

    Returns:
        ``(batches, layers, slots)``, or None where it is plainly the batch before each.
    """
    reads, validates = kinds != Transition.IDLE, validates[:, None, None]
    if not validates.any() and reads.all():
        return None
    row = np.arange(1, len(kinds) + 1)[:, None, None]

    def before(counts: NDArray[np.bool_]) -> NDArray[np.intp]:
        at = np.maximum.accumulate(np.where(counts, row, 0), axis=0)
        return np.concatenate([np.zeros_like(at[:1]), at[:-1]])

    return np.where(validates, before(reads), before(reads & ~validates)) if apart else before(reads)


def _since(last: NDArray[np.intp], reset: NDArray[np.uint8], apart: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """What was asked for last since each slot's last chunk: a slot that idles may be zeroed meanwhile.

    Args:
        last: The row of that chunk, as :func:`_last_chunk` gives it.
        reset: What was asked for in each row ``(batches, 1, slots)``.
        apart: ``(batches, 1, 1)`` which rows the others know nothing of.

    Returns:
        ``(batches, layers, slots)``.
    """
    row = np.arange(1, len(reset) + 1)[:, None, None]

    def newest(counts: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.maximum.accumulate(np.where(counts & (reset > 0), row, 0), axis=0)

    at = np.where(apart, newest(np.ones_like(apart)), newest(~apart))
    asked = np.take_along_axis(np.concatenate([np.zeros_like(reset[:1]), reset]), at, axis=0)
    return np.where(at > last, asked, np.uint8(0))


def _picked(values: NDArray[Value], row: NDArray[np.intp] | None) -> NDArray[Value]:
    """The values at the last chunk of each slot; 0 where there is none: before a run all states are zero."""
    nothing = np.zeros_like(values[:1])
    if row is None:
        return np.concatenate([nothing, values[:-1]])
    return np.take_along_axis(np.concatenate([nothing, values]), row, axis=0)


def _by_layer(header: Header, norms: Norms) -> Norms:
    """Norms by track ``(batches, tracks, slots)`` to norms of all states of a layer ``(batches, layers, slots)``."""
    if len(header.tracks) == len(header.layers):
        return norms
    first = np.cumsum([0] + [len(layer.kinds) for layer in header.layers[:-1]])
    joined: Norms = np.hypot.reduceat(norms, first, axis=1)
    # Infinity outdoes not-a-number in a hypotenuse, but not here.
    joined[np.logical_or.reduceat(np.isnan(norms), first, axis=1)] = np.nan
    return joined
