"""A recording as it was earlier: what a replay shows."""

from __future__ import annotations

from os import PathLike

from rnnviz.recording.recording import Recording


class Playback(Recording):
    """A recording as far as a playhead has got.

    Whatever is asked of it is answered as the recording would have answered when it had no
    more batches, to the last rounding: windows, losses, levels of detail. So everything that
    shows a recording can show a replay.

    Args:
        recording: What is played.

    Example:
        >>> playback = Playback(recording)  # doctest: +SKIP
        >>> playback.head = 10  # doctest: +SKIP
        >>> len(playback.loss), len(recording.loss)  # doctest: +SKIP
        (10, 800)
    """

    def __init__(self, recording: Recording) -> None:
        super().__init__(recording._tape)
        self._whole = recording
        self.head: int | None = None
        """After how many batches the playhead stands; None keeps it at the end, wherever that is."""

    @property
    def whole(self) -> Recording:
        return self._whole

    @property
    def batches(self) -> int:
        return self._whole.batches if self.head is None else min(self.head, self._whole.batches)

    def refresh(self) -> bool:
        return self._whole.refresh()

    def save(self, path: str | PathLike[str]) -> None:
        self._whole.save(path)
