"""A live frame of the heatmap, drawn by rnnviz, by matplotlib and by pyqtgraph."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.commands.made import made_block, made_header, made_states
from rnnviz.plots.outline import HIDDEN_STATE
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.recording.recorder import Recorder

UNITS, COLUMNS, NEW = 256, 1000, 20
"""Units, timesteps in view, and how many of them each frame adds."""

WIDTH, HEIGHT = 1280, 720


class Drawer(Protocol):
    """Draws a heatmap that moves on with every frame."""

    def prepare(self, number: int) -> None:
        """Do what is no part of drawing frame `number`."""

    def draw(self) -> None:
        """Draw it, to the last pixel."""

    def close(self) -> None:
        """Let go of what is held."""


def frame_time(drawer: Drawer, seconds: float) -> float:
    """Milliseconds that a frame takes on average, drawing for about so long."""
    spent, done = 0.0, 0
    while spent < seconds:
        drawer.prepare(done)
        began = time.perf_counter()
        drawer.draw()
        spent += time.perf_counter() - began
        done += 1
    return 1000.0 * spent / done


class Frames:
    """The same states for everybody, coming round again after :data:`COLUMNS` timesteps."""

    def __init__(self) -> None:
        self.states = made_states(COLUMNS, UNITS)

    def new(self, number: int) -> NDArray[np.float32]:
        """The timesteps ``(NEW, UNITS)`` that come with frame `number`."""
        at = number * NEW % COLUMNS
        return self.states[at : at + NEW]

    def image(self, number: int) -> NDArray[np.float32]:
        """All that frame `number` shows, ``(UNITS, COLUMNS)``."""
        return np.ascontiguousarray(np.roll(self.states, -(number + 1) * NEW, axis=0).T)


class _Painted(QObject):
    """Waits until a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._painted = False
        widget.installEventFilter(self)

    def wait(self) -> None:
        self._painted = False
        while not self._painted:
            QApplication.processEvents()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._painted |= event.type() == QEvent.Type.Paint
        return False


class OwnHeatmap:
    """The plots of the window with nothing but the heatmap in sight, following a recording that grows."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._header = made_header(UNITS, length=NEW)
        self._recorder = Recorder(self._header)
        self._recorder.append(made_block(self._header, frames.states, 0))
        self._stack = stack = PlotStack(DARK)
        for name in stack.panels:
            stack.set_panel_visible(name, name == HIDDEN_STATE.name)
        stack.resize(WIDTH, HEIGHT)
        stack.show_recording(self._recorder.recording)
        stack.viewport.span = float(COLUMNS)
        stack.viewport.follow()
        stack.show()
        canvas = stack.findChild(QWidget, "plot-" + HIDDEN_STATE.name.replace(" ", "-"))
        assert isinstance(canvas, QWidget)
        self._painted = _Painted(canvas)
        QApplication.processEvents()

    def prepare(self, number: int) -> None:
        first = self._recorder.recording.batches
        self._recorder.append(made_block(self._header, self._frames.new(number), first))

    def draw(self) -> None:
        self._stack.refresh()
        self._painted.wait()

    def close(self) -> None:
        self._stack.close()
        _discard(self._stack)
        self._recorder.close()


class MatplotlibHeatmap:
    """``imshow``, drawn anew into memory: what a figure in a window costs at least."""

    def __init__(self, frames: Frames) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._frames = frames
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
        self._canvas = FigureCanvasAgg(figure)
        self._shown = figure.add_subplot().imshow(
            frames.image(0), cmap="RdBu_r", vmin=-1.0, vmax=1.0, aspect="auto", interpolation="nearest"
        )
        self._canvas.draw()

    def prepare(self, number: int) -> None:
        self._image = self._frames.image(number)

    def draw(self) -> None:
        self._shown.set_data(self._image)
        self._canvas.draw()

    def close(self) -> None:
        pass


class PyqtgraphHeatmap:
    """An ImageItem that is given float32 and fixed levels."""

    def __init__(self, frames: Frames) -> None:
        import pyqtgraph

        self._frames = frames
        self._plot: Any = pyqtgraph.PlotWidget()
        self._item: Any = pyqtgraph.ImageItem(axisOrder="row-major")
        self._item.setColorMap(pyqtgraph.colormap.get("CET-D1"))
        self._item.setImage(frames.image(0), levels=(-1.0, 1.0))
        self._plot.addItem(self._item)
        self._plot.resize(WIDTH, HEIGHT)
        self._plot.show()
        self._painted = _Painted(self._plot.viewport())
        QApplication.processEvents()

    def prepare(self, number: int) -> None:
        self._image = self._frames.image(number)

    def draw(self) -> None:
        self._item.setImage(self._image, levels=(-1.0, 1.0))
        self._painted.wait()

    def close(self) -> None:
        self._plot.close()  # pyqtgraph's own, which takes its items apart in order, and only once
        _discard(self._plot)


OTHERS: dict[str, tuple[Callable[[Frames], Drawer], float]] = {
    "matplotlib": (MatplotlibHeatmap, 1 / 30),
    "pyqtgraph": (PyqtgraphHeatmap, 1 / 3),
}
"""Who else draws heatmaps, by the package it takes, and what our share of their time may be."""


def _discard(widget: QWidget) -> None:
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
