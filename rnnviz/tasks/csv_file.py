"""Reading numbers from a CSV file: commas, semicolons, tabs or what it declares, with or without a heading."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.columns import MOST_COLUMNS, Column, Columns
from rnnviz.tasks.csv_cell import fault, is_number, number, undressed
from rnnviz.tasks.errors import quoted
from rnnviz.tasks.files import Source, read_text

DELIMITERS = (";", "\t", ",")
"""Tried in this order, so that ``1,5;2,5`` is two numbers with a decimal comma."""

SAMPLE_ROWS = 100
"""How many rows are looked at to find out how a file is laid out."""

_SEP = re.compile(r'"?sep=([^\n"\w.+-])"?[ ;,\t]*(?:\n|$)', re.IGNORECASE)

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class CsvFile(Columns):
    """A CSV file whose layout is known.

    Attributes:
        delimiter: What stands between two cells.
        heading: Whether the first row names the columns.
    """

    delimiter: str
    heading: bool

    def read(self, index: int) -> NDArray[np.float64]:
        cells = []
        for line, row in self._body():
            if len(row) != len(self.columns):
                problem = f"this line has {_count(len(row))} and the first one has {len(self.columns)}"
                raise self.source.fault(f"line {line}", problem, "give every line the same number of cells")
            cells.append(row[index])
        try:
            return np.fromiter((number(cell, self.delimiter) for cell in cells), np.float64, len(cells))
        except ValueError:
            row_number = next(n for n, cell in enumerate(cells) if not is_number(cell, self.delimiter))
        raise self.source.fault(self.place(index, row_number), *fault(cells[row_number]))

    def place(self, index: int, row: int) -> str:
        line, _ = next(islice(self._body(), row, None), (1, []))
        column = self.columns[index].name
        return f"line {line}, column {index + 1}" + ("" if column == str(index + 1) else f" ({column})")

    def _body(self) -> Rows:
        return islice(_rows(self.source, read_text(self.source), self.delimiter), int(self.heading), None)


def open_csv(source: Source) -> CsvFile:
    """Find out how a CSV file is laid out.

    Raises:
        DataError: When it is no text, or no column of it holds numbers.
    """
    text = read_text(source)
    delimiter = _delimiter(source, text)
    rows = list(islice(_rows(source, text, delimiter), SAMPLE_ROWS + 1))
    if not rows:
        raise source.fault("", "it holds no rows", "choose a file with a number in each line")
    first = rows[0][1]
    if len(first) > MOST_COLUMNS:
        raise source.fault(f"line {rows[0][0]}", f"it has {len(first):,} cells", "put one timestep in each line")
    heading = not any(is_number(cell, delimiter) for cell in first)
    body = rows[1:] if heading else rows
    if not body:
        raise source.fault("line 1", f"there are no numbers, only {quoted(first[0])}", "put a number in each line")
    names = first if heading else [""] * len(first)
    columns = tuple(
        _column(index, name.strip(), [row[index] for _, row in body if index < len(row)], delimiter)
        for index, name in enumerate(names)
    )
    if all(column.label is not None for column in columns):
        line, cells = body[0]
        column, problem, remedy = _no_numbers(cells, delimiter)
        raise source.fault(f"line {line}, column {column}", problem, remedy)
    return CsvFile(source, _told_apart(columns), delimiter, heading)


def _rows(source: Source, text: str, delimiter: str) -> Rows:
    """The rows that hold something, each with the line on which it ends."""
    reader = csv.reader(io.StringIO(_without_blank_end(text, delimiter)), delimiter=delimiter, strict=True)
    begun = False
    try:
        for row in islice(reader, int(_declared(text) is not None), None):
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            # Measuring stations like to write some remarks above their tables.
            if not begun and row[0].startswith("#"):
                continue
            begun = True
            yield reader.line_num, row
    except csv.Error as error:
        problem = f"it is no row of a table ({error})"
        raise source.fault(
            f"line {max(1, reader.line_num)}", problem, "close every quote and put one row on a line"
        ) from error


def _without_blank_end(text: str, delimiter: str) -> str:
    """`text` up to its last line with a cell: spreadsheets leave lines of bare delimiters behind."""
    end = text.find("\n", len(text.rstrip(" \n" + "".join(DELIMITERS) + delimiter)))
    return text if end < 0 else text[:end]


def _declared(text: str) -> str | None:
    """The delimiter that Excel is told of in a first line such as ``sep=;``, or None."""
    found = _SEP.match(text)
    return found[1] if found else None


def _delimiter(source: Source, text: str) -> str:
    """The delimiter that the file declares, or else the one that turns most of the first cells into numbers."""
    declared = _declared(text)
    if declared is not None:
        return declared
    sample = "\n".join(text.split("\n", SAMPLE_ROWS)[:SAMPLE_ROWS])

    def numbers(delimiter: str) -> float:
        cells = [cell.strip('" ') for line in sample.split("\n") for cell in line.split(delimiter)]
        return sum(is_number(cell, delimiter) or undressed(cell) is not None for cell in cells) / len(cells)

    there = [delimiter for delimiter in DELIMITERS if delimiter in sample]
    return max(there, key=numbers, default=",")


def _column(index: int, heading: str, cells: Sequence[str], delimiter: str) -> Column:
    filled = [cell for cell in cells if cell.strip()]
    numbers = [number(cell, delimiter) for cell in filled if is_number(cell, delimiter)]
    if 2 * len(numbers) <= len(filled):
        return Column(heading or str(index + 1), label=next(iter(filled), ""))
    return Column(heading or str(index + 1), counts=index == 0 and _counts(numbers))


def _counts(numbers: list[float]) -> bool:
    """Whether the numbers only go up, in whole or in equal steps, as those of rows, years and seconds do."""
    if len(numbers) < 3 or not all(map(math.isfinite, numbers)):
        return False
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    even = all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)
    return min(steps) > 0 and (even or all(number.is_integer() for number in numbers))


def _told_apart(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The same columns, those that share their name called by number."""
    uses = Counter(column.name for column in columns)
    return tuple(
        column if uses[column.name] == 1 else Column(str(number), column.label, column.counts)
        for number, column in enumerate(columns, start=1)
    )


def _no_numbers(cells: list[str], delimiter: str) -> tuple[int, str, str]:
    """In which column of a line without a number what is wrong, and what would do."""
    for other, name in ((" ", "spaces"), ("|", "|"), (":", ":")):
        parts = cells[0].split(other)
        if len(parts) > 1 and sum(is_number(part, delimiter) for part in parts) * 2 > len(parts):
            return 1, f"the numbers seem to stand between {name}", "put commas, semicolons or tabs between them"
    for column, cell in enumerate(cells, start=1):
        if undressed(cell) is not None:
            return column, *fault(cell)
    problem, _ = fault(cells[0])
    return 1, problem, "choose a file with a number in each line, with commas, semicolons or tabs in between"


def _count(cells: int) -> str:
    return f"{cells} cell" if cells == 1 else f"{cells} cells"
