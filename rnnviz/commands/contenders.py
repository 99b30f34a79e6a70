"""What `rnnviz bench` sets against each other without a window: ways to train the same network."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from rnnviz.commands.sizes import WATCHED
from rnnviz.engine.session import Session
from rnnviz.experiment import Experiment

TURN = 0.1
"""Seconds that a turn lasts at least: short, so that what slows the machine for a while slows everyone."""


class Looped:
    """Anything with ``advance(batches)``, called with as many as last about a tenth of a second."""

    def __init__(self, trainer: Any, close: Callable[[], None] = lambda: None, portion: int = 1) -> None:
        self._advance, self._portion = trainer.advance, portion
        self.close = close
        self._advance(portion)  # compiles
        while self.turn()[1] < TURN:
            self._portion *= 2

    def turn(self) -> tuple[int, float]:
        """Train for a moment; how many batches, and the seconds that they took."""
        began = time.perf_counter()
        self._advance(self._portion)
        return self._portion, time.perf_counter() - began


def headless(experiment: Experiment, watch: tuple[int, ...] = WATCHED) -> Looped:
    """A session without a window that records to disk."""
    session = Session(experiment, watch=watch)
    return Looped(session, session.close)
