"""Putting chunks and records into files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from rnnviz.recording.chunks import encode
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import KEY, Record
from rnnviz.recording.section import Chunk
from rnnviz.recording.tables import Table


def write_chunk(files: LocalFiles, table: Table, chunk: Chunk, count: int) -> dict[str, int]:
    """Write the first `count` rows of a chunk.

    Returns:
        Bytes written, by array.

    Raises:
        OSError: When the disk refuses.
    """
    number, rows = chunk
    sizes = {}
    for name, array in table.arrays.items():
        sizes[name] = 0
        for slot in range(array.slots):
            values = rows[name][:, slot : slot + 1] if array.by_slot else rows[name]
            if count < table.rows:
                # What lies behind may be filling at this moment.
                whole = np.zeros_like(values)
                whole[:count] = values[:count]
                values = whole
            packed = encode(values)
            files.write(table.key(name, number, slot), packed)
            sizes[name] += len(packed)
    return sizes


def write_record(files: LocalFiles, record: Record, written: dict[str, Any]) -> None:
    """Write the metadata of every array that has changed, and then the record itself.

    Args:
        files: To where.
        record: What holds.
        written: The metadata written before, by path; brought up to date.

    Raises:
        OSError: When the disk refuses. Then the last record still holds.
    """
    nodes = record.nodes()
    for path, metadata in nodes.items():
        if written.get(path) != metadata:
            files.write(f"{path}/{KEY}", json.dumps(metadata).encode())
            written[path] = metadata
    if "coordinates" not in written:
        watched = np.array(record.header.watched, np.int64)
        if len(watched):
            files.write("watched/c.0", encode(watched))
        written["coordinates"] = True
    files.write(KEY, record.to_json(nodes))


def chunk_keys(table: Table, name: str, first: int, end: int) -> Iterator[str]:
    """The files of chunks `first … end` of an array."""
    for number in range(first, end):
        for slot in range(table.arrays[name].slots):
            yield table.key(name, number, slot)
