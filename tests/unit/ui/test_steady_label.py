import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from rnnviz.ui.steady_label import SteadyLabel


@pytest.fixture
def label(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    made = SteadyLabel(window)
    made.reserve("batch 9,999")
    row.addWidget(QLabel("beside", window), 1)
    row.addWidget(made)
    window.resize(400, 40)
    window.show()
    QApplication.processEvents()
    yield made
    window.close()  # which also keeps it until here


def test_its_place_stays_the_same_while_its_digits_change(label):
    place = label.geometry()
    for number in (0, 1_111, 4_444, 8_888, 9_999):
        label.say(f"batch {number:,}")
        QApplication.processEvents()
        assert label.geometry() == place
        assert label.sizeHint().width() <= label.width()


def test_it_grows_for_words_that_would_not_fit_and_stays(label):
    reserved = label.width()
    label.say("something much longer than a batch and its number")
    QApplication.processEvents()
    wide = label.width()
    assert wide == label.sizeHint().width() > reserved
    label.say("batch 1")
    QApplication.processEvents()
    assert label.width() == wide
