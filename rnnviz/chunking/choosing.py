"""What a person may choose about chunks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rnnviz.choices import check, one_of, real, whole
from rnnviz.tasks.cutting import Cut

Layout = Literal["contiguous", "row-order", "shuffled", "strided"]
Remainder = Literal["drop", "pad", "short"]
ValidationState = Literal["own", "training"]

MOST_SLOTS = 4096
"""The largest batch size. Endless sequences are numbered in steps of it, so that a slot's
n-th sequence is the same one at every batch size."""


@dataclass(frozen=True)
class Chunking:
    """How long a chunk is, how many go into a batch, in which order, and what becomes of the rest.

    Layouts:
        ``"contiguous"``: each slot reads on where it stopped, whole sequences one after the other.
        Only what is longer than a slot's fair share of the data is cut into parallel streams.
        ``"row-order"``: chunks go into batches in the order in which they lie in the data,
        as ``data[i:i + batch_size]`` does, so a slot jumps ahead at every batch.
        ``"shuffled"``: chunks in random order, another one in each epoch.
        ``"strided"``: chunks that overlap, one beginning every `stride` timesteps, in row order.

    Remainders, of sequences that fill no whole chunk and of chunks that fill no whole batch:
        ``"drop"``: left out.
        ``"pad"``: filled up with timesteps that are masked: the network does not see them.
        ``"short"``: the last batches have fewer slots, so that every whole chunk is read; a sequence's
        last timesteps that fill no chunk are left out.

    Validation takes the end of the data: the tail in time of one sequence, the last whole ones of
    several. It is read after each epoch, never trained on, and never shuffled:
        ``"own"``: from a state of zero; the training goes on with the state that it had.
        ``"training"``: from the state that training left, which it then changes, as ``fit`` does.

    Attributes:
        length: Timesteps of a chunk, 1 to 100,000.
        batch_size: Chunks side by side in a batch, each in a slot of its own, 1 to 4,096.
        layout: Which chunk a slot reads after this one, see above.
        stride: Timesteps from the beginning of one chunk to that of the next, where they overlap.
        remainder: What becomes of what fills no chunk or no batch, see above.
        validation: Share of the data that is kept for validation, 0 to 0.9.
        validation_state: What validation begins with, see above.

    Raises:
        ChoiceError: For a value that cannot be.

    Example:
        >>> Chunking(length=20, batch_size=8, layout="row-order").hop
        20
    """

    length: int = whole(
        10, low=1, high=100_000, label="Length", unit="steps", help="Timesteps that the network reads at once."
    )
    batch_size: int = whole(
        16, low=1, high=MOST_SLOTS, label="Batch size", unit="slots", help="Chunks side by side in one batch."
    )
    layout: Layout = one_of(
        "contiguous", get_args(Layout), label="Layout", help="Which chunk a slot reads after this one."
    )
    stride: int = whole(
        5,
        low=1,
        high=100_000,
        label="Stride",
        unit="steps",
        help="Timesteps from the beginning of one overlapping chunk to that of the next.",
    )
    remainder: Remainder = one_of(
        "drop",
        get_args(Remainder),
        label="Remainder",
        help="What does not fill a chunk or a batch: left out, padded and masked, or read in a batch of fewer slots.",
    )
    validation: float = real(
        0.0,
        low=0.0,
        high=0.9,
        label="Validation",
        unit="of 1",
        help="Share of the data, from their end, that is read after each epoch without training on it.",
    )
    validation_state: ValidationState = one_of(
        "own",
        get_args(ValidationState),
        label="Validation state",
        help="What validation starts from: zero, or the state that training left, which it then changes, as fit does.",
    )

    def __post_init__(self) -> None:
        check(self, "chunking")

    @property
    def has_gaps(self) -> bool:
        """Whether a chunk may be shorter than `length`, or missing from a batch."""
        return self.remainder != "drop"

    @property
    def hop(self) -> int:
        """Timesteps from the beginning of a chunk to that of the next one in its sequence."""
        return self.stride if self.layout == "strided" else self.length

    @property
    def cut(self) -> Cut:
        """Where in a sequence its chunks lie."""
        return Cut(self.length, self.length - self.hop, self.remainder == "pad")
