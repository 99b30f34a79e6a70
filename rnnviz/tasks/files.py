"""Finding and reading the user's files, with one clear sentence for whatever is wrong."""

from __future__ import annotations

import codecs
import stat
from dataclasses import dataclass
from pathlib import Path

from rnnviz.choices import ChoiceError
from rnnviz.resources import sample, samples
from rnnviz.tasks.errors import DataError

SAMPLE = "sample:"
"""What the name of a shipped file begins with, in place of a path."""

MOST_BYTES = 256 * 2**20
"""The largest text that is read; it has to fit into memory several times over."""


_OTHER_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""The byte order marks of encodings that are not read."""


@dataclass(frozen=True)
class Source:
    """A file as it was at one moment: what was parsed from it holds while this stays equal.

    Attributes:
        file: What the user chose, for messages.
        path: Where it lies.
        modified: When it was last changed, in nanoseconds.
        size: Its length in bytes.
    """

    file: str
    path: Path
    modified: int
    size: int

    def fault(self, place: str, problem: str, remedy: str) -> DataError:
        """The error that says what is wrong with this file."""
        return DataError(self.file, place, problem, remedy)


def locate(file: str, suffixes: tuple[str, ...]) -> Source:
    """Find a file and note its state.

    Args:
        file: A path, ``~`` allowed, or ``"sample:NAME"`` for a shipped file.
        suffixes: The endings that are understood, as ``(".csv", ".npy")``.

    Raises:
        ChoiceError: When no file is chosen.
        DataError: When there is no such file, or not an ordinary one with something in it.
    """
    wanted = f"choose a {' or '.join(suffixes)} file"
    if not file.strip():
        raise ChoiceError("task.file", file, wanted)
    shipped = file.removeprefix(SAMPLE)
    if shipped != file and shipped not in samples():
        names = ", ".join(SAMPLE + name for name in samples() if name.endswith(suffixes))
        raise DataError(file, "", "there is no such sample", f"choose one of {names}")
    try:
        path = Path(file).expanduser() if shipped == file else sample(shipped)
        status = path.stat()
    except FileNotFoundError as error:
        raise DataError(file, "", "there is no such file", wanted) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise DataError(file, "", f"it cannot be read ({_reason(error)})", wanted) from error
    if stat.S_ISDIR(status.st_mode):
        raise DataError(file, "", "it is a folder", wanted + " in it")
    if path.suffix.lower() not in suffixes:
        problem = f"its name ends in {path.suffix!r}" if path.suffix else "its name has no ending"
        raise DataError(file, "", problem, wanted)
    if not stat.S_ISREG(status.st_mode):
        raise DataError(file, "", "it is not an ordinary file", wanted)
    if status.st_size == 0:
        raise DataError(file, "", "it is empty", "choose a file with something in it")
    return Source(file, path, status.st_mtime_ns, status.st_size)


def read_text(source: Source) -> str:
    r"""The text of a UTF-8 file, without a byte order mark and with ``\n`` for every kind of newline.

    Raises:
        DataError: When it cannot be opened, is too large, or is not UTF-8 text.
    """
    if source.size > MOST_BYTES:
        raise source.fault(
            "", f"it holds {source.size / 2**20:,.0f} MiB", f"cut it to at most {MOST_BYTES // 2**20} MiB"
        )
    try:
        raw = source.path.read_bytes()
    except OSError as error:
        raise unreadable(source, error) from error
    for mark, encoding in _OTHER_MARKS.items():
        if raw.startswith(mark):
            raise source.fault("line 1, column 1", f"it is {encoding}, not UTF-8", "save it as UTF-8")
    zero = raw.find(b"\0")
    if zero >= 0:
        raise source.fault(
            _where(raw[:zero]), "there is a zero byte, so it is not a text", "choose a text file, saved as UTF-8"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark.
        start = error.start + len(raw) - len(error.object)
        problem = f"the byte 0x{raw[start]:02x} is not UTF-8"
        raise source.fault(_where(raw[:start]), problem, "save the file as UTF-8") from error
    return _unix(text)


def unreadable(source: Source, error: Exception) -> DataError:
    """The error for a file that is there but cannot be opened."""
    return source.fault("", f"it cannot be read ({_reason(error)})", "check who may read it, or choose another file")


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or " ".join(str(error).split())


def _where(before: bytes) -> str:
    """The line and column that follow on the bytes `before`."""
    lines = _unix(before.decode("utf-8-sig", errors="replace")).split("\n")
    return f"line {len(lines)}, column {len(lines[-1]) + 1}"


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
