"""The command line: the window, runs without one, and what there is to choose from."""

from __future__ import annotations

import argparse
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from rnnviz.choices import ChoiceError

FAILED = 1
WRONG = 2
INTERRUPTED = 128
"""Added to the number of the signal that ended it, as shells do."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {message} (see {self.prog} --help)\n")


class ShowVersion(argparse.Action):
    """Looks the version up only when it is asked for: that takes 20 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version

        print(f"rnnviz {version('rnnviz')}", flush=True)
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return its exit status.

    0 when all went well, 1 when a result could not be written, 2 for a wrong choice, 130 after
    Ctrl+C and 143 after a request to terminate.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands = {"run": _run, "presets": _presets, "clinic": _clinic, "bench": _bench}
    _have_streams()
    try:
        status = commands[words[0]](words[1:]) if words and words[0] in commands else _window(words)
        sys.stdout.flush()
        return status
    except ChoiceError as wrong:
        return _wrong(str(wrong))
    except KeyboardInterrupt:
        return INTERRUPTED + signal.SIGINT
    except OSError as error:
        # Whoever writes a file names it; what has no name is standard output.
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EPIPE, errno.EIO):
            raise
        return _unheard(error)


def _have_streams() -> None:
    """Have the standard streams, whatever the caller has closed, and let output take any letter."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Else the next file to be opened would get its number, and what TensorFlow has to say.
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 – for as long as the process lasts
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A question mark for what an old encoding has not, rather than an end in the middle of a text.
        sys.stdout.reconfigure(errors="replace")


def _unheard(error: OSError) -> int:
    """Say that standard output takes nothing, unless its reader has just had enough, as `head` has."""
    # Python would try once more as it ends, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return FAILED
    return _say(f"the output cannot be written: {error.strerror}", FAILED)


def _say(sentence: str, status: int) -> int:
    print(f"rnnviz: {sentence}", file=sys.stderr)
    return status


def _wrong(sentence: str) -> int:
    return _say(sentence, WRONG)


def _window(words: list[str]) -> int:
    parser = Parser(
        "rnnviz",
        description="See what a Keras recurrent network remembers.",
        epilog="Without a window: rnnviz run, rnnviz presets, rnnviz clinic, rnnviz bench (each with --help).",
        allow_abbrev=False,
    )
    parser.add_argument(
        "path", nargs="?", metavar="FILE", help="a recording to open, or a .csv, .npy or .txt file to learn from"
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the version and exit")
    path = parser.parse_args(words).path
    if path is not None and "://" not in path and not os.path.exists(path):
        return _wrong(
            f"there is no recording {path!r}: give the path of a .rnnviz recording, of a .csv, .npy or .txt file, "
            "or a command: run, presets, clinic, bench"
        )
    from rnnviz.beginning import hold_collector, load_qt, spare_threads

    hold_collector()
    spare_threads()
    load_qt()
    from rnnviz.ui.display import missing_display

    missing = missing_display()
    if missing:
        return _wrong(missing)
    from rnnviz.app import run_window

    return run_window(path)


def _run(words: list[str]) -> int:
    from rnnviz.commands.options import add_options, chosen, flag_of
    from rnnviz.commands.out import out_path
    from rnnviz.experiment import Experiment
    from rnnviz.export.errors import ExportError
    from rnnviz.presets import PRESETS
    from rnnviz.recording.errors import RecordingError
    from rnnviz.tasks import DataError

    parser = Parser("rnnviz run", description="Run an experiment without a window.", allow_abbrev=False)
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder for the results")
    parser.add_argument("--batches", default="100", metavar="NUMBER", help="how many batches to train (default: 100)")
    parser.add_argument("--preset", metavar="NAME", help="start from a preset (see rnnviz presets)")
    add_options(parser)
    parser.add_argument("--watch", metavar="SLOTS", help="slots whose states are kept, as 0-3,8 (default: the first 4)")
    parser.add_argument("--gates", action="store_true", help="keep the gates of LSTM and GRU cells beside their states")
    parser.add_argument("--disk-budget", metavar="MIB", help="what the recording may take on disk (default: 4096 MiB)")
    given = parser.parse_args(words)
    if given.preset is not None and given.preset not in PRESETS:
        raise ChoiceError("--preset", given.preset, "choose one of " + ", ".join(PRESETS))
    if not given.batches.isdecimal() or int(given.batches) < 1:
        raise ChoiceError("--batches", given.batches, "choose a whole number from 1 up")
    out = out_path(given.out, "a folder, or . for the one you are in")
    experiment = chosen(given, PRESETS[given.preset].experiment if given.preset else Experiment())
    from rnnviz.commands.keeping import kept
    from rnnviz.commands.run import run

    try:
        watch, budget = kept(given.watch, given.disk_budget, experiment)
        interrupted = run(experiment, int(given.batches), out, watch, budget, gates=given.gates)
    except ChoiceError as wrong:
        field = wrong.field if wrong.field.startswith("--") else flag_of(wrong.field)
        raise ChoiceError(field, wrong.value, wrong.remedy) from None
    except DataError as wrong:
        return _wrong(f"--file: {wrong}")
    except (RecordingError, ExportError) as failure:
        return _say(str(failure), FAILED)
    return INTERRUPTED + interrupted if interrupted else 0


def _presets(words: list[str]) -> int:
    import shutil
    import textwrap

    from rnnviz.presets import PRESETS, grouped

    Parser("rnnviz presets", description="List the presets.", allow_abbrev=False).parse_args(words)
    indent = " " * (max(map(len, PRESETS)) + 4)
    # A terminal would break the lines anywhere; a program that reads them wants one for each preset.
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    for group, presets in grouped(PRESETS).items():
        print(f"{group}:")
        for preset in presets:
            name = f"  {preset.name}".ljust(len(indent))
            print(textwrap.fill(preset.about, max(room, 60), initial_indent=name, subsequent_indent=indent))
    return 0


def _clinic(words: list[str]) -> int:
    from rnnviz.commands.clinic import list_cases, run_case

    parser = Parser(
        "rnnviz clinic",
        description="What goes wrong with Keras's recurrent layers, and what works.",
        allow_abbrev=False,
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the case to run; all are listed when left out")
    name = parser.parse_args(words).name
    if name is None:
        list_cases()
        return 0
    return 0 if run_case(name) else FAILED


def _bench(words: list[str]) -> int:
    from rnnviz.commands.bench import add_bench_options, bench
    from rnnviz.commands.pictures import NoPictures
    from rnnviz.export.errors import ExportError

    parser = Parser("rnnviz bench", description="Measure rnnviz beside bare Keras.", allow_abbrev=False)
    add_bench_options(parser)
    try:
        return bench(parser.parse_args(words))
    except NoPictures as missing:
        return _wrong(str(missing))
    except ExportError as failure:
        return _say(str(failure), FAILED)
