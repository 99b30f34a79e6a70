"""See what a Keras RNN remembers.

Heavy names load on first use: importing rnnviz imports neither TensorFlow nor Qt.

Example:
    >>> import rnnviz
    >>> experiment = rnnviz.Experiment(task=rnnviz.tasks.Echo(delay=5), strategy="stateful")
    >>> with rnnviz.Session(experiment, watch=range(4)) as session:  # doctest: +SKIP
    ...     session.advance(800)
    ...     session.recording.loss.shape
    (800,)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnnviz import tasks
    from rnnviz.chunking import Chunking
    from rnnviz.engine.session import Session
    from rnnviz.experiment import Experiment, Network, Training
    from rnnviz.recording.opening import open_recording
    from rnnviz.recording.transition import Transition

__all__ = [
    "Chunking",
    "Experiment",
    "Network",
    "Session",
    "Training",
    "Transition",
    "__version__",
    "open_recording",
    "tasks",
]

_HOMES = {
    "Chunking": "rnnviz.chunking",
    "Experiment": "rnnviz.experiment",
    "Network": "rnnviz.experiment",
    "Session": "rnnviz.engine.session",
    "Training": "rnnviz.experiment",
    "Transition": "rnnviz.recording.transition",
    "open_recording": "rnnviz.recording.opening",
}


def __getattr__(name: str) -> Any:
    if name == "tasks":
        return importlib.import_module("rnnviz.tasks")
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("rnnviz")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rnnviz' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
