import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QMainWindow

from rnnviz.choices import File, OneOf, OneOfOrNumber, Real, Whole, Words
from rnnviz.ui.combo import Combo
from rnnviz.ui.field import Field
from rnnviz.ui.file_edit import FileEdit
from rnnviz.ui.name_or_number_edit import NameOrNumberEdit
from rnnviz.ui.number_edit import NumberEdit
from rnnviz.ui.segments import Segments
from rnnviz.ui.words_edit import WordsEdit

RESET = OneOfOrNumber("Reset", "batches", "When.", ("never", "epoch"), 1, 99)


@pytest.fixture
def shown(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


def type_in(qtbot, editor, text):
    editor.lineEdit().selectAll()
    qtbot.keyClicks(editor.lineEdit(), text)


def test_a_whole_number_is_read_with_or_without_thousands_separators(qtbot, shown):
    editor = shown(NumberEdit(True, 0, 10**9))
    for text, value in (("1234", 1234), ("1,234", 1234), ("1_234", 1234), ("-5", -5)):
        type_in(qtbot, editor, text)
        assert editor.value() == value
        assert isinstance(editor.value(), int)


def test_what_is_no_number_is_given_as_it_was_typed(qtbot, shown):
    editor = shown(NumberEdit(True, 0, 10))
    for text in ("", "1.5", "e"):
        editor.lineEdit().setText(text)
        assert editor.value() == text


def test_a_real_number_takes_points_commas_and_exponents(qtbot, shown):
    editor = shown(NumberEdit(False, 0, 10))
    for text, value in (("0.5", 0.5), ("0,5", 0.5), ("1e-3", 1e-3), ("2", 2.0)):
        type_in(qtbot, editor, text)
        assert editor.value() == value


def test_up_and_down_step_whole_numbers_within_their_bounds(qtbot, shown):
    editor = shown(NumberEdit(True, 1, 3))
    editor.set_value(2)
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(editor, Qt.Key.Key_Up)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert editor.value() == 3
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.value() == 1


def test_up_and_down_step_real_numbers_along_one_two_five(qtbot, shown):
    editor = shown(NumberEdit(False, 0.0, 10.0))
    editor.set_value(0.005)
    seen = []
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Up)
        seen.append(editor.value())
    assert seen == [0.01, 0.02, 0.05, 0.1]
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.value() == 0.002


def test_real_numbers_step_down_to_nought_and_up_again(qtbot, shown):
    editor = shown(NumberEdit(False, 0.0, 10.0))
    editor.set_value(1e-5)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.value() == 0.0
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert editor.value() == 1e-5


def wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    widget.wheelEvent(event)
    return event


@pytest.mark.parametrize("make", [lambda: NumberEdit(True, 0, 9), lambda: Combo({"a": 1, "b": 2})])
def test_the_wheel_over_a_field_that_was_not_chosen_scrolls_the_panel(qtbot, shown, make):
    editor = shown(make())
    editor.clearFocus()
    before = editor.value()
    assert not wheel(editor).isAccepted()
    assert editor.value() == before


def test_setting_a_value_tells_of_no_change(qtbot, shown):
    for editor, value in (
        (NumberEdit(True, 0, 9), 3),
        (Combo({"a": 1, "b": 2}), 2),
        (Segments({"x": "", "y": ""}), "y"),
        (FileEdit((".csv",)), "a.csv"),
        (WordsEdit(), "words"),
        (NameOrNumberEdit(RESET), 7),
        (NameOrNumberEdit(RESET), "epoch"),
        (NameOrNumberEdit(RESET), 0.25),
    ):
        shown(editor)
        with qtbot.assertNotEmitted(editor.changed):
            editor.set_value(value)
        assert editor.value() == value


