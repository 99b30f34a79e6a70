"""The cells of the chunk map as one image: a page is turned several times a second, and has hundreds of them."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.plots.chunk_page import ChunkPage
from rnnviz.plots.colormap import places
from rnnviz.plots.theme import Theme
from rnnviz.recording.transition import Transition

GAP, LINE = 4.0, 2.0
"""Pixels before each cell, with the link to the one before or the line of a start or a jump in it."""

LINK = 0.4
"""How much of a row's height a link takes."""

Number = TypeVar("Number", bound=np.generic)

PALE = 0.6
"""How much of the ground shows through what is replayed."""

DOT = 3
"""Pixels from one dot of padding to the next."""


def cell_pixels(page: ChunkPage, width: int, height: float, density: float, theme: Theme) -> NDArray[np.uint32]:
    """The page as ``0xAARRGGBB`` ``(rows, columns)`` of pixels of the screen, slots from the top down.

    A cell has the colour of its place in the sequence, paler where it is replayed, dotted where it is
    padding. It is linked to the one before that it continues; a whole line before it is a start, a broken
    one a jump.

    Args:
        page: What to draw.
        width: Logical pixels.
        height: The same.
        density: Pixels of the screen for each.
        theme: The colours.
    """
    cells, slots, length = page.cells, page.slots, page.plan.chunking.length
    edges = cell_edges(width, page.batches)
    x = np.arange(int(width * density)) / density
    batch = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, page.batches - 1)
    rows = height / slots
    y = np.arange(int(height * density)) / density
    slot = np.clip((y / rows).astype(int), 0, slots - 1)
    within = y - slot * rows
    inside = x - edges[batch]
    step = ((inside - GAP) / np.maximum(1.0, np.diff(edges)[batch] - GAP) * length)[:, None]

    def of(values: NDArray[Number]) -> NDArray[Number]:
        return values[batch]

    table = opaque(places(theme.name == "dark"))
    filled = of(table[(page.places * (len(table) - 1)).astype(int)])
    steps, replayed, begins, continues = of(cells.steps), of(cells.replayed), of(cells.begins), of(cells.continues)
    fresh, lost, kept = opaque(tuple(theme.transitions[Transition[name]] for name in ("FRESH", "LOST", "KEPT")))
    # Every row of a slot is one of two lines, in its middle and beside that, or part of the gap below.
    if replayed.any():
        filled = np.where(step < replayed, mixed(filled, theme.surface, PALE), filled)
    plain = np.where((step >= 0) & (step < steps), filled, np.uint32(0))
    line = (inside < LINE)[:, None] & ~continues & (steps > 0)
    # A jump is broken where a link would be: colour alone must not tell it from a start.
    linked = np.where((inside < GAP)[:, None] & continues, kept, np.where(line & begins, fresh, plain))
    beside = np.where(line, np.where(begins, fresh, lost), plain)
    middle = np.abs(within + 0.5 - (rows - 1.0) / 2.0) <= LINK * rows / 2.0
    gap = within >= rows - 1.0
    lines = np.concatenate([beside.T, linked.T, np.zeros((1, len(x)), np.uint32)])
    pixels = lines[np.where(gap, 2 * slots, slot + slots * middle)]
    padding = (step >= steps) & ((steps > 0) | (page.plan.chunking.remainder == "pad"))
    if padding.any():
        row, column = np.arange(len(y))[:, None] // max(1, round(density)), np.arange(len(x)) // max(1, round(density))
        dotted = (row % DOT == 1) & (column % DOT == 1) & padding.T[slot] & ~gap[:, None]
        pixels[dotted] = opaque((theme.muted,))[0]
    return pixels


def cell_edges(width: int, batches: int) -> NDArray[np.int64]:
    """Where each batch begins, and behind them the right edge: whole pixels, or the gaps shimmer."""
    return width * np.arange(batches + 1) // max(1, batches)


@cache
def opaque(colours: tuple[str, ...]) -> NDArray[np.uint32]:
    """``#rrggbb`` as ``0xffRRGGBB``."""
    return np.array([0xFF000000 | int(colour[1:], 16) for colour in colours], np.uint32)


def mixed(pixels: NDArray[np.uint32], ground: str, share: float) -> NDArray[np.uint32]:
    """Colours with some share of `ground` in each."""
    base = int(ground[1:], 16)
    found = np.full(pixels.shape, 0xFF000000, np.uint32)
    for shift in (0, 8, 16):
        channel = (1.0 - share) * ((pixels >> shift) & 0xFF) + share * ((base >> shift) & 0xFF)
        found |= np.rint(channel).astype(np.uint32) << np.uint32(shift)
    return found
