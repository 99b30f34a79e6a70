"""What of a run is kept: a choice of the user that changes nothing of the run itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rnnviz.choices import ChoiceError, check, one_of, whole, words

FIRST = 8
"""Slots that are watched unless told otherwise: enough to compare, few enough to be cheap."""

MIB = 2**20

_SLOTS = re.compile(r"\s*\d+\s*(-\s*\d+\s*)?(,\s*\d+\s*(-\s*\d+\s*)?)*")
_MOST_DIGITS = 6


@dataclass(frozen=True)
class Keeping:
    """Which slots of a run are watched, what of them is kept, and how much disk the recording may take.

    Example:
        >>> Keeping(watch="0-2, 9").slots(batch_size=16)
        (0, 1, 2, 9)
    """

    watch: str = words(
        "",
        label="Watched slots",
        help="The rows of the batch whose states, inputs and predictions are kept, as 0-3, 8. "
        f"Empty: the first {FIRST}. Losses, norms and transitions are kept of all.",
    )
    budget: int = whole(
        4096,
        low=16,
        high=2**24,
        label="Disk budget",
        unit="MiB",
        help="What a recording may take on the disk. Beyond it the oldest timesteps are kept only as means of several.",
    )
    cells: str = one_of(
        "states",
        ("states", "states and gates"),
        label="Of each cell",
        help="The gates of LSTM and GRU cells can be kept beside their states, which takes twice the disk.",
    )

    def __post_init__(self) -> None:
        check(self, "keeping")
        if self.watch.strip():
            parse_slots(self.watch)

    @property
    def gates(self) -> bool:
        """Whether gates are kept."""
        return self.cells != "states"

    @property
    def bytes(self) -> int:
        """The disk budget."""
        return self.budget * MIB

    def slots(self, batch_size: int) -> tuple[int, ...]:
        """The slots to watch in batches of a size: of those that are chosen the ones there are, else the first."""
        chosen = parse_slots(self.watch) if self.watch.strip() else ()
        there = tuple(slot for slot in chosen if slot < batch_size)
        return there or tuple(range(min(FIRST, batch_size)))


USUAL = Keeping()
"""What is kept where nobody has chosen."""


def parse_slots(text: str) -> tuple[int, ...]:
    """Numbers and ranges of slots, as ``0-3, 8``, in ascending order.

    Raises:
        ChoiceError: When it is anything else.

    Example:
        >>> parse_slots("8, 0-2")
        (0, 1, 2, 8)
    """
    remedy = "give numbers and ranges of slots, as 0-3, 8"
    if not _SLOTS.fullmatch(text) or re.search(rf"\d{{{_MOST_DIGITS}}}", text):
        raise ChoiceError("watch", text, remedy)
    slots: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = int(first), int(last or first)
        if end < begin:
            raise ChoiceError("watch", text, f"{end} comes before {begin}: {remedy}")
        slots.update(range(begin, end + 1))
    return tuple(sorted(slots))
