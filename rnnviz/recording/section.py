"""The rows of a table: in memory while they are new, then on disk."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.cache import BlockCache
from rnnviz.recording.tables import Array, Table

Rows = NDArray[Any]
Held = tuple[int, dict[str, Rows]]

_SPARE = 2
"""Blocks of memory kept for use again. Fresh memory takes longer to get than to fill."""

_MOST_LOOSE = 64
"""How many times rows may come in before they are copied into blocks: readers piece them together."""

_LOOSE_BYTES = 2**18
"""As many bytes are copied as soon as can be, so that whoever makes the rows gets the same memory again."""


class Section:
    """A growing table. One thread adds rows, one moves them to disk, any may read.

    Rows that come in are held as they came, then copied into blocks, then written to disk.
    They never change once they count, and `memory` is replaced rather than changed, so readers
    need no lock: they take `memory` once, and what is missing from it is on disk. As blocks are
    used again they look afterwards whether what they copied was still :meth:`intact`.

    Attributes:
        table: What it holds.
        count: Rows that there were ever.
        first: Those before it were dropped to keep the disk budget.
        memory: The blocks in memory, by number, the last one still filling; and behind them
            the rows as they came, by the first of them. Blocks of states have the slots' axis
            first, as they are going to be written.
    """

    def __init__(self, table: Table, cache: BlockCache, count: int = 0) -> None:
        self.table = table
        self.count = count
        self.first = 0
        self.memory: tuple[tuple[Held, ...], tuple[Held, ...]] = ((), ())
        self._cache = cache
        self._filled = count
        self._swap = threading.Lock()
        self._absorbing = threading.Lock()
        self._spare: list[Held] = []
        self._most_spare = _SPARE
        self._row = sum(int(np.prod(a.shape)) * np.dtype(a.dtype).itemsize for a in table.arrays.values())
        self._overwritten = -1

    @property
    def first_file(self) -> int:
        """The number of the first file that was not dropped."""
        return self.first // self.table.file_rows

    @property
    def recent(self) -> tuple[Held, ...]:
        """The blocks in memory."""
        return self.memory[0]

    @property
    def waiting(self) -> int:
        """Rows in memory."""
        blocks, loose = self.memory
        first = blocks[0][0] * self.table.rows if blocks else loose[0][0] if loose else self.count
        return self.count - first

    def accept(self, rows: dict[str, Rows]) -> bool:
        """Add rows, as many of each array, which must not change from now on.

        Returns:
            Whether there are enough now to be absorbed.
        """
        with self._swap:
            blocks, loose = self.memory
            self.memory = blocks, (*loose, (self.count, rows))
            self.count += len(next(iter(rows.values())))
        new = self.count - self._filled
        return len(loose) >= _MOST_LOOSE or new >= self.table.rows or new * self._row >= _LOOSE_BYTES

    def absorb(self) -> None:
        """Copy the rows that came in into blocks. Any thread may do so."""
        with self._absorbing:
            loose = self.memory[1]
            for _, rows in loose:
                self._fill(rows)
            with self._swap:
                self.memory = self.memory[0], self.memory[1][len(loose) :]

    def _fill(self, rows: Mapping[str, Rows]) -> None:
        done, more = 0, len(next(iter(rows.values())))
        while done < more:
            at = self._filled % self.table.rows
            if at == 0:
                self._open_block()
            block = self.recent[-1][1]
            taken = min(self.table.rows - at, more - done)
            for name, values in rows.items():
                rows_first(block[name], self.table.arrays[name])[at : at + taken] = values[done : done + taken]
            self._filled += taken
            done += taken

    def _open_block(self) -> None:
        rows = self.table.rows
        with self._swap:
            if self._spare:
                old, block = self._spare.pop()
                self._overwritten = max(self._overwritten, old)
            else:
                block = {
                    name: np.empty((a.shape[0], rows, *a.shape[1:]) if a.states else (rows, *a.shape), a.dtype)
                    for name, a in self.table.arrays.items()
                }
            blocks, loose = self.memory
            self.memory = (*blocks, (self._filled // rows, block)), loose

    def full(self) -> tuple[Held, ...]:
        """The blocks in memory that will not change any more."""
        return tuple(block for block in self.recent if (block[0] + 1) * self.table.rows <= self._filled)

    def settle(self) -> None:
        """Let go of the oldest block in memory, now that it is on disk."""
        with self._swap:
            (block, *blocks), loose = self.memory
            self.memory = tuple(blocks), loose
            if len(self._spare) < self._most_spare:
                self._spare.insert(0, block)

    def end(self, stored: bool) -> None:
        """Hold no memory for more rows: there will be none.

        Args:
            stored: Whether all that there are is on disk, so that they need none either.
        """
        self.absorb()
        with self._swap:
            self._spare.clear()
            self._most_spare = 0
            if stored:
                self.memory = (), ()

    def intact(self, number: int) -> bool:
        """Whether a block that was in `recent` still holds the same rows."""
        return number > self._overwritten

    def read(self, name: str, start: int, stop: int, slot: int | None = None) -> Rows:
        """Rows `start … stop`, all of which count; of one slot (by its place among the watched), or of all.

        Of states, one slot has to be chosen.

        Returns:
            ``(stop - start, …)``, read-only, without the slots' axis when one is chosen.

        Raises:
            BlockGone: When a file is not there.
            RecordingError: When one cannot be read.
        """
        blocks, loose = self.memory
        border = loose[0][0] if loose else stop
        pieces = self._from_blocks(dict(blocks), name, start, min(stop, border), slot)
        for first, rows in loose:
            begin, end = max(start - first, 0), min(stop - first, len(rows[name]))
            if begin < end:
                pieces.append(rows[name][begin:end] if slot is None else rows[name][begin:end, slot])
        if len(pieces) == 1:
            values = pieces[0][:]
        else:
            shape = self.table.arrays[name].shape[0 if slot is None else 1 :]
            values = np.concatenate(pieces) if pieces else np.empty((0, *shape), self.table.arrays[name].dtype)
        values.flags.writeable = False
        return values

    def _from_blocks(
        self, recent: Mapping[int, Mapping[str, Rows]], name: str, start: int, stop: int, slot: int | None
    ) -> list[Rows]:
        height = self.table.rows
        pieces = []
        for number in range(start // height, -(-stop // height)) if stop > start else ():
            begin, end = max(start - number * height, 0), min(stop - number * height, height)
            if number in recent:
                kept = rows_first(recent[number][name], self.table.arrays[name])
                piece = (kept[begin:end] if slot is None else kept[begin:end, slot]).copy()
                if self.intact(number):
                    pieces.append(piece)
                    continue
            pieces.append(self._stored(name, number, slot, max(stop, self.count))[begin:end])
        return pieces

    def _stored(self, name: str, number: int, slot: int | None, count: int) -> Rows:
        """The rows on disk of a block, of `count` that there are in all."""
        array, height = self.table.arrays[name], self.table.rows
        valid = min(count - number * height, height)
        file, skipped = divmod(number * height, self.table.file_rows)
        key = self.table.key(name, file, slot or 0)
        if array.packed:
            rows = self._cache.read(key, valid, (height, *array.chunk), array.dtype)
        else:
            rows = self._cache.read(key, valid, (valid, *array.chunk), array.dtype, skipped)
        return rows if slot is None else rows[:, 0 if array.states else slot]


def rows_first(block: Rows, array: Array) -> Rows:
    """A block in memory with the growing axis first, whatever it holds."""
    return np.swapaxes(block, 0, 1) if array.states else block
