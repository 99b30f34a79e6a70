"""List the cases of the clinic, or run one and tell what came of it."""

from __future__ import annotations

import difflib
import importlib
import re
import textwrap
from itertools import groupby

from rich.console import Console

from rnnviz.choices import ChoiceError
from rnnviz.clinic.case import Case, Side, thread_url
from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.listing import Listing, listings
from rnnviz.clinic.running import Outcome, examine

WIDTH = 88
"""Columns that sentences are broken at; errors are printed as they are, but for their lists of files."""

_FRAMES = re.compile(r'(?:  File ".*\n\n?)+')

_CAPTIONS: dict[Side, str] = {"wrong": "What goes wrong", "right": "What works"}
_SIGNS: dict[Side, str] = {"wrong": "-", "right": "+"}


def list_cases() -> None:
    """Print every case by its topic."""
    width = max(map(len, CASES))
    for topic, cases in groupby(CASES.values(), key=lambda case: case.topic):
        print(f"\n{topic}")
        for case in cases:
            print(f"  {case.name:<{width}}  {case.title}")
    print("\nrnnviz clinic NAME runs one.")


def run_case(name: str) -> bool:
    """Run both sides of a case and print them.

    Returns:
        Whether both went as the case describes.

    Raises:
        ChoiceError: When there is no case of that name.
    """
    if name not in CASES:
        near = difflib.get_close_matches(name, CASES, n=3, cutoff=0.4)
        meant = f"choose {' or '.join(near)}; " if near else ""
        raise ChoiceError("the case", name, f"{meant}rnnviz clinic lists them all")
    case = CASES[name]
    with Console(stderr=True).status("Loading Keras…"):
        importlib.import_module("rnnviz.engine.backend")
    wrong, right = listings(case.wrong, case.right)
    print(f"{case.title}\n\n{_broken(case.setting)}")
    failed = _run(case, "wrong", wrong)
    print("\n" + _broken(f"Why: {case.why}"))
    fixed = _run(case, "right", right)
    for thread in case.threads:
        print(f"\n{thread_url(thread)}", end="")
    if case.threads:
        print()
    return failed.as_described and fixed.as_described


def _run(case: Case, side: Side, listing: Listing) -> Outcome:
    print(f"\n{_CAPTIONS[side]}. {listing.caption}\n")
    for number, line in enumerate(listing.lines):
        print(f"  {_SIGNS[side] if number in listing.changed else ' '} {line}".rstrip())
    outcome = examine(case, side)
    print("\n" + (_FRAMES.sub(_folded, outcome.error) or _broken(outcome.sentence)))
    for warning in outcome.warnings:
        print(f"Warning: {warning}")
    return outcome


def _folded(frames: re.Match[str]) -> str:
    """TensorFlow tells of dozens of its own files before it comes to the point."""
    return f"  … {frames[0].count('File')} files of Keras and TensorFlow …\n\n"


def _broken(text: str) -> str:
    return textwrap.fill(text, WIDTH)
