"""What a recording and whoever writes it hold in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnnviz.recording.cache import BlockCache
from rnnviz.recording.header import Header
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.section import Section
from rnnviz.recording.tables import base_tables


@dataclass(eq=False)
class Tape:
    """The arrays of one recording, wherever their rows are at the moment.

    Attributes:
        header: What was known before the first batch.
        identity: Differs for any two recordings.
        cache: Reads its files.
        by_batch: Arrays with one row a batch.
        by_time: Arrays with one row a timestep.
        batches: How many can be read. Raised last, after everything that they need, so it is
            what a reader looks at first.
        growing: Whether somebody may still add to it.
    """

    header: Header
    identity: str
    cache: BlockCache
    by_batch: Pyramid = field(init=False)
    by_time: Pyramid = field(init=False)
    batches: int = 0
    growing: bool = True

    def __post_init__(self) -> None:
        # How many columns the lines have is known with the first batch.
        self.shape_lines((0, 0, 0))

    def shape_lines(self, columns: tuple[int, int, int], budget: int | None = None) -> None:
        """Begin anew, empty, with that many columns of inputs, targets and predictions.

        Args:
            columns: How many there are of each.
            budget: Bytes that all files may take.
        """
        tables = base_tables(self.header, columns, budget)
        self.by_batch, self.by_time = (Pyramid(Section(table, self.cache), self.cache) for table in tables)

    def parts(self, batches: int) -> list[tuple[Section, int]]:
        """Every section by ascending level, with its whole rows among so many batches."""
        parts = []
        for pyramid, each in ((self.by_batch, 1), (self.by_time, self.header.length)):
            for section in pyramid.sections:
                parts.append((section, min(section.count, batches * each // section.table.step)))
        return sorted(parts, key=lambda part: part[0].table.level)
