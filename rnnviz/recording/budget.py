"""Which old states to drop so that a recording keeps within its disk budget."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rnnviz.recording.section import Section
from rnnviz.recording.tables import Table

_STAYING = 2
"""Chunks of a level that always stay: what is new is looked at most."""


class Budget:
    """Keeps count of what lies on disk, and chooses what goes.

    The oldest rows of the finest level go first, and coarser ones stay in their place. Each
    level has a share of its own, a half of the budget, a quarter, an eighth …, below which it
    is not shortened: so the newest states are there in full, older ones ever more coarsely, and
    the whole keeps within the budget at any length.

    Args:
        most: Bytes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._other = 0
        self._states: list[deque[int]] = []
        self._sums: list[int] = []
        self._first: list[int] = []

    def add(self, table: Table, states: int, other: int) -> None:
        """Count a whole chunk of `table`, the one after the last: bytes of its states and of the rest."""
        self._other += other
        if table.axis == "time":
            while len(self._states) <= table.level:
                self._states.append(deque())
                self._sums.append(0)
                self._first.append(0)
            self._states[table.level].append(states)
            self._sums[table.level] += states

    def drop(self, sections: Sequence[Section]) -> tuple[int, ...]:
        """Choose what goes.

        Args:
            sections: Level 0 by timestep, and the coarser ones.

        Returns:
            For each level, the timestep before which its states go.
        """
        # Where lines and norms alone come near the budget, some states stay all the same.
        room = max(self._most - self._other, self._most // 4)
        sums = self._sums
        for level, sizes in enumerate(self._states):
            while sum(sums) > room and sums[level] > room >> (level + 1) and len(sizes) > _STAYING:
                if not self._spared(level, sections):
                    break
                sums[level] -= sizes.popleft()
                self._first[level] += 1
        return tuple(
            first * section.table.rows * section.table.step
            for first, section in zip(self._first, sections, strict=False)
        )

    def _spared(self, level: int, sections: Sequence[Section]) -> bool:
        """Whether the next coarser level holds what the oldest chunk of this one does."""
        if level + 1 >= len(sections):
            return False
        finer, coarser = sections[level].table, sections[level + 1]
        end = (self._first[level] + 1) * finer.rows * finer.step
        begin = self._first[level + 1] * coarser.table.rows * coarser.table.step if level + 1 < len(self._first) else 0
        return begin < end <= coarser.count * coarser.table.step
