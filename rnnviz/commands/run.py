"""Run an experiment without a window and leave its recording, pictures and summary in a folder."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rnnviz.choices import ChoiceError
from rnnviz.commands.pictures import NoPictures, write_pictures
from rnnviz.experiment import Experiment
from rnnviz.export.atomic import replacing
from rnnviz.recording.recording import Recording
from rnnviz.recording.saving import check_free
from rnnviz.recording.transition import Transition

RECORDING = "recording.rnnviz"

PORTION = 64
"""Batches between two looks at the progress bar and at Ctrl+C."""


def run(experiment: Experiment, batches: int, out: Path) -> None:
    """Train for that many batches and write the results into the folder `out`.

    Writes ``recording.rnnviz``, ``hidden-state.png``, ``loss.png`` and ``summary.json``. What
    an earlier run left there is replaced. Interrupted, it keeps what had been recorded.

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
    with console.status("Loading Keras…"):
        from rnnviz.engine.session import Session
    with console.status("Compiling the network…"):
        session = Session(experiment, path=out / RECORDING)
    with session:
        interrupted = _advance(session, batches, console)
        with replacing(out / "summary.json") as file:
            file.write(json.dumps(summary(session.recording)).encode())
        if session.recording.batches:
            try:
                write_pictures(session.recording, out)
            except NoPictures as missing:
                console.print(f"no pictures: {missing}")
    console.print(f"{session.recording.batches:,} batches recorded in {out}")
    if interrupted:
        raise KeyboardInterrupt


def summary(recording: Recording) -> dict[str, Any]:
    """What a run came to, in names and numbers that JSON takes; a loss that is not a number is null."""
    floor = recording.header.floor
    counts = np.bincount(recording.transitions.ravel(), minlength=len(Transition))
    return {
        "experiment": recording.header.experiment.to_dict(),
        "batches": recording.batches,
        "loss": [loss if math.isfinite(loss) else None for loss in recording.loss.tolist()],
        "floor": {"with_memory": floor.with_memory, "without_memory": floor.without_memory} if floor else None,
        "transitions": {kind.name.lower(): int(counts[kind]) for kind in Transition},
    }


def _make_folder(out: Path) -> None:
    if out.is_file():
        raise ChoiceError("--out", str(out), "it is a file: choose a folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChoiceError("--out", str(out), f"{error.strerror}: choose a folder that can be written") from None
    if not os.access(out, os.W_OK):
        raise ChoiceError("--out", str(out), "it cannot be written: choose another folder")


def _advance(session: Any, batches: int, console: Console) -> bool:
    """Whether Ctrl+C ended it early."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("batches", total=batches)
        try:
            for done in range(0, batches, PORTION):
                session.advance(min(PORTION, batches - done))
                progress.update(bar, completed=min(done + PORTION, batches))
        except KeyboardInterrupt:
            return True
    return False
