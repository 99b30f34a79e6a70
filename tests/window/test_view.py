from collections import Counter

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rnnviz.experiment import Experiment
from rnnviz.plots.outline import PANEL_NAMES
from rnnviz.plots.theme import DARK, LIGHT
from rnnviz.ui.actions import DEEDS, SPEEDS, plot_deed


def run_some(window, qtbot, batches=80):
    window.runner.step(batches)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == batches)
    qtbot.waitUntil(lambda: window.stack.visible_range[1] >= batches * 10)


def test_panning_lets_go_of_the_newest_batch_and_follow_goes_back(window, qtbot):
    run_some(window, qtbot)
    follow = window.actions_by_name["follow"]
    assert follow.isChecked()
    window.stack.pan(-200)
    assert not follow.isChecked()
    seen = window.stack.visible_range
    window.runner.step(20)
    qtbot.waitUntil(lambda: window.showing.live.recording.batches == 100)
    qtbot.wait(60)
    assert window.stack.visible_range == seen
    follow.trigger()
    assert follow.isChecked()
    assert window.stack.visible_range[1] == 1000


def test_follow_pressed_while_following_lets_go(window, qtbot):
    run_some(window, qtbot)
    window.actions_by_name["follow"].trigger()
    assert not window.stack.following
    assert not window.actions_by_name["follow"].isChecked()


def test_zooming_by_keys_keeps_the_newest_batch_in_sight(window, qtbot):
    run_some(window, qtbot)
    window.actions_by_name["zoom-in"].trigger()
    assert window.stack.following
    assert window.stack.visible_range == (680, 800)
    window.actions_by_name["zoom-all"].trigger()
    assert window.stack.visible_range == (0, 800)
    assert not window.stack.following
    window.actions_by_name["zoom-in"].trigger()
    assert window.stack.visible_range == (200, 600)
    window.actions_by_name["zoom-out"].trigger()
    assert window.stack.visible_range == (0, 800)


@pytest.mark.parametrize(("name", "theme"), [("dark", DARK), ("light", LIGHT)])
def test_a_theme_colours_every_part_and_is_remembered(open_window, qtbot, settings, name, theme):
    window = open_window(Experiment())
    window.actions_by_name[f"theme-{name}"].trigger()
    assert window.stack.theme is theme
    assert theme.surface in window.styleSheet()
    assert window.actions_by_name[f"theme-{name}"].isChecked()
    again = open_window(Experiment())
    assert again.looks.theme is theme


def test_a_theme_that_does_not_exist_any_more_is_forgotten(open_window, settings):
    settings.setValue("view/theme", "sepia")
    assert open_window(Experiment()).looks.choice == "system"


def test_the_panel_width_is_remembered(open_window, qtbot, settings):
    window = open_window(Experiment())
    window.arrangement.splitter.setSizes([350, 761])
    width = window.panel.width()
    window.close()
    again = open_window(Experiment())
    assert again.panel.width() == width


def test_settings_stay_where_they_were_injected(open_window, settings, tmp_path):
    window = open_window(Experiment())
    window.close()
    settings.sync()
    assert QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat).contains("window/geometry")


def test_the_side_panel_can_be_put_away(window):
    window.actions_by_name["panel"].trigger()
    assert window.panel.isHidden()
    window.actions_by_name["panel"].trigger()
    assert window.panel.isVisible()


def test_full_screen_goes_there_and_back(window):
    window.actions_by_name["full-screen"].trigger()
    assert window.isFullScreen()
    window.actions_by_name["full-screen"].trigger()
    assert not window.isFullScreen()


def test_every_shortcut_belongs_to_one_action():
    keys = Counter(QKeySequence(deed.shortcut).toString() for deed in DEEDS.values())
    assert "" not in keys
    assert max(keys.values()) == 1


def test_every_action_has_a_name_a_shortcut_a_tooltip_and_a_place_in_the_menu(window):
    placed = {action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()}
    for action in window.actions_by_name.values():
        assert action.text()
        assert not action.shortcut().isEmpty()
        assert len(action.toolTip()) > 10
        assert action in placed


def test_every_speed_has_an_action():
    assert {name for name, deed in DEEDS.items() if deed.group == "speed"} == set(SPEEDS)


@pytest.mark.parametrize("name", ["words", "shortcuts"])
def test_help_opens_pages_that_go_away_again(window, qtbot, name):
    window.actions_by_name[name].trigger()
    pages = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "page"]
    assert len(pages) == 1
    assert len(pages[0].browser.toPlainText()) > 300
    pages[0].close()


