"""Whole pictures against references in ``tests/pictures``.

``pytest tests/unit/plots/test_pictures.py --new-pictures`` draws the references anew.
"""

from pathlib import Path

import numpy as np
import pytest
from fake_recording import echo_recording, every_kind
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QFont, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from rnnviz.chunking import Chunking, make_plan
from rnnviz.plots import fonts, panel
from rnnviz.plots.chunk_map import ChunkMap
from rnnviz.plots.figure import PAPER, Figure
from rnnviz.plots.heatmap import HeatmapPanel
from rnnviz.plots.loss import LossPanel
from rnnviz.plots.outline import PANEL_NAMES
from rnnviz.plots.panel import Panel
from rnnviz.plots.reach_lanes import ReachLanes
from rnnviz.plots.sequence_bars import BarRows
from rnnviz.plots.strip import Strip
from rnnviz.plots.theme import DARK, LIGHT
from rnnviz.plots.transitions import TransitionsPanel
from rnnviz.plots.view import Source
from rnnviz.tasks import Endless

pytestmark = pytest.mark.usefixtures("qapp")

FOLDER = Path(__file__).parents[2] / "pictures"
BLOCK = 8
"""Differences are averaged over squares of so many pixels: letters may fall a little otherwise elsewhere."""

VISIBLE = 6.0
"""Grey levels from which on a square counts as different."""

TOLERATED = 0.002
"""Share of the squares that may differ. What a broken plot gives is tested below."""


def difference(one, other):
    """The share of squares that look different."""
    assert one.size() == other.size(), f"{one.size()} is not {other.size()}"
    squares = np.abs(_squares(one) - _squares(other)).max(axis=-1)
    return float(np.mean(squares > VISIBLE))


def _squares(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3]
    rows, columns = image.height() // BLOCK, image.width() // BLOCK
    whole = pixels[: rows * BLOCK, : columns * BLOCK].astype(np.float64)
    return whole.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def drawn(figure, width=720):
    image = QImage(width, figure.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    figure.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def source(units=16, batches=24, **header):
    return Source(echo_recording(batches, every_kind(batches), units=units, **header), 0, "h", 0)


def map_of(theme, chunking, lengths):
    chunk_map = ChunkMap()
    chunk_map.set_theme(theme)
    chunk_map.show_plan(make_plan(chunking, lengths, 0))
    chunk_map.resize(240, chunk_map.sizeHint().height())
    chunk_map.mark_batch(3)
    chunk_map.light(5, 1, 2)
    image = QImage(chunk_map.size(), QImage.Format.Format_RGB32)
    image.fill(theme.surface)
    chunk_map.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    chunk_map.deleteLater()
    return image


PICTURES = {
    "stack-dark": lambda: drawn(Figure(source(), 0, 120, PANEL_NAMES, DARK)),
    "stack-paper": lambda: drawn(Figure(source(), 0, 120, PANEL_NAMES, PAPER)),
    "stack-from-afar": lambda: drawn(Figure(source(batches=400), 0, 4000, PANEL_NAMES, DARK)),
    "hidden-state-near": lambda: drawn(Figure(source(), 30, 60, ("hidden state",), LIGHT)),
    "chunk-map-contiguous": lambda: map_of(DARK, Chunking(10, 8), Endless(60)),
    "chunk-map-row-order": lambda: map_of(LIGHT, Chunking(10, 8, "row-order"), Endless(60)),
    "chunk-map-strided": lambda: map_of(LIGHT, Chunking(10, 4, "strided", 4), (203,)),
    "chunk-map-packed": lambda: map_of(
        DARK, Chunking(10, 6, remainder="pad", validation=0.2), (43, 71, 18, 95, 12, 60, 33, 84, 27, 51, 40, 66)
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_looks_as_it_should(name, request):
    path = FOLDER / f"{name}.png"
    picture = PICTURES[name]()
    if request.config.getoption("--new-pictures"):
        FOLDER.mkdir(exist_ok=True)
        assert picture.save(str(path))
    assert difference(picture, QImage(str(path))) <= TOLERATED


def without(method):
    return lambda monkeypatch: monkeypatch.setattr(*method, lambda *args, **kwargs: None)


def shift_states(monkeypatch):
    whole = Strip.draw

    def shifted(strip, painter, frame, box):
        painter.translate(frame.pixels_per_step, 0)
        whole(strip, painter, frame, box)
        painter.translate(-frame.pixels_per_step, 0)

    monkeypatch.setattr(Strip, "draw", shifted)


def turn_states_over(monkeypatch):
    read = HeatmapPanel._columns

    def turned(panel, *asked):
        found = read(panel, *asked)
        return type(found)(found.start, found.step, -found.values)

    monkeypatch.setattr(HeatmapPanel, "_columns", turned)


BREAKAGES = {
    "no marks": without((TransitionsPanel, "_draw_plot")),
    "no thread of memory and no brackets": without((ReachLanes, "draw")),
    "no states": without((Strip, "draw")),
    "states a timestep late": shift_states,
    "states of the other sign": turn_states_over,
    "no gaps at resets": without((HeatmapPanel, "_draw_gaps")),
    "no bars": without((BarRows, "draw")),
    "no loss": without((LossPanel, "_draw_losses")),
    "no floors": without((LossPanel, "_draw_floor_lines")),
    "no names of the floors": without((LossPanel, "_draw_floor_names")),
    "no lines of the chunks": without((Panel, "_draw_lines")),
    "no numbers": without((Panel, "_draw_beside")),
    "no titles": without((Panel, "_draw_header")),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_plot_is_noticed(name, monkeypatch):
    BREAKAGES[name](monkeypatch)
    reference = QImage(str(FOLDER / "stack-dark.png"))
    assert difference(PICTURES["stack-dark"](), reference) > 1.5 * TOLERATED


def test_letters_drawn_a_little_otherwise_are_tolerated(monkeypatch):
    hinted = QFont(fonts.font(11))
    hinted.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    smooth = QFont(fonts.font(11))
    smooth.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for face in (hinted, smooth):
        monkeypatch.setattr(panel, "font", lambda pixels, bold=False, face=face: fonts.font(12, True) if bold else face)
        assert difference(PICTURES["stack-dark"](), QImage(str(FOLDER / "stack-dark.png"))) <= TOLERATED


def test_other_colours_are_noticed():
    assert difference(PICTURES["stack-paper"](), QImage(str(FOLDER / "stack-dark.png"))) > 0.5
