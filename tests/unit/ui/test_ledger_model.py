"""The lines of the ledger as a Qt model: whatever changes, views hear of it in the right order."""

import pytest
from fake_recording import echo_header, echo_recording
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from rnnviz.analysis.ledger import Ledger
from rnnviz.ui.ledger_lines import Page, lines_of
from rnnviz.ui.ledger_model import COLUMNS, LINE, PLACE, LedgerModel

HEADER = echo_header(slots=4)


def all_lines():
    ledger = Ledger(echo_recording(60))
    ledger.read_all()
    page = Page.of(ledger)
    return lines_of(page, {line.key for line in lines_of(page, (), {})}, {})


LINES = all_lines()


class Mirror:
    """Follows a model by what it tells alone."""

    def __init__(self, model: QAbstractItemModel):
        self.rows = []
        self.model = model
        model.rowsInserted.connect(self.insert)
        model.rowsRemoved.connect(self.remove)

    def insert(self, _parent, first, last):
        self.rows[first:first] = [None] * (last - first + 1)

    def remove(self, _parent, first, last):
        del self.rows[first : last + 1]


some_lines = st.lists(st.sampled_from(range(len(LINES))), unique=True)


@given(st.lists(some_lines, min_size=1, max_size=6))
@settings(max_examples=40)
def test_views_hear_of_every_line_that_comes_and_goes(stages):
    model = LedgerModel()
    model.show_lines([], HEADER)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    mirror = Mirror(model)
    for places in stages:
        wanted = [LINES[place] for place in places]
        model.show_lines(wanted, HEADER)
        assert model.lines == wanted
        assert len(mirror.rows) == model.rowCount() == len(wanted)
    tester.deleteLater()


def test_a_line_that_stays_where_it_is_stays_chosen():
    model = LedgerModel()
    model.show_lines(LINES[:4], HEADER)
    chosen = QPersistentModelIndex(model.index(3, 0))
    model.show_lines([*LINES[:2], *LINES[6:8], *LINES[2:4]], HEADER)
    assert chosen.isValid()
    assert chosen.row() == 5
    assert chosen.data(LINE) is LINES[3]


def test_every_cell_has_a_text_a_tooltip_and_words_to_be_spoken():
    model = LedgerModel()
    model.show_lines(LINES, HEADER)
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            assert index.data()
            assert len(index.data(Qt.ItemDataRole.ToolTipRole)) > 20
            assert index.data() in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_first_cell_says_letter_and_whether_it_is_folded():
    model = LedgerModel()
    model.show_lines(LINES, HEADER)
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(LINES))]
    assert "F, fresh" in spoken
    assert any(words.endswith(", unfolded") for words in spoken)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_headings_say_what_they_order_by(column):
    model = LedgerModel()
    asked = []
    model.ordered.connect(lambda name, descending: asked.append((name, descending)))
    section, across = PLACE[column.name], Qt.Orientation.Horizontal
    model.sort(section, Qt.SortOrder.DescendingOrder)
    assert asked == [(column.name, True)]
    assert model.headerData(section, across) == f"{column.title} ▾"
    assert "click to sort" in model.headerData(section, across, Qt.ItemDataRole.ToolTipRole)


def test_lines_have_no_children():
    model = LedgerModel()
    model.show_lines(LINES, HEADER)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
