"""The plots above each other, as many as there is room for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from rnnviz.plots.outline import HIDDEN_STATE, LOSS, SEQUENCE, TRANSITIONS, Place, shares
from rnnviz.plots.theme import Theme

IMPORTANT = (TRANSITIONS, HIDDEN_STATE, LOSS, SEQUENCE)
"""The plots, those first that are left out last."""

ALWAYS = 2
"""How many stay, whatever the room."""

SQUEEZED = 0.72
"""The part of their least height that plots are squeezed to before one is left out: in the smallest window all
four stay, also below an alarm and above what is wrong with the experiment."""


class Column(QSplitter):
    """Plots with handles between them.

    Where it is too low for all that are wanted, the less important ones are left out until it grows again.

    Args:
        canvases: What is in the place of each plot, from the top down.
        parent: The owner.
    """

    def __init__(self, canvases: Mapping[Place, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._canvases = dict(canvases)
        self._wanted = [place.name for place in canvases]
        self._shared_out = False
        self.setHandleWidth(5)
        self.setChildrenCollapsible(False)
        self.setObjectName("plots-splitter")
        for number, (place, canvas) in enumerate(canvases.items()):
            self.addWidget(canvas)
            self.setStretchFactor(number, place.stretch)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the plots that are to be seen, from the top down."""
        return tuple(place.name for place in self._canvases if place.name in self._wanted)

    def want(self, name: str, wanted: bool) -> None:
        """Have a plot be seen, or not."""
        self._wanted = [other for other in self._wanted if other != name] + [name] * wanted
        self._leave_out()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Draw the handles in the colours of `theme`."""
        self.setStyleSheet(
            f"QSplitter::handle {{ background: transparent; image: none; }}"
            f"QSplitter::handle:hover {{ background: {theme.border}; }}"
        )

    def _leave_out(self) -> None:
        room = self.height()
        for number, place in enumerate(self._by_importance()):
            room -= int(SQUEEZED * place.smallest)
            self._canvases[place].setVisible(place.name in self._wanted and (room >= 0 or number < ALWAYS))

    def _by_importance(self) -> list[Place]:
        """All plots, those that are not wanted last."""
        return sorted(IMPORTANT, key=lambda place: (place.name not in self._wanted, IMPORTANT.index(place)))

    # Overrides of Qt, whose names are its own

    def minimumSizeHint(self) -> QSize:
        least = [place.smallest for place in self._by_importance() if place.name in self._wanted]
        return QSize(super().minimumSizeHint().width(), sum(least[:ALWAYS]) + self.handleWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._leave_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._leave_out()
        if not self._shared_out:
            self._shared_out = True
            self.setSizes(shares(self.height(), tuple(self._canvases)))
