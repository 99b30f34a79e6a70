import csv
import errno
import os

import pytest
from fake_recording import echo_recording
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from rnnviz.export import atomic
from rnnviz.plots.figure import Figure
from rnnviz.plots.stack import PlotStack
from rnnviz.plots.theme import DARK
from rnnviz.ui import export_form
from rnnviz.ui.export_dialog import ExportDialog
from rnnviz.ui.picture_copy import copy_picture


@pytest.fixture
def stack(qtbot):
    made = PlotStack(DARK)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show_recording(echo_recording(60, units=4))
    made.show()
    QApplication.processEvents()
    return made


class Driver:
    """Finds the parts of a dialog by name, as a user finds them by sight."""

    def __init__(self, dialog, qtbot):
        self.dialog, self._qtbot = dialog, qtbot

    def box(self, name):
        return self.dialog.findChild(QComboBox, f"export-{name}")

    def choose(self, name, text):
        box = self.box(name)
        number = next(n for n in range(box.count()) if text in box.itemText(n))
        box.setCurrentIndex(number)

    def type(self, name):
        field = self.dialog.findChild(QLineEdit, "export-file")
        field.selectAll()
        QTest.keyClicks(field, name)

    def press(self, name):
        QTest.mouseClick(self.dialog.findChild(QPushButton, f"export-{name}"), Qt.MouseButton.LeftButton)

    def write(self):
        """Press Export, and wait until what is to be written is there."""
        self.press("write")
        self._qtbot.waitUntil(lambda: not self.dialog.busy, timeout=20_000)

    def button(self, name):
        return self.dialog.findChild(QPushButton, f"export-{name}")

    @property
    def name(self):
        return self.dialog.findChild(QLineEdit, "export-file").text()

    @property
    def status(self):
        return self.dialog.findChild(QLabel, "export-status").text()


