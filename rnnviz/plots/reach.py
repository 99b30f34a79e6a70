"""How far back the timestep under the pointer reaches: two lengths at the foot of a plot, and in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from rnnviz.analysis.reach import Reach
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted
from rnnviz.recording.transition import Transition

FOOT_BARS = 10.0
"""Pixels that both lengths take at the foot of a plot."""

BAR = 3.0
ARROW = 6.0
"""Pixels of a length's height, and of the arrow where it goes on out of view."""

_ENDS = {
    Transition.FRESH: "to where its sequence starts, t {}",
    Transition.LOST: "to the reset at t {}",
    Transition.LEAKED: "to t {}, where other memory came in",
    Transition.SET: "to t {}, where the state was set",
}


def reach_words(reach: Reach, *, brief: bool = False) -> str:
    """Both lengths in words.

    Example:
        >>> reach_words(Reach(1327, gradient=1320, memory=1200, broke=Transition.LOST))
        "gradient reaches back 7 steps, to its chunk's first · memory 127 steps, to the reset at t 1,200"
        >>> reach_words(Reach(1327, gradient=1320, memory=1200, broke=Transition.LOST), brief=True)
        'gradient 7 · memory 127, to t 1,200'
    """
    remembers = reach.timestep - reach.memory
    if brief:
        gradient = "no gradient" if reach.gradient is None else f"gradient {counted(reach.timestep - reach.gradient)}"
        memory = f"{counted(remembers)}, to t {counted(reach.memory)}"
        if reach.broke is None and reach.memory:
            memory = f"at least {counted(remembers)}"
        return f"{gradient} · memory {memory}"
    gradient = "no gradient: only validated"
    if reach.gradient is not None:
        gradient = f"gradient reaches back {_steps(reach.timestep - reach.gradient)}, to its chunk's first"
    memory = _steps(remembers)
    if reach.broke is not None:
        memory = f"{memory}, {_ENDS[reach.broke].format(counted(reach.memory))}"
    else:
        memory = f"at least {memory}" if reach.memory else f"{memory}, to where the run began"
    return f"{gradient} · memory {memory}"


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{counted(count)} steps"


def draw_foot_bars(painter: QPainter, frame: Frame, theme: Theme, reach: Reach) -> None:
    """Draw how far back the gradient and the memory reach, one above the other."""
    box = frame.box
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    right = min(frame.x(float(reach.timestep) + 1.0), box.right())
    bars = [(box.bottom() - 1.0 - BAR, reach.memory, theme.text)]
    if reach.gradient is not None:
        bars.append((box.bottom() - 2.0 - 2.0 * BAR, reach.gradient, theme.accent))
    for top, since, colour in bars:
        left = max(frame.x(float(since)), box.left())
        if left >= right:
            continue
        bar = QRectF(left, top, right - left, BAR)
        painter.fillRect(bar.adjusted(-1.0, -1.0, 1.0, 1.0), ink(theme.plot))
        painter.fillRect(bar, ink(colour))
        if since < frame.start:
            draw_arrow(painter, QPointF(left, top + BAR / 2.0), colour)
        else:
            painter.fillRect(QRectF(left, top - 1.0, 2.0, BAR + 2.0), ink(colour))


def draw_arrow(painter: QPainter, tip: QPointF, colour: str) -> None:
    """Say that a length goes on to the left."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(colour))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(ARROW, -ARROW / 1.5), tip + QPointF(ARROW, ARROW / 1.5)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
