"""What a run leaves behind: append-only arrays with levels of detail, in memory and on disk."""

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
