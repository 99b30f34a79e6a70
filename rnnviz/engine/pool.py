"""Compiled networks that wait to be used again, so that a restart neither compiles nor keeps memory.

TensorFlow holds on to every executable that XLA makes until the process ends, and no call frees one. So making
a network anew costs some 20 MB for good, and to keep it for later 1 MB and its numbers.
"""

from __future__ import annotations

from itertools import accumulate
from threading import Lock

from rnnviz.engine.network import build_network
from rnnviz.engine.program import Blueprint, Program
from rnnviz.experiment import Experiment

MOST = 16
"""How many programs wait at most."""

BYTES = 2**26
"""What the numbers of those that wait may take together, beside the one that came back last."""


class Pool:
    """Lends programs, each to one borrower at a time. Any thread may use it.

    Example:
        >>> pool, experiment = Pool(), Experiment()
        >>> sample = experiment.read(experiment.plan().cells(0, 1))
        >>> blueprint = Blueprint.of(experiment, sample, watched=(0,), gates=False, compiler="graph")
        >>> program = pool.lend(experiment, blueprint)
        >>> pool.take_back(program)
        >>> pool.lend(experiment, blueprint) is program
        True
    """

    def __init__(self) -> None:
        self._idle: list[Program] = []  # the one that came back last in front
        self._lock = Lock()

    def lend(self, experiment: Experiment, blueprint: Blueprint) -> Program:
        """A program at its beginning: one that waits if there is one, which takes a moment, else a new one.

        Raises:
            ChoiceError: When the compiler that was asked for cannot compile it.
        """
        with self._lock:
            waiting = next((program for program in self._idle if program.blueprint == blueprint), None)
            self._idle = _fitting([program for program in self._idle if program is not waiting])
        if waiting is None:
            return Program.make(experiment, blueprint)
        waiting.begin(experiment)
        return waiting

    def take_back(self, program: Program) -> None:
        """Keep a program that nobody uses any more, unless somebody else's code built its network.

        Who knows what such a network holds beside its weights. Not to be called with one that failed.
        """
        if program.blueprint.build is build_network:
            with self._lock:
                self._idle = _fitting([program, *self._idle]) or [program]


def _fitting(programs: list[Program]) -> list[Program]:
    """The first ones, as many as may wait."""
    taken = accumulate(program.bytes for program in programs)
    return [program for program, so_far in zip(programs[:MOST], taken, strict=False) if so_far <= BYTES]


POOL = Pool()
"""That of all sessions."""
