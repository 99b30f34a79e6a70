"""What goes wrong with recordings, as one sentence that says the way out."""

from __future__ import annotations

import errno


class RecordingError(ValueError):
    """A recording that cannot be read or written, and what would do."""


def damaged(place: str, what: str) -> RecordingError:
    """The error for a recording that lies."""
    return RecordingError(f"{place} is damaged: {what}. Open another copy of it, or record the run again.")


def unfamiliar(place: str, what: str) -> RecordingError:
    """The error for a recording that is in order, but says what this rnnviz does not know or lacks what it needs."""
    return RecordingError(
        f"{place} seems to come from another version of rnnviz, and this one cannot read it: {what}. "
        "Open it with that version, or record the run again: the same choices give the same numbers."
    )


def unwritable(place: str, trouble: Exception) -> RecordingError:
    """The error for a disk that refuses to write at `place`."""
    if isinstance(trouble, OSError) and trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return RecordingError(
            f"The disk of {place} is full. Nothing recorded so far is lost: free some space there, then go on."
        )
    reason = getattr(trouble, "strerror", None) or str(trouble) or type(trouble).__name__
    return RecordingError(
        f"{place} cannot be written ({reason}). Nothing recorded so far is lost: mend that, "
        "then go on, or save elsewhere."
    )
