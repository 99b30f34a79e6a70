"""What was read from files last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.recording.chunks import decode
from rnnviz.recording.errors import damaged
from rnnviz.recording.files import Files

CACHE_BYTES = 64 * 2**20
"""Kept for the next look: some screens full of a wide layer."""


class BlockGone(Exception):
    """A file is not there: dropped a moment ago to keep the disk budget, or lost."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class BlockCache:
    """Reads blocks of rows, and keeps the last ones up to a number of bytes. Any thread may use it."""

    def __init__(self, files: Files, most: int = CACHE_BYTES) -> None:
        self.files = files
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, int, int], NDArray[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def read(
        self, key: str, valid: int, shape: tuple[int, ...], dtype: str, skipped: int | None = None
    ) -> NDArray[Any]:
        """A block of rows.

        Args:
            key: Its file.
            valid: How many of its rows count: a block that still grows is read again as it does.
            shape: Of the block.
            dtype: Of its numbers.
            skipped: Rows before it in the file; None where the file is packed, and the block all of it.

        Returns:
            Numbers in that shape, ``(rows, …)``, read-only.

        Raises:
            BlockGone: When there is no such file.
            RecordingError: When it holds something else.
        """
        place = (key, skipped or 0, valid)
        with self._lock:
            block = self._kept.get(place)
            if block is not None:
                self._kept.move_to_end(place)
                return block
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        start, most = (0, None) if skipped is None else (skipped * size // shape[0], size)
        raw = self.files.read(key, start, most)
        if raw is None:
            raise BlockGone(key)
        try:
            block = decode(raw, shape, dtype, packed=skipped is None)
        except ValueError as error:
            raise damaged(self.files.place, f"{key} cannot be unpacked, {error}") from None
        with self._lock:
            if place not in self._kept:
                self._kept[place] = block
                self._bytes += block.nbytes
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return block

    def forget(self) -> None:
        """Keep nothing of what was read so far."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0
