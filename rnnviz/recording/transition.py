"""What happened to a slot between two batches, as names for small whole numbers."""

from __future__ import annotations

from enum import IntEnum


class Transition(IntEnum):
    """What a slot's memory did as a batch began, as it was observed.

    The values grow with how much ought to be looked into, so the largest one among
    several layers speaks for the slot.

    Example:
        >>> max(Transition.KEPT, Transition.LOST).name
        'LOST'
    """

    IDLE = -1
    """The slot read nothing in this batch, so nothing can be said of its memory."""
    KEPT = 0
    """The chunk goes on where the slot's last one ended, with the state it left."""
    FRESH = 1
    """A sequence starts from zero: a proper start."""
    SET = 2
    """The entering state is neither zero nor what was left: random, learned, injected or edited."""
    LEAKED = 3
    """The state left by something else came in."""
    LOST = 4
    """In mid-sequence the state was zero: memory thrown away."""
