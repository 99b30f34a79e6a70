"""How fast to run, or to play again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction

from rnnviz.ui.actions import DEEDS, SPEEDS
from rnnviz.ui.controls import Controls
from rnnviz.ui.toolbar import Toolbar

_ALL = "all of it in ten seconds"
_BRIEFLY = {" batches a second": "/s", " batch a second": "/s", _ALL: "all in 10 s"}
"""Speeds in the words of the menu and of the tool bar, where there is less room."""


class Speeds:
    """Keeps to one of :data:`~rnnviz.ui.actions.SPEEDS`, and says of the controls what they do now.

    Args:
        controls: What runs or plays.
        toolbar: Where that is said.
        actions: Every action by name.
    """

    def __init__(self, controls: Controls, toolbar: Toolbar, actions: Mapping[str, QAction]) -> None:
        self._controls, self._toolbar, self._actions = controls, toolbar, actions
        self.choose("speed-free")

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {
            "slower": partial(self._change, -1),
            "faster": partial(self._change, +1),
            **{name: partial(self.choose, name) for name in SPEEDS},
        }

    def choose(self, name: str) -> None:
        """Keep to this speed."""
        self._chosen = name
        self._controls.set_speed(SPEEDS[name])
        self._actions[name].setChecked(True)
        self.show()

    def show(self) -> None:
        """Say what the controls do: run a network, or play a recording again; and how fast."""
        running, replays = self._controls.running, self._controls.replays
        self._toolbar.show_running(running, replays)
        self._actions["run"].setText("Pause" if running else "&Play" if replays else "&Run")
        self._actions["speed-free"].setText(_ALL if replays else DEEDS["speed-free"].text)
        text = self._actions[self._chosen].text()
        for said, briefly in _BRIEFLY.items():
            text = text.replace(said, briefly)
        self._toolbar.show_speed(text)

    def _change(self, places: int) -> None:
        names = list(SPEEDS)
        at = names.index(self._chosen) + places
        self.choose(names[min(max(at, 0), len(names) - 1)])
