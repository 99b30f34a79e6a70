import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from rnnviz.chunking import Chunking, make_plan
from rnnviz.plots.chunk_map import CAPTION, ChunkMap
from rnnviz.plots.fonts import font
from rnnviz.plots.theme import LIGHT
from rnnviz.recording.transition import Transition
from rnnviz.tasks import Endless

LOST = LIGHT.transitions[Transition.LOST]
FRESH = LIGHT.transitions[Transition.FRESH]


@pytest.fixture
def chunk_map(qtbot):
    made = ChunkMap()
    qtbot.addWidget(made)
    made.resize(240, made.sizeHint().height())
    made.set_theme(LIGHT)
    made.show()
    return made


def colours(chunk_map):
    """Which colours are seen, and how often."""
    QApplication.processEvents()
    image = chunk_map.grab().toImage()
    found = {}
    for y in range(int(CAPTION), image.height()):
        for x in range(image.width()):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def test_slots_that_read_on_are_joined(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=4), Endless(), 0))
    assert LOST not in colours(chunk_map)
    assert "continuity 100 %" in chunk_map.accessibleDescription()


def test_a_jump_is_visibly_broken(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=4, layout="row-order"), Endless(), 0))
    assert colours(chunk_map)[LOST] > 500
    assert "continuity 0 %" in chunk_map.accessibleDescription()


def test_the_start_of_a_sequence_is_not_a_jump(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=4), Endless(50), 0))
    seen = colours(chunk_map)
    assert FRESH in seen
    assert LOST not in seen


def test_the_tip_tells_what_a_cell_reads(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=4), Endless(50), 0))
    width, height = chunk_map.width() / 24, chunk_map._height / 4
    tip = chunk_map.tip_at(QPointF(3.5 * width, CAPTION + 1.5 * height))
    assert tip == "Batch 3, slot 1: sequence 1, timesteps 30 to 39; goes on where the slot stopped."
    assert "a sequence starts" in chunk_map.tip_at(QPointF(5.5 * width, CAPTION + 0.5 * height))
    assert chunk_map.tip_at(QPointF(5, 2)) == ""


def test_the_batch_read_last_is_marked_and_brings_its_page(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=4), Endless(), 0))
    assert LIGHT.text not in colours(chunk_map)
    chunk_map.mark_batch(100)
    assert LIGHT.text in colours(chunk_map)
    assert chunk_map._cells.batch[0] <= 100 <= chunk_map._cells.batch[-1]


def test_a_finite_plan_is_marked_at_its_place_in_the_epoch(chunk_map):
    plan = make_plan(Chunking(length=10, batch_size=2), (60, 60), 0)
    chunk_map.show_plan(plan)
    chunk_map.mark_batch(6 * 5 + 4)
    assert len(chunk_map._cells.batch) == 6
    assert LIGHT.text in colours(chunk_map)


def test_many_slots_are_cut_short_and_the_caption_says_so(chunk_map):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=256), Endless(), 0))
    assert "16 of 256 slots" in chunk_map.accessibleDescription()


@pytest.mark.parametrize("slots", [16, 32, 1024])
@pytest.mark.parametrize("width", [200, 234, 274, 400])
def test_a_narrow_map_says_less_and_never_cuts_the_continuity(chunk_map, slots, width):
    chunk_map.show_plan(make_plan(Chunking(length=10, batch_size=slots), Endless(), 0))
    chunk_map.resize(width, chunk_map.height())
    plain, bold = QFontMetricsF(font(11)), QFontMetricsF(font(11, bold=True))
    room = width - bold.horizontalAdvance(chunk_map._continuity_words())
    said = chunk_map.caption_within(room, plain)
    assert plain.horizontalAdvance(said) <= room
    assert said.startswith("Chunk")
    assert ("× batch" in said) == (plain.horizontalAdvance(chunk_map._caption() + " · ") <= room)


def test_without_a_plan_only_the_caption_is_drawn(chunk_map):
    chunk_map.show_plan(None)
    chunk_map.mark_batch(3)
    assert len(colours(chunk_map)) == 1
