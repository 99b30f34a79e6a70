"""Moves what was appended from memory to disk, in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from rnnviz.recording.budget import Budget
from rnnviz.recording.ending import AT_WORK
from rnnviz.recording.errors import RecordingError, unwritable
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import Record, this_process
from rnnviz.recording.section import Held, Section
from rnnviz.recording.storing import keys, write_block, write_record
from rnnviz.recording.tables import Extent
from rnnviz.recording.tape import Tape

COMMIT_EVERY = 0.8
"""Seconds between two commits while something is appended, so that with its writing it is one."""

THOROUGH_EVERY = 20.0
"""Seconds between two commits that write each array's own metadata too, which takes longer than the rest."""

_IDLE = 10.0
"""Seconds after which an idle thread looks whether it was left in a way that could not wake it."""


class Writer:
    """Writes the blocks of a tape that fill up, and commits what is between.

    It holds the tape but nobody's handle on it, so a recorder that is forgotten can be
    collected and then stops it.

    Args:
        tape: What is written.
        files: To where.
        budget: Bytes that the files may take.
        lasting: Whether the files are to outlive the tape, so that closing commits what is left. Else
            what was never committed stays in memory: it is little, and making files takes longest.

    Attributes:
        failure: Why the last attempt to write failed, until one does not.
        settled: Notified when memory was freed, or writing failed.
    """

    def __init__(self, tape: Tape, files: LocalFiles, budget: int, *, lasting: bool) -> None:
        self.tape = tape
        self.files = files
        self.failure: Exception | None = None
        self.settled = threading.Condition()
        self._lasting = lasting
        self._budget = Budget(budget)
        self._writing = threading.Lock()
        self._work = threading.Event()
        self._committed, self._finished = 0, False
        self._tried_at = self._thorough_at = time.monotonic()
        self._stored: dict[tuple[str, int], int] = {}
        self._metadata: dict[str, Any] = {}
        self._gone: dict[tuple[str, int], int] = {}
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def start(self) -> None:
        """Make the first commit, so that the recording exists, and begin to wait for work.

        Raises:
            RecordingError: When the disk refuses.
        """
        self.flush()
        self._thread.start()
        AT_WORK.add(self)

    def appended(self, before: int, enough: bool) -> None:
        """Take notice of an append.

        Args:
            before: Batches that there were before it.
            enough: Whether there is enough to be moved now.
        """
        # While there is something to commit the thread wakes by itself.
        if enough or before <= self._committed:
            self._work.set()

    def flush(self) -> None:
        """Commit everything that was appended before, here and now.

        Raises:
            RecordingError: When the disk refuses.
        """
        self._attempt(lambda: self._commit(thorough=True))

    def close(self) -> None:
        """Commit what is left, as finished, and end. Nothing may be appended any more.

        Raises:
            RecordingError: When the disk refuses. Then it holds as many batches as there is room for.
        """
        self.leave()
        if self._thread.is_alive():
            self._thread.join()
        if self._lasting and not self._finished:
            try:
                self.flush()
            except RecordingError:
                self._commit_what_fits()
                raise

    def leave(self) -> None:
        """Let the thread close by itself. May be called from anywhere, as a finalizer is."""
        self.tape.growing = False
        if threading.current_thread() is not self._thread:
            self._work.set()

    def _run(self) -> None:
        while self.tape.growing:
            waiting = self.failure or self.tape.batches > self._committed
            due = self._tried_at + COMMIT_EVERY - time.monotonic()
            self._work.wait(max(0.0, due) if waiting else _IDLE)
            self._work.clear()
            with contextlib.suppress(Exception):  # kept in `failure`, and tried again
                self._attempt(self._catch_up)
        if self._lasting or self._committed:
            with contextlib.suppress(Exception):
                self._attempt(self._commit)
        for pyramid in (self.tape.by_batch, self.tape.by_time):
            pyramid.end(stored=self._finished)

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            with self._writing:
                try:
                    work()
                except Exception as trouble:  # of whatever kind: who appends has to know
                    # A disk that refuses can be mended by the user; anything else is our fault, and told as it is.
                    refused = isinstance(trouble, OSError)
                    # Under the lock, or it could replace what a later attempt found.
                    self.failure = unwritable(self.files.place, trouble) if refused else trouble
                    raise self.failure from (trouble if refused else None)
        finally:
            with self.settled:
                self.settled.notify_all()

    def _catch_up(self) -> None:
        due = time.monotonic() >= self._tried_at + COMMIT_EVERY
        if due and (self.failure or self.tape.batches > self._committed):
            self._commit()
        elif not self.failure:
            self._store_full()

    def _check_place(self) -> None:
        """Raise RecordingError where another recording has taken the place of this one: both would be spoilt."""
        if self.files.replaced:
            raise RecordingError(
                f"{self.files.place} was replaced by another recording, so this one is not written any further: "
                "save what it still holds under another name."
            )

    def _store_full(self) -> None:
        """Write every block that has filled, those of coarser levels that come of it too."""
        self._check_place()
        for pyramid in (self.tape.by_batch, self.tape.by_time):
            pyramid.base.absorb()
            for block in pyramid.base.full():
                self._store(pyramid.base, block, pyramid.base.table.rows)
                pyramid.feed(block[1])
                self._settle(pyramid.base)
                if self._budget.exceeded:
                    self._seal(self._stored_batches())
            for section in pyramid.levels:
                for block in section.full():
                    self._store(section, block, section.table.rows)
                    self._settle(section)

    def _store(self, section: Section, block: Held, end: int) -> None:
        """Write a block up to row `end`, as far as that was not done before."""
        table = section.table
        before = self._stored.get((table.axis, table.level), 0)
        first = block[0] * table.rows
        if before < first + end:
            size = write_block(self.files, table, block, max(0, before - first), end)
            self._stored[table.axis, table.level] = first + end
            self._budget.put(table, block[0], size)

    def _stored_batches(self) -> int:
        """How many batches are on disk with all their timesteps."""
        return min(self.tape.batches, self._stored.get(("time", 0), 0) // self.tape.header.length)

    def _settle(self, section: Section) -> None:
        section.settle()
        with self.settled:
            self.settled.notify_all()

    def _commit(self, thorough: bool = False) -> None:
        """Write what there is now, then the record that says so."""
        self._tried_at = time.monotonic()
        finished = not self.tape.growing  # before looking how far it has grown
        batches = self.tape.batches
        self._store_full()
        batches = max(batches, self._committed)  # more may have been sealed to make room
        self._seal(batches, finished, thorough or self._tried_at - self._thorough_at >= THOROUGH_EVERY)
        self.failure = None

    def _commit_what_fits(self) -> None:
        """End with what there is, then try to add half of what is left, a quarter, an eighth and so on."""
        more = self.tape.batches - self._committed
        portions = [0, *(more >> halvings for halvings in range(1, more.bit_length()))]
        for batches in portions:
            with self._writing, contextlib.suppress(OSError):
                self._seal(self._committed + batches, finished=True)
        self._finished = False  # whoever closes once more finds the rest

    def _seal(self, batches: int, finished: bool = False, thorough: bool = False) -> None:
        """Write the record of so many batches, with what is still missing of them, and drop what is too much."""
        self._check_place()
        extents = []
        for section, count in self.tape.parts(batches) if batches else ():
            self._store_tail(section, count)
            extents.append(Extent(section.table, count))
        writer = None if finished else this_process()
        if thorough or finished:
            self._thorough_at = time.monotonic()
        left = None
        # What describes the arrays may have grown, so there may be less room than was thought.
        while left != (left := self._budget.shorten(extents)):
            record = Record(self.tape.header, self.tape.identity, batches, writer, left)
            self._budget.metadata = write_record(self.files, record, self._metadata, thorough or finished)
        self._committed, self._finished = batches, finished
        self._delete(left)

    def _store_tail(self, section: Section, count: int) -> None:
        section.absorb()
        for block in section.recent:
            rows = min(count - block[0] * section.table.rows, section.table.rows)
            if rows > 0:
                self._store(section, block, rows)

    def _delete(self, left: tuple[Extent, ...]) -> None:
        """Remove the rows that the record has just given up."""
        for extent in left:
            table = extent.table
            pyramid = self.tape.by_batch if table.axis == "batch" else self.tape.by_time
            pyramid.sections[table.level].first = extent.first
            first, end = self._gone.get((table.axis, table.level), 0), extent.first // table.file_rows
            for name in table.arrays:
                for key in keys(table, name, first, end):
                    self.files.remove(key)
            self._gone[table.axis, table.level] = end
