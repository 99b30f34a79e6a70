"""The user's own text: say which character comes next."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import file
from rnnviz.tasks.base import Chunks, Loss, Task, Yardstick
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.errors import quoted
from rnnviz.tasks.files import Source, locate, read_text
from rnnviz.tasks.windows import windows

SUFFIXES = (".txt",)

MOST_SYMBOLS = 256
"""The largest alphabet: each of its characters is an input and an output of the network."""


@dataclass(frozen=True)
class Text(Task):
    """The characters of a file as one sequence; the target is the character that comes next.

    The text is UTF-8; every kind of newline counts as one character. Inputs and targets are codes:
    places in `symbols`, the sorted alphabet of the file.

    **No floor is known**: nobody knows how well a language can be foretold. Its yardsticks are what guessing
    by how common each character is costs, the entropy of what is trained on, and guessing blindly,
    ``log(len(symbols))``.

    Example:
        >>> Text().lengths, "".join(Text().symbols)[-26:]
        ((139054,), 'bcdefghijklmnopqrstuvwxyz—')
    """

    name: ClassVar[str] = "text"
    title: ClassVar[str] = "Text"
    loss: ClassVar[Loss] = "sparse_categorical_crossentropy"

    file: str = file("sample:moby-dick.txt", SUFFIXES, label="File", help="A .txt file, saved as UTF-8.")

    @property
    def origin(self) -> str:
        return Path(self.file).name

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every character of the file, once and in the order of Unicode.

        Raises:
            ChoiceError: When no file is chosen.
            DataError: When the file cannot be learned from.
        """
        return self._read()[0]

    @property
    def lengths(self) -> tuple[int, ...]:
        """Pairs of a character and the next one; raises as `symbols` does."""
        return (len(self._read()[1]) - 1,)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        codes = windows(self._read()[1], start, length + 1, self.file).astype(np.float32)[..., None]
        return codes[..., :-1, :], codes[..., 1:, :]

    def floor(self, cut: Cut) -> None:
        return None

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        counts = np.unique(self._learned(), return_counts=True)[1]
        shares = counts / counts.sum()
        entropy = float(-np.sum(shares * np.log(shares)))
        return (
            Yardstick("guessing by how common each character is", entropy),
            Yardstick("guessing blindly", math.log(len(self.symbols))),
        )

    def loss_in_words(self, loss: float) -> str:
        return f"as unsure as between {math.exp(min(loss, 20.0)):.3g} characters that are equally likely"

    def measured_on(self, timesteps: int) -> Text:
        return _MeasuredText(self.file, timesteps)

    def _read(self) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
        return _coded(locate(self.file, SUFFIXES))

    def _learned(self) -> NDArray[np.uint8]:
        """Of what it is counted how common each character is."""
        return self._read()[1]


@dataclass(frozen=True)
class _MeasuredText(Text):
    """A text whose characters are counted in its first `timesteps` pairs."""

    timesteps: int = 0

    def _learned(self) -> NDArray[np.uint8]:
        return super()._learned()[: self.timesteps + 1]


@lru_cache(maxsize=4)
def _coded(source: Source) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    """The alphabet of a text, and the text as places in it."""
    text = read_text(source)
    if len(text) < 2:
        count = "one character" if text else "no character"
        raise source.fault("", f"it holds {count}", "choose a file with at least two")
    points = np.frombuffer(text.encode("utf-32-le"), "<u4")
    occurs = np.zeros(sys.maxunicode + 1, np.bool_)
    occurs[points] = True
    alphabet = np.flatnonzero(occurs)
    if len(alphabet) == 1:
        raise source.fault("", f"it holds nothing but {quoted(text[0])}", "choose a text with something to foretell")
    if len(alphabet) > MOST_SYMBOLS:
        raise source.fault(*_one_too_many(text, points))
    code = np.zeros(len(occurs), np.uint8)
    code[alphabet] = np.arange(len(alphabet))
    codes = code[points]
    codes.flags.writeable = False
    return tuple(map(chr, alphabet)), codes


def _one_too_many(text: str, points: NDArray[np.uint32]) -> tuple[str, str, str]:
    """Place, problem and remedy of a text with more than :data:`MOST_SYMBOLS` different characters."""
    first = np.sort(np.unique(points, return_index=True)[1])
    at = int(first[MOST_SYMBOLS])
    before = text[:at]
    place = f"line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"
    problem = f"{quoted(text[at])} is the {MOST_SYMBOLS + 1}th of {len(first):,} different characters"
    return place, problem, f"choose a text with at most {MOST_SYMBOLS} of them"
