"""A table with its levels of detail, so that a window of any length costs the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.recording.cache import BlockCache
from rnnviz.recording.folds import Rows, fold_of
from rnnviz.recording.section import Section, rows_first
from rnnviz.recording.tables import FACTOR, level_table

FEWEST = 1024
"""Rows that a level has before the next coarser one is worth keeping: fewer are folded as they are read."""


class Pyramid:
    """A table at level 0 and the coarser ones that are made of it.

    The levels are fed whole blocks, so they lag behind; what they do not hold yet is folded
    from the level below while it is read. That is never more than a block or two.

    Attributes:
        base: Level 0.
        levels: Levels 1, 2, …
    """

    def __init__(self, base: Section, cache: BlockCache, levels: list[Section] | None = None) -> None:
        self.base = base
        self.levels = levels or []
        self._cache = cache
        self._waiting: dict[int, dict[str, Rows]] = {}

    @property
    def sections(self) -> list[Section]:
        """All levels, the finest first."""
        return [self.base, *self.levels]

    @property
    def left_from(self) -> list[int]:
        """For each level, from which row of level 0 on it is left; falls from level to level."""
        return [section.first * section.table.step for section in self.sections]

    def each(self, row: int) -> int:
        """How many rows of level 0 a number stands for at one of them, where it is left most finely."""
        return next(section.table.step for section in self.sections if section.first * section.table.step <= row)

    def feed(self, block: Mapping[str, Rows]) -> None:
        """Take a whole block of level 0, the one after the last. What comes of it is in memory."""
        arrays = self.base.table.arrays
        folded = level_table(self.base.table, 1).arrays
        rows = {name: fold_of(name).lift(rows_first(block[name], arrays[name])) for name in folded}
        level = 1
        while rows:
            rows = self._take(level, rows)
            level += 1

    def _take(self, level: int, rows: dict[str, Rows]) -> dict[str, Rows]:
        """Fold rows of the level below into `level`, and give back what it has gained."""
        waiting = self._waiting.pop(level, None)
        if waiting is not None:
            rows = {name: np.concatenate([waiting[name], more]) for name, more in rows.items()}
        count = len(next(iter(rows.values())))
        born = level <= len(self.levels)
        whole = count - count % FACTOR if born or count >= FEWEST else 0
        if whole < count:
            self._waiting[level] = {name: values[whole:].copy() for name, values in rows.items()}
        if whole == 0:
            return {}
        if not born:
            self.levels = [*self.levels, Section(level_table(self.base.table, level), self._cache)]
        folded = {name: fold_of(name).fold(values[:whole]) for name, values in rows.items()}
        self.levels[level - 1].accept(folded)
        self.levels[level - 1].absorb()
        return folded

    def end(self, stored: bool) -> None:
        """Hold no more memory than has to be; see :meth:`Section.end`."""
        for section in self.sections:
            section.end(stored)
        if stored:
            self._waiting.clear()

    def read(self, name: str, level: int, start: int, stop: int, count: int, slot: int | None = None) -> Rows:
        """Rows `start … stop` of a level, the last of which may be partial.

        Args:
            name: The array.
            level: 0 for the finest; a level that is not kept is folded from those that are.
            start: The first row.
            stop: The row after the last, at most ``ceil(count / 4**level)``.
            count: How many rows of level 0 count.
            slot: Place of one slot among the watched, or None for all.

        Returns:
            ``(stop - start, …)``, read-only, the loss and lines with their spread on any level.
        """
        fold = fold_of(name)
        held = min(stop, self._kept(level, count))
        if level == 0:
            rows = fold.lift(self.base.read(name, start, held, slot))
        elif held == stop and level <= len(self.levels):
            rows = self.levels[level - 1].read(name, start, stop, slot)
        else:
            begin = max(start, held)
            step = FACTOR ** (level - 1)
            end = min(FACTOR * stop, -(-count // step))
            below = self.read(name, level - 1, FACTOR * begin, end, count, slot)
            rows = fold.fold(below, min(1.0, (count - (end - 1) * step) / step))
            if start < held:
                rows = np.concatenate([self.levels[level - 1].read(name, start, held, slot), rows])
        rows.flags.writeable = False
        return rows

    def read_full(self, name: str, start: int, stop: int, count: int, slot: int | None = None) -> Rows:
        """Rows of level 0, with those that were dropped made up from the finest level that is left.

        Args:
            name: The array.
            start: The first row.
            stop: The row after the last.
            count: How many rows of level 0 count.
            slot: Place of one slot among the watched, or None for all.

        Returns:
            ``(stop - start, …)``, read-only.
        """
        pieces, end = [], stop
        for level, left_from in enumerate(self.left_from):
            begin = max(start, min(end, left_from))
            if level == 0:
                pieces.append(self.base.read(name, begin, end, slot))
            elif begin < end:
                step = FACTOR**level
                rows = self.read(name, level, begin // step, -(-end // step), count, slot)
                rows = np.repeat(fold_of(name).flatten(rows), step, axis=0)
                pieces.append(rows[begin % step :][: end - begin])
            end = begin
        values = pieces[0] if len(pieces) == 1 else np.concatenate(pieces[::-1])
        values.flags.writeable = False
        return values

    def _kept(self, level: int, count: int) -> int:
        """Rows of a level that are read as they are."""
        if level == 0:
            return count
        # A level may be ahead of a reader who counted before it grew.
        if level > len(self.levels):
            return 0
        there, whole = self.levels[level - 1].count, int(count // FACTOR**level)
        # Where a part of a row could only be folded from rows that were dropped, all of it has to do.
        lost = self.sections[level - 1].first > FACTOR * whole
        return min(there, whole + lost)
