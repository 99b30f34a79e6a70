"""The numbers behind the plots, as tables with one row for each timestep or batch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.export.table import Table
from rnnviz.plots.outline import PANEL_NAMES
from rnnviz.plots.shapes import word
from rnnviz.plots.view import Source
from rnnviz.recording.transition import Transition

_AT_ONCE = 4096
"""Rows in memory at a time, so that a recording of any length can be written."""

Row = Sequence[object]


def plotted_numbers(source: Source, panel: str, start: int, stop: int) -> Table:
    """What one plot shows of timesteps `start` to `stop`.

    Args:
        source: Which layer, state and slot.
        panel: A plot's name. ``"hidden state"`` gives timestep, batch and a column for each
            unit; ``"sequence"`` timestep, batch, inputs, targets and predictions; ``"loss"``
            batch, first timestep and loss; ``"transitions"`` batch, first timestep,
            transition, and the norms of the entering and leaving state.
        start: The first timestep.
        stop: Behind the last one. What is not recorded is left out, and so is what is not left
            in full: a mean must not pass for a number.

    Raises:
        ValueError: When there is no such plot.

    Example:
        >>> plotted_numbers(Source(recording, 0, "h", 0), "loss", 0, 200).names  # doctest: +SKIP
        ('batch', 'first_timestep', 'loss')
    """
    tables = {"transitions": _transitions, "hidden state": _states, "sequence": _sequence, "loss": _loss}
    if panel not in tables:
        raise ValueError(f"there is no plot {panel!r}: choose one of {', '.join(PANEL_NAMES)}")
    recording = source.recording
    by_batch = panel in ("transitions", "loss")
    left = recording.full_from_batch * source.length if by_batch else recording.full_from
    return tables[panel](source, max(left, start), min(stop, recording.timesteps))


def all_numbers(source: Source, start: int, stop: int) -> Table:
    """What the whole stack shows: one row for each timestep, with the loss and the transition of its batch."""
    recording = source.recording
    left = max(recording.full_from, recording.full_from_batch * source.length)
    start, stop = max(left, start), min(stop, recording.timesteps)
    names, read = _sequence_columns(source)
    units = _unit_names(source)

    def rows(first: int, last: int) -> Iterator[Row]:
        batches = first // source.length, -(-last // source.length)
        loss = source.recording.losses(*batches)
        kinds = _kinds(source, *batches)
        states = source.recording.state(source.layer, source.kind, source.slot, first, last)
        for timestep, sequence, state in zip(range(first, last), read(first, last), states, strict=True):
            batch = timestep // source.length
            here = batch - batches[0]
            yield (timestep, batch, word(Transition(int(kinds[here]))), loss[here], *sequence, *state)

    return Table(("timestep", "batch", "transition", "loss", *names, *units), _in_pieces(rows, start, stop))


def _transitions(source: Source, start: int, stop: int) -> Table:
    def rows(first: int, last: int) -> Iterator[Row]:
        kinds = _kinds(source, first, last)
        entering, leaving = (
            source.recording.per_batch(name, first, last)[:, source.track, source.slot]
            for name in ("entering", "leaving")
        )
        for batch, kind, came, left in zip(range(first, last), kinds, entering, leaving, strict=True):
            yield batch, batch * source.length, word(Transition(int(kind))), came, left

    names = (
        "batch",
        "first_timestep",
        "transition",
        f"{source.carried}_norm_entering",
        f"{source.carried}_norm_leaving",
    )
    return Table(names, _in_pieces(rows, *_batches(source, start, stop)))


def _states(source: Source, start: int, stop: int) -> Table:
    def rows(first: int, last: int) -> Iterator[Row]:
        states = source.recording.state(source.layer, source.kind, source.slot, first, last)
        for timestep, state in zip(range(first, last), states, strict=True):
            yield (timestep, timestep // source.length, *state)

    return Table(("timestep", "batch", *_unit_names(source)), _in_pieces(rows, start, stop))


def _sequence(source: Source, start: int, stop: int) -> Table:
    names, read = _sequence_columns(source)

    def rows(first: int, last: int) -> Iterator[Row]:
        for timestep, row in zip(range(first, last), read(first, last), strict=True):
            yield (timestep, timestep // source.length, *row)

    return Table(("timestep", "batch", *names), _in_pieces(rows, start, stop))


def _loss(source: Source, start: int, stop: int) -> Table:
    names = ["loss", "validation_loss"] if source.recording.header.experiment.chunking.validation else ["loss"]

    def rows(first: int, last: int) -> Iterator[Row]:
        validates = source.recording.per_batch("validates", first, last)
        for batch, kind, loss in zip(
            range(first, last), validates.tolist(), source.recording.losses(first, last), strict=True
        ):
            yield batch, batch * source.length, *(loss if number == kind else "" for number in range(len(names)))

    return Table(("batch", "first_timestep", *names), _in_pieces(rows, *_batches(source, start, stop)))


def _sequence_columns(source: Source) -> tuple[list[str], Callable[[int, int], Iterator[Row]]]:
    """Names of the columns of a sequence, and what reads their rows."""
    recording, symbols = source.recording, source.recording.header.symbols
    reads = {"input": recording.inputs, "target": recording.targets, "prediction": recording.predictions}
    if symbols is None:
        task = recording.header.experiment.task
        known = {"input": task.input_names, "target": task.output_names, "prediction": task.output_names}
        widths = {name: read(source.slot, 0, 1).shape[1] for name, read in reads.items()}
        names = [column for name, width in widths.items() for column in _column_names(name, width, known[name])]
    else:
        names = ["input", "target", "prediction", "probability_of_target"]

    def rows(first: int, last: int) -> Iterator[Row]:
        inputs, targets, predictions = (read(source.slot, first, last) for read in reads.values())
        if symbols is None:
            yield from np.concatenate([inputs, targets, predictions], axis=1)
            return
        codes = np.stack([inputs[:, 0], targets[:, 0], predictions[:, 0]], axis=1)
        for row, likely in zip(codes.tolist(), predictions[:, 1], strict=True):
            yield (*("" if math.isnan(code) else symbols[int(code)] for code in row), likely)

    return names, rows


def _column_names(line: str, width: int, known: tuple[str, ...]) -> list[str]:
    """Names for each of a line's columns: by what they mean where that is known, else by number."""
    if width == 1:
        return [line]
    meanings = known if len(known) == width else [str(number) for number in range(width)]
    return [f"{line}_{meaning.replace(' ', '_')}" for meaning in meanings]


def _unit_names(source: Source) -> list[str]:
    return [f"unit_{unit}" for unit in range(source.described.units)]


def _kinds(source: Source, first: int, last: int) -> NDArray[np.int8]:
    kinds: NDArray[np.int8] = source.recording.per_batch("transitions", first, last)[:, source.layer, source.slot]
    return kinds


def _batches(source: Source, start: int, stop: int) -> tuple[int, int]:
    return start // source.length, -(-stop // source.length)


def _in_pieces(rows: Callable[[int, int], Iterator[Row]], start: int, stop: int) -> Iterator[Row]:
    for first in range(start, stop, _AT_ONCE):
        yield from rows(first, min(first + _AT_ONCE, stop))
