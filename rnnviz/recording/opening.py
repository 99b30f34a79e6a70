"""Opening recordings, also such as are still written."""

from __future__ import annotations

import os
import threading
from os import PathLike

from rnnviz.recording.cache import BlockCache
from rnnviz.recording.errors import RecordingError, damaged
from rnnviz.recording.files import Files, LocalFiles, is_remote, local_path
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.record import KEY, Record
from rnnviz.recording.recording import Recording
from rnnviz.recording.remote import RemoteFiles
from rnnviz.recording.section import Section
from rnnviz.recording.tables import PER_BATCH
from rnnviz.recording.tape import Tape

_TRIES = 5
"""How often a writer may drop old states while their files are counted."""


class OpenedRecording(Recording):
    """A recording on a disk or behind a URL, as far as its record went when last looked at."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._looking = threading.Lock()
        self._raw = _read(files)
        self._record = Record.from_json(self._raw, files.place)
        super().__init__(Tape(self._record.header, self._record.identity, BlockCache(files)))
        _follow(self._tape, self._record)
        for _ in range(_TRIES):
            missing = _missing(files, self._tape)
            if missing is None:
                return
            if not self.refresh():
                break
        raise damaged(files.place, f"files of {missing} are missing")

    def refresh(self) -> bool:
        with self._looking:
            raw = _read(self._files)
            new = raw != self._raw
            if new:
                record = Record.from_json(raw, self._files.place)
                if record.identity != self._tape.identity:
                    raise RecordingError(f"{self._files.place} was replaced by another recording: open it again.")
                self._raw, self._record = raw, record
                _follow(self._tape, record)
            self._tape.growing = self._record.growing  # a writer may have died without a word
            return new


def open_recording(path: str | PathLike[str]) -> Recording:
    """Open a recording to read it, also while another process writes it.

    Args:
        path: A directory (by convention ``NAME.rnnviz``), or any URL that fsspec knows.

    Returns:
        The recording. Where it still grows, :meth:`Recording.refresh` takes in what is new.

    Raises:
        RecordingError: When there is none, or it is damaged, foreign or too new.

    Example:
        >>> rnnviz.open_recording("run.rnnviz").batches  # doctest: +SKIP
        800
    """
    place = os.fspath(path)
    return OpenedRecording(RemoteFiles(place) if is_remote(place) else LocalFiles(local_path(place)))


def look_at(recording: Recording) -> Recording:
    """Read the newest of everything that there is, to know of damage before anything is shown.

    Returns:
        The recording.

    Raises:
        RecordingError: When some of it cannot be read.
    """
    end, slots = recording.timesteps, recording.header.watched
    for name in PER_BATCH:
        recording.per_batch(name, recording.batches - 1)
    for slot in slots:
        for layer, kind in recording.header.tracks:
            recording.state(layer, kind, slot, end - 1, end)
        for line in (recording.inputs, recording.targets, recording.predictions):
            line(slot, end - 1, end)
    return recording


def _read(files: Files) -> bytes:
    raw = files.read(KEY)
    if raw is None:
        raise RecordingError(_absent(files))
    return raw


def _absent(files: Files) -> str:
    place = files.place
    if isinstance(files, LocalFiles):
        if not files.root.exists():
            return f"There is no recording at {place}: check the path."
        if not files.root.is_dir():
            return f"{place} is a file, and a recording is a directory: choose one that rnnviz made (NAME.rnnviz)."
    return f"{place} is not a recording, it holds no {KEY}: choose one that rnnviz made (NAME.rnnviz)."


def _follow(tape: Tape, record: Record) -> None:
    """Take over how far a record goes, `batches` last."""
    cache = tape.cache
    if tape.batches == 0 and record.batches:
        first = {extent.table.axis: extent.table for extent in record.extents if extent.table.level == 0}
        tape.by_batch = Pyramid(Section(first["batch"], cache), cache)
        tape.by_time = Pyramid(Section(first["time"], cache), cache)
    for extent in record.extents:
        table = extent.table
        pyramid = tape.by_batch if table.axis == "batch" else tape.by_time
        if table.level > len(pyramid.levels):
            pyramid.levels = [*pyramid.levels, Section(table, cache)]
        section = pyramid.sections[table.level]
        section.first, section.count = extent.first, extent.count
    tape.growing = record.growing
    tape.batches = record.batches


def _missing(files: Files, tape: Tape) -> str | None:
    """An array that has fewer files than it should, where they can be counted."""
    for section, count in tape.parts(tape.batches):
        table = section.table
        for name, array in table.arrays.items():
            there = files.names(f"{table.folder}{name}")
            if there is None:
                return None
            files_there = sum(file.startswith("c.") and not file.endswith(".part") for file in there)
            expected = -(-count // table.file_rows) - section.first_file
            if files_there < expected * array.slots:
                return f"{table.folder}{name}"
    return None