def test_headings_in_a_list_of_names_cannot_be_chosen(qtbot, shown):
    combo = shown(Combo({}))
    combo.set_groups({"": {"own": None}, "letters": {"a": 1}, "digits": {"one": 2, "two": 3}})
    assert [combo.itemText(row) for row in range(combo.count())] == ["own", "letters", "a", "digits", "one", "two"]
    assert combo.value() is None
    assert combo.currentText() == "own"
    combo.set_value(2)
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert combo.currentText() == "a"
    combo.set_groups({"letters": {"b": 4}})
    assert (combo.currentText(), combo.value()) == ("b", 4)


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_Home, "a"), (Qt.Key.Key_End, "two")])
@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.qt_log_ignore("This plugin does not support")  # windows in memory are never raised
def test_home_and_end_go_to_the_first_and_the_last_name_whatever_the_window_has_on_them(qtbot, opened, key, name):
    window = QMainWindow()
    qtbot.addWidget(window)
    combo = Combo({}, window)
    combo.set_groups({"letters": {"a": 1, "b": 2}, "digits": {"one": 3, "two": 4}})
    combo.set_value(3)
    window.setCentralWidget(combo)
    taken = []
    QShortcut(QKeySequence(key), window, lambda: taken.append(key))
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    combo.setFocus()
    if opened:
        combo.showPopup()
        qtbot.keyClick(combo.view(), key)
        qtbot.keyClick(combo.view(), Qt.Key.Key_Return)
    else:
        qtbot.keyClick(combo, key)
    assert combo.currentText() == name
    assert taken == []


def test_a_name_that_is_not_there_falls_back_to_the_first(shown):
    combo, segments = shown(Combo({"a": 1, "b": 2})), shown(Segments({"x": "", "y": ""}))
    combo.set_value(99)
    segments.set_value("z")
    assert (combo.value(), segments.value()) == (1, "x")


def test_a_click_on_a_segment_chooses_it(qtbot, shown):
    segments = shown(Segments({"stateless": "", "stateful": "The layer keeps it."}))
    button = segments._buttons["stateful"]
    with qtbot.waitSignal(segments.changed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert segments.value() == "stateful"
    assert button.toolTip() == "The layer keeps it."


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        (Whole("Units", "", "How many.", 1, 9), NumberEdit),
        (Real("Rate", "", "How fast.", 0.0, 1.0), NumberEdit),
        (OneOf("Cell", "", "Which.", ("SimpleRNN", "LSTM", "GRU")), Segments),
        (OneOf("Layout", "", "Which.", ("contiguous", "row-order", "shuffled")), Combo),
        (File("File", "", "Which.", (".csv",)), FileEdit),
        (Words("Name", "", "Which."), WordsEdit),
        (RESET, NameOrNumberEdit),
    ],
)
def test_each_kind_of_choice_has_its_editor(shown, choice, kind):
    field = shown(Field.of(choice))
    assert type(field.widget) is kind
    assert field.widget.accessibleName() == choice.label
    assert field.widget.toolTip() == choice.help


def test_a_refused_value_is_outlined_with_the_reason_under_it_until_it_is_mended(shown):
    field = shown(Field.of(Whole("Units", "", "How many.", 1, 9)))
    field.set_value(10)
    assert not field.check()
    assert field.reason == "Choose a whole number from 1 to 9"
    assert field.widget.property("refused")
    field.set_value(9)
    assert field.check()
    assert field.reason == ""
    assert not field.widget.property("refused")


def test_a_reason_goes_with_the_value_that_it_spoke_of(qtbot, shown):
    field = shown(Field.of(File("File", "", "Which.", (".csv",))))
    field.set_value("tide.csv")
    field.refuse("there is no such file")
    qtbot.keyClicks(field.widget.line, "x")
    assert field.reason == ""
    number = shown(Field.of(Whole("Units", "", "How many.", 1, 9)))
    type_in(qtbot, number.widget, "10")
    assert not number.check()
    type_in(qtbot, number.widget, "-1")
    assert number.reason == "Choose a whole number from 1 to 9"
    type_in(qtbot, number.widget, "3")
    assert number.reason == ""


def test_of_a_long_path_the_end_is_read_and_the_tooltip_has_it_whole(qtbot, shown):
    editor = shown(FileEdit((".csv",)))
    editor.resize(200, editor.sizeHint().height())
    editor.set_value("/home/somebody/measurements/of/the/year/seattle.csv")
    assert editor.line.shown.startswith("…")
    assert editor.line.shown.endswith("seattle.csv")
    assert editor.line.toolTip() == editor.value()
    editor.set_value("a.csv")
    assert editor.line.shown == "a.csv"
    qtbot.keyClicks(editor.line, "x")
    assert editor.line.toolTip() == "a.csvx"


def test_a_field_that_is_greyed_out_says_why_and_refuses_nothing(shown):
    field = shown(Field.of(Whole("Units", "", "How many.", 1, 9)))
    field.set_value(99)
    field.set_enabled(False, "There are no units.")
    assert field.check()
    assert field.toolTip() == "There are no units."
    field.set_enabled(True)
    assert field.widget.toolTip() == "How many."
