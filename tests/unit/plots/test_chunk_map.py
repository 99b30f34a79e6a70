import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rnnviz.chunking import Chunking, make_plan
from rnnviz.plots.chunk_map import ChunkMap, Lit
from rnnviz.plots.chunk_picture import CAPTION, LETTERS
from rnnviz.plots.fonts import text_width
from rnnviz.plots.tally_line import ROW
from rnnviz.plots.theme import LIGHT
from rnnviz.recording.transition import Transition
from rnnviz.tasks import Endless

LOST = LIGHT.transitions[Transition.LOST]
FRESH = LIGHT.transitions[Transition.FRESH]
KEPT = LIGHT.transitions[Transition.KEPT]


@pytest.fixture
def chunk_map(qtbot):
    made = ChunkMap()
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.show()
    return made


def show(chunk_map, *chunking, lengths=Endless(), **more):  # noqa: B008
    chunk_map.show_plan(make_plan(Chunking(*chunking, **more), lengths, 0))
    chunk_map.resize(240, chunk_map.sizeHint().height())


def colours(chunk_map):
    """Which colours the cells have, and how often."""
    QApplication.processEvents()
    image = chunk_map.grab().toImage()
    found = {}
    for y in range(int(CAPTION) - 6, int(chunk_map._picture.grid.bottom())):
        for x in range(image.width()):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def cell(chunk_map, batch, slot):
    """The middle of the cell of a batch, counted on the page."""
    grid, page = chunk_map._picture.grid, chunk_map._picture.page
    return QPointF(
        (batch + 0.5) * grid.width() / page.batches,
        grid.top() + (slot + 0.5) * grid.height() / chunk_map._picture.slots,
    )


def on_strip(chunk_map, share):
    strip = chunk_map._picture.strip
    return QPointF(share * strip.width(), strip.center().y())


def hover(chunk_map, position):
    QTest.mouseMove(chunk_map, position.toPoint())
    chunk_map._point(position)  # offscreen, moves are not always told of


def test_slots_that_read_on_are_linked(chunk_map):
    show(chunk_map, 10, 4)
    seen = colours(chunk_map)
    assert LOST not in seen
    assert seen[KEPT] > 200
    assert "continuity 100 %" in chunk_map.accessibleDescription()


def test_a_jump_is_visibly_broken(chunk_map):
    show(chunk_map, 10, 4, "row-order")
    seen = colours(chunk_map)
    assert seen[LOST] > 300
    assert KEPT not in seen
    assert "continuity 0 %" in chunk_map.accessibleDescription()


