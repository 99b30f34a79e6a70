"""The pictures that a run without a window leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

from rnnviz.recording.recording import Recording

LATEST_STEPS = 400
"""Timesteps in the picture of the hidden state: more would be too thin to tell apart."""


class NoPictures(RuntimeError):
    """Qt cannot draw here; says which system library is missing."""


def write_pictures(recording: Recording, out: Path) -> None:
    """Write ``hidden-state.png`` (the newest timesteps of the first watched slot) and ``loss.png`` (the whole run).

    Raises:
        NoPictures: When Qt's system libraries are missing.
        ExportError: When a file cannot be written.
    """
    # Qt aborts over a display that is not there, and none is needed to draw into an image.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnviz.ui.display import missing_display

    missing = missing_display()
    if missing:
        raise NoPictures(missing)
    from rnnviz.plots.figure import Figure, write_figure
    from rnnviz.plots.view import Source

    source = Source(recording, 0, "h", recording.header.watched[0])
    end = recording.timesteps
    for name, start, panels in (
        ("hidden-state", max(0, end - LATEST_STEPS), ("transitions", "hidden state", "sequence")),
        ("loss", 0, ("loss",)),
    ):
        write_figure(out / f"{name}.png", Figure(source, start, end, panels))
