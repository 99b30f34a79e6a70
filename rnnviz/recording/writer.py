"""Moves what was appended from memory to disk, in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from rnnviz.recording.budget import Budget
from rnnviz.recording.errors import RecordingError, unwritable
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.record import Record, this_process
from rnnviz.recording.section import Chunk, Section
from rnnviz.recording.storing import chunk_keys, write_chunk, write_record
from rnnviz.recording.tape import Tape

COMMIT_EVERY = 0.8
"""Seconds between two commits while something is appended, so that with its writing it is one."""


class Writer:
    """Writes the chunks of a tape that fill up, and commits what is between.

    It holds the tape but nobody's handle on it, so a recorder that is forgotten can be
    collected and then stops it.

    Args:
        tape: What is written.
        files: To where.
        budget: Bytes that the files may take.

    Attributes:
        failure: Why the last attempt to write failed, until one does not.
        settled: Notified when memory was freed, or writing failed.
    """

    def __init__(self, tape: Tape, files: LocalFiles, budget: int) -> None:
        self.tape = tape
        self.files = files
        self.failure: RecordingError | None = None
        self.settled = threading.Condition()
        self._budget = Budget(budget)
        self._writing = threading.Lock()
        self._work = threading.Event()
        self._stopping = False
        self._committed = 0
        self._tried_at = time.monotonic()
        self._tails: dict[str, int] = {}
        self._metadata: dict[str, Any] = {}
        self._gone: dict[int, int] = {}
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def start(self) -> None:
        """Make the first commit, so that the recording exists, and begin to wait for work.

        Raises:
            RecordingError: When the disk refuses.
        """
        self._attempt(lambda: self._commit(finished=False))
        self._thread.start()

    def appended(self, before: int, filled: bool) -> None:
        """Take notice of an append.

        Args:
            before: Batches that there were before it.
            filled: Whether it has filled a chunk.
        """
        # While there is something to commit the thread wakes by itself.
        if filled or before <= self._committed:
            self._work.set()

    def flush(self, finished: bool = False) -> None:
        """Commit everything that was appended before, here and now.

        Args:
            finished: Whether nothing follows.

        Raises:
            RecordingError: When the disk refuses.
        """
        self._attempt(lambda: self._commit(finished))

    def stop(self) -> None:
        """End the thread, when it has finished what it is at."""
        self._stopping = True
        self._work.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            waiting = self.failure or self.tape.batches > self._committed
            self._work.wait(max(0.0, self._tried_at + COMMIT_EVERY - time.monotonic()) if waiting else None)
            self._work.clear()
            with contextlib.suppress(RecordingError):  # kept in `failure`, and tried again
                self._attempt(self._catch_up)

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            with self._writing:
                work()
        except Exception as trouble:  # of whatever kind: who appends has to know
            self.failure = unwritable(self.files.place, trouble)
            raise self.failure from trouble
        finally:
            with self.settled:
                self.settled.notify_all()

    def _catch_up(self) -> None:
        due = time.monotonic() >= self._tried_at + COMMIT_EVERY
        if due and (self.failure or self.tape.batches > self._committed):
            self._commit(finished=False)
        elif not self.failure:
            self._store_full()

    def _store_full(self) -> None:
        """Write every chunk that has filled, those of coarser levels that come of it too."""
        for pyramid in (self.tape.by_batch, self.tape.by_time):
            for chunk in pyramid.base.full():
                self._store(pyramid.base, chunk)
                pyramid.feed(chunk[1])
                self._settle(pyramid.base)
            for section in pyramid.levels:
                for chunk in section.full():
                    self._store(section, chunk)
                    self._settle(section)

    def _store(self, section: Section, chunk: Chunk) -> None:
        sizes = write_chunk(self.files, section.table, chunk, section.table.rows)
        states = sum(size for name, size in sizes.items() if section.table.arrays[name].by_slot)
        self._budget.add(section.table, states, sum(sizes.values()) - states)

    def _settle(self, section: Section) -> None:
        section.settle()
        with self.settled:
            self.settled.notify_all()

    def _commit(self, finished: bool) -> None:
        """Write what there is now, then the record that says so."""
        self._tried_at = time.monotonic()
        batches = self.tape.batches
        self._store_full()
        tables = []
        for section, count in self.tape.parts(batches) if batches else ():
            self._store_tail(section, count)
            tables.append((section.table, count))
        sections = [self.tape.by_time.base, *self.tape.by_time.levels]
        dropped = self._budget.drop(sections)
        writer = None if finished else this_process()
        record = Record(self.tape.header, self.tape.identity, batches, dropped, writer, tuple(tables))
        write_record(self.files, record, self._metadata)
        self.failure = None
        self._committed = batches
        self.tape.dropped = dropped
        self._delete(sections)

    def _store_tail(self, section: Section, count: int) -> None:
        key = section.table.folder + section.table.axis
        if self._tails.get(key) == count:
            return
        for chunk in section.recent:
            rows = min(count - chunk[0] * section.table.rows, section.table.rows)
            if rows > 0:
                write_chunk(self.files, section.table, chunk, rows)
        self._tails[key] = count

    def _delete(self, sections: list[Section]) -> None:
        """Remove the states that the record has just given up."""
        for level, timestep in enumerate(self.tape.dropped):
            table = sections[level].table
            first, end = self._gone.get(level, 0), timestep // (table.rows * table.step)
            for name, array in table.arrays.items():
                for key in chunk_keys(table, name, first, end) if array.by_slot else ():
                    self.files.remove(key)
            self._gone[level] = end
