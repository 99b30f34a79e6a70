"""What is said when a file cannot be learned from."""

from __future__ import annotations


class DataError(ValueError):
    """A file that cannot be learned from, said in one sentence.

    Attributes:
        file: The file, as it was chosen.
        place: Where in it: ``"line 3, column 2"``, or ``""`` for all of it.
        problem: What is wrong there.
        remedy: What would do, as an order.

    Example:
        >>> print(DataError("tides.csv", "line 3, column 2", "'n/a' is not a number", "mend the cell"))
        tides.csv, line 3, column 2: 'n/a' is not a number; mend the cell
    """

    def __init__(self, file: str, place: str, problem: str, remedy: str) -> None:
        shown = file if file.isprintable() else ascii(file)
        super().__init__(f"{shown}{', ' if place else ''}{place}: {problem}; {remedy}")
        self.file = file
        self.place = place
        self.problem = problem
        self.remedy = remedy


def quoted(cell: str) -> str:
    """`cell` in quotes, cut short and on one line, to be part of a sentence."""
    return repr(cell if len(cell) <= 30 else cell[:29] + "…")
