import pytest

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment
from rnnviz.live.status import State
from rnnviz.plots.chunk_map import Lit
from rnnviz.tasks import CoinRows


@pytest.fixture
def window(qtbot, open_window):
    """A window with twelve batches of two epochs on screen."""
    rows = Experiment(task=CoinRows(rows=12, steps=10), chunking=Chunking(length=5, batch_size=4), strategy="stateful")
    made = open_window(rows)
    qtbot.waitUntil(lambda: made.runner.status.state is State.READY)
    made.runner.step(12)
    qtbot.waitUntil(lambda: made.showing.live.recording.batches == 12)
    qtbot.waitUntil(lambda: made.stack.visible_range[1] >= 60)
    qtbot.waitUntil(lambda: made.panel.chunk_map._picture.plan is not None)
    return made


def test_a_cell_of_the_slot_on_screen_lights_its_timesteps_in_the_plots(window):
    chunk_map, stack = window.panel.chunk_map, window.stack
    chunk_map.pointed.emit((Lit(8, 0, 0, 5),))
    assert stack.lit == (40, 45)
    chunk_map.pointed.emit((Lit(8, 2, 0, 5),))
    assert stack.lit is None
    chunk_map.pointed.emit((Lit(8, 0, 2, 3), Lit(8, 1, 2, 3)))
    assert stack.lit == (42, 43)
    chunk_map.pointed.emit((Lit(20, 0, 0, 5),))  # not read yet
    assert stack.lit is None


def test_a_timestep_of_the_plots_lights_its_cell(window):
    chunk_map, stack = window.panel.chunk_map, window.stack
    stack.point(stack.panel("hidden state"), 42.5, 0.5)
    picture = chunk_map._picture
    assert list(picture.spots) == [(8, 0)]
    assert (picture.stretch.start, picture.stretch.stop) == (2, 3)
    assert picture.page.holds(8)
    stack.leave()
    assert list(picture.spots) == []


def test_the_plots_draw_what_is_lit(window, qtbot):
    stack = window.stack
    canvas = stack._canvas("hidden state")
    before = canvas.grab().toImage()
    stack.light((20, 25))
    assert canvas.grab().toImage() != before
    stack.light(None)
    assert canvas.grab().toImage() == before
