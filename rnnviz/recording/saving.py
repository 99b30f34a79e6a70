"""Copying a recording, and making way for one."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from rnnviz.recording.cache import BlockGone
from rnnviz.recording.errors import RecordingError, damaged, unwritable
from rnnviz.recording.files import Files, LocalFiles
from rnnviz.recording.record import KEY, Record, is_recording, writer_elsewhere
from rnnviz.recording.storing import keys, write_block, write_record
from rnnviz.recording.tables import Extent
from rnnviz.recording.tape import Tape

_TRIES = 5
"""How often old states may be dropped under a copy's hands before it gives up."""


def save_copy(tape: Tape, path: Path) -> None:
    """Copy what a tape holds now to `path`, whole or not at all.

    Raises:
        RecordingError: When something else than a recording is there, when it is the tape's own
            place, or when the disk refuses.
    """
    source = tape.cache.files
    with _replacing(path) as beside:
        if isinstance(source, LocalFiles) and path.exists() and path.samefile(source.root):
            raise RecordingError(f"{path} is where this recording already is: choose another name.")
        for _ in range(_TRIES):
            try:
                _copy(tape, source, LocalFiles(beside))
                return
            except BlockGone as gone:
                key = gone.key
                shutil.rmtree(beside, ignore_errors=True)
        raise damaged(source.place, f"{key} is missing")


def make_way(path: Path) -> None:
    """Leave an empty directory at `path`, where at most a recording was.

    Raises:
        RecordingError: When something else is there, or the disk refuses.
    """
    with _replacing(path):
        pass


def check_free(path: Path) -> None:
    """Refuse to write over what is not a recording, or one that another process is making, or into one.

    Raises:
        RecordingError: When it is so, or nobody can look there.
    """
    try:
        around = next((folder for folder in path.parents if _holds_recording(folder)), None)
        if around is not None:  # it would go with that one
            raise RecordingError(f"{path} is inside of the recording {around}: choose a place beside it.")
        if not path.exists():
            return
        there = LocalFiles(path).read(KEY) if path.is_dir() else None
        process = writer_elsewhere(there)
        if process is None and (is_recording(there) or (path.is_dir() and not any(path.iterdir()))):
            return
    except OSError as trouble:
        raise unwritable(str(path), trouble) from trouble
    if process is not None:
        raise RecordingError(f"{path} is being recorded by process {process}: choose another name, or end that first.")
    raise RecordingError(f"{path} exists and is not a recording: choose another name, or move it away.")


def _holds_recording(folder: Path) -> bool:
    record = folder / KEY
    return record.is_file() and is_recording(record.read_bytes())


def _copy(tape: Tape, source: Files, target: LocalFiles) -> None:
    batches = tape.batches
    extents = []
    for section, count in tape.parts(batches) if batches else ():
        section.absorb()
        table, recent, first = section.table, section.recent, section.first_file
        stored = min(count, recent[0][0] * table.rows) if recent else count
        for name in table.arrays:
            whole, rest = divmod(stored, table.file_rows)
            for key in keys(table, name, first, whole):
                _transfer(key, source, target)
            for key in keys(table, name, max(first, whole), whole + bool(rest)):
                # A file that may still be written to is copied, so that the copy does not change with it.
                _transfer(key, source, target, share=False)
        for block in recent:
            rows = min(count - block[0] * table.rows, table.rows)
            if rows > 0:
                write_block(target, table, block, 0, rows)
            if not section.intact(block[0]):
                raise BlockGone(table.folder)
        extents.append(Extent(table, count, first * table.file_rows))
    write_record(target, Record(tape.header, uuid.uuid4().hex, batches, None, tuple(extents)), {})


def _transfer(key: str, source: Files, target: LocalFiles, share: bool = True) -> None:
    if share and isinstance(source, LocalFiles):
        try:
            target.link(key, source)
            return
        except FileNotFoundError:
            raise BlockGone(key) from None
        except OSError:
            pass  # another disk, or one without links
    data = source.read(key)
    if data is None:
        raise BlockGone(key)
    target.write(key, data)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """An empty directory that takes the place of `path` once all went well, and else leaves nothing behind."""
    check_free(path)
    beside = _beside(path)
    try:
        beside.mkdir(parents=True)
        yield beside
        _replace(path, beside)
    except OSError as trouble:
        raise unwritable(str(path), trouble) from trouble
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")


def _replace(path: Path, new: Path) -> None:
    """Put the directory `new` in the place of `path`."""
    if not path.exists():
        new.rename(path)
        return
    old = _beside(path)
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)
