"""What is in view, and how near."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rnnviz.plots.outline import PANEL_NAMES
from rnnviz.plots.stack import PlotStack
from rnnviz.ui.actions import plot_deed
from rnnviz.ui.memory import hidden_plots, remember_hidden_plots


class Viewing:
    """Shows, hides and moves what there is to see.

    Args:
        stack: The plots.
        panel: The choices beside them.
        window: The window around both.
        actions: Every action by name.
        settings: Where it is remembered which plots are hidden.
    """

    def __init__(
        self,
        stack: PlotStack,
        panel: QWidget,
        window: QWidget,
        actions: Mapping[str, QAction],
        settings: QSettings,
    ) -> None:
        self._stack, self._panel, self._window, self._actions = stack, panel, window, actions
        self._settings = settings
        actions["panel"].setChecked(True)
        hidden = hidden_plots(settings)
        for name in PANEL_NAMES:
            actions[plot_deed(name)].setChecked(name not in hidden)
            stack.set_panel_visible(name, name not in hidden)
        actions["follow"].setChecked(stack.following)
        stack.following_changed.connect(actions["follow"].setChecked)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {
            "follow": self._toggle_follow,
            "zoom-in": partial(self._zoom, 0.5),
            "zoom-out": partial(self._zoom, 2.0),
            "zoom-all": self._show_all,
            "panel": self._toggle_panel,
            "full-screen": self._toggle_full_screen,
            **{plot_deed(name): partial(self._toggle_plot, name) for name in PANEL_NAMES},
        }

    def _toggle_follow(self) -> None:
        if self._stack.following:
            self._stack.show_range(*self._stack.visible_range)
        else:
            self._stack.follow()
        self._actions["follow"].setChecked(self._stack.following)

    def _zoom(self, factor: float) -> None:
        follows = self._stack.following
        first, last = self._stack.visible_range
        self._stack.zoom(last if follows else (first + last) / 2, factor)
        if follows:
            self._stack.follow()  # nearer or farther, and still with the newest batch

    def _show_all(self) -> None:
        if self._stack.source is not None:
            self._stack.show_range(0, self._stack.source.recording.whole.timesteps)

    def _toggle_panel(self) -> None:
        self._panel.setVisible(self._actions["panel"].isChecked())

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _toggle_plot(self, name: str) -> None:
        actions = [self._actions[plot_deed(each)] for each in PANEL_NAMES]
        if not any(action.isChecked() for action in actions):
            self._actions[plot_deed(name)].setChecked(True)  # the last one stays
        self._stack.set_panel_visible(name, self._actions[plot_deed(name)].isChecked())
        hidden = [each for each in PANEL_NAMES if not self._actions[plot_deed(each)].isChecked()]
        remember_hidden_plots(self._settings, hidden)
