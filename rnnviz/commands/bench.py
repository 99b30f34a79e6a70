"""``rnnviz bench``: how fast rnnviz trains and shows, beside bare Keras on the same machine.

Machines differ and are never quiet, so what counts are ratios of two things that were
measured in turn in one run; the rates beside them are only to give an idea.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module

from rich.console import Console

from rnnviz.choices import ChoiceError
from rnnviz.commands.figures import Effort, Row, batch_rates, figures_table, rates_table
from rnnviz.commands.out import out_path
from rnnviz.commands.pictures import NoPictures
from rnnviz.export.atomic import check_target, replacing
from rnnviz.ui.display import missing_display

GROUPS = {"train": "Training", "screen": "The screen", "start": "Starting", "restart": "Restarting"}
"""The groups of figures, each in a module ``GROUP_bench`` with a function ``GROUP_rows``, and their titles."""


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``rnnviz bench``."""
    parser.add_argument("--rounds", default="5", metavar="NUMBER", help="alternations (default: 5)")
    parser.add_argument("--seconds", default="2", metavar="NUMBER", help="of each measurement (default: 2)")
    parser.add_argument(
        "--only",
        metavar="GROUP",
        help="measure one group: train (batches, beside Keras), screen (frames and gaps), "
        "start (the first window and picture), or restart (what it waits for and keeps)",
    )
    parser.add_argument(
        "--long",
        action="store_true",
        help="also zoom and pan over ten million timesteps: takes minutes, and gigabytes of the temporary folder",
    )
    parser.add_argument("--out", metavar="FILE", help="write the figures there too, as JSON")


def bench(arguments: argparse.Namespace) -> int:
    """Measure, print the tables, and write the figures where asked; exit status 0.

    Raises:
        ChoiceError: For options that cannot be.
        ExportError: When the figures cannot be written.
        NoPictures: When Qt cannot draw here.
    """
    groups, effort = chosen_groups(arguments), chosen_effort(arguments)
    out = None if arguments.out is None else out_path(arguments.out, "a file")
    if out is not None:
        check_target(out)  # rather than after minutes of measuring
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missing = missing_display()
    if missing:
        raise NoPictures(missing)
    from rnnviz.app import make_application

    app = make_application()
    console = Console(width=None if sys.stdout.isatty() else 120)  # a file has room
    found: list[Row] = []
    for group in groups:
        rows = []
        with console.status(f"Measuring: {GROUPS[group].lower()}…") as status:
            for row in _measure(group)(effort):
                rows.append(row)
                status.update(f"Measured: {row.subject}, {row.what}…")
        rates = batch_rates(rows)
        if rates:
            console.print(rates_table(rates))
        console.print(figures_table(GROUPS[group], rows))
        found += rows
    if out is not None:
        figures = {"batches_per_second": batch_rates(found), "rows": [row.as_json() for row in found]}
        with replacing(out) as file:
            file.write(json.dumps(figures, indent=2).encode())
    del app
    return 0


def chosen_groups(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The groups to measure.

    Raises:
        ChoiceError: For options that cannot be.
    """
    if arguments.only is None:
        return tuple(GROUPS)
    if arguments.only not in GROUPS:
        raise ChoiceError("--only", arguments.only, "choose one of " + ", ".join(GROUPS))
    if arguments.long and arguments.only != "screen":
        raise ChoiceError("--only", arguments.only, "choose screen, which --long belongs to, or leave it out")
    return (arguments.only,)


def chosen_effort(arguments: argparse.Namespace) -> Effort:
    """How thoroughly to measure.

    Raises:
        ChoiceError: For options that cannot be.
    """
    rounds, seconds = arguments.rounds, arguments.seconds
    if not rounds.isdecimal() or int(rounds) < 1:
        raise ChoiceError("--rounds", rounds, "choose a whole number from 1 up")
    with contextlib.suppress(ValueError):
        if 0 < float(seconds) < math.inf:
            return Effort(int(rounds), float(seconds), arguments.long)
    raise ChoiceError("--seconds", seconds, "choose a number above 0")


def _measure(group: str) -> Callable[[Effort], Iterator[Row]]:
    """What gives a group's rows; only now is anything heavy imported."""
    measure: Callable[[Effort], Iterator[Row]] = getattr(
        import_module(f"rnnviz.commands.{group}_bench"), f"{group}_rows"
    )
    return measure