def test_a_jump_differs_from_a_start_in_shape_not_by_colour_alone(chunk_map):
    show(chunk_map, 10, 4, "row-order", lengths=Endless(20))
    image, picture = chunk_map.grab().toImage(), chunk_map._picture
    row = picture.grid.height() / picture.slots
    lines = {}
    for batch, slot in ((3, 0), (3, 1)):
        x = int(batch * picture.width / picture.page.batches)
        top = int(CAPTION + slot * row)
        lines[slot] = [image.pixelColor(x, top + y).name() in (FRESH, LOST) for y in range(int(row) - 1)]
    assert "a sequence starts" in chunk_map.tip_at(cell(chunk_map, 3, 0))
    assert all(lines[0])
    assert "jumps" in chunk_map.tip_at(cell(chunk_map, 3, 1))
    assert (lines[1][0], lines[1][len(lines[1]) // 2], lines[1][-1]) == (True, False, True)


def test_a_run_that_begins_in_mid_sequence_has_not_jumped(chunk_map):
    show(chunk_map, 10, 4, "row-order", lengths=(200,))
    assert "starts in mid-sequence" in chunk_map.tip_at(cell(chunk_map, 0, 1))


def test_the_continuity_is_0_or_100_per_cent_only_where_it_is_exactly(chunk_map):
    show(chunk_map, 10, 4, "shuffled")
    assert "continuity under 1 %" in chunk_map.accessibleDescription()
    show(chunk_map, 10, 4, lengths=(4010,))
    assert "continuity 100 %" in chunk_map.accessibleDescription()


def test_the_start_of_a_sequence_is_not_a_jump(chunk_map):
    show(chunk_map, 10, 4, lengths=Endless(50))
    seen = colours(chunk_map)
    assert FRESH in seen
    assert LOST not in seen


def test_the_tip_tells_what_a_cell_reads(chunk_map):
    show(chunk_map, 10, 4, lengths=Endless(50))
    tip = chunk_map.tip_at(cell(chunk_map, 3, 1))
    assert tip == "Batch 3, slot 1: sequence 1, timesteps 30 to 39; goes on where the slot stopped."
    assert "a sequence starts" in chunk_map.tip_at(cell(chunk_map, 5, 0))
    assert chunk_map.tip_at(QPointF(5, 2)) == ""


def test_padding_replays_and_idle_slots_are_told(chunk_map):
    show(chunk_map, 10, 2, lengths=(25, 12), remainder="pad")
    assert "timesteps 20 to 24; goes on where the slot stopped; 5 more are padding." in chunk_map.tip_at(
        cell(chunk_map, 2, 0)
    )
    assert chunk_map.tip_at(cell(chunk_map, 2, 1)) == "Batch 2, slot 1: idles; nothing is left for this slot to read."
    show(chunk_map, 10, 2, "strided", lengths=(40,), stride=4)
    assert "jumps; the first 6 are replayed." in chunk_map.tip_at(cell(chunk_map, 1, 0))
    show(chunk_map, 10, 2, "strided", lengths=(39,), stride=9, remainder="pad")
    assert "jumps; the first is replayed." in chunk_map.tip_at(cell(chunk_map, 1, 0))
    show(chunk_map, 2, 2, lengths=(3, 3), remainder="pad")
    assert "timestep 2; goes on where the slot stopped; 1 more is padding." in chunk_map.tip_at(cell(chunk_map, 1, 0))


def test_a_batch_that_validates_is_marked_and_told(chunk_map):
    show(chunk_map, 10, 2, lengths=(100,), validation=0.4)
    assert LIGHT.text in colours(chunk_map)
    assert chunk_map.tip_at(cell(chunk_map, 3, 0)).endswith("jumps; the batch only validates.")
    show(chunk_map, 10, 2, lengths=(100,))
    assert LIGHT.text not in colours(chunk_map)


def test_the_counts_of_an_epoch_are_told(chunk_map):
    show(chunk_map, 10, 2, lengths=(105,), validation=0.4)
    assert "An epoch: 60 trained on 40 validated 5 dropped" in chunk_map.accessibleDescription()
    show(chunk_map, 10, 2, lengths=Endless(12), remainder="pad")
    assert "Each sequence: 12 trained on 8 padded" in chunk_map.accessibleDescription()
    show(chunk_map, 10, 2, "strided", stride=4)
    assert "Each chunk: 4 trained on 6 replayed" in chunk_map.accessibleDescription()


def test_the_batch_read_last_is_marked_and_brings_its_page(chunk_map):
    show(chunk_map, 10, 4)
    assert LIGHT.text not in colours(chunk_map)
    chunk_map.mark_batch(100)
    assert LIGHT.text in colours(chunk_map)
    assert chunk_map._picture.page.holds(100)
    assert "batches 96 to 119" in chunk_map.accessibleDescription()


def test_a_page_is_of_one_epoch_and_shows_what_that_one_reads(chunk_map):
    show(chunk_map, 10, 2, "shuffled", lengths=(60, 60))
    first = chunk_map._picture.page.cells.start.tolist()
    chunk_map.mark_batch(6 * 5 + 4)
    page = chunk_map._picture.page
    assert (page.first, page.batches, page.epoch) == (30, 6, 5)
    assert page.cells.start.tolist() != first
    assert "all 6 batches, epoch 5" in chunk_map.accessibleDescription()
    assert LIGHT.text in colours(chunk_map)


def test_pages_are_turned_by_arrows_and_keys_within_the_epoch(chunk_map):
    show(chunk_map, 10, 1, lengths=(500,))
    QTest.mouseClick(chunk_map, Qt.MouseButton.LeftButton, pos=chunk_map._picture.arrow(1).center().toPoint())
    assert chunk_map._picture.page.first == 24
    assert "batches 24 to 47 of 50" in chunk_map.accessibleDescription()
    for _ in range(3):
        QTest.keyClick(chunk_map, Qt.Key.Key_PageDown)
    assert chunk_map._picture.page.first == 48
    chunk_map.mark_batch(3)
    assert chunk_map._picture.page.first == 48
    QTest.keyClick(chunk_map, Qt.Key.Key_PageUp)
    assert chunk_map._picture.page.first == 24
    chunk_map.clearFocus()
    QApplication.sendEvent(chunk_map, QEvent(QEvent.Type.Leave))
    assert chunk_map._picture.page.first == 0


def test_a_page_is_painted_as_soon_as_it_is_turned(chunk_map, monkeypatch):
    show(chunk_map, 10, 1, lengths=(500,))
    painted = []
    draw = chunk_map._picture.draw
    monkeypatch.setattr(
        chunk_map._picture, "draw", lambda painter: (painted.append(chunk_map._picture.page.first), draw(painter))
    )
    chunk_map.setFocus()
    QTest.mouseMove(chunk_map, chunk_map._picture.arrow(1).center().toPoint())
    for first in (24, 48):
        QApplication.processEvents()
        painted.clear()
        QTest.mouseClick(chunk_map, Qt.MouseButton.LeftButton, pos=chunk_map._picture.arrow(1).center().toPoint())
        QApplication.processEvents()
        assert painted == [first]


def test_pointing_at_a_cell_lights_its_timesteps(chunk_map, qtbot):
    show(chunk_map, 10, 4, lengths=(200,))
    heard = []
    chunk_map.pointed.connect(heard.append)
    hover(chunk_map, cell(chunk_map, 2, 1))
    assert heard[-1] == (Lit(batch=2, slot=1, start=0, stop=10),)
    stretch = chunk_map._picture.stretch
    assert (stretch.sequence, stretch.start, stretch.stop) == (0, 70, 80)
    assert LIGHT.text in colours(chunk_map)
    QApplication.sendEvent(chunk_map, QEvent(QEvent.Type.Leave))
    assert heard[-1] == ()
    assert LIGHT.text not in colours(chunk_map)


def test_pointing_at_a_timestep_of_the_sequence_lights_the_cells_that_read_it(chunk_map):
    show(chunk_map, 10, 2, "strided", lengths=(40,), stride=5)
    heard = []
    chunk_map.pointed.connect(heard.append)
    hover(chunk_map, on_strip(chunk_map, 17.5 / 40))
    assert heard[-1] == (Lit(batch=1, slot=0, start=7, stop=8), Lit(batch=1, slot=1, start=2, stop=3))


def test_what_is_lit_elsewhere_is_framed_on_its_page_until_it_is_put_out(chunk_map):
    show(chunk_map, 10, 4)
    chunk_map.mark_batch(30)
    chunk_map.light(100, 2, 7)
    assert chunk_map._picture.spots == [(100, 2)]
    assert chunk_map._picture.stretch.start == 1007
    chunk_map.mark_batch(31)
    assert chunk_map._picture.page.holds(100)
    chunk_map.light(-1, 0, 0)
    assert chunk_map._picture.page.holds(31)
    assert chunk_map._picture.stretch is None


def test_a_slot_that_has_no_row_gets_one_when_it_is_lit(chunk_map):
    show(chunk_map, 10, 64)
    chunk_map.light(0, 40, 3)
    assert list(chunk_map._picture.spots) == [(0, 40)]
    assert "slots 32 to 47 of 64" in chunk_map.accessibleDescription()
    chunk_map.light(0, 64, 3)  # there is none
    assert list(chunk_map._picture.spots) == []


def test_the_keys_and_the_arrows_bring_other_slots(chunk_map):
    show(chunk_map, 10, 40, "row-order")
    assert "slots 0 to 15 of 40" in chunk_map.accessibleDescription()
    QTest.keyClick(chunk_map, Qt.Key.Key_Down)
    assert "slots 16 to 31 of 40" in chunk_map.accessibleDescription()
    down, up = (chunk_map._picture.slot_arrow(way).center().toPoint() for way in (1, -1))
    QTest.mouseClick(chunk_map, Qt.MouseButton.LeftButton, pos=down)
    assert "slots 24 to 39 of 40" in chunk_map.accessibleDescription()  # the last ones, and no row is empty
    QTest.keyClick(chunk_map, Qt.Key.Key_Down)
    assert chunk_map.tip_at(cell(chunk_map, 1, 15)).startswith("Batch 1, slot 39: sequence 0, timesteps 790 to 799")
    hover(chunk_map, cell(chunk_map, 2, 3))
    assert list(chunk_map._picture.spots) == [(2, 27)]
    chunk_map.mark_batch(30)
    assert "slots 24 to 39 of 40" in chunk_map.accessibleDescription()
    QTest.mouseClick(chunk_map, Qt.MouseButton.LeftButton, pos=up)
    QTest.keyClick(chunk_map, Qt.Key.Key_Up)
    assert "slots 0 to 15 of 40" in chunk_map.accessibleDescription()


def test_slots_that_all_idle_have_no_sequence_to_lie_under_them_and_nothing_breaks(chunk_map):
    show(chunk_map, 10, 40, "row-order", lengths=(470,), remainder="pad")
    chunk_map.light(1, 30, 0)
    assert list(chunk_map._picture.spots) == []
    assert colours(chunk_map)
    assert "idles" in chunk_map.tip_at(cell(chunk_map, 1, 3))
    chunk_map.mark_batch(1)
    assert colours(chunk_map)


def test_many_slots_are_cut_short_and_the_caption_says_so(chunk_map):
    show(chunk_map, 10, 256)
    assert "slots 0 to 15 of 256" in chunk_map.accessibleDescription()


@pytest.mark.parametrize("slots", [16, 32, 1024])
@pytest.mark.parametrize("width", [200, 234, 274, 400])
def test_a_narrow_map_says_less_and_never_cuts_the_continuity(chunk_map, slots, width):
    show(chunk_map, 10, slots)
    chunk_map.resize(width, chunk_map.height())
    picture = chunk_map._picture
    room = width - text_width(picture._continuity_words(), LETTERS, bold=True)
    said = picture.caption_within(room)
    assert text_width(said, LETTERS) <= room
    assert said.startswith(("Chunk map", "Slots") if width > 200 else ("Chunk", "Slots"))
    assert ("× batch" in said) == (text_width(picture._captions()[0] + " · ", LETTERS) <= room)


@pytest.mark.parametrize("width", [120, 200, 400])
def test_counts_that_do_not_fit_beside_each_other_go_below(chunk_map, width):
    show(chunk_map, 10, 3, "strided", lengths=(100_005,), stride=4, validation=0.2)
    chunk_map.resize(width, 10)
    assert chunk_map._picture.width == width
    rows = (chunk_map.sizeHint().height() - chunk_map._picture.strip.bottom()) / ROW
    assert rows == {120: 7, 200: 4, 400: 3}[width]


def test_a_plan_of_earlier_choices_is_faint_and_says_so_until_there_is_another(chunk_map):
    show(chunk_map, 10, 4)
    assert KEPT in colours(chunk_map)
    chunk_map.outdate()
    assert KEPT not in colours(chunk_map)
    assert chunk_map.accessibleDescription().startswith("Chunk map · of the last choices that can work. batches")
    show(chunk_map, 10, 4)
    assert KEPT in colours(chunk_map)
    assert "continuity 100 %" in chunk_map.accessibleDescription()


def test_without_a_plan_only_the_caption_is_drawn(chunk_map):
    show(chunk_map, 10, 4)
    chunk_map.show_plan(None)
    chunk_map.mark_batch(3)
    chunk_map.light(3, 1, 1)
    hover(chunk_map, QPointF(50, 50))
    assert len(colours(chunk_map)) == 1
