"""Run an experiment without a window and leave its recording, pictures and summary in a folder."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rnnviz.choices import ChoiceError
from rnnviz.commands.foreseen import tell_findings
from rnnviz.commands.interruption import Interruption
from rnnviz.commands.pictures import NoPictures, write_pictures
from rnnviz.commands.tally import Tally
from rnnviz.counting import batches_counted
from rnnviz.experiment import Experiment
from rnnviz.export.atomic import replacing
from rnnviz.recording.budget import BUDGET
from rnnviz.recording.errors import RecordingError
from rnnviz.recording.opening import open_recording
from rnnviz.recording.recording import Recording
from rnnviz.recording.saving import check_free

RECORDING = "recording.rnnviz"

LOOK_EVERY = 0.2
"""Seconds between two looks at the progress bar and at Ctrl+C, about."""

MOST_AT_ONCE = 512
"""Batches between two looks, at most."""


def run(
    experiment: Experiment,
    batches: int,
    out: Path,
    watch: Sequence[int] | None = None,
    budget: int = BUDGET,
    *,
    gates: bool = False,
) -> int:
    """Train for that many batches and write the results into the folder `out`.

    Writes ``recording.rnnviz``, ``hidden-state.png``, ``loss.png`` and ``summary.json``. What
    an earlier run left there is replaced. Interrupted, it keeps what had been recorded.

    Args:
        experiment: The choices.
        batches: How many.
        out: The folder.
        watch: Slots whose states are kept; the first four when left out.
        budget: Bytes that the recording may take.
        gates: Whether the gates of the watched slots are kept too.

    Returns:
        The signal that ended it early, or 0.

    Raises:
        ChoiceError: When `out` cannot be made, or the experiment cannot be laid out.
        DataError: When the task's file cannot be read.
        RecordingError: When the recording cannot be written.
        ExportError: When the summary or a picture cannot be written.
    """
    console = Console(stderr=True)
    experiment.plan()
    _make_folder(out)
    check_free(out / RECORDING)
    tell_findings(experiment, console)
    with Interruption(console) as interruption:
        with console.status("Loading Keras…"):
            from rnnviz.engine.session import Session
        with console.status("Compiling the network…"):
            session = Session(experiment, watch, path=out / RECORDING, budget=budget, gates=gates)
        interruption.let_finish()
        if session.recording.header.compiler_note:
            console.print(session.recording.header.compiler_note, soft_wrap=True, markup=False)
        try:
            with session:
                tally = Tally(session.recording)
                _advance(session, batches, tally, console, interruption)
                _write_results(session.recording, tally, out, console)
        except RecordingError as refused:
            raise _what_is_kept(refused, session.recording, out) from refused
    console.print(f"{batches_counted(session.recording.batches)} recorded in {out}", soft_wrap=True)
    return interruption.number


def _write_results(recording: Recording, tally: Tally, out: Path, console: Console) -> None:
    """Write all but the recording itself.

    Raises:
        ExportError: When one cannot be written.
    """
    with replacing(out / "summary.json") as file:
        file.write(json.dumps(tally.summary()).encode())
    if recording.batches:
        try:
            write_pictures(recording, out)
        except NoPictures as missing:
            console.print(f"no pictures: {missing}", soft_wrap=True)


def _what_is_kept(refused: RecordingError, recording: Recording, out: Path) -> RecordingError:
    """What `refused` comes to in a run that ends by it: what only memory holds goes with the process."""
    kept = 0
    with contextlib.suppress(RecordingError):
        kept = open_recording(out / RECORDING).batches
    reason = getattr(refused.__cause__, "strerror", None) or str(refused)
    return RecordingError(
        f"{out / RECORDING} could not be written any further ({reason}): it holds {kept:,} of the "
        f"{recording.batches:,} batches that have run. Free some space there, or choose another --out, and run again."
    )


def _make_folder(out: Path) -> None:
    if os.path.isfile(out):  # unlike Path.is_file, no error for a name that is too long
        raise ChoiceError("--out", str(out), "it is a file: choose a folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChoiceError("--out", str(out), f"{error.strerror}: choose a folder that can be written") from None
    if not os.access(out, os.W_OK):
        raise ChoiceError("--out", str(out), "it cannot be written: choose another folder")


def _advance(session: Any, batches: int, tally: Tally, console: Console, interruption: Interruption) -> None:
    """Train until all batches have run or somebody interrupts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("batches", total=batches)
        done, portion = 0, 1
        while done < batches and not interruption.number:
            began = time.monotonic()
            session.advance(now := min(portion, batches - done))
            done += now
            tally.take()
            progress.update(bar, completed=done)
            if time.monotonic() - began < LOOK_EVERY / 2:
                portion = min(2 * portion, MOST_AT_ONCE)
