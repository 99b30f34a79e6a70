"""The rows of a table: in memory while they are new, then in chunks on disk."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.chunks import decode
from rnnviz.recording.errors import damaged
from rnnviz.recording.files import Files
from rnnviz.recording.tables import Table

Rows = NDArray[Any]
Chunk = tuple[int, dict[str, Rows]]

CACHE_BYTES = 64 * 2**20
"""Unpacked chunks that are kept for the next look: some screens full of a wide layer."""


class ChunkGone(Exception):
    """A chunk is not there: dropped a moment ago to keep the disk budget, or lost."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ChunkCache:
    """The chunks read last, up to a number of bytes. Any thread may use it."""

    def __init__(self, files: Files, most: int = CACHE_BYTES) -> None:
        self.files = files
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, int], Rows] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, key: str, valid: int, shape: tuple[int, ...], dtype: str) -> Rows:
        """A chunk whose first `valid` rows are wanted; a file that still fills is read again as it does.

        Raises:
            ChunkGone: When there is no such file.
            RecordingError: When it holds something else.
        """
        with self._lock:
            chunk = self._kept.get((key, valid))
            if chunk is not None:
                self._kept.move_to_end((key, valid))
                return chunk
        raw = self.files.read(key)
        if raw is None:
            raise ChunkGone(key)
        try:
            chunk = decode(raw, shape, dtype)
        except ValueError as error:
            raise damaged(self.files.place, f"{key} cannot be unpacked, {error}") from None
        with self._lock:
            if (key, valid) not in self._kept:
                self._kept[key, valid] = chunk
                self._bytes += chunk.nbytes
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return chunk


class Section:
    """A growing table. One thread adds rows, one moves them to disk, any may read.

    Rows never change once they count, and `recent` is replaced rather than changed, so readers
    need no lock: they take `recent` once, and whatever is missing from it is on disk.

    Attributes:
        table: What it holds.
        count: Rows there are.
        recent: The chunks in memory, by number, the last one still filling.
    """

    def __init__(self, table: Table, cache: ChunkCache, count: int = 0) -> None:
        self.table = table
        self.count = count
        self.recent: tuple[Chunk, ...] = ()
        self._cache = cache
        self._swap = threading.Lock()

    def extend(self, rows: Mapping[str, Rows]) -> bool:
        """Add rows, as many of each array.

        Returns:
            Whether that has filled a chunk.
        """
        done, more = 0, len(next(iter(rows.values())))
        filled = False
        while done < more:
            at = self.count % self.table.rows
            if at == 0:
                self._open_chunk()
            chunk = self.recent[-1][1]
            taken = min(self.table.rows - at, more - done)
            for name, values in rows.items():
                chunk[name][at : at + taken] = values[done : done + taken]
            self.count += taken
            done += taken
            filled |= at + taken == self.table.rows
        return filled

    def _open_chunk(self) -> None:
        rows = self.table.rows
        chunk = {name: np.empty((rows, *a.shape), a.dtype) for name, a in self.table.arrays.items()}
        with self._swap:
            self.recent = (*self.recent, (self.count // rows, chunk))

    def full(self) -> tuple[Chunk, ...]:
        """The chunks in memory that will not change any more."""
        return tuple(chunk for chunk in self.recent if (chunk[0] + 1) * self.table.rows <= self.count)

    def settle(self) -> None:
        """Forget the oldest chunk in memory, now that it is on disk."""
        with self._swap:
            self.recent = self.recent[1:]

    def read(self, name: str, start: int, stop: int, slot: int | None = None) -> Rows:
        """Rows `start … stop`, all of which count; of one slot (by its place among the watched), or of all.

        Returns:
            ``(stop - start, …)``, read-only, without the slots' axis when one is given.

        Raises:
            ChunkGone: When a chunk is not on disk.
            RecordingError: When one cannot be read.
        """
        array, height = self.table.arrays[name], self.table.rows
        recent = dict(self.recent)
        count = max(stop, self.count)
        pieces = []
        for number in range(start // height, -(-stop // height)) if stop > start else ():
            begin, end = max(start - number * height, 0), min(stop - number * height, height)
            if number in recent:
                piece = recent[number][name][begin:end]
                pieces.append(piece if slot is None else piece[:, slot])
                continue
            key = self.table.key(name, number, slot or 0)
            chunk = self._cache.read(key, min(count - number * height, height), (height, *array.chunk), array.dtype)
            if slot is None:
                pieces.append(chunk[begin:end])
            else:
                pieces.append(chunk[begin:end, 0 if array.by_slot else slot])
        shape = array.shape if slot is None else array.shape[1:]
        if len(pieces) == 1:
            values = pieces[0][:]
        else:
            values = np.concatenate(pieces) if pieces else np.empty((0, *shape), array.dtype)
        values.flags.writeable = False
        return values
