"""Scrolling through recordings of a million timesteps and of ten."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rnnviz.commands.figures import Effort, Row
from rnnviz.commands.processes import report

_PROBES = "rnnviz.commands.long_probes"

SHORT, LONG = 1_000_000, 10_000_000
"""Timesteps of the recordings."""

NEEDED = 8 * 2**30
"""Bytes that the recordings may take while they are made."""

SUBJECT = "10 M × 256"

Reports = list[dict[str, Any]]


def long_rows(effort: Effort) -> Iterator[Row]:
    """Zoom and pan, and memory, at :data:`LONG` timesteps against :data:`SHORT`.

    Each recording is made once, and scrolled through by processes that take turns.
    """
    with tempfile.TemporaryDirectory(prefix="rnnviz-bench-") as folder:
        free = shutil.disk_usage(folder).free
        if free < NEEDED:
            lacking = f"TMPDIR has {free / 2**30:.1f} GiB free, of {NEEDED / 2**30:.0f} needed"
            yield Row(SUBJECT, "zoom and pan, p99", "1 M", "ms", lacking=lacking)
            return
        short, long = (Path(folder) / f"{size}.rnnviz" for size in (SHORT, LONG))
        made = [report(_PROBES, "make", path, size) for path, size in ((short, SHORT), (long, LONG))]
        walks = [(report(_PROBES, "walk", short), report(_PROBES, "walk", long)) for _ in range(effort.rounds)]
    yield from walk_rows([one for one, _ in walks], [other for _, other in walks])
    yield _memory("memory, recording", [made[0]], [made[1]])


def walk_rows(short: Reports, long: Reports) -> Iterator[Row]:
    """What was reported of both recordings, by round."""
    ours, theirs = (tuple(float(said["p99"]) for said in reports) for reports in (long, short))
    yield Row(SUBJECT, "zoom and pan, p99", "", "ms", ours, limit=16.7)
    yield Row(SUBJECT, "zoom and pan, p99", "1 M", "ms", ours, theirs, 1.3)
    yield _memory("memory, scrolling", short, long)


def _memory(what: str, short: Reports, long: Reports) -> Row:
    ours, theirs = (tuple(said["memory"] / 2**20 for said in reports if said["memory"]) for reports in (long, short))
    return Row(SUBJECT, what, "1 M", "MiB", ours, theirs, 1.1, "" if ours else "only Linux says")
