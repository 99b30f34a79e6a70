"""The columns of a file of numbers, whatever its format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError
from rnnviz.tasks.errors import quoted
from rnnviz.tasks.files import Source

MOST_COLUMNS = 10_000
"""More channels than this are timesteps, on the wrong axis."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: Its heading, or its number counted from 1 where it has none of its own.
        label: A text from it when it holds no numbers, as a date does, else None.
        counts: Whether it only numbers the rows: a channel, but the last one to think of.
    """

    name: str
    label: str | None = None
    counts: bool = False


@dataclass(frozen=True)
class Columns(ABC):
    """A file's columns, of which each that holds numbers is a channel.

    Attributes:
        source: The file.
        columns: Every column, from the left.
    """

    source: Source
    columns: tuple[Column, ...]

    @abstractmethod
    def read(self, index: int) -> NDArray[np.float64]:
        """The numbers ``(timesteps,)`` of the column at `index`, counted from 0.

        Raises:
            DataError: For the first cell that holds none.
        """

    @abstractmethod
    def place(self, index: int, row: int) -> str:
        """Where in the file the number at timestep `row` of a column stands, for messages."""

    @property
    def channels(self) -> list[str]:
        """The names of the columns that hold numbers, the one to take first in front."""
        numeric = [column for column in self.columns if column.label is None]
        return [column.name for column in sorted(numeric, key=lambda column: column.counts)]

    def index(self, channel: str) -> int:
        """Where the column `channel` (a name, a number from 1, or ``""`` for the first channel) stands.

        Raises:
            ChoiceError: When there is none, or it holds no numbers.
        """
        names = [column.name for column in self.columns]
        wanted = channel.strip() or self.channels[0]
        remedy = f"choose one of {', '.join(self.channels)}"
        if wanted in names:
            index = names.index(wanted)
        elif wanted.isdecimal() and 1 <= float(wanted) <= len(names):
            index = int(wanted) - 1
        else:
            raise ChoiceError("task.channel", channel, f"{self.source.file} has no such column: {remedy}")
        label = self.columns[index].label
        if label is not None:
            problem = f"this column of {self.source.file} holds labels, as {quoted(label)}, and no numbers"
            raise ChoiceError("task.channel", channel, f"{problem}: {remedy}")
        return index