@pytest.fixture
def driver(stack, tmp_path, qtbot):
    dialog = ExportDialog(stack, None, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    return Driver(dialog, qtbot)


def test_a_name_is_suggested_from_the_experiment_the_plot_and_the_format(driver):
    assert driver.name == "echo-stateful.png"
    driver.choose("what", "Hidden state")
    driver.choose("format", "PDF")
    assert driver.name == "echo-stateful-hidden-state.pdf"


def test_the_format_follows_the_suffix_and_the_suffix_the_format(driver):
    driver.type("mine.svg")
    assert driver.box("format").currentData() == ".svg"
    driver.choose("format", "PNG")
    assert driver.name == "mine.png"
    driver.type("mine")
    driver.choose("format", "PDF")
    assert driver.name == "mine.pdf"


def test_what_a_format_cannot_use_is_greyed_out(driver):
    enabled = {}
    for name in ("PNG", "SVG", "CSV"):
        driver.choose("format", name)
        parts = (driver.box("scale"), driver.box("colours"), driver.button("copy"))
        enabled[name] = [part.isEnabled() for part in parts]
    assert enabled == {"PNG": [True] * 3, "SVG": [False, True, True], "CSV": [False] * 3}


@pytest.mark.parametrize(("format_", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<?xml"), ("PDF", b"%PDF")])
def test_a_picture_is_written_and_the_dialog_says_where(driver, tmp_path, format_, start):
    driver.choose("format", format_)
    driver.write()
    (path,) = tmp_path.iterdir()
    assert path.read_bytes().startswith(start)
    assert driver.status == f"Written to {path}."


def test_the_scale_multiplies_the_pixels(driver, tmp_path):
    driver.type("a.png")
    driver.choose("scale", "3×")
    driver.write()
    assert QImage(str(tmp_path / "a.png")).width() == 2700


def test_light_paper_can_be_chosen_from_a_dark_window(driver, tmp_path):
    for colours, name in (("on screen", "dark.png"), ("Light", "light.png")):
        driver.type(name)
        driver.choose("colours", colours)
        driver.write()
    corners = [QImage(str(tmp_path / name)).pixelColor(2, 2).name() for name in ("dark.png", "light.png")]
    assert corners == [DARK.window, "#ffffff"]


@pytest.mark.parametrize(("range_", "first", "rows"), [("In view", "360", 240), ("Everything", "0", 600)])
def test_the_numbers_in_view_or_all_of_them_are_written(driver, tmp_path, qtbot, range_, first, rows):
    driver.choose("what", "Hidden state")
    driver.choose("range", range_)
    driver.type("a.csv")
    driver.press("write")
    qtbot.waitUntil(lambda: driver.status.startswith("Written"), timeout=10_000)
    with open(tmp_path / "a.csv", encoding="utf-8") as file:
        header, *body = csv.reader(file)
    assert header == ["timestep", "batch", "unit_0", "unit_1", "unit_2", "unit_3"]
    assert (body[0][0], len(body)) == (first, rows)


def test_an_existing_file_is_replaced_only_after_asking(driver, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    driver.type("a.png")
    driver.write()
    assert path.read_bytes() == b"old"
    assert driver.status == f"{path} is there already. Replace it?"
    assert driver.button("write").text() == "R&eplace"
    driver.write()
    assert path.read_bytes().startswith(b"\x89PNG")
    assert driver.button("write").text() == "&Export"


def test_another_name_takes_the_question_back(driver, tmp_path):
    (tmp_path / "a.png").write_bytes(b"old")
    driver.type("a.png")
    driver.write()
    driver.type("b.png")
    assert driver.button("write").text() == "&Export"
    driver.write()
    assert (tmp_path / "b.png").exists()
    assert (tmp_path / "a.png").read_bytes() == b"old"


def test_a_failure_is_said_in_one_sentence_and_the_dialog_stays(driver, tmp_path):
    driver.type(f"{tmp_path}/nowhere/a.png")
    driver.write()
    assert driver.status.startswith(f"{tmp_path}/nowhere/a.png was not written: there is no folder")
    assert driver.dialog.isVisible()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x" * 300 + ".png", "the name is too long; choose a shorter one"),
        ("~nobody-of-that-name/x.png", "there is no folder"),
    ],
)
def test_a_name_that_cannot_be_is_said_and_raises_nothing(driver, name, reason):
    driver.type(name)
    driver.write()
    assert reason in driver.status


def test_a_full_disk_in_a_table_is_said_and_the_old_file_stays(driver, tmp_path, qtbot, monkeypatch):
    (tmp_path / "a.csv").write_text("old")

    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic.os, "fsync", full)
    driver.type("a.csv")
    driver.press("write")
    driver.press("write")
    qtbot.waitUntil(lambda: "the disk is full" in driver.status, timeout=10_000)
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.parametrize(("error", "said"), [(ZeroDivisionError("by zero"), "by zero"), (MemoryError(), "MemoryError")])
def test_an_error_of_any_kind_while_drawing_is_no_success(driver, tmp_path, monkeypatch, error, said):
    def fails(*args, **more):
        raise error

    monkeypatch.setattr(driver.dialog, "_look", lambda: None)
    monkeypatch.setattr(Figure, "paint", fails)
    driver.type("a.png")
    driver.write()
    assert driver.status == f"{tmp_path}/a.png was not written: {said}"


def test_a_large_picture_leaves_the_window_alive_while_it_is_drawn(driver, tmp_path, monkeypatch):
    threads = []
    paint = Figure.paint

    def noted(figure, *args, **more):
        threads.append(QThread.currentThread() is QApplication.instance().thread())
        paint(figure, *args, **more)

    monkeypatch.setattr(driver.dialog, "_look", lambda: None)
    monkeypatch.setattr(Figure, "paint", noted)
    driver.type("a.png")
    driver.choose("scale", "4×")
    driver.write()
    assert threads == [False]
    assert QImage(str(tmp_path / "a.png")).width() == 3600


def test_an_unknown_suffix_names_those_that_do(driver, tmp_path):
    driver.type("a.jpg")
    driver.press("write")
    assert ".png, .svg, .pdf, .csv" in driver.status
    assert list(tmp_path.iterdir()) == []


def test_the_tab_key_goes_through_the_choices_as_they_are_listed(driver):
    driver.box("what").setFocus()
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget().accessibleName())
        QTest.keyClick(driver.dialog.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["What", "Timesteps", "Format", "Size", "Colours", "File"]


def test_browsing_takes_the_name_the_format_and_the_leave_to_replace(driver, tmp_path, monkeypatch):
    path = tmp_path / "b.svg"
    path.write_text("old")
    monkeypatch.setattr(export_form, "ask_to_save", lambda *args: str(path))
    driver.press("browse")
    assert driver.box("format").currentData() == ".svg"
    driver.write()
    assert path.read_text().startswith("<?xml")


def test_cancelling_a_long_table_leaves_nothing(driver, tmp_path, monkeypatch):
    from rnnviz.export.table import Table

    def endless():
        return Table(("n",), ((n,) for n in iter(int, 1)))

    monkeypatch.setattr(driver.dialog._form, "table_of", lambda figure: endless)
    monkeypatch.setattr(driver.dialog, "_look", lambda: None)
    driver.type("a.csv")
    driver.press("write")
    assert driver.button("close").text() == "Cancel"
    driver.press("close")
    QApplication.processEvents()
    assert driver.status == "Cancelled; nothing was written."
    assert driver.dialog.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_copied_at_the_chosen_scale(driver):
    driver.choose("scale", "1×")
    driver.press("copy")
    assert QGuiApplication.clipboard().image().width() == 900
    assert driver.status == "The picture is on the clipboard."


def test_copying_from_the_menu_needs_no_dialog(stack):
    assert copy_picture(stack)
    assert QGuiApplication.clipboard().image().width() == 1800


def test_with_nothing_recorded_there_is_nothing_to_export(qtbot, tmp_path):
    stack = PlotStack(DARK)
    qtbot.addWidget(stack)
    stack.show_recording(echo_recording(0))
    dialog = ExportDialog(stack, None, tmp_path)
    qtbot.addWidget(dialog)
    assert not copy_picture(stack)
    driver = Driver(dialog, qtbot)
    assert not driver.button("write").isEnabled()
    assert "nothing to export yet" in driver.status


def test_the_preview_shows_what_will_be_written(driver, qtbot):
    preview = driver.dialog.findChild(QLabel, "export-preview")
    qtbot.waitUntil(lambda: not preview.pixmap().isNull())
    before = preview.pixmap().toImage()
    driver.choose("colours", "Light")
    qtbot.waitUntil(lambda: preview.pixmap().toImage() != before)
    driver.choose("format", "CSV")
    qtbot.waitUntil(lambda: "timestep" in preview.text())


def test_every_part_can_be_reached_by_the_keyboard_and_has_a_name(driver):
    for name in ("what", "format", "scale", "colours", "range", "file"):
        part = driver.dialog.findChild(QWidget, f"export-{name}")
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert part.accessibleName()
    for name in ("browse", "copy", "close", "write"):
        assert driver.button(name).focusPolicy() & Qt.FocusPolicy.TabFocus
    assert driver.button("write").isDefault()


def test_escape_closes(driver):
    QTest.keyClick(driver.dialog, Qt.Key.Key_Escape)
    assert not driver.dialog.isVisible()
