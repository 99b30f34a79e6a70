"""Putting blocks of rows and records into files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from rnnviz.recording.chunks import encode, plain
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import KEY, Record
from rnnviz.recording.section import Held
from rnnviz.recording.tables import Table


def write_block(files: LocalFiles, table: Table, block: Held, begin: int, end: int) -> tuple[int, int]:
    """Write rows of a block, those before which were written already.

    Args:
        files: To where.
        table: What the block is of.
        block: Its number and rows.
        begin: The first row to be written.
        end: The one after the last.

    Returns:
        Bytes of states, and of the other arrays.

    Raises:
        OSError: When the disk refuses.
    """
    states = others = 0
    for name, array in table.arrays.items():
        if array.packed:
            others += _write_packed(files, table, name, block, end)
        else:
            size = _add_plain(files, table, name, block, begin, end)
            states, others = (states + size, others) if array.states else (states, others + size)
    return states, others


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
    return len(packed) if end == table.rows else 0  # while it fills it is not counted yet


def _add_plain(files: LocalFiles, table: Table, name: str, block: Held, begin: int, end: int) -> int:
    """Add rows to what there is of a block."""
    number, rows = block
    array, height = table.arrays[name], table.file_rows(name)
    file, place = divmod(number * table.rows, height)
    row = int(np.prod(array.chunk)) * np.dtype(array.dtype).itemsize
    for slot in range(array.slots):
        data = plain(rows[name][slot, begin:end] if array.states else rows[name][begin:end])
        files.write_at(table.key(name, file, slot), (place + begin) * row, data, height * row)
    return (end - begin) * row * array.slots


def write_record(files: LocalFiles, record: Record, written: dict[str, Any], thorough: bool = True) -> None:
    """Write the metadata of arrays, and then the record itself, which has all of them too.

    Args:
        files: To where.
        record: What holds.
        written: The metadata written before, by path; brought up to date.
        thorough: Whether to write anew the metadata of arrays that have grown.

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
    files.write(KEY, record.to_json(nodes))


def keys(table: Table, name: str, first: int, end: int) -> Iterator[str]:
    """The files `first … end` of an array."""
    for number in range(first, end):
        for slot in range(table.arrays[name].slots):
            yield table.key(name, number, slot)
