import pytest
from PySide6.QtGui import QFontInfo

from rnnviz import resources
from rnnviz.plots.fonts import font, load_fonts


@pytest.mark.usefixtures("qapp")
def test_pictures_have_the_same_letters_on_every_machine():
    assert load_fonts() == "Inter"
    assert QFontInfo(font(12)).family() == "Inter"


@pytest.mark.usefixtures("qapp")
def test_without_its_files_the_systems_letters_do(monkeypatch):
    def missing(name):
        raise FileNotFoundError(name)

    monkeypatch.setattr(resources, "folder", missing)
    assert load_fonts.__wrapped__()


def test_the_licence_lies_beside_the_font():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (resources.folder("fonts") / "OFL.txt").read_text()
