"""The menu of runs: the live one, older ones, and what was opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from rnnviz.ui.showing import Run, Showing


class RunsMenu:
    """Lists the runs of a window, and goes from one to the next.

    Args:
        menu: Filled behind what it begins with, whenever it is opened.
        showing: The runs.
    """

    def __init__(self, menu: QMenu, showing: Showing) -> None:
        self._menu, self._showing = menu, showing
        menu.aboutToShow.connect(self._fill)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {"older": partial(self._move, +1), "newer": partial(self._move, -1)}

    def _move(self, steps: int) -> None:
        run = self._showing.neighbour(steps)
        if run is not None:
            self._showing.show_run(run)

    def _fill(self) -> None:
        for action in self._menu.actions():
            if action.data() is not None:
                self._menu.removeAction(action)
                action.deleteLater()
        for run in self._showing.runs:
            live = run is self._showing.live
            action = self._menu.addAction(f"Live: {run.label}" if live else run.label)
            action.setData(run)
            action.setCheckable(True)
            action.setChecked(run is self._showing.shown)
            action.triggered.connect(partial(self._show, run))

    def _show(self, run: Run, _checked: bool = False) -> None:
        self._showing.show_run(run)
