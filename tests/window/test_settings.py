"""A settings file that somebody has edited, or that a crash has cut short."""

import pytest

from rnnviz.experiment import Experiment
from rnnviz.ui.recent import Recent

KEYS = (
    "window/geometry",
    "window/splitter",
    "ledger/sizes",
    "ledger/visible",
    "clinic/geometry",
    "files/recent",
    "view/theme",
    "view/hidden",
    "keeping/budget",
)


@pytest.mark.parametrize("value", ["hello", "a, b, c", "@Invalid()", "@ByteArray(xyz)", "@Size(1 2)"])
def test_settings_that_make_no_sense_are_as_if_they_were_not_there(value, settings, open_window):
    with open(settings.fileName(), "w") as file:
        for key in KEYS:
            group, name = key.split("/")
            file.write(f"[{group}]\n{name}={value}\n")
    settings.sync()
    window = open_window(Experiment())
    assert window.isVisible()
    window.clinic.open()
    window.menus["Open recent"].aboutToShow.emit()
    assert all(isinstance(path, str) for path in Recent(settings).paths())
