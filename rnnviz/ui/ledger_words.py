"""What the ledger says of an entry, in words and figures."""

from __future__ import annotations

from itertools import groupby
from math import isnan

from rnnviz.analysis.causes import MEANINGS
from rnnviz.analysis.entries import Entry, Range
from rnnviz.plots.shapes import word
from rnnviz.plots.wording import counted, measured
from rnnviz.recording.header import Header
from rnnviz.recording.transition import Transition

_DID = {
    Transition.KEPT: "went on with the state that it had left",
    Transition.FRESH: "began a sequence from zero",
    Transition.LOST: "went on from zero in mid-sequence",
    Transition.LEAKED: "began with a state that belongs elsewhere",
    Transition.SET: "began with a state that was set",
}


def batches_words(entry: Entry) -> str:
    """When it happened: ``12`` or ``1 – 799``."""
    return counted(entry.first) if entry.first == entry.last else f"{counted(entry.first)} – {counted(entry.last)}"


def slots_words(entry: Entry, slots: int) -> str:
    """To which of so many slots it happened.

    Example:
        >>> slots_words(entry, 16)  # doctest: +SKIP
        '0–3, 7'
    """
    there = entry.slots
    if len(there) == slots > 1:
        return f"all {counted(slots)}"
    runs = [[slot for _, slot in run] for _, run in groupby(enumerate(there), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def norm_words(norms: Range) -> str:
    """A norm, or the lowest and the highest of several; equal in three digits is equal."""
    low, high = (_number(norm) for norm in norms)
    return low if low == high else f"{low} – {high}"


def layer_words(layer: int, header: Header) -> str:
    """A layer as the pickers call it."""
    return f"{layer + 1} · {header.layers[layer].name}"


def explain(entry: Entry, header: Header) -> str:
    """The whole entry in two or three sentences."""
    slots, several = slots_words(entry, header.batch_size), entry.mask.bit_count() > 1
    who = f"slot{'s' if several else ''} {slots}"
    if slots.startswith("all "):
        who = f"{slots} slots"
    if len(header.layers) > 1:
        who += f" of layer {layer_words(entry.story.layer, header)}"
    if entry.batches == 1:
        when = f"In batch {counted(entry.first)}"
    else:
        span = entry.last - entry.first + 1
        each = "every one" if entry.batches == span else counted(entry.batches)
        when = f"In {each} of the batches {batches_words(entry)}"
        if entry.fewest < entry.mask.bit_count():
            few, many = counted(entry.fewest), counted(entry.most)
            who = f"{few if few == many else f'{few} to {many}'} at a time of {who}"
    did = _DID[entry.story.transition]
    if several:
        did = did.replace("it had left", "they had left")
    norms = f"left with a norm of {norm_words(entry.before)}, it entered with {norm_words(entry.after)}"
    return f"{when}, {who} {did}; {norms}. {MEANINGS[entry.story.cause]}"


def totals(entries: tuple[Entry, ...]) -> dict[Transition, int]:
    """How often each transition was found, the worst first."""
    counts = dict.fromkeys(sorted(Transition, reverse=True), 0)
    for entry in entries:
        counts[entry.story.transition] += entry.times
    return {kind: count for kind, count in counts.items() if count}


def totals_words(entries: tuple[Entry, ...]) -> str:
    """The totals in words: ``12,784 lost, 16 fresh``."""
    return ", ".join(f"{counted(count)} {word(kind)}" for kind, count in totals(entries).items())


def _number(norm: float) -> str:
    return "NaN" if isnan(norm) else measured(norm)
