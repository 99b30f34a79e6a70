"""Whom Space and the arrows belong to: the live run, or the replay of what was recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rnnviz.live.player import Player
from rnnviz.live.runner import Runner
from rnnviz.ui.showing import Showing


class Controls:
    """Runs and steps the live run at its end, and plays again whatever lies before an end.

    Args:
        runner: The live run.
        player: The playhead on the recording that is shown.
        showing: Which recording that is.
        back_to_live: Shows the live run, with its network built.
    """

    def __init__(self, runner: Runner, player: Player, showing: Showing, back_to_live: Callable[[], object]) -> None:
        self._runner, self._player, self._showing = runner, player, showing
        self._back_to_live = back_to_live

    @property
    def replays(self) -> bool:
        """Whether they move a playhead rather than run a network: not that on a run which another one is to follow."""
        looks_back = (self._player.playing or self._player.behind) and not self._runner.status.builds
        return not self._showing.is_live or looks_back

    @property
    def running(self) -> bool:
        """Whether batches follow one another by themselves."""
        return self._player.playing if self.replays else self._runner.wants_to_run

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by name."""
        return {
            "run": self.toggle,
            "step": partial(self.step, 1),
            "step-ten": partial(self.step, 10),
            "back": partial(self.step, -1),
            "back-ten": partial(self.step, -10),
            "first": partial(self.seek, 1),
            "last": self.to_end,
        }

    def toggle(self) -> None:
        """Run or play, or pause."""
        if self.replays:
            (self._player.pause if self._player.playing else self._player.run)()
        elif self._runner.wants_to_run:
            self._runner.pause()
        else:
            self._back_to_live()
            self._player.to_end()
            self._runner.run()

    def step(self, batches: int) -> None:
        """Go that many batches on; back, where they are negative, over what was recorded."""
        if batches < 0 or self.replays:
            self._look_back()
            self._player.step(batches)
        else:
            self._back_to_live()
            self._player.to_end()
            self._runner.step(batches)

    def seek(self, batches: int) -> None:
        """Show what was recorded after that many batches."""
        self._look_back()
        self._player.seek(batches)

    def to_end(self) -> None:
        """Show all that is recorded, and what comes."""
        self._player.to_end()

    def set_speed(self, speed: float | None) -> None:
        """Keep to `speed` batches per second; None goes as fast as it can."""
        self._runner.set_speed(speed)
        self._player.set_speed(speed)

    def _look_back(self) -> None:
        if self._showing.is_live:
            self._runner.pause()
