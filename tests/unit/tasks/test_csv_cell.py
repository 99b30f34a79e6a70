import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import DataError, Series, channels
from rnnviz.tasks.csv_cell import is_number, undressed


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("$5", "5"), ("5 €", "5"), ("£5.25", "5.25"), ("USD 12", "12"), ("5%", "5"), ("-3,5 %", "-3.5"), ("21°C", "21"),
        ("1.234,5", "1234.5"), ("1,234,567.8", "1234567.8"), ("1'234", "1234"), ("12 345", "12345"), ("1,234", "1234"),
        ("$1,234.50", "1234.50"), ("$1.234", "1.234"), ("€1.234.567", "1234567"),
    ],
)  # fmt: skip
def test_a_number_in_other_clothes_is_told_apart(cell, plain):
    assert undressed(cell) == plain
    assert is_number(plain, ",")


@pytest.mark.parametrize(
    "cell", ["", "five", "2024-01-03", "12:30", "1.2.2024", "5 apples", "1.2345,6", "1,234.567,8", "$", "--5", "a5"]
)
def test_dates_times_and_words_are_no_numbers_in_other_clothes(cell):
    assert undressed(cell) is None


@given(st.text(max_size=12))
def test_what_is_found_under_the_clothes_is_always_a_number(cell):
    plain = undressed(cell)
    assert plain is None or is_number(plain, ",")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("price\n$5\n$6\n", "line 2, column 1: '$5' is not a plain number; write 5, and so in the whole column"),
        ("a,share\nx,5%\ny,6%\n", "line 2, column 2: '5%' is not a plain number; write 5, and so in the whole column"),
        (
            "wert;x\n1.234,5;9.999,5\n2.345,5;8.888,5\n",
            "line 2, column 1: '1.234,5' is not a plain number; write 1234.5, and so in the whole column",
        ),
        ('x\n"1,234"\n', "line 2, column 1: '1,234' is not a plain number; write 1234, and so in the whole column"),
        ("x\n1\n2\n$3\n4\n", "line 4, column 1 (x): '$3' is not a plain number; write 3, and so in the whole column"),
    ],
)  # fmt: skip
def test_a_file_of_such_numbers_gets_the_place_and_the_way_out(tmp_path, content, sentence):
    file = tmp_path / "prices.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Series(file=str(file)).lengths  # noqa: B018
    assert str(caught.value) == f"{file}, {sentence}"


def test_a_decimal_comma_between_semicolons_beside_such_a_number_is_still_read(tmp_path):
    file = tmp_path / "both.csv"
    file.write_text("Umsatz;Pegel\n" + "".join(f"1.{n:03d},50 €;{n},5\n" for n in range(40)), encoding="utf-8")
    assert channels(str(file)) == ["Pegel"]
    values, _ = Series(file=str(file)).chunks(0, np.zeros(1, np.int64), np.zeros(1, np.int64), 5)
    assert (np.diff(values[0, :, 0]) > 0).all()
