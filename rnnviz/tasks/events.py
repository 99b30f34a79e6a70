"""Things that happen now and then, at times that can be told without reading a stream from its start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.cutting import Cut
from rnnviz.tasks.noise import hashed

MOST_EVERY = 1_000
"""The rarest events. Whoever reads a chunk has to look back to the last one before it."""

_LANES = 4
_LEVELS = 2**16
_AT_ONCE = 2**20
"""Timesteps that are looked at in one go, which bounds the memory."""

Steps = NDArray[np.int64]


@dataclass(frozen=True)
class Events:
    """Events that happen at each timestep with the same chance, whatever happened before.

    Attributes:
        every: Timesteps from one to the next, on average.
        depth: How many of the latest are asked for, 1 or 2. So many happen at the start of each sequence for
            certain, so that there always is a latest one.
    """

    every: int
    depth: int = 1

    @property
    def chance(self) -> float:
        """The probability of an event at a timestep: ``1 / every``, as near as 16 bits can tell."""
        return round(_LEVELS / self.every) / _LEVELS

    def latest(self, seed: int, sequence: Steps, start: Steps, length: int, channel: int | Steps = 0) -> Steps:
        """When the latest events happened.

        Args:
            seed: Decides when they happen.
            sequence: Of each chunk, any shape ``(…)``.
            start: Its first timestep, the same shape.
            length: Its timesteps.
            channel: Which events, for tasks with several kinds; broadcasts.

        Returns:
            ``(…, length, depth)``: at each timestep when the latest event happened, this
            timestep included, and when the ones before it; −1 for one that did not.

        Example:
            >>> Events(every=3).latest(0, np.array([0]), np.array([0]), 6)[0, :, 0].tolist()
            [0, 1, 2, 3, 3, 3]
        """
        shape = np.broadcast_shapes(np.shape(sequence), np.shape(start), np.shape(channel))
        rows = _Rows(*(np.broadcast_to(part, shape).ravel() for part in (sequence, start, channel)))
        before = self._before(seed, rows)
        first = rows.start // _LANES * _LANES
        skipped = (rows.start - first)[:, None]
        happens = np.take_along_axis(
            self._happen(seed, rows, first, length + _LANES - 1), skipped + np.arange(length), axis=1
        )
        found = np.empty((len(rows.start), length, self.depth), np.int64)
        # Places in the chunk, and behind them those before it: −1 is the latest of these, −2 the one before.
        earlier = np.broadcast_to(np.arange(length, dtype=np.int32), happens.shape)
        for depth in range(self.depth):
            place = np.where(happens, earlier, np.int32(-1 - depth))
            np.maximum.accumulate(place, axis=1, out=place)
            found[..., depth] = rows.start[:, None] + place
            for hidden in range(depth + 1):
                np.copyto(found[..., depth], before[:, hidden, None], where=place == -1 - hidden)
            # When an event happens, the one that was the latest until then becomes the one before it.
            earlier = np.concatenate([np.full((len(place), 1), -1 - depth, np.int32), place[:, :-1]], axis=1)
        return found.reshape(*shape, length, self.depth)

    def _before(self, seed: int, rows: _Rows) -> Steps:
        """The latest `depth` events before each start ``(rows, depth)``, −1 where there are none.

        There is no sum to keep of what happened until then: one walks back from the start until
        enough has been found. That takes some `every` timesteps wherever in the stream one is,
        and depends on nothing that was read before.
        """
        found = np.full((len(rows.start), self.depth), -1, np.int64)
        count = np.zeros(len(rows.start), np.int64)
        stop = rows.start.copy()
        span = self.every * self.depth
        left = np.flatnonzero(stop > 0)
        while len(left):
            first = np.maximum(stop[left] - span, 0) // _LANES * _LANES
            happens = self._happen(seed, rows.some(left), first, span + _LANES - 1)
            happens &= np.arange(happens.shape[1]) < (stop[left] - first)[:, None]
            for _ in range(self.depth):
                back = happens[:, ::-1].argmax(axis=1)
                place = happens.shape[1] - 1 - back
                there = np.flatnonzero(happens[np.arange(len(left)), place] & (count[left] < self.depth))
                found[left[there], count[left[there]]] = first[there] + place[there]
                count[left[there]] += 1
                happens[there, place[there]] = False
            stop[left] = first
            left = left[(count[left] < self.depth) & (first > 0)]
            span = min(2 * span, max(_LANES, _AT_ONCE // max(1, len(left))))
        return found

    def _happen(self, seed: int, rows: _Rows, first: Steps, steps: int) -> NDArray[np.bool_]:
        """Whether events happen at each of at least `steps` timesteps from `first` on, a multiple of four."""
        word = first[:, None] // _LANES + np.arange(-(-steps // _LANES))
        # Sixteen bits decide about a timestep, so one hash is enough for four.
        noise = hashed(seed, rows.sequence[:, None], word, rows.channel[:, None]).astype("<u8", copy=False).view("<u2")
        happens: NDArray[np.bool_] = noise < round(self.chance * _LEVELS)
        for timestep in range(self.depth):
            happens[first == 0, timestep] = True
        return happens

    def seen(self, cut: Cut, starting: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of the latest events a chunk shows to whoever reads it without memory.

        Args:
            cut: How sequences are cut.
            starting: ``(length,)`` the share, of the chunks that reach each timestep, of those that start a sequence.

        Returns:
            ``(depth, length)``: the probability that a chunk is no start of a sequence, and that until
            its timestep 0, 1 … (this included) 0, 1 … events have happened in it. With ``p`` the chance
            of an event these are ``(1 − p)ⁿ`` and ``n p (1 − p)ⁿ⁻¹`` of `n` timesteps. Chunks that
            start a sequence show all there is, from timestep ``depth − 1`` on.
        """
        steps = np.arange(1, cut.length + 1)
        before = (1.0 - self.chance) ** (steps - 1)  # that the timesteps before this one were quiet
        counts = np.stack([(1.0 - self.chance) * before, steps * self.chance * before][: self.depth])
        shares: NDArray[np.float64] = (1.0 - starting) * counts
        if cut.hop < self.depth:
            # A sequence's second chunk begins at its second timestep, with an event that happens for certain.
            second = np.where(starting < 1.0, starting, 0.0)
            shares += second * (np.stack([np.zeros(cut.length), before]) - counts)
        return shares


@dataclass(frozen=True)
class _Rows:
    """Chunks in one row: each of sequence, start and channel has the shape ``(rows,)``."""

    sequence: Steps
    start: Steps
    channel: Steps

    def some(self, which: Steps) -> _Rows:
        return _Rows(self.sequence[which], self.start[which], self.channel[which])
