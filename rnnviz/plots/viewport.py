"""Which timesteps are in view, and whether the view follows the newest one."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_SPAN = 80.0
"""Timesteps in view at first where they are characters: few enough to be read."""

FIRST_SPAN = 240.0
FIRST_BATCHES = 24.0
"""Batches in view at first where chunks are short, so that each has a mark of its own."""

SMALLEST_SPAN = 8.0

MOST_EMPTY = 10.0
"""How many times what is shown at first a zoom may stay on a recording that does not fill it."""


def first_span(length: int, letters: bool) -> float:
    """How many timesteps a user sees who has not zoomed, in chunks of `length`."""
    return TEXT_SPAN if letters else min(FIRST_SPAN, FIRST_BATCHES * length)


@dataclass
class Viewport:
    """A stretch of the time axis, in timesteps.

    Attributes:
        start: The first timestep in view; a fraction while it is dragged.
        span: How many timesteps are in view. Kept when following begins again.
        following: Whether the newest timestep is kept at the right edge.
        timesteps: How many there are to see; following keeps the last of them in view.
        whole: How many there are in all: of a replay more than are seen already.

    Example:
        >>> view = Viewport()
        >>> view.grow(1000)
        >>> view.start, view.stop
        (760.0, 1000.0)
        >>> view.pan(-100)
        >>> view.start, view.following
        (660.0, False)
    """

    start: float = 0.0
    span: float = FIRST_SPAN
    following: bool = True
    timesteps: int = 0
    whole: int = 0

    @property
    def stop(self) -> float:
        """Where the view ends."""
        return self.start + self.span

    @property
    def playhead(self) -> int | None:
        """The timestep that a replay has got to; None where there is no more to come."""
        return self.timesteps if self.timesteps < self.whole else None

    def grow(self, timesteps: int, whole: int = 0) -> None:
        """There are now `timesteps` to see, out of `whole` if those are more."""
        self.timesteps, self.whole = timesteps, max(timesteps, whole)
        if self.following:
            self.start = max(0.0, timesteps - self.span)

    def follow(self) -> None:
        """Go back to the newest timestep, as near or far as the view was."""
        self.following = True
        self.grow(self.timesteps, self.whole)

    def pan(self, timesteps: float) -> None:
        """Move the view later by `timesteps`, and let go of the newest one."""
        self.show(self.start + timesteps, self.stop + timesteps)

    def zoom(self, around: float, factor: float) -> None:
        """Show `factor` times as many timesteps with the one at `around` staying where it is."""
        most = max(FIRST_SPAN, float(self.whole))
        span = min(max(self.span * factor, SMALLEST_SPAN), most)
        start = around - (around - self.start) * span / self.span
        self.show(start, start + span)

    def show(self, start: float, stop: float) -> None:
        """Show `start` … `stop`, moved to where there is something to see, and let go of the newest one."""
        self.following = False
        self.span = max(stop - start, SMALLEST_SPAN)
        latest = max(0.0, self.whole - self.span)
        self.start = min(max(0.0, start), latest)
