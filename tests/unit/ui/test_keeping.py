import pytest
from PySide6.QtCore import QSettings

from rnnviz.recording.keeping import USUAL, Keeping
from rnnviz.ui.keeping_dialog import KeepingDialog
from rnnviz.ui.kept import Kept


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def dialog(qtbot):
    made = KeepingDialog(USUAL, 16)
    qtbot.addWidget(made)
    return made


def enter(dialog, watch, budget):
    dialog.form.fields["watch"].set_value(watch)
    dialog.form.fields["budget"].set_value(budget)
    dialog.accept()


def test_what_was_chosen_is_remembered(settings):
    Kept(settings).change(Keeping("2-5", 512))
    assert Kept(settings).now == Keeping("2-5", 512)


def test_nonsense_in_the_settings_is_passed_over(settings):
    settings.setValue("keeping/budget", "plenty")
    assert Kept(settings).now == USUAL


def test_what_can_be_is_accepted(dialog):
    enter(dialog, "0, 15", 100)
    assert dialog.result()
    assert dialog.keeping == Keeping("0, 15", 100)


@pytest.mark.parametrize(
    ("watch", "budget", "field", "reason"),
    [
        ("16", 100, "watch", "Choose slots from 0 to 15"),
        ("some", 100, "watch", "Give numbers and ranges of slots, as 0-3, 8"),
        ("", 1, "budget", "Choose a whole number from 16 to 16,777,216"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(dialog, watch, budget, field, reason):
    enter(dialog, watch, budget)
    assert not dialog.result()
    assert dialog.form.fields[field].reason == reason
    assert dialog.keeping == USUAL
