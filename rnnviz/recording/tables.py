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

PER_BATCH = ("loss", "sequence", "start", "reset", "transitions", "entering", "leaving")
"""The arrays of Block with one row a batch."""

_FEWEST_ROWS, _MOST_ROWS = 64, 16_384
_BLOCK = 2**20
_LEVEL_BLOCK = 2**18
"""Bytes of a block of an array. There are many levels, each with a block in memory: smaller ones."""
_TOGETHER = 2**25
"""Bytes of the blocks that all slots and states of a table fill at the same time, in memory."""
_FILE, _MOST_BLOCKS = 2**22, 256
"""Bytes, and blocks, of a file to which blocks are added. Making one takes as long as writing some 100 KB."""


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
        blocks: How many of them a file has.
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

    def file_rows(self, name: str) -> int:
        """Rows of an array in each of its files, which zarr calls chunks."""
        return self.rows * self.arrays[name].blocks

    @property
    def span(self) -> int:
        """Batches or timesteps in a file of states."""
        return self.rows * self.step * max(array.blocks for array in self.arrays.values() if array.states)

    def key(self, name: str, number: int, slot: int = 0) -> str:
        """The file with a number, counted from 0."""
        inner = len(self.arrays[name].shape)
        places = [slot if self.arrays[name].states else 0, *[0] * (inner - 1)][:inner]
        return ".".join([f"{self.folder}{name}/c", str(number), *map(str, places)])

    def metadata(self, name: str, count: int) -> dict[str, Any]:
        """What zarr wants to know of an array with `count` rows."""
        array = self.arrays[name]
        dims, shape = (self.axis, *array.dims), (count, *array.shape)
        metadata = array_metadata(dims, shape, (self.file_rows(name), *array.chunk), array.dtype, packed=array.packed)
        return {**metadata, "attributes": {"block_rows": self.rows}}


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


def base_tables(header: Header, columns: tuple[int, int, int]) -> tuple[Table, Table]:
    """The tables by batch and by timestep.

    Args:
        header: Says how many slots, layers and units there are.
        columns: Those of inputs, targets and predictions.
    """
    slots, layers, tracks = header.batch_size, len(header.layers), len(header.tracks)
    batch = {
        "loss": Array((), (), "float32"),
        "sequence": Array(("slot",), (slots,), "int64"),
        "start": Array(("slot",), (slots,), "int64"),
        "reset": Array(("slot",), (slots,), "uint8"),
        "transitions": Array(("layer", "slot"), (layers, slots), "int8"),
        "entering": Array(("track", "slot"), (tracks, slots), "float32"),
        "leaving": Array(("track", "slot"), (tracks, slots), "float32"),
    }
    watched = len(header.watched)
    time = {
        state_name(n, kind): Array(
            ("watched", f"unit_{n}"), (watched, header.layers[n].units), "float32", states=True, packed=False
        )
        for n, kind in header.tracks
    }
    for name, width in zip(LINES, columns, strict=True):
        time[name] = Array(("watched", name.removesuffix("s")), (watched, width), "float32", packed=False)
    return _table("batch", 0, batch), _table("time", 0, time)


def level_table(base: Table, level: int) -> Table:
    """The table of a level of detail: means of states, extremes of the loss, both of lines, worst transitions."""
    arrays = {}
    for name, array in base.arrays.items():
        if name == "loss":
            arrays[name] = replace(array, dims=(*array.dims, "extreme"), shape=(*array.shape, 2))
        elif name in LINES:
            arrays[name] = replace(array, dims=(*array.dims, "spread"), shape=(*array.shape, 3))
        elif name == "transitions" or array.states:
            arrays[name] = array
    return _table(base.axis, level, arrays)


def _table(axis: Axis, level: int, arrays: dict[str, Array]) -> Table:
    sizes = {name: _bytes(array.chunk, array.dtype) for name, array in arrays.items()}
    everything = sum(_bytes(array.shape, array.dtype) for array in arrays.values())
    share = _LEVEL_BLOCK / _BLOCK if level else 1.0
    fitting = share * min(_BLOCK / max(sizes.values()), _TOGETHER / max(everything, 1))
    rows = _power(fitting, _FEWEST_ROWS, _MOST_ROWS)
    for name, array in arrays.items():
        if not array.packed:
            # Files of states cover the same time, so that they can be dropped together.
            row = max(sizes.values()) if array.states else sizes[name]
            arrays[name] = replace(array, blocks=_power(share * _FILE / (rows * row), 1, _MOST_BLOCKS))
    return Table(axis, level, rows, arrays)


def _power(most: float, low: int, high: int) -> int:
    """The largest power of two up to `most`, between two others."""
    return int(2 ** np.floor(np.log2(np.clip(most, low, high))))


def _bytes(shape: tuple[int, ...], dtype: str) -> int:
    return int(np.prod(shape)) * np.dtype(dtype).itemsize
