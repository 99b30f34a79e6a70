"""Frames that are the last one moved along the time axis, with something new behind it."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.plots.frame import Frame

MOST = 0.5
"""Share of the width that may be new: to paint more of it anew, all might be painted as well."""

OVERLAP = 6.0
"""Pixels before the end of what was drawn that are drawn again: the last column may have got more
timesteps, of which several share few pixels, and a line is as wide to both sides."""


@dataclass(frozen=True)
class Contents:
    """What was drawn inside of a frame.

    Attributes:
        key: By which rules; what two have in common if one may be the other moved.
        frame: Where, and from when to when; on whole pixels.
        end: Up to which timestep there was anything.
    """

    key: tuple[object, ...]
    frame: Frame
    end: int

    @property
    def left(self) -> int:
        """The pixel of the time axis, counted from timestep 0, at the left edge."""
        return self.frame.first_pixel


def moved(before: Contents, now: Contents) -> int | None:
    """How many pixels to the left what was drawn has moved; None where all is to be drawn anew.

    Example:
        >>> from PySide6.QtCore import QRectF
        >>> box = QRectF(0, 0, 100, 10)
        >>> moved(Contents((), Frame(box, 0, 50), 50), Contents((), Frame(box, 10, 60), 60))
        20
    """
    scale = now.frame.pixels_per_step
    same = before.key == now.key and before.frame.box == now.frame.box and before.end <= now.end
    if not same or abs(before.frame.pixels_per_step - scale) > 1e-9 * scale:
        return None
    away = now.left - before.left
    return away if 0 <= away <= MOST * now.frame.box.width() else None


def new_from(before: Contents, now: Contents) -> int:
    """Pixels from the left edge of the box to what is new in it."""
    return int(now.frame.x(float(before.end)) - now.frame.box.left() - OVERLAP)
