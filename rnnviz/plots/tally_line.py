"""What a plan comes to, in a line of words with the signs that the chunk map has for them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from rnnviz.chunking import Plan
from rnnviz.plots.chunk_cells import DOT, LINE, PALE
from rnnviz.plots.colormap import places
from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.ink import ink, pen, tint
from rnnviz.plots.theme import Theme
from rnnviz.plots.wording import counted
from rnnviz.recording.transition import Transition

ROW = 16.0
LETTERS = 11
SIGN, APART = 8.0, 10.0
"""Pixels of a sign, and between two counts."""

Sign = Literal["", "link", "start", "jump", "trained", "validated", "dropped", "padded", "replayed"]
Count = tuple[Sign, str]

BETWEEN: dict[Sign, Transition] = {"link": Transition.KEPT, "start": Transition.FRESH, "jump": Transition.LOST}
"""What lies between two cells, and whose colour it has."""

KEYS: list[Count] = [("link", "goes on"), ("start", "starts"), ("jump", "jumps")]
"""What the signs between two cells mean."""


def tally_words(plan: Plan) -> list[Count]:
    """What there is to say, in order; nothing where every timestep is read once and for all.

    Example:
        >>> tally_words(make_plan(Chunking(length=10, batch_size=4), (43,), 0))  # doctest: +SKIP
        [('', 'An epoch:'), ('trained', '40 steps trained on'), ('dropped', '3 dropped')]
    """
    tally = plan.tally
    if plan.batches_per_epoch is not None:
        of = "An epoch:"
    else:
        of = "Each chunk:" if plan.extent(0) is None else "Each sequence:"
    counts: list[Count] = [("trained", f"{counted(tally.trained)} trained on")]
    for sign, number in (
        ("validated", tally.validated),
        ("dropped", tally.dropped),
        ("padded", tally.padded),
        ("replayed", tally.replayed),
    ):
        if number:
            counts.append((sign, f"{counted(number)} {sign}"))  # type: ignore[arg-type]
    if plan.batches_per_epoch is None and len(counts) == 1:
        return []
    return [("", of), *counts]


def rows_of(counts: list[Count], width: float) -> list[list[tuple[float, Count]]]:
    """The counts in rows no wider than `width`, each with its left edge."""
    rows: list[list[tuple[float, Count]]] = []
    left = width + 1.0
    for count in counts:
        wide = (SIGN + 4.0 if count[0] else 0.0) + text_width(count[1], LETTERS)
        if left + wide > width:
            rows.append([])
            left = 0.0
        rows[-1].append((left, count))
        left += wide + APART
    return rows


def tally_rows(counts: list[Count], width: float) -> list[list[tuple[float, Count]]]:
    """The rows of the keys, and of the counts below them."""
    return [*rows_of(KEYS, width), *rows_of(counts, width)]


def draw_tally(painter: QPainter, rect: QRectF, counts: list[Count], theme: Theme) -> None:
    """Draw the keys and the counts from the top of `rect` down."""
    painter.setFont(font(LETTERS))
    for number, row in enumerate(tally_rows(counts, rect.width())):
        baseline = rect.top() + ROW * number + 12.0
        for left, (sign, words) in row:
            x = rect.left() + left
            if sign:
                draw_sign(painter, sign, QRectF(x, baseline - SIGN, SIGN, SIGN), theme)
                x += SIGN + 4.0
            painter.setPen(ink(theme.muted))
            painter.drawText(QPointF(x, baseline), words)


def draw_sign(painter: QPainter, sign: Sign, box: QRectF, theme: Theme) -> None:
    """Draw what stands for a kind of timesteps on the map."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if sign in ("trained", "replayed"):
        colours, opacity = places(theme.name == "dark"), 1.0 if sign == "trained" else 1.0 - PALE
        for x in range(int(SIGN)):
            colour = tint(colours[x * len(colours) // int(SIGN)], opacity, theme.surface)
            painter.fillRect(QRectF(box.left() + x, box.top(), 1.0, box.height()), colour)
    elif sign in BETWEEN:
        colour = ink(theme.transitions[BETWEEN[sign]])
        third = box.height() / 3.0
        if sign == "link":
            painter.fillRect(QRectF(box.left(), box.top() + third, box.width(), third), colour)
            return
        line = QRectF(box.center().x() - LINE / 2.0, box.top() - 1.0, LINE, box.height() + 2.0)
        painter.fillRect(line, colour)
        if sign == "jump":
            painter.fillRect(QRectF(line.left(), box.top() + third, LINE, third), ink(theme.surface))
    elif sign == "validated":
        painter.fillRect(QRectF(box.left(), box.center().y() - 1.0, box.width(), 2.0), ink(theme.text))
    elif sign == "padded":
        painter.setPen(pen(theme.muted))
        dots = [(x, y) for x in range(0, int(SIGN), DOT) for y in range(0, int(SIGN), DOT)]
        painter.drawPoints([QPointF(box.left() + x, box.top() + y) for x, y in dots])
    else:
        painter.setPen(pen(theme.muted))
        painter.save()
        painter.setClipRect(box)
        for x in range(-int(SIGN), int(SIGN), 4):
            painter.drawLine(QLineF(box.left() + x, box.bottom(), box.left() + x + SIGN, box.top()))
        painter.restore()
