"""The stacked plots on one shared time axis."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.plots.canvas import PanelCanvas
from rnnviz.plots.column import Column
from rnnviz.plots.figure import PANELS, Figure
from rnnviz.plots.frame_pace import FramePace
from rnnviz.plots.heatmap import HeatmapPanel, UnitOrder
from rnnviz.plots.hint import Hint
from rnnviz.plots.order_button import OrderButton
from rnnviz.plots.outline import HIDDEN_STATE, PANEL_NAMES
from rnnviz.plots.panel import Panel
from rnnviz.plots.pointed_view import PointedView
from rnnviz.plots.reading import Reading
from rnnviz.plots.telling import Telling
from rnnviz.plots.theme import Theme
from rnnviz.plots.time_axis_canvas import TimeAxisCanvas
from rnnviz.plots.view import Source, View
from rnnviz.plots.viewport import FIRST_SPAN, MOST_EMPTY, Viewport, first_span
from rnnviz.recording.recording import Recording


class PlotStack(PointedView):
    """Every plot of one layer, state and slot of a recording, above each other.

    Attributes:
        theme: The colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._pace = FramePace()
        self._reading = Reading(self)
        self._drawn: tuple[object, ...] = ()
        self._batches = self._whole = 0
        self.setObjectName("plots")
        self.setAccessibleName("Plots on one time axis")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvases = tuple(PanelCanvas(panel(), self) for panel in PANELS)
        self._column = Column({canvas.panel.place: canvas for canvas in self._canvases}, self)
        self._axis = TimeAxisCanvas(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._column, 1)
        layout.addWidget(self._axis)
        self._hint = Hint(self)
        self._order = OrderButton()
        self._order.chosen.connect(self.order_units)
        self._canvas(HIDDEN_STATE.name).set_corner(self._order)
        self._telling = Telling(self._canvases, self)
        self._unzoomed = FIRST_SPAN
        self.set_theme(theme)

    # What is shown

    def expect(self, length: int, letters: bool) -> None:
        """Show nothing, on the axis of a recording to come: in chunks of `length`, of letters or numbers."""
        self._show(None, length, letters, 0)

    def show_recording(self, recording: Recording, chosen: tuple[int, str, int] | None = None) -> None:
        """Show `recording` from now on.

        Args:
            recording: Which one.
            chosen: Layer, state or gate, and watched slot of it; the first of each when left out.
        """
        header = recording.header
        source = Source(recording, *(chosen or (0, header.layers[0].kinds[0], header.watched[0])))
        self._show(source, header.length, bool(header.symbols), recording.timesteps)

    def _show(self, source: Source | None, length: int, letters: bool, timesteps: int) -> None:
        self._source = source
        self._axis.length = length
        self._axis.show_detail(())
        following = self.following
        span, first = self.viewport.span, first_span(length, letters)
        if span == self._unzoomed:  # else the user has zoomed, and that stays
            span = first
        self._unzoomed = first
        self.viewport = Viewport(span=min(span, max(MOST_EMPTY * first, float(timesteps))))
        self._axis.redraw()
        self._batches = self._whole = 0
        self._reading.forget()
        self.lit = None
        for canvas in self._canvases:
            canvas.panel.forget()
        self._drawn = ()
        if not following:
            self.following_changed.emit(True)
        self.leave()
        self._show_emptiness()
        self.refresh()

    def choose(self, layer: int, kind: str, slot: int) -> None:
        """Show another layer, state, gate or watched slot of the recording.

        Raises:
            ValueError: When the recording does not have it.
        """
        if self._source is None:
            return
        header = self._source.recording.header
        kept = (*header.tracks, *header.gates)
        if (layer, kind) not in kept:
            raise ValueError(f"layer {layer} has no state {kind!r}: there are {kept}")
        if slot not in header.watched:
            raise ValueError(f"slot {slot} is not watched: choose one of {header.watched}")
        self._source = Source(self._source.recording, layer, kind, slot)
        self.refresh()

    @property
    def source(self) -> Source | None:
        """What is shown."""
        return self._source

    @property
    def panels(self) -> tuple[str, ...]:
        """The names of the plots, from the top down."""
        return PANEL_NAMES

    def panel(self, name: str) -> Panel:
        """The plot of that name."""
        return self._canvas(name).panel

    def set_panel_visible(self, name: str, visible: bool) -> None:
        """Show or hide one plot."""
        self._column.want(name, visible)
        self.measure()

    def _canvas(self, name: str) -> PanelCanvas:
        return next(canvas for canvas in self._canvases if canvas.panel.name == name)

    def figure(
        self, panels: tuple[str, ...] | None = None, theme: Theme | None = None, *, everything: bool = False
    ) -> Figure | None:
        """What is shown as a picture of its own, or None while there is nothing.

        Args:
            panels: Which plots; None for those that are not hidden.
            theme: The colours; None for those of the screen.
            everything: All that is recorded rather than what is in view.
        """
        source = self._source
        if source is None or not source.recording.batches:
            return None
        start, stop = self.viewport.start, self.viewport.stop
        last = float(source.recording.timesteps)
        if everything:
            start, stop = 0.0, last
        elif start < last < stop:
            stop = last  # on the screen there is room for what is to come; on paper it would stay empty
        heatmap = self._heatmap
        order = None if heatmap.order is None else tuple(heatmap.order.tolist())
        names, colours = panels or self._column.wanted or PANEL_NAMES, theme or self.theme
        return Figure(source, start, stop, names, colours, heatmap.level, heatmap.order_by, order)

    @Slot(str)
    def order_units(self, by: UnitOrder) -> None:
        """Order the heatmap's units by number, or by similarity in what is in view now."""
        self._heatmap.order_units(by)
        self._order.show_order(by)
        self._drawn = ()
        self.refresh()

    @property
    def _heatmap(self) -> HeatmapPanel:
        panel = self.panel(HIDDEN_STATE.name)
        assert isinstance(panel, HeatmapPanel)
        return panel

    # Drawing

    def refresh(self) -> None:
        """Show what is new. Costs next to nothing when nothing is, or when nobody looks."""
        self._pace.begin()
        source = self._source
        if source is None:
            return
        batches, whole = source.recording.batches, source.recording.whole.batches
        if (batches, whole) != (self._batches, self._whole):
            self._batches, self._whole = batches, whole
            self.viewport.grow(batches * source.length, whole * source.length)
            self._axis.show_detail(source.recording.whole.detail)
            self._show_emptiness()
        if not batches or not self.isVisible():
            return
        width, density = self._axis.frame.box.width(), self.devicePixelRatioF()
        view = View(source, self.viewport.start, self.viewport.stop, batches, width, density)
        shown = tuple(canvas for canvas in self._canvases if canvas.shown)
        wanted = (
            source,
            view.start,
            view.stop,
            view.steps,
            width,
            density,
            *((canvas, canvas.rows) for canvas in shown),
        )
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self._reading.show(view, shown, moved=not self.following)
        for canvas in shown:
            canvas.point_again()  # the time has moved under a mouse at rest

    @property
    def frame_interval(self) -> int:
        """Milliseconds from one frame of a live run to the next, so that the screen takes only its share."""
        return self._pace.interval

    def redraw(self, canvases: Iterable[PanelCanvas]) -> None:
        """Paint what the plots have read."""
        for canvas in canvases:
            canvas.redraw()
        self._axis.redraw()
        self._telling.soon()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self._hint.set_theme(theme)
        self._order.set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.window)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self._column.set_theme(theme)
        self._repaint()

    def _repaint(self) -> None:
        for canvas in (*self._canvases, self._axis):
            canvas.update()

    def _show_emptiness(self) -> None:
        empty = self._source is None or not self._batches
        if empty != self._hint.isVisibleTo(self):
            self._hint.setVisible(empty)
            self.measure()
            self._repaint()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.measure()

    def measure(self) -> None:
        super().measure()
        if self._hint.isVisibleTo(self):
            canvas = max(self._canvases, key=lambda canvas: -1 if canvas.isHidden() else canvas.height())
            self._hint.setGeometry(canvas.frame.box.toRect().translated(canvas.mapTo(self, QPoint(0, 0))))
            self._hint.raise_()
