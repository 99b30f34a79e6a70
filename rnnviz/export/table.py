"""Tables as CSV: UTF-8, a comma between cells, a point in numbers, one line of names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from rnnviz.export.atomic import replacing
from rnnviz.export.errors import ExportError

TABLES = (".csv",)


@dataclass(frozen=True)
class Table:
    """Rows of numbers and words under names.

    Attributes:
        names: What the columns hold.
        rows: Each as long as `names`; may be made while they are read, and read only once.
    """

    names: tuple[str, ...]
    rows: Iterable[Sequence[object]]


def write_table(path: str | PathLike[str], table: Table) -> Path:
    """Write `table` to a ``.csv`` file.

    Returns:
        The path.

    Raises:
        ExportError: When it cannot be written, with the reason. What was there is unchanged.

    Example:
        >>> write_table("loss.csv", Table(("batch", "loss"), [(0, 0.7), (1, 0.5)]))  # doctest: +SKIP
        PosixPath('loss.csv')
    """
    target = Path(path)
    if target.suffix.lower() not in TABLES:
        raise ExportError(target, f"a table's name ends in .csv, not in {target.suffix or 'nothing'!r}")
    with replacing(target) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.names)
        writer.writerows(table.rows)
        text.flush()
        text.detach()
    return target
