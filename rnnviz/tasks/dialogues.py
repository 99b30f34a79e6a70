"""Dialogues: remember who is speaking."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import ChoiceError, whole
from rnnviz.tasks.base import Chunks, Floor, Loss, Task
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.events import MOST_EVERY, Events
from rnnviz.tasks.noise import below

_WORDS, _TURNS, _SPEAKERS, _QUESTIONS = 0, 1, 2, 3

SILENCE, QUESTION = " ", "?"
LETTERS = 6
MOST_STEPS = 10_000_000
"""The most timesteps of all dialogues together."""


@dataclass(frozen=True)
class Dialogues(Task):
    """Dialogues of unequal lengths: a capital says who speaks, small letters what; each ``?`` asks for the speaker.

    Where nothing is asked the target is silence, a space. A dialogue begins with a speaker; at each
    later timestep somebody takes the word with the probability ``p = 1 / turn``, each of the speakers
    as likely, the last one too. Of all other signs each is a question with the probability
    ``1 / asked``. How long each dialogue is, from `shortest` to `longest`, does not depend on the seed;
    what is said does.

    **Floor with memory**: 0, the speaker's letter was read. **Floor without memory across chunks**: until a
    speaker is named in the chunk, which its first ``n`` timesteps do without with the probability
    ``(1 − p)ⁿ``, all are as likely, and a question costs the logarithm of their number. Chunks that start
    a dialogue name the speaker at once and cost nothing; how many do is counted. With three
    speakers, a turn in 15 timesteps, a question in 4 and chunks of 10, of which 13 % start a
    dialogue: 0.167. These are the floors for dialogues never heard before: in those that come again
    each epoch, answers can be learned by heart.

    Example:
        >>> task = Dialogues(dialogues=3, shortest=20, longest=40)
        >>> len(task.lengths), min(task.lengths) >= 20, max(task.lengths) <= 40
        (3, True, True)
    """

    name: ClassVar[str] = "dialogues"
    title: ClassVar[str] = "Dialogues"
    loss: ClassVar[Loss] = "sparse_categorical_crossentropy"

    dialogues: int = whole(
        1_000, low=1, high=1_000_000, label="Dialogues", unit="dialogues", help="How many there are."
    )
    shortest: int = whole(20, low=1, high=100_000, label="Shortest", unit="steps", help="The shortest of all.")
    longest: int = whole(140, low=1, high=100_000, label="Longest", unit="steps", help="The longest of all.")
    speakers: int = whole(3, low=2, high=20, label="Speakers", unit="speakers", help="How many may take the word.")
    turn: int = whole(
        15, low=2, high=MOST_EVERY, label="Turn every", unit="steps", help="Timesteps between turns, on average."
    )
    asked: int = whole(
        4, low=1, high=1_000, label="Question every", unit="steps", help="Timesteps between questions, on average."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.shortest > self.longest:
            raise ChoiceError("task.shortest", self.shortest, f"choose at most {self.longest:,}, the longest")
        if self.dialogues * self.longest > MOST_STEPS:
            remedy = f"of up to {self.longest:,} steps choose at most {MOST_STEPS // self.longest:,} dialogues"
            raise ChoiceError("task.dialogues", self.dialogues, remedy)

    @property
    def symbols(self) -> tuple[str, ...]:
        return (SILENCE, QUESTION, *ascii_uppercase[: self.speakers], *ascii_lowercase[:LETTERS])

    @property
    def lengths(self) -> tuple[int, ...]:
        return _lengths(self.dialogues, self.shortest, self.longest)

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        timestep = start[..., None] + np.arange(length)
        named = Events(self.turn).latest(seed, sequence, start, length, _TURNS)[..., 0]
        sequence = sequence[..., None]
        speaker = self.symbols.index("A") + below(self.speakers, seed, sequence, named, _SPEAKERS)
        word = self.symbols.index("a") + below(LETTERS, seed, sequence, timestep, _WORDS)
        asked = below(self.asked, seed, sequence, timestep, _QUESTIONS) == 0
        said = np.where(asked, self.symbols.index(QUESTION), word)
        naming = named == timestep
        inputs = np.where(naming, speaker, said)
        targets = np.where(asked & ~naming, speaker, self.symbols.index(SILENCE))
        return inputs[..., None].astype(np.float32), targets[..., None].astype(np.float32)

    def floor(self, cut: Cut) -> Floor:
        return Floor(with_memory=0.0, without_memory=math.log(self.speakers) * self._unanswerable(cut) / cut.length)

    def price_of_forgetting(self, cut: Cut) -> str:
        return (
            f"Who speaks was often said before the chunk, so {self._unanswerable(cut):.2g} questions in each "
            f"{cut.length:,} steps cannot be answered: "
        )

    def _unanswerable(self, cut: Cut) -> float:
        """How many questions in a chunk, on average, come before any speaker is named in it."""
        chunks, first = cut.reaching(np.array(self.lengths))
        unnamed = Events(self.turn).seen(cut, first / np.maximum(chunks, 1))[0]
        return cut.length * float(chunks @ unnamed) / max(1, int(chunks.sum())) / self.asked


@lru_cache(maxsize=4)
def _lengths(dialogues: int, shortest: int, longest: int) -> tuple[int, ...]:
    extra = below(longest - shortest + 1, 0, np.arange(dialogues), np.zeros(1, np.int64))
    return tuple((shortest + extra).tolist())
