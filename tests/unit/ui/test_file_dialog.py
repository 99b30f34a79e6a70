import pytest
from fake_recording import echo_recording
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHeaderView, QMessageBox, QTreeView, QWidget

from rnnviz.ui.file_dialog import FileDialog, ask_to_open, ask_to_open_recording, ask_to_save, suggested_name


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def recording(tmp_path):
    folder = tmp_path / "echo.rnnviz"
    (folder / "0").mkdir(parents=True)
    return folder


@pytest.fixture
def act():
    """Has something done with the dialog as soon as it shows, and hides it whatever became of that."""

    def later(deed):
        def do():
            dialog = QApplication.activeModalWidget()
            try:
                deed(dialog)
            finally:
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(0, do)

    return later


def answers(monkeypatch, answer):
    monkeypatch.setattr(QMessageBox, "question", lambda *args: answer)


def test_what_is_suggested_may_be_taken_as_it_is(window, act, tmp_path):
    act(lambda dialog: dialog.accept())
    assert ask_to_save(window, "Save", "a.csv", "CSV (*.csv);;PNG (*.png)", "PNG (*.png)") == str(tmp_path / "a.csv")


def test_who_cancels_gets_nothing(window, act):
    act(lambda dialog: dialog.reject())
    assert ask_to_save(window, "Save", "a.csv", "CSV (*.csv)") == ""
    act(lambda dialog: dialog.reject())
    assert ask_to_open_recording(window) == ""


def test_a_file_of_data_is_found_in_its_folder(window, act, tmp_path):
    (tmp_path / "tides.csv").write_text("a\n1\n")

    def choose(dialog):
        dialog.selectFile("tides.csv")
        dialog.accept()

    act(choose)
    assert ask_to_open(window, "Choose a file", str(tmp_path), "Data (*.csv)") == str(tmp_path / "tides.csv")


def test_a_double_click_opens_the_recording_and_not_the_folder_of_its_arrays(window, act, recording):
    act(lambda dialog: dialog.directoryEntered.emit(str(recording)))
    assert ask_to_open_recording(window) == str(recording)


def test_another_folder_is_gone_into(window, act, tmp_path):
    act(lambda dialog: dialog.directoryEntered.emit(str(tmp_path)))
    assert ask_to_open_recording(window) == ""


@pytest.mark.parametrize("deed", [FileDialog.accept, lambda dialog: dialog.directoryEntered.emit("echo.rnnviz")])
def test_a_recording_that_is_there_is_replaced_once_the_user_agrees(window, act, recording, monkeypatch, deed):
    monkeypatch.setattr(FileDialog, "_enter", lambda self, folder: self._take(str(recording)))
    answers(monkeypatch, QMessageBox.StandardButton.No)
    act(deed)
    assert ask_to_save(window, "Save", "echo.rnnviz", "Recordings (*.rnnviz)") == ""
    answers(monkeypatch, QMessageBox.StandardButton.Yes)
    act(deed)
    assert ask_to_save(window, "Save", "echo.rnnviz", "Recordings (*.rnnviz)") == str(recording)


def test_who_does_not_agree_may_choose_another_name(window, act, recording, monkeypatch, tmp_path):
    answers(monkeypatch, QMessageBox.StandardButton.No)

    def choose(dialog):
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.directory().path() == str(tmp_path)
        dialog.selectFile("other.rnnviz")
        dialog.accept()

    act(choose)
    assert ask_to_save(window, "Save", "echo.rnnviz", "Recordings (*.rnnviz)") == str(tmp_path / "other.rnnviz")


def test_all_columns_have_the_room_that_they_need(window, act, tmp_path):
    seen = []

    def look(dialog):
        header = dialog.findChild(QTreeView).header()
        seen.append([header.sectionResizeMode(column) for column in range(header.count())])
        assert dialog.width() >= 860

    act(look)
    ask_to_save(window, "Save", "a.csv", "CSV (*.csv)")
    assert seen[0][0] == QHeaderView.ResizeMode.Stretch
    assert set(seen[0][1:]) == {QHeaderView.ResizeMode.ResizeToContents}


def test_a_name_tells_what_was_run():
    recording = echo_recording(1)
    assert suggested_name(recording) == "echo-stateful"
    assert suggested_name(recording, "loss") == "echo-stateful-loss"
    assert suggested_name(None) == "rnnviz"