@pytest.mark.parametrize("name", ["words", "about"])
def test_a_page_of_help_is_as_high_as_its_text(window, qtbot, name):
    window.actions_by_name[name].trigger()
    (page,) = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "page")
    qtbot.waitExposed(page)
    assert page.browser.verticalScrollBar().maximum() == 0
    assert page.browser.viewport().height() - page.browser.document().size().height() < 30
    page.close()


def test_the_plots_can_be_copied_as_a_picture(window, qtbot, qapp):
    run_some(window, qtbot, 5)
    qapp.clipboard().clear()
    window.actions_by_name["copy"].trigger()
    assert qapp.clipboard().image().width() > 300


def test_what_the_pointer_is_on_is_read_out(window):
    window.stack.pointed.emit("timestep 12 · unit 3 · 0.5")
    assert window.pickers.pointed == "timestep 12 · unit 3 · 0.5"
    long = "timestep 12 · " * 40 + "\nmemory 12"
    window.stack.pointed.emit(long)
    assert window.pickers.pointed == long
    label = window.pickers._pointed
    assert label.text().endswith("…\nmemory 12")
    assert label.sizeHint().width() <= label.width() + 1


@pytest.mark.parametrize("width", [900, 1440])
def test_nothing_of_the_bars_is_cut_off(window, qtbot, width):
    window.resize(width, 600)
    window.actions_by_name["step-ten"].trigger()
    qtbot.waitUntil(lambda: window.toolbar.progress() == "batch 10")
    assert window.width() == width
    qtbot.waitUntil(lambda: window.toolbar.layout().minimumSize().width() <= width)
    assert window.panel.widget().minimumSizeHint().width() <= window.panel.viewport().width()


def test_arrows_choose_in_a_row_of_names_that_was_reached_by_tab(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    buttons = window.panel.field("strategy").widget._buttons
    buttons["stateless"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons["stateless"], Qt.Key.Key_Right)
    assert buttons["stateful"].isChecked()
    assert not window.runner.wants_to_run


def test_a_click_on_another_name_takes_the_focus_along_and_none_from_elsewhere(window, qtbot):
    names = window.panel.field("strategy").widget._buttons
    names["stateless"].setFocus()
    qtbot.mouseClick(names["stateful"], Qt.MouseButton.LeftButton)
    assert names["stateful"].hasFocus()
    units = window.panel.field("network.units").widget
    units.setFocus()
    qtbot.mouseClick(names["explicit"], Qt.MouseButton.LeftButton)
    assert units.hasFocus()


def test_tab_comes_to_the_name_that_is_chosen(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    strategy = window.panel.field("strategy").widget
    strategy.set_value("stateful")
    buttons = strategy._buttons
    before = buttons["stateless"].previousInFocusChain()
    before.setFocus(Qt.FocusReason.TabFocusReason)
    while window.focusWidget() not in buttons.values():
        assert window.focusNextChild()
    assert window.focusWidget() is buttons["stateful"]


def test_space_runs_while_a_number_is_being_entered(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    editor = window.panel.field("network.units").widget
    editor.setFocus()
    qtbot.keyClick(editor.lineEdit(), Qt.Key.Key_Space)
    assert window.runner.wants_to_run
    assert editor.value() == 32


@pytest.mark.parametrize("number", range(4))
def test_each_plot_can_be_hidden_and_shown_but_one_always_stays(window, qtbot, number):
    actions = [window.actions_by_name[plot_deed(name)] for name in PANEL_NAMES]
    plots = [window.stack.findChild(QWidget, f"plot-{name.replace(' ', '-')}") for name in PANEL_NAMES]
    assert all(action.isChecked() for action in actions)
    qtbot.waitUntil(lambda: all(plot.isVisible() for plot in plots))
    others = [other for other in range(4) if other != number]
    for other in others:
        actions[other].trigger()
    assert [plot.isVisible() for plot in plots] == [plot is plots[number] for plot in plots]
    actions[number].trigger()
    assert plots[number].isVisible()
    assert actions[number].isChecked()
    actions[others[0]].trigger()
    assert plots[others[0]].isVisible()


def test_a_plot_that_was_hidden_is_hidden_in_the_next_window(open_window):
    first = open_window(Experiment())
    first.actions_by_name["plot-sequence"].trigger()
    second = open_window(Experiment())
    assert not second.actions_by_name["plot-sequence"].isChecked()
    assert second.stack.findChild(QWidget, "plot-sequence").isHidden()
    second.actions_by_name["plot-sequence"].trigger()
    third = open_window(Experiment())
    assert third.actions_by_name["plot-sequence"].isChecked()
    assert not third.stack.findChild(QWidget, "plot-sequence").isHidden()
