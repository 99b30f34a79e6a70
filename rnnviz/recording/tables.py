"""Which arrays a recording has, and how zarr's metadata describe them.

Arrays that grow along the same axis form a :class:`Table`: one by batch, one by timestep, and
for both a coarser one for each level of detail. The arrays of a table have the same number of
rows and go to disk in the same blocks, so one number says how far all of them go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from rnnviz.recording.chunks import codecs
from rnnviz.recording.header import Header

Axis = Literal["batch", "time"]

FACTOR = 4
"""Rows of a level that one row of the next stands for."""

LINES = ("inputs", "targets", "predictions")
"""The arrays of Block that are drawn as lines, one row a timestep."""

LOSSES = ("loss", "validation_loss")
"""The losses by batch: of those that train, and of those that validate."""

PER_BATCH = (*LOSSES, "validates", "sequence", "start", "steps", "reset", "transitions", "entering", "leaving")
"""The arrays with one row a batch."""

_FEWEST_ROWS, _MOST_ROWS = 64, 16_384
_BLOCK = 2**20
"""Bytes of a block of an array at level 0."""
_TOGETHER = 2**25
"""Bytes of the blocks that all slots and states of a table fill at the same time, in memory."""
_FILE, _MOST_BLOCKS = 2**22, 256
"""Bytes, and blocks, of a file to which blocks are added. Making one takes as long as writing some 100 KB."""
_METADATA = 2**22
"""Bytes for what describes the arrays, of which there are more the longer a recording is."""
_PIECES = 64
"""The files that hold the same rows of a table take no more than one part in so many of the disk budget."""


@dataclass(frozen=True)
class Array:
    """One array of a table.

    Attributes:
        dims: Names of its dimensions after the growing one.
        shape: Sizes of them.
        dtype: NumPy's name of its numbers.
        states: Whether it holds states, with files for each slot.
        packed: Whether its files are packed, each a block. What is noise to a compressor, as
            states and predictions are, lies in files as it is, and blocks are added in place.
        blocks: How many of them a file has. The same in all arrays of a table, so that files of
            the same rows can be dropped together.
    """

    dims: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: str
    states: bool = False
    packed: bool = True
    blocks: int = 1

    @property
    def chunk(self) -> tuple[int, ...]:
        """The shape of a row in a chunk, where zarr takes no 0."""
        return tuple(max(1, n) for n in ((1, *self.shape[1:]) if self.states else self.shape))

    @property
    def slots(self) -> int:
        """How many chunks lie beside each other; none where nothing is watched."""
        if 0 in self.shape:
            return 0
        return self.shape[0] if self.states else 1


@dataclass(frozen=True)
class Table:
    """Arrays that grow together.

    Attributes:
        axis: What a row of level 0 is.
        level: Level of detail: a row stands for ``4**level`` batches or timesteps.
        rows: Rows of a block, a multiple of 4: what is moved from memory to disk at once.
        arrays: By name.
    """

    axis: Axis
    level: int
    rows: int
    arrays: dict[str, Array]

    @property
    def step(self) -> int:
        """Batches or timesteps in a row."""
        return int(FACTOR**self.level)

    @property
    def folder(self) -> str:
        """Where its arrays lie in the recording."""
        return f"levels/{self.step}/" if self.level else ""

    @property
    def file_rows(self) -> int:
        """Rows in a file, which zarr calls a chunk."""
        return self.rows * self.blocks

    @property
    def span(self) -> int:
        """Batches or timesteps in a file."""
        return self.step * self.rows * self.blocks

    @property
    def blocks(self) -> int:
        """Blocks in a file."""
        return next(iter(self.arrays.values())).blocks

    def key(self, name: str, number: int, slot: int = 0) -> str:
        """The file with a number, counted from 0."""
        inner = len(self.arrays[name].shape)
        places = [slot if self.arrays[name].states else 0, *[0] * (inner - 1)][:inner]
        return ".".join([f"{self.folder}{name}/c", str(number), *map(str, places)])

    def metadata(self, name: str, count: int, first: int = 0) -> dict[str, Any]:
        """What zarr wants to know of an array with `count` rows, those before `first` dropped."""
        array = self.arrays[name]
        dims, shape = (self.axis, *array.dims), (count, *array.shape)
        metadata = array_metadata(dims, shape, (self.file_rows, *array.chunk), array.dtype, packed=array.packed)
        return {**metadata, "attributes": {"block_rows": self.rows, "first_row": first}}


@dataclass(frozen=True)
class Extent:
    """Which rows of a table there are.

    Attributes:
        table: The table.
        count: How many there were ever.
        first: Those before it were dropped to keep the disk budget.
    """

    table: Table
    count: int
    first: int = 0


def array_metadata(
    dims: tuple[str, ...], shape: tuple[int, ...], chunk: tuple[int, ...], dtype: str, *, packed: bool = True
) -> dict[str, Any]:
    """A ``zarr.json`` as version 3 of zarr has it."""
    return {
        "zarr_format": 3,
        "node_type": "array",
        "shape": list(shape),
        "data_type": dtype,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunk)}},
        # Dots keep the chunks of an array in one folder: no folder has to be made for each.
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
        "fill_value": "NaN" if dtype.startswith("float") else 0,
        "codecs": codecs(dtype, packed),
        "attributes": {},
        "dimension_names": list(dims),
        "storage_transformers": [],
    }


def state_name(layer: int, kind: str) -> str:
    """What the array of a layer's state is called."""
    return f"state_{layer}_{kind}"


