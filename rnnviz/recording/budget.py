"""Which old states to drop so that a recording keeps within its disk budget."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rnnviz.recording.section import Section
from rnnviz.recording.tables import Table

_STAYING = 2
"""Files of a level that always stay: what is new is looked at most."""


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
        self._others = 0
        self._states: list[deque[int]] = []
        self._sums: list[int] = []
        self._first: list[int] = []

    def add(self, table: Table, row: int, states: int, others: int) -> None:
        """Count bytes of states that were written from `row` of a table on, and of the rest."""
        self._others += others
        if table.axis == "batch":
            return
        while len(self._states) <= table.level:
            self._states.append(deque())
            self._sums.append(0)
            self._first.append(0)
        sizes = self._states[table.level]
        file = row * table.step // table.span - self._first[table.level]
        while len(sizes) <= file:
            sizes.append(0)
        sizes[file] += states
        self._sums[table.level] += states

    def drop(self, sections: Sequence[Section]) -> tuple[int, ...]:
        """Choose what goes.

        Args:
            sections: Level 0 by timestep, and the coarser ones.

        Returns:
            For each level, the timestep before which its states go.
        """
        # Where lines and norms alone come near the budget, some states stay all the same.
        room = max(self._most - self._others, self._most // 4)
        sums = self._sums
        for level, sizes in enumerate(self._states):
            while sum(sums) > room and sums[level] > room >> (level + 1) and len(sizes) > _STAYING:
                if not self._spared(level, sections):
                    break
                sums[level] -= sizes.popleft()
                self._first[level] += 1
        return tuple(first * section.table.span for first, section in zip(self._first, sections, strict=False))

    def _spared(self, level: int, sections: Sequence[Section]) -> bool:
        """Whether the next coarser level holds what the oldest file of this one does."""
        if level + 1 >= len(sections):
            return False
        coarser = sections[level + 1]
        end = (self._first[level] + 1) * sections[level].table.span
        begin = self._first[level + 1] * coarser.table.span if level + 1 < len(self._first) else 0
        return begin < end <= coarser.count * coarser.table.step
