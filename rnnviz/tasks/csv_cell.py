"""What stands in one cell of a CSV file: a number, a number in other clothes, or none."""

from __future__ import annotations

import re

from rnnviz.tasks.errors import quoted

_CLOTHES = r"(?:[^\w\s+.,-]{1,2}|[A-Z]{3}|°[CF])"
_DRESSED = re.compile(
    rf"{_CLOTHES}?\s*([+-]?)(\d{{1,3}}([.,'’ \u00a0\u202f])\d{{3}}(?:\3\d{{3}})*|\d+)"
    rf"(?:[.,](\d+))?\s*{_CLOTHES}?"
)


def number(cell: str, delimiter: str) -> float:
    """The number in a cell, with a decimal point, or comma where no comma parts the cells.

    Raises:
        ValueError: When there is none.
    """
    return float(cell if delimiter == "," else cell.replace(",", "."))


def is_number(cell: str, delimiter: str) -> bool:
    """Whether there is a number in a cell."""
    try:
        number(cell, delimiter)
    except ValueError:
        return False
    return True


def undressed(cell: str) -> str | None:
    """The plain number in a cell with money, per cent or separated thousands; None where there is no such thing.

    Example:
        >>> undressed("$5"), undressed("5 %"), undressed("1.234,5"), undressed("5 apples")
        ('5', '5', '1234.5', None)
    """
    found = _DRESSED.fullmatch(cell.strip())
    if found is None:
        return None
    sign, whole, between, decimals = found.groups()
    if between == "." and whole.count(".") == 1 and decimals is None:
        return f"{sign}{whole}"  # one point is a decimal point
    whole = re.sub(r"\D", "", whole)
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def fault(cell: str) -> tuple[str, str]:
    """What is wrong with a cell that holds no number, and what would do."""
    if not cell.strip():
        return "there is no number in the cell", "mend the cell or leave its line out"
    plain = undressed(cell)
    if plain is not None:
        return f"{quoted(cell)} is not a plain number", f"write {plain}, and so in the whole column"
    return f"{quoted(cell)} is not a number", "mend the cell or leave its line out"
