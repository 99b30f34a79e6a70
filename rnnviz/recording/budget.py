"""Which old rows to drop so that a recording keeps within its disk budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rnnviz.recording.tables import FACTOR, Axis, Extent, Table

BUDGET = 4 * 2**30
"""Bytes on disk that a recording may take unless told otherwise."""

_SLACK = 64
"""One part in so many is kept free for the blocks between two looks, another for the ends of all levels, which are
written before anything is dropped; and as much as one of them is freed at once."""

_BATCH_SHARE = 4
"""The arrays by batch may take one part in so many; the states and lines the rest, and what those leave."""


class Budget:
    """Keeps count of what lies on disk, and chooses what goes.

    The oldest rows of the finest level go first, and coarser ones stay in their place. Each
    level has a share of its own, a half, a quarter, an eighth …, below which it is not
    shortened as long as others are above theirs: so the newest rows are there in full, older
    ones ever more coarsely, and the whole keeps within the budget at any length.

    Args:
        most: Bytes.

    Attributes:
        metadata: Bytes of what describes the arrays.
    """

    def __init__(self, most: int) -> None:
        self.metadata = 0
        self._most = most
        self._levels: dict[tuple[Axis, int], _Files] = defaultdict(_Files)

    @property
    def used(self) -> int:
        """Bytes on disk."""
        return self.metadata + sum(files.bytes for files in self._levels.values())

    @property
    def exceeded(self) -> bool:
        """Whether something has to go."""
        return self.used > self._most - 2 * self._most // _SLACK

    def put(self, table: Table, block: int, size: int) -> None:
        """Take note of how many bytes a block of a table has on disk now."""
        self._levels[table.axis, table.level].put(table, block, size)

    def shorten(self, extents: Sequence[Extent]) -> tuple[Extent, ...]:
        """Choose what goes, once the budget is exceeded.

        Args:
            extents: What there is of each table.

        Returns:
            What is to be left of each.
        """
        if self.exceeded:
            tables = {axis: [e.table for e in extents if e.table.axis == axis] for axis in ("batch", "time")}
            counts = {(e.table.axis, e.table.level): e.count for e in extents}
            aim = self._most - 3 * self._most // _SLACK
            batch_share = self._most // _BATCH_SHARE
            batch_used = sum(files.bytes for (axis, _), files in self._levels.items() if axis == "batch")
            shares = {"batch": batch_share, "time": aim - self.metadata - min(batch_used, batch_share)}
            # First down to each one's share, then, where files are too large for that, as far as need be.
            for fair in (True, False):
                for axis in ("time", "batch"):
                    for table in tables[axis][:-1]:  # the coarsest is all there is of the oldest
                        least = shares[axis] >> (table.level + 1) if fair else 0
                        while self.used > aim and self._files(table).bytes > least and self._spare(table, counts):
                            self._files(table).drop()
        return tuple(Extent(e.table, e.count, self._files(e.table).first * e.table.file_rows) for e in extents)

    def _files(self, table: Table) -> _Files:
        return self._levels[table.axis, table.level]

    def _spare(self, table: Table, counts: dict[tuple[Axis, int], int]) -> bool:
        """Whether the oldest file of a table can go: the next coarser one holds all of it, the next finer nothing."""
        files = self._files(table)
        end = (files.first + 1) * table.span
        coarser = counts[table.axis, table.level + 1] * FACTOR ** (table.level + 1)
        finer = self._levels[table.axis, table.level - 1].left_from if table.level else end
        return files.first + 1 < files.end and finer >= end <= coarser


class _Files:
    """The files of a table, each some blocks of all its arrays.

    Attributes:
        first: The number of the first that was not dropped.
        end: The number behind the last.
        bytes: Of all of them.
        left_from: The batch or timestep that the first begins with.
    """

    def __init__(self) -> None:
        self.first = self.end = self.bytes = self.left_from = 0
        self._span = 0
        self._blocks: dict[int, dict[int, int]] = {}

    def put(self, table: Table, block: int, size: int) -> None:
        number = block // table.blocks
        blocks = self._blocks.setdefault(number, {})
        self._span = table.span
        self.bytes += size - blocks.get(block, 0)
        blocks[block] = size
        self.end = max(self.end, number + 1)

    def drop(self) -> None:
        self.bytes -= sum(self._blocks.pop(self.first, {}).values())
        self.first += 1
        self.left_from = self.first * self._span
