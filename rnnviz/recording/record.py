"""The record of a recording: the one small file that says what may be trusted.

It is the ``zarr.json`` of the recording's root. Rows are written first, then the record is
replaced in one move; whatever it does not mention is not there. So a writer that is killed at
any moment leaves a whole recording, and a reader in another process never sees half of one.
"""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from typing import Any

from rnnviz.choices import ChoiceError
from rnnviz.experiment import Experiment
from rnnviz.recording.errors import RecordingError, damaged, unfamiliar
from rnnviz.recording.header import Header, Layer
from rnnviz.recording.tables import FACTOR, LINES, Axis, Extent, Table, array_metadata, base_tables, level_table
from rnnviz.tasks import Floor, Yardstick

KEY = "zarr.json"
VERSION = 2
"""Of the format. A reader takes this one alone."""

_CHECKED = ("node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "codecs")


@dataclass(frozen=True)
class Record:
    """Everything about a recording but its rows.

    Attributes:
        header: What was known before the first batch.
        identity: Differs for any two recordings.
        batches: How many are whole on disk.
        writer: Host and process that may still add to it, or None when it is finished.
        extents: Of each table; level 0 by batch and by time first. None of them before the
            first batch.
    """

    header: Header
    identity: str
    batches: int = 0
    writer: tuple[str, int] | None = None
    extents: tuple[Extent, ...] = ()

    def nodes(self) -> dict[str, dict[str, Any]]:
        """The metadata of every group and array below the root, by path, groups first."""
        watched = array_metadata(
            ("watched",), (len(self.header.watched),), (max(1, len(self.header.watched)),), "int64"
        )
        nodes: dict[str, dict[str, Any]] = {"watched": watched}
        for extent in self.extents:
            if extent.table.level:
                nodes["levels"] = _group({})
                nodes[extent.table.folder.rstrip("/")] = _group({"step": extent.table.step})
        for extent in self.extents:
            table = extent.table
            for name in table.arrays:
                nodes[f"{table.folder}{name}"] = table.metadata(name, extent.count, extent.first)
        return nodes

    def to_json(self, nodes: dict[str, dict[str, Any]]) -> bytes:
        """The root's ``zarr.json``, with the metadata of all `nodes` in it."""
        about = {
            "version": VERSION,
            "identity": self.identity,
            "batches": self.batches,
            "timesteps": self.batches * self.header.length,
            "writer": list(self.writer) if self.writer else None,
            "header": header_to_dict(self.header),
        }
        inside = {"kind": "inline", "must_understand": False, "metadata": nodes}
        return json.dumps({**_group({"rnnviz": about}), "consolidated_metadata": inside}).encode()

    @classmethod
    def from_json(cls, raw: bytes, place: str) -> Record:
        """Read what :meth:`to_json` gave.

        It was written in one move, so where single names or forms are not what they should be it is
        far likelier that another version wrote it than that the disk lost just them.

        Raises:
            RecordingError: For anything else.
        """
        about, nodes = _parsed(raw, place)
        try:
            header = header_from_dict(about["header"])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise unfamiliar(place, f"of its choices, {_said(error)}") from error
        try:
            batches, writer = _whole(about["batches"]), about["writer"]
            return cls(
                header=header,
                identity=str(about["identity"]),
                batches=batches,
                writer=(str(writer[0]), int(writer[1])) if writer else None,
                extents=_extents(header, batches, nodes) if batches else (),
            )
        except _OtherForm as error:
            raise unfamiliar(place, str(error)) from error
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise damaged(place, f"{KEY} does not add up, {_said(error)}") from error

    @property
    def growing(self) -> bool:
        """Whether the writer may still be at work; one on another machine is believed to be."""
        if self.writer is None:
            return False
        host, process = self.writer
        return host != _host() or _alive(process)


class _OtherForm(ValueError):
    """An array that is not there, or is kept in another way than here."""


class _Contradiction(ValueError):
    """Two things that cannot both be."""


def this_process() -> tuple[str, int]:
    """The writer of a record that is made here."""
    return _host(), os.getpid()


def header_to_dict(header: Header) -> dict[str, Any]:
    """Plain names and numbers, as JSON takes them."""
    return {**dataclasses.asdict(header), "experiment": header.experiment.to_dict()}


def header_from_dict(plain: dict[str, Any]) -> Header:
    """The header that :func:`header_to_dict` gave.

    Raises:
        LookupError, TypeError, ValueError: For anything else.
    """
    layers = [
        Layer(**{**layer, "kinds": tuple(layer["kinds"]), "gates": tuple(layer.get("gates", ()))})
        for layer in plain["layers"]
    ]
    return Header(
        experiment=Experiment.from_dict(plain["experiment"]),
        layers=tuple(layers),
        watched=tuple(_whole(slot) for slot in plain["watched"]),
        symbols=None if plain["symbols"] is None else tuple(plain["symbols"]),
        floor=None if plain["floor"] is None else Floor(**plain["floor"]),
        compiler=plain["compiler"],
        compiler_note=plain.get("compiler_note", ""),
        batches_per_epoch=plain["batches_per_epoch"],
        yardsticks=tuple(Yardstick(**yardstick) for yardstick in plain["yardsticks"]),
    )


def is_recording(raw: bytes | None) -> bool:
    """Whether these bytes of a ``zarr.json`` belong to a recording, whole or not."""
    try:
        return "rnnviz" in json.loads(raw or b"")["attributes"]
    except (LookupError, TypeError, ValueError, RecursionError):
        return False


def writer_elsewhere(raw: bytes | None) -> int | None:
    """The other process of this machine that is writing the recording of which these bytes are the ``zarr.json``."""
    try:
        host, process = json.loads(raw or b"")["attributes"]["rnnviz"]["writer"]
        certain = os.name != "nt" and host == _host() and process != os.getpid()
        return process if certain and _alive(process) else None
    except (LookupError, TypeError, ValueError, RecursionError):
        return None


def _parsed(raw: bytes, place: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a root says about itself, and the metadata of what is below."""
    try:
        root = json.loads(raw)
        node_type, about = root["node_type"], root.get("attributes", {}).get("rnnviz")
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise damaged(place, f"{KEY}, which says what there is, breaks off or holds something else") from error
    if node_type != "group" or not isinstance(about, dict):
        raise RecordingError(f"{place} is zarr data, but not a recording: choose one that rnnviz made (NAME.rnnviz).")
    version = about.get("version")
    if isinstance(version, int) and version > VERSION:
        raise RecordingError(
            f"{place} was recorded by a newer rnnviz (format {version}; this one reads up to {VERSION}): "
            "update it with pip install --upgrade rnnviz."
        )
    if version == 1:
        raise RecordingError(
            f"{place} was recorded by an early rnnviz (format 1), and this one reads format {VERSION}: "
            "record the run again, the same choices give the same numbers."
        )
    if version != VERSION:
        raise damaged(place, f"its format is {version!r}, and there is no such one")
    try:
        return about, root["consolidated_metadata"]["metadata"]
    except (LookupError, TypeError) as error:
        raise damaged(place, f"{KEY} does not say which arrays there are") from error


def _extents(header: Header, batches: int, nodes: dict[str, Any]) -> tuple[Extent, ...]:
    for table in base_tables(header, (1, 1, 1)):
        for name in table.arrays:
            if name not in nodes:
                raise _OtherForm(f"it has no array {name}")
    columns = [nodes[name]["shape"][-1] for name in LINES]
    extents = []
    for base, most in zip(base_tables(header, (columns[0], columns[1], columns[2])), (1, header.length), strict=True):
        marker = _marker(base.axis)
        level = 0
        while True:
            table = level_table(base, level) if level else base
            stored = nodes.get(table.folder + marker)
            if stored is None:
                break
            rows, first, count = stored["attributes"]["block_rows"], _first(stored), stored["shape"][0]
            table = _as_stored(table, rows, nodes)
            rest = rows % FACTOR or rows < FACTOR
            if rest or not (count == batches * most if level == 0 else 0 <= count * table.step <= batches * most):
                raise _Contradiction(f"{table.folder}{marker} has {count} rows")
            if first > count or first % table.file_rows:
                raise _Contradiction(f"{table.folder}{marker} begins with row {first}")
            _check(table, count, nodes)
            extents.append(Extent(table, count, first))
            level += 1
        if level == 0:
            raise _Contradiction(f"{marker} is missing")
    return tuple(sorted(extents, key=lambda extent: extent.table.level))


def _first(stored: dict[str, Any]) -> int:
    return _whole(stored["attributes"]["first_row"])


def _as_stored(table: Table, rows: int, nodes: dict[str, Any]) -> Table:
    """A table with the blocks and files that another rnnviz, or a test, has chosen."""
    arrays = {}
    for name, array in table.arrays.items():
        chunk = nodes[table.folder + name]["chunk_grid"]["configuration"]["chunk_shape"][0]
        arrays[name] = dataclasses.replace(array, blocks=max(1, chunk // rows))
    return dataclasses.replace(table, rows=rows, arrays=arrays)


def _check(table: Table, count: int, nodes: dict[str, Any]) -> None:
    """Refuse arrays in another form than the one they are going to be read in."""
    for name in table.arrays:
        expected, stored = table.metadata(name, count), nodes[table.folder + name]
        for part in _CHECKED:
            if stored[part] != expected[part]:
                raise _OtherForm(f"its array {table.folder}{name} has {part} {stored[part]}, not {expected[part]}")


def _said(error: Exception) -> str:
    """What is wrong, but never in Python's words, which mean nothing to who opens a file."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error) if isinstance(error, ChoiceError | _Contradiction) else "something has another form"


def _marker(axis: Axis) -> str:
    """An array that every table along `axis` has."""
    return "loss" if axis == "batch" else LINES[0]


def _group(attributes: dict[str, Any]) -> dict[str, Any]:
    return {"zarr_format": 3, "node_type": "group", "attributes": attributes}


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _Contradiction(f"{value!r} should be a whole number")
    return value


def _host() -> str:
    import socket  # some ms that neither the window's start nor opening a finished recording waits for

    return socket.gethostname()


def _alive(process: int) -> bool:
    if os.name == "nt":  # there, asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
