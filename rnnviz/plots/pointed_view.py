"""What is pointed at in plots above each other: by the mouse in one of them, or elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.analysis.reach import Reach, reach_of
from rnnviz.plots.canvas import PanelCanvas
from rnnviz.plots.panel import Panel
from rnnviz.plots.reach import reach_words
from rnnviz.plots.time_view import TimeView
from rnnviz.plots.view import Source

ROOMY = 980
"""Pixels of width from which on all that there is to say has room above the plots."""


class PointedView(TimeView):
    """A stretch of time in whose plots things are pointed at.

    Attributes:
        pointer: The timestep under the mouse, or None.
        lit: Timesteps, from the first to behind the last, that are framed in all plots, or None.
        reach: How far back the timestep under the mouse reaches, or None.

    Signals:
        pointed: What is under the mouse, in words; empty when nothing is.
        stepped: The recorded timestep under the mouse, a whole number, or None.
    """

    pointed = Signal(str)
    stepped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointer: float | None = None
        self.lit: tuple[int, int] | None = None
        self.reach: Reach | None = None
        self._canvases: tuple[PanelCanvas, ...] = ()
        self._source: Source | None = None
        self._pointed = ""

    def point(self, panel: Panel | None, timestep: float, height: float) -> None:
        """The mouse is over a timestep of a plot: draw a hairline through all, and say what is there."""
        source, step = self._source, int(timestep)
        known = panel is not None and source is not None and 0 <= step < self.viewport.timesteps
        reach = reach_of(source.recording, source.layer, source.slot, step) if source is not None and known else None
        self._move_pointer(timestep, reach)
        self.stepped.emit(step if known else None)
        words = [panel.readout(step, height)] if panel is not None and known else []
        self._say("\n".join(words if reach is None else [*words, reach_words(reach, brief=self.width() < ROOMY)]))

    def leave(self) -> None:
        """The mouse is over no plot."""
        self._move_pointer(None, None)
        self.stepped.emit(None)
        self._say("")

    def light(self, timesteps: tuple[int, int] | None) -> None:
        """Frame timesteps, from the first to behind the last, in all plots; None frames nothing."""
        if timesteps != self.lit:
            self.lit = timesteps
            for canvas in self._canvases:
                canvas.update()

    def _move_pointer(self, timestep: float | None, reach: Reach | None) -> None:
        before, self.pointer = self.pointer, timestep
        stale = reach != self.reach
        self.reach = reach
        for canvas in self._canvases:
            if stale:
                canvas.update(canvas.panel.reach_box(QRectF(canvas.rect())).toAlignedRect())
            for at in (before, timestep):
                if at is not None:
                    canvas.update(canvas.pointer_strip(at))

    def _say(self, words: str) -> None:
        if words != self._pointed:
            self._pointed = words
            self.pointed.emit(words)
