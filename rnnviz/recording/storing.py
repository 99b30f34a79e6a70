"""Putting blocks of rows and records into files."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from rnnviz.recording.chunks import encode, plain
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import KEY, Record
from rnnviz.recording.section import Held
from rnnviz.recording.tables import Array, Table

PAGE = 4096
"""Bytes in which disks give out their space."""


def write_block(files: LocalFiles, table: Table, block: Held, begin: int, end: int) -> int:
    """Write rows of a block, those before which were written already.

    Args:
        files: To where.
        table: What the block is of.
        block: Its number and rows.
        begin: The first row to be written.
        end: The one after the last.

    Returns:
        Bytes that the block takes on the disk now.

    Raises:
        OSError: When the disk refuses.
    """
    size = 0
    try:
        for name, array in table.arrays.items():
            if array.packed:
                size += _write_packed(files, table, name, block, end)
            else:
                size += _add_plain(files, table, name, block, begin, end)
    except OSError:
        # What was added in part would hold space that a full disk needs for the record of what is whole.
        _take_back(files, table, block[0], begin)
        raise
    return size


def _take_back(files: LocalFiles, table: Table, number: int, begin: int) -> None:
    """Free what was added behind row `begin` of a block, and may not even be there."""
    for name, array in table.arrays.items():
        if not array.packed:
            for slot in range(array.slots):
                key, start, size = _place(table, name, number, begin, slot)
                with contextlib.suppress(OSError):
                    files.empty(key, start, size)


def _write_packed(files: LocalFiles, table: Table, name: str, block: Held, end: int) -> int:
    """Write a block anew, up to row `end`."""
    number, rows = block
    values = rows[name]
    if end < table.rows:
        # What lies behind may be filling at this moment.
        values = np.zeros_like(values)
        values[:end] = rows[name][:end]
    packed = encode(values)
    files.write(table.key(name, number), packed)
    return -(-len(packed) // PAGE) * PAGE


def _add_plain(files: LocalFiles, table: Table, name: str, block: Held, begin: int, end: int) -> int:
    """Add rows to what there is of a block."""
    number, rows = block
    array = table.arrays[name]
    for slot in range(array.slots):
        data = plain(rows[name][slot, begin:end] if array.states else rows[name][begin:end])
        key, start, size = _place(table, name, number, begin, slot)
        files.write_at(key, start, data, size)
    started = 0 if number % table.blocks else PAGE  # a file's last page is never full
    return (end * _row_bytes(array) + started) * array.slots


def _place(table: Table, name: str, number: int, row: int, slot: int) -> tuple[str, int, int]:
    """Where a row of a block lies: the file, the first byte, and how many the file has in all."""
    file, place = divmod(number * table.rows, table.file_rows)
    each = _row_bytes(table.arrays[name])
    return table.key(name, file, slot), (place + row) * each, table.file_rows * each


def _row_bytes(array: Array) -> int:
    return int(np.prod(array.chunk)) * np.dtype(array.dtype).itemsize


def write_record(files: LocalFiles, record: Record, written: dict[str, Any], thorough: bool = True) -> int:
    """Write the metadata of arrays, and then the record itself, which has all of them too.

    Args:
        files: To where.
        record: What holds.
        written: The metadata written before, by path; brought up to date.
        thorough: Whether to write anew the metadata of arrays that have grown.

    Returns:
        Bytes that all metadata take on the disk.

    Raises:
        OSError: When the disk refuses. Then the last record still holds.
    """
    if not written and record.header.watched:
        files.write("watched/c.0", encode(np.array(record.header.watched, np.int64)))
    nodes = record.nodes()
    for path, metadata in nodes.items():
        if path not in written or (thorough and written[path] != metadata):
            files.write(f"{path}/{KEY}", json.dumps(metadata).encode())
            written[path] = metadata
    root = record.to_json(nodes)
    files.write(KEY, root)
    return 2 * len(root) + PAGE * (len(nodes) + 1)  # each node has its own beside that in the root


def keys(table: Table, name: str, first: int, end: int) -> Iterator[str]:
    """The files `first … end` of an array."""
    for number in range(first, end):
        for slot in range(table.arrays[name].slots):
            yield table.key(name, number, slot)
