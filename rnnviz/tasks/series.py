"""The user's own time series: say what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import file, words
from rnnviz.tasks.base import Chunks, Loss, Task, Yardstick
from rnnviz.tasks.columns import Columns
from rnnviz.tasks.csv_file import open_csv
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.files import Source, locate
from rnnviz.tasks.npy_file import open_npy
from rnnviz.tasks.windows import windows

SUFFIXES = (".csv", ".npy")


@dataclass(frozen=True)
class Series(Task):
    """One channel of a file of numbers; the target is its value at the next timestep.

    The network reads the file as one sequence, in units of its standard deviation from its mean. Where a
    part is kept for validation, these are of the rest alone.

    **No floor is known**: how well a real series can be foretold is what one would like to find out.
    Its yardsticks are what repeating the last value costs, and always guessing the mean: 1, the variance.

    A `.csv` has commas, semicolons (then with a decimal point or comma) or tabs, or what a first line as Excel's
    ``sep=;`` says, one timestep a line, with or without a heading. A `.npy` has the shape (timesteps,) or
    (timesteps, channels).

    Example:
        >>> Series().lengths
        (8758,)
    """

    name: ClassVar[str] = "series"
    title: ClassVar[str] = "Time series"
    loss: ClassVar[Loss] = "mean_squared_error"

    file: str = file(
        "sample:seattle-temperatures.csv",
        SUFFIXES,
        label="File",
        help="A .csv or .npy file of numbers, one timestep in each line or row.",
    )
    channel: str = words("", label="Channel", help="A column's name, or its number from 1; empty for the first one.")

    @property
    def origin(self) -> str:
        return Path(self.file).name

    @property
    def features(self) -> int:
        return 1

    @property
    def outputs(self) -> int:
        return 1

    @property
    def lengths(self) -> tuple[int, ...]:
        """Pairs of a value and the next one.

        Raises:
            ChoiceError: When no file is chosen, or the channel is not in it.
            DataError: When the file cannot be learned from.
        """
        return (len(self._values()) - 1,)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        read = windows(self._values(), start, length + 1, self.file)[..., None]
        return read[..., :-1, :], read[..., 1:, :]

    def floor(self, cut: Cut) -> None:
        return None

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        values = self._learned().astype(np.float64)
        guesses = (("repeating the last value", values[:-1]), ("always guessing the mean", 0.0))
        sticks = [Yardstick(name, float(np.mean((values[1:] - guess) ** 2))) for name, guess in guesses]
        return tuple(sorted(sticks, key=lambda stick: stick.loss))

    def loss_in_words(self, loss: float) -> str:
        return f"{100 * loss:.2g} % of the variance is not foretold"

    def measured_on(self, timesteps: int) -> Series:
        measured = _MeasuredSeries(self.file, self.channel, timesteps)
        measured._values()
        return measured

    def _values(self) -> NDArray[np.float32]:
        return _scaled(locate(self.file, SUFFIXES), self.channel, None)

    def _learned(self) -> NDArray[np.float32]:
        """What the scale was measured on."""
        return self._values()


@dataclass(frozen=True)
class _MeasuredSeries(Series):
    """A series in the units of its first `timesteps` pairs."""

    timesteps: int = 0

    def _values(self) -> NDArray[np.float32]:
        return _scaled(locate(self.file, SUFFIXES), self.channel, self.timesteps)

    def _learned(self) -> NDArray[np.float32]:
        return self._values()[: self.timesteps + 1]


def channels(file: str) -> list[str]:
    """The names of the channels in a series file, the one that is taken unless another is chosen in front.

    Columns of labels, as dates, are left out; one that only numbers the rows comes last.

    Raises:
        ChoiceError: When no file is chosen.
        DataError: When it has no channel or cannot be read.

    Example:
        >>> channels("sample:seattle-temperatures.csv")
        ['temperature_f']
    """
    return _columns(locate(file, SUFFIXES)).channels


@lru_cache(maxsize=4)
def _columns(source: Source) -> Columns:
    return open_csv(source) if source.path.suffix.lower() == ".csv" else open_npy(source)


@lru_cache(maxsize=4)
def _numbers(source: Source, index: int) -> NDArray[np.float64]:
    """Every number ``(timesteps,)`` of the column at `index`."""
    columns = _columns(source)
    values = columns.read(index)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad) == 0:
        return values
    row = int(bad[0])
    if len(bad) == len(values):
        problem, remedy = f"the column holds nothing but {values[row]}", "choose another channel"
    else:
        more = f", the first of {len(bad):,} that are missing or infinite" if len(bad) > 1 else ""
        problem, remedy = f"the number is {values[row]}{more}", "fill the gap or leave the row out"
    raise source.fault(columns.place(index, row), problem, remedy)


@lru_cache(maxsize=4)
def _scaled(source: Source, channel: str, timesteps: int | None) -> NDArray[np.float32]:
    """A channel, scaled so that its first `timesteps` pairs, or all of them, have mean 0 and standard deviation 1."""
    columns = _columns(source)
    index = columns.index(channel)
    values = _numbers(source, index)
    if len(values) < 2:
        raise source.fault("", "it holds only one timestep", "put one timestep in each line or row, at least two")
    measured = slice(None) if timesteps is None else slice(timesteps + 1)
    if values[measured].min() == values[measured].max():
        if timesteps is None:
            which, remedy = "", "choose another channel"
        else:
            which, remedy = " before the part kept for validation", "choose another channel, or a smaller share"
        problem = f"all {len(values[measured]):,} numbers{which} are {values[0]:.10g}"
        raise source.fault(columns.place(index, 0), problem, remedy)
    # Neither numbers that have no finite square nor tiny changes of large ones may be lost to rounding.
    values = np.ldexp(values, -np.frexp(np.abs(values[measured]).max())[1])
    values -= values[0]
    scaled: NDArray[np.float32] = ((values - values[measured].mean()) / values[measured].std()).astype(np.float32)
    scaled.flags.writeable = False
    return scaled
