"""Temporal order: which two signals came last, and which of them first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from string import ascii_lowercase
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.choices import whole
from rnnviz.tasks.base import Chunks, Floor, Loss
from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.entropy import entropy
from rnnviz.tasks.events import MOST_EVERY, Events
from rnnviz.tasks.noise import below, bits
from rnnviz.tasks.stream import Stream, sequence_length

_LETTERS, _SIGNALS, _DIRECTIONS = 0, 1, 2

SIGNALS = ("↓", "↑")
ANSWERS = ("\\", "V", "Λ", "/")
"""How the last two signals went: down and down, down and up, up and down, up and up."""


@dataclass(frozen=True)
class Order(Stream):
    r"""Among letters that mean nothing come signals, ``↑`` or ``↓``; the target draws the last two in their order.

    ``/`` is up and up, ``Λ`` up and then down, ``V`` down and then up, ``\`` down and down. There is a signal
    at each timestep with the probability ``p = 1 / every``, either one as likely, and at the first two
    timesteps of a sequence for certain. The very first counts as the one before it too.

    **Floor with memory**: 0, the signals were read. **Floor without memory across chunks**: each
    signal that came before the chunk is a coin flip and costs ln 2. In the first ``n`` timesteps
    of a chunk there is none with the probability ``(1 − p)ⁿ``, which costs 2 ln 2, and one with
    ``n p (1 − p)ⁿ⁻¹``, which costs ln 2. A chunk that starts a sequence costs nothing, but for its
    first timestep: a signal there is ``/`` or ``\`` if it is the very first, and anyone's guess if not, so it costs
    the entropy of that mixture. With chunks of 10 and a signal in 10 timesteps: 1.022.

    Example:
        >>> round(Order(every=10).floor(Cut(10)).without_memory, 3)
        1.022
    """

    name: ClassVar[str] = "order"
    title: ClassVar[str] = "Temporal order"
    loss: ClassVar[Loss] = "sparse_categorical_crossentropy"

    every: int = whole(
        10, low=2, high=MOST_EVERY, label="Signal every", unit="steps", help="Timesteps between signals, on average."
    )
    letters: int = whole(
        4, low=1, high=26, label="Distractors", unit="letters", help="How many different letters mean nothing."
    )
    length: int = sequence_length()

    @property
    def symbols(self) -> tuple[str, ...]:
        return (*SIGNALS, *ANSWERS, *ascii_lowercase[: self.letters])

    def chunks(self, seed: int, sequence: NDArray[np.int64], start: NDArray[np.int64], length: int) -> Chunks:
        timestep = start[..., None] + np.arange(length)
        signals = Events(self.every, depth=2).latest(seed, sequence, start, length, _SIGNALS)
        last, before = np.moveaxis(bits(seed, sequence[..., None, None], np.maximum(signals, 0), _DIRECTIONS), -1, 0)
        letters = below(self.letters, seed, sequence[..., None], timestep, _LETTERS) + len(SIGNALS) + len(ANSWERS)
        inputs = np.where(signals[..., 0] == timestep, last, letters)
        targets = len(SIGNALS) + 2.0 * before + last
        return inputs[..., None].astype(np.float32), targets[..., None].astype(np.float32)

    def floor(self, cut: Cut) -> Floor:
        starting = self.starting(cut)
        none, one = Events(self.every, depth=2).seen(cut, starting)
        nats = (2.0 * none + one) * math.log(2)
        if self.length:
            signals = starting[0] + one[0]
            nats[0] = 2.0 * none[0] * math.log(2) + signals * entropy(0.5 * one[0] / signals)
        return Floor(with_memory=0.0, without_memory=self.mean(cut, nats))

    def price_of_forgetting(self, cut: Cut) -> str:
        part = cut.length * self.mean(cut, Events(self.every, depth=2).seen(cut, self.starting(cut)).sum(axis=0))
        return (
            f"Signals from before the chunk are unknown, at {part:.1f} of its {cut.length:,} timesteps one or both "
            "of the last two: "
        )
