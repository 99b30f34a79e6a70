"""Text as letters over their timesteps; from further away, how sure the network was of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText

from rnnviz.plots.fonts import font, text_width
from rnnviz.plots.frame import Frame
from rnnviz.plots.ink import ink
from rnnviz.plots.panel import Labels
from rnnviz.plots.sequence_rows import NAMES, Rows, row_labels
from rnnviz.plots.strengths import draw_strengths
from rnnviz.plots.theme import Theme
from rnnviz.plots.view import Source, View
from rnnviz.plots.wording import measured
from rnnviz.recording.window import Window

NARROWEST_LETTER = 7.0
SIGNS = {" ": "·", "\n": "↵", "\t": "→", "\r": "↵"}


class TextRows(Rows):
    """Three rows of letters: read, wanted, thought likeliest. The last is as strong as the target was likely."""

    def __init__(self, symbols: tuple[str, ...]) -> None:
        self._symbols = symbols
        self._blank = np.array([symbol.isspace() for symbol in symbols])
        self._signs = np.array([symbol in SIGNS for symbol in symbols])
        self._columns: dict[str, Window] = {}
        self._letters: list[tuple[QStaticText, float]] = []
        self._size = 0

    def read(self, view: View) -> None:
        self._columns = self._lines(view, NAMES, view.density) or self._columns

    def note(self, view: View) -> str:
        near = view.pixels_per_step >= NARROWEST_LETTER
        return "blue: how likely the target was thought" + ("" if near else ", zoom in for letters")

    def labels(self) -> Labels:
        return row_labels()

    def readout(self, source: Source, step: int) -> str:
        read = source.recording
        given, wanted, said = (getattr(read, name)(source.slot, step, step + 1)[0] for name in NAMES)
        return (
            f"in {self._named(given[0])} · target {self._named(wanted[0])} "
            f"(thought {measured(100 * float(said[1]), 2)} % likely) · prediction {self._named(said[0])}"
        )

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        height = frame.box.height() / len(NAMES)
        gap = min(3.0, height * 0.1)
        if not self._columns:
            return
        codes = {name: self._codes(self._columns[name]) for name in NAMES}
        for row, name in enumerate(NAMES):
            columns = self._columns[name]
            if not len(columns.values):
                continue
            box = QRectF(frame.box.left(), frame.box.top() + row * height + gap, frame.box.width(), height - 2 * gap)
            letters = columns.step == 1 and frame.pixels_per_step >= NARROWEST_LETTER
            if name == "predictions":
                sure = np.fmin(np.fmax(columns.values[:, 1:2, 2], 0.0), 1.0)
                draw_strengths(painter, frame, [box], columns, sure * (0.7 if letters else 1.0), theme.accent)
            elif not letters and columns.step == 1:
                # Words and the blanks between them: the texture of a text from afar.
                ink_of_text = 0.55 * (~self._blank[codes[name]] & (codes[name] >= 0))
                draw_strengths(painter, frame, [box], columns, ink_of_text[:, None], theme.muted)
            if letters:
                wrong = codes[name] != codes["targets"] if name == "predictions" else np.zeros(len(codes[name]), bool)
                self._draw_letters(painter, frame, box, columns.start, codes[name], wrong, theme)

    def _draw_letters(
        self,
        painter: QPainter,
        frame: Frame,
        box: QRectF,
        start: int,
        codes: NDArray[np.int64],
        wrong: NDArray[np.bool_],
        theme: Theme,
    ) -> None:
        size = min(15, max(9, int(min(frame.pixels_per_step * 1.3, box.height() * 0.8))))
        painter.setFont(font(size))
        letters, height = self._laid_out(size)
        top = box.center().y() - height / 2.0
        middle = frame.xs(start + 0.5 + np.arange(len(codes)))
        seen = (middle >= frame.box.left()) & (middle <= frame.box.right()) & (codes >= 0)
        quiet = wrong | self._signs[codes]
        for colour, some in ((theme.text, seen & ~quiet), (theme.muted, seen & quiet)):
            painter.setPen(ink(colour))
            for x, code in zip(middle[some].tolist(), codes[some].tolist(), strict=True):
                letter, half = letters[code]
                painter.drawStaticText(QPointF(x - half, top), letter)

    def _laid_out(self, size: int) -> tuple[list[tuple[QStaticText, float]], float]:
        """Each letter, laid out once, with half its width; and how high all of them are."""
        if size != self._size:
            self._size, self._letters = size, []
            for symbol in self._symbols:
                shown = SIGNS.get(symbol, symbol)
                letter = QStaticText(shown)
                letter.setTextFormat(Qt.TextFormat.PlainText)
                self._letters.append((letter, text_width(shown, size) / 2.0))
        return self._letters, QFontMetricsF(font(size)).height()

    def _codes(self, columns: Window) -> NDArray[np.int64]:
        """Places in the alphabet; −1 where there is nothing."""
        codes = np.nan_to_num(columns.values[:, 0, 0], nan=-1.0).astype(np.int64)
        known: NDArray[np.int64] = np.clip(codes, -1, len(self._symbols) - 1)
        return known

    def _named(self, code: float) -> str:
        symbol = self._symbols[int(np.clip(code, 0, len(self._symbols) - 1))]
        return {" ": "space", "\n": "new line", "\t": "tab"}.get(symbol, f"“{symbol}”")
