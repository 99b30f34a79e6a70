import numpy as np
import pytest
from fake_recording import echo_recording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolButton

from rnnviz.analysis.order import similarity_order
from rnnviz.plots.colormap import colour_states
from rnnviz.plots.figure import Figure
from rnnviz.plots.heatmap import HeatmapPanel
from rnnviz.plots.marks import read_marks
from rnnviz.plots.outline import FOOT, HEADER, LEFT, RIGHT, inside
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.plots.view import Source, View

UNITS, STEPS = 32, 40
RECT = QRectF(0, 0, LEFT + RIGHT + 10 * STEPS, HEADER + FOOT + 4 * UNITS)


def read(panel, recording, start=0, stop=STEPS, slot=0, kind="h"):
    view = View(Source(recording, 0, kind, slot), start, stop, recording.batches, 10.0 * STEPS)
    panel.read(view, read_marks(view), 4 * UNITS)


def rows(panel):
    """The colours in the middle of each cell of the first timestep, from the top down."""
    image = QImage(RECT.toRect().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.draw(painter, RECT, DARK)
    painter.end()
    box = inside(RECT)
    return [image.pixel(int(box.left()) + 5, int(box.top() + (unit + 0.5) * 4)) for unit in range(UNITS)]


@pytest.fixture
def recording(qapp):
    return echo_recording(20, np.zeros(20, np.int8))


@pytest.fixture
def panel(recording):
    made = HeatmapPanel()
    read(made, recording)
    made.order_units("similarity")
    read(made, recording)
    return made


def test_rows_are_the_units_in_their_new_order(panel, recording):
    states = recording.state(0, "h", 0, 0, STEPS)
    order = similarity_order(states)
    assert panel.order.tolist() == order.tolist() != list(range(UNITS))
    expected = np.zeros((UNITS, STEPS), np.uint32)
    colour_states(states[:, order], 1.0, expected)
    assert rows(panel) == expected[:, 0].tolist()


def test_going_back_to_numbers_restores_the_rows(panel, recording):
    fresh = HeatmapPanel()
    read(fresh, recording)
    panel.order_units("number")
    read(panel, recording)
    assert panel.order is None
    assert rows(panel) == rows(fresh)


def test_a_row_stays_the_same_unit_while_the_view_moves(panel, recording):
    before = panel.order.copy()
    read(panel, recording, 100, 140)
    assert panel.order.tolist() == before.tolist()


def test_choosing_it_again_orders_by_what_is_in_view_then(panel, recording):
    read(panel, recording, 100, 140)
    panel.order_units("similarity")
    read(panel, recording, 100, 140)
    assert panel.order.tolist() == similarity_order(recording.state(0, "h", 0, 100, 140)).tolist()


def test_the_readout_and_the_labels_name_the_true_unit(panel, recording):
    unit = int(panel.order[3])
    value = recording.state(0, "h", 0, 7, 8)[0, unit]
    said = panel.readout(7, 3.5 / UNITS)
    assert f"unit {unit} " in said
    assert float(said.rsplit(" ", 1)[1].replace("−", "-")) == pytest.approx(value, rel=0.06, abs=0.006)
    assert [text for _, text in panel._labels()] == [str(int(panel.order[row])) for row in (0, 16, 31)]
    assert "ordered by similarity" in panel.summary()


def test_another_slot_keeps_the_order_and_another_recording_finds_its_own(panel, recording):
    before = panel.order.tolist()
    read(panel, recording, slot=1)
    assert panel.order.tolist() == before
    other = echo_recording(20, np.zeros(20, np.int8), units=12)
    read(panel, other)
    assert sorted(panel.order.tolist()) == list(range(12))


def test_units_are_by_number_until_there_is_something_to_compare(qapp):
    panel = HeatmapPanel()
    panel.order_units("similarity")
    read(panel, echo_recording(0))
    assert panel.order is None


@pytest.fixture
def stack(qtbot, recording):
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_recording(recording)
    made.show()
    QApplication.processEvents()
    return made


def test_the_button_in_the_header_orders_the_units(stack):
    button = stack.findChild(QToolButton, "unit-order")
    assert button.text() == "units by number ▾"
    button.menu().actions()[1].trigger()
    assert button.text() == "units ordered by similarity ▾"
    assert stack.panel("hidden state").order is not None
    button.menu().actions()[0].trigger()
    assert stack.panel("hidden state").order is None


def test_the_button_stays_at_the_right_of_the_header(stack):
    button = stack.findChild(QToolButton, "unit-order")
    for width in (1000, 800):
        stack.resize(width, 700)
        stack.order_units("similarity" if width == 800 else "number")
        QApplication.processEvents()
        assert button.geometry().right() + 1 == int(stack._canvas("hidden state").frame.box.right())
        assert button.geometry().bottom() < HEADER


def test_a_figure_keeps_the_order_of_the_screen(stack):
    stack.order_units("similarity")
    figure = stack.figure()
    assert figure.order == tuple(stack.panel("hidden state").order.tolist())
    assert figure.order_by == "similarity"


def test_a_figure_alone_finds_the_order_itself(recording, qapp):
    def drawn(**order):
        figure = Figure(Source(recording, 0, "h", 0), 0, STEPS, ("hidden state",), **order)
        image = QImage(600, figure.height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        figure.paint(painter, QRectF(image.rect()))
        painter.end()
        return image

    order = tuple(similarity_order(recording.state(0, "h", 0, 0, STEPS)).tolist())
    assert drawn(order_by="similarity") == drawn(order_by="similarity", order=order)
    assert drawn(order_by="similarity") != drawn()


@pytest.mark.parametrize("order", ["number", "similarity"])
@pytest.mark.parametrize("width", [300, 420, 1000])
def test_nothing_in_the_header_runs_under_the_button(stack, width, order):
    stack.resize(width, 500)
    stack.order_units(order)
    QApplication.processEvents()
    button = stack.findChild(QToolButton, "unit-order")
    header = button.parentWidget()._surroundings(DARK).toImage()
    under = {header.pixelColor(x, y).name() for x in range(button.x(), button.geometry().right()) for y in range(24)}
    assert under == {DARK.window}
    title = {header.pixelColor(x, y).name() for x in range(int(LEFT), int(LEFT) + 60) for y in range(24)}
    assert len(title) > 2
