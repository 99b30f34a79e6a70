"""The numbers of the time axis that all plots share: timesteps, and the batches below them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion

from rnnviz.plots.axis_layout import BASELINE, HANDLE, NAME, NAMES, ROW, TICK, AxisLayout, lay_out
from rnnviz.plots.detail_lane import Detail, draw_detail, lane_height
from rnnviz.plots.fonts import font
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.outline import AXIS, LEFT, RIGHT
from rnnviz.plots.panel import SMALL
from rnnviz.plots.theme import Theme


def draw_layout(painter: QPainter, layout: AxisLayout, theme: Theme, part: QRegion) -> None:
    """Draw what of the axis is in `part`, with its left edge and top where the painter's are."""
    origin = layout.origin
    parts = [(rect.left() + origin, rect.right() + origin) for rect in part]  # type: ignore[attr-defined]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for tick in {tick for left, right in parts for tick in layout.ticks if left <= tick <= right}:
        painter.fillRect(tick - origin, 0, 1, TICK, ink(theme.border))
    painter.setFont(font(SMALL))
    painter.setPen(ink(theme.muted))
    if any(left < origin + layout.names_end for left, _ in parts):
        for row, name in enumerate(NAMES):
            painter.drawText(NAME, BASELINE + ROW * row, name)
    # Each once, also where it reaches into several parts: letters drawn twice are bolder.
    numbers = {it for left, right in parts for it in layout.numbers if it.left <= right + 2 and it.right >= left - 2}
    for number in numbers:
        painter.drawText(number.left - origin, BASELINE + ROW * number.row, number.text)
    if layout.playhead is not None:
        _draw_handle(painter, layout.playhead - origin, theme)


def _draw_handle(painter: QPainter, at: int, theme: Theme) -> None:
    """Draw the end of a replay's playhead below the plots: what the mouse takes hold of."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(theme.accent))
    top = QPointF(at + 0.5, 0.0)
    side = QPointF(HANDLE, 0.0)
    down = QPointF(0.0, HANDLE + 1.0)
    painter.drawPolygon([top - side + down, top, top + side + down])


def draw_time_axis(
    painter: QPainter, rect: QRectF, theme: Theme, start: float, stop: float, length: int, detail: Detail = ()
) -> None:
    """Draw the axis of timesteps `start` to `stop` in chunks of `length`, below frames in the same `rect`.

    Where not every timestep is left, the `detail` that is has a lane below the numbers.
    """
    box = rect.adjusted(LEFT, 0.0, -RIGHT, 0.0)
    if box.width() < 1:
        return
    painter.save()
    painter.translate(rect.topLeft())
    layout = lay_out(Frame(box, start, stop).on_pixels(), length)
    draw_layout(painter, layout, theme, QRegion(QRect(0, 0, int(rect.width()), int(AXIS))))
    painter.restore()
    if lane_height(detail):
        draw_detail(painter, rect.adjusted(0.0, AXIS, 0.0, 0.0), theme, start, stop, detail)
