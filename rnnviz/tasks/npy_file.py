"""Reading numbers from a NumPy .npy file, without running anything that hides in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.columns import MOST_COLUMNS, Column, Columns
from rnnviz.tasks.files import Source, unreadable

MOST_STEPS = 100_000_000
"""The longest array that is read; one of its columns has to fit into memory."""

_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_OTHERS = {"U": "text", "S": "text", "M": "dates", "m": "spans of time", "V": "records"}
_SAVE = "save an array of numbers with numpy.save"
_SHAPES = "save it as (timesteps,) or (timesteps, channels)"


@dataclass(frozen=True)
class NpyFile(Columns):
    """An array ``(timesteps,)`` or ``(timesteps, channels)`` of numbers in a .npy file."""

    def read(self, index: int) -> NDArray[np.float64]:
        try:
            values = np.lib.format.open_memmap(self.source.path, mode="r")
        except (OSError, ValueError) as error:
            raise unreadable(self.source, error) from error
        # A longdouble too large for a float becomes infinite here, and is found as such.
        with np.errstate(all="ignore"):
            return np.array(values if values.ndim == 1 else values[:, index], np.float64)

    def place(self, index: int, row: int) -> str:
        return f"row {row + 1}, column {index + 1}"


def open_npy(source: Source) -> NpyFile:
    """Find out what is in a .npy file.

    Raises:
        DataError: When it is no array of real numbers with one or two dimensions.
    """
    shape, dtype, start = _header(source)
    if dtype.hasobject:
        raise source.fault("", "it holds pickled Python objects, which are not read for safety's sake", _SAVE)
    if dtype.kind == "c":
        raise source.fault("", "its numbers are complex", "save real and imaginary part as two columns")
    if dtype.kind not in "biuf":
        raise source.fault("", f"it holds {_OTHERS.get(dtype.kind, dtype)} in place of numbers", _SAVE)
    if len(shape) not in (1, 2):
        raise source.fault("", f"its shape is {shape}", _SHAPES)
    if min(shape) < 1:
        raise source.fault("", f"there are no numbers in its shape {shape}", _SAVE)
    steps, columns = (*shape, 1)[:2]
    if start + steps * columns * dtype.itemsize > source.size:
        raise source.fault("", f"it is too short for its shape {shape}", f"{_SAVE} again")
    if columns > MOST_COLUMNS:
        raise source.fault("", f"it has {columns:,} channels", _SHAPES)
    if steps > MOST_STEPS:
        raise source.fault("", f"it has {steps:,} timesteps", f"save at most {MOST_STEPS:,} of them")
    return NpyFile(source, tuple(Column(str(number)) for number in range(1, columns + 1)))


def _header(source: Source) -> tuple[tuple[int, ...], np.dtype[Any], int]:
    """The shape of the array, what it is made of, and at which byte it starts."""
    try:
        with source.path.open("rb") as opened:
            magic = opened.read(len(np.lib.format.MAGIC_PREFIX))
            if magic == np.lib.format.MAGIC_PREFIX:
                opened.seek(0)
                shape, _, dtype = _READERS[np.lib.format.read_magic(opened)](opened)
                return shape, dtype, opened.tell()
    except OSError as error:
        raise unreadable(source, error) from error
    except Exception as error:
        # NumPy evaluates the header as Python, and lets out whatever that raises.
        raise source.fault("", "its header is damaged", f"{_SAVE} again") from error
    raise source.fault("", _something_else(magic), _SAVE)


def _something_else(magic: bytes) -> str:
    if magic.startswith(b"PK"):
        return "it is a .npz archive, not one array"
    if magic.startswith(b"\x80"):
        return "it is a pickle, which is not read for safety's sake"
    return "it is no NumPy array"