def gate_name(layer: int, gate: str) -> str:
    """What the array of a layer's gate is called."""
    return f"gate_{layer}_{gate}"


def base_tables(header: Header, columns: tuple[int, int, int], budget: int | None = None) -> tuple[Table, Table]:
    """The tables by batch and by timestep.

    Args:
        header: Says how many slots, layers and units there are.
        columns: Those of inputs, targets and predictions.
        budget: Bytes that all files may take; the less they are, the smaller each has to be.
    """
    return _table("batch", _by_batch(header), budget), _table("time", _by_time(header, columns), budget)


def least_budget(header: Header) -> int:
    """Bytes that a recording takes at least, however much of it is dropped."""
    few = _PIECES * _FEWEST_ROWS
    return _METADATA + few * _row(_by_batch(header)) + max(few, 4 * header.length) * _row(_by_time(header, (1, 1, 1)))


def level_table(base: Table, level: int) -> Table:
    """The table of a level of detail, see :mod:`rnnviz.recording.folds`.

    There are many levels, each with a block in memory: blocks and files are a quarter of those at level 0.
    """
    arrays = {}
    for name, array in base.arrays.items():
        spread = name in (*LOSSES, *LINES)
        arrays[name] = replace(array, dims=(*array.dims, "spread"), shape=(*array.shape, 3)) if spread else array
    return Table(base.axis, level, max(_FEWEST_ROWS, base.rows // 4), arrays)


def _by_batch(header: Header) -> dict[str, Array]:
    slots, layers, tracks = header.batch_size, len(header.layers), len(header.tracks)
    return {
        **{name: Array((), (), "float32") for name in LOSSES},
        "validates": Array((), (), "uint8"),
        "sequence": Array(("slot",), (slots,), "int64"),
        "start": Array(("slot",), (slots,), "int64"),
        "steps": Array(("slot",), (slots,), "int32"),
        "reset": Array(("slot",), (slots,), "uint8"),
        "transitions": Array(("layer", "slot"), (layers, slots), "int8"),
        "entering": Array(("track", "slot"), (tracks, slots), "float32"),
        "leaving": Array(("track", "slot"), (tracks, slots), "float32"),
    }


def _by_time(header: Header, columns: tuple[int, int, int]) -> dict[str, Array]:
    watched = len(header.watched)

    def units(layer: int, dtype: str) -> Array:
        shape = (watched, header.layers[layer].units)
        return Array(("watched", f"unit_{layer}"), shape, dtype, states=True, packed=False)

    arrays = {state_name(n, kind): units(n, "float32") for n, kind in header.tracks}
    # Half the precision is a thousandth of what a gate can be, and half the disk.
    arrays |= {gate_name(n, gate): units(n, "float16") for n, gate in header.gates}
    for name, width in zip(LINES, columns, strict=True):
        arrays[name] = Array(("watched", name.removesuffix("s")), (watched, width), "float32", packed=False)
    return arrays


def _table(axis: Axis, arrays: dict[str, Array], budget: int | None) -> Table:
    largest = max(_bytes(array.chunk, array.dtype) for array in arrays.values())
    together = max(1, _row(arrays))
    allowed = float("inf") if budget is None else budget / (_PIECES * together)
    rows = _power(min(_BLOCK / largest, _TOGETHER / together, allowed), _FEWEST_ROWS, _MOST_ROWS)
    blocks = _power(min(_FILE / (rows * largest), allowed / rows), 1, _MOST_BLOCKS)
    return Table(axis, 0, rows, {n: a if a.packed else replace(a, blocks=blocks) for n, a in arrays.items()})


def _row(arrays: dict[str, Array]) -> int:
    """Bytes of a row of all arrays."""
    return sum(_bytes(array.shape, array.dtype) for array in arrays.values())


def _power(most: float, low: int, high: int) -> int:
    """The largest power of two up to `most`, between two others."""
    return int(2 ** np.floor(np.log2(np.clip(most, low, high))))


def _bytes(shape: tuple[int, ...], dtype: str) -> int:
    return int(np.prod(shape)) * np.dtype(dtype).itemsize
