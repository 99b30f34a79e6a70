import pytest
from PySide6.QtGui import QColor, QPalette

from rnnviz.plots.theme import THEMES
from rnnviz.recording.transition import Transition
from rnnviz.resources import folder
from rnnviz.ui.actions import DEEDS
from rnnviz.ui.icons import icon
from rnnviz.ui.theme import mixed, palette, refusal, style_sheet


def luminance(colour):
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_all_words_can_be_read(theme):
    for ground in (theme.window, theme.surface, theme.field):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(refusal(theme), theme.surface) >= 4.5
    for kind, colour in theme.transitions.items():
        if kind is not Transition.IDLE:  # a faint mark that no word is written in
            assert contrast(colour, theme.surface) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_shortcuts_on_the_accent_can_be_read(theme):
    assert contrast(mixed(theme.on_accent, theme.accent, 0.78), theme.accent) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_style_sheet_has_no_gap_left(theme):
    sheet = style_sheet(theme, 10.0)
    assert "$" not in sheet
    assert theme.surface in sheet


def test_the_palette_is_that_of_the_theme():
    for theme in THEMES.values():
        assert palette(theme).color(QPalette.ColorRole.WindowText).name() == theme.text


def test_every_icon_that_an_action_names_is_there(qapp):
    for deed in DEEDS.values():
        if deed.icon:
            assert not icon(deed.icon, "#ff0000").isNull()


def test_an_icon_takes_the_colour_that_is_asked_for(qapp):
    image = icon("run", "#12ab34").pixmap(32, 32).toImage()
    assert QColor(image.pixel(image.width() * 2 // 5, image.height() // 2)).name() == "#12ab34"


def test_every_icon_is_used():
    used = {deed.icon for deed in DEEDS.values() if deed.icon} | {"pause", "speed", "rnnviz"}
    assert {file.stem for file in folder("icons").glob("*.svg")} == used
