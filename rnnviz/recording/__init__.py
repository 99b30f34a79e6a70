"""What a run leaves behind: append-only arrays with levels of detail, in memory and on disk.

Its names load on first use: the colours of the window ask for a module of this package before
there is any recording, and its first picture does not wait for what reads and writes them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnnviz.recording.block import Block
    from rnnviz.recording.errors import RecordingError
    from rnnviz.recording.header import Header, Layer
    from rnnviz.recording.opening import open_recording
    from rnnviz.recording.recorder import Recorder
    from rnnviz.recording.recording import Recording
    from rnnviz.recording.transition import Transition
    from rnnviz.recording.window import Window

__all__ = [
    "Block",
    "Header",
    "Layer",
    "Recorder",
    "Recording",
    "RecordingError",
    "Transition",
    "Window",
    "open_recording",
]

_HOMES = {
    "Block": "block",
    "Header": "header",
    "Layer": "header",
    "Recorder": "recorder",
    "Recording": "recording",
    "RecordingError": "errors",
    "Transition": "transition",
    "Window": "window",
    "open_recording": "opening",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
