import csv
import io
import itertools
import os

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment
from rnnviz.tasks import DataError, Series, channels
from rnnviz.tasks.cutting import Cut

moments = itertools.count()


def rewrite(path, raw):
    """Write a file that is newer than it was, even if the clock has not moved on since."""
    path.write_bytes(raw)
    os.utime(path, ns=(0, next(moments)))


@pytest.fixture
def series(tmp_path):
    """Writes a .csv (text, bytes) or a .npy (array) and makes the task of it."""

    def write(content, **chosen):
        path = tmp_path / ("own.npy" if isinstance(content, np.ndarray) else "own.csv")
        if isinstance(content, np.ndarray):
            np.save(path, content)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Series(file=str(path), **chosen)

    return write


def read(task):
    """The whole sequence, inputs and the last target."""
    (steps,) = task.lengths
    inputs, targets = task.chunks(0, np.array(0), np.array(0), steps)
    np.testing.assert_array_equal(inputs[1:], targets[:-1])
    return np.append(inputs[:, 0], targets[-1, 0])


def standard(values):
    return (np.array(values) - np.mean(values)) / np.std(values)


def refusal(task):
    with pytest.raises(DataError) as caught:
        task.lengths  # noqa: B018
    error = caught.value
    assert error.file == task.file
    assert str(error) == f"{task.file}{', ' if error.place else ''}{error.place}: {error.problem}; {error.remedy}"
    return str(error).removeprefix(task.file)


WEATHER = """time,rain,sun
2010-01-01,1.5,20
2010-01-02,2.5,10
2010-01-03,0.5,30
2010-01-04,4.0,10
"""


def test_the_network_reads_the_file_in_the_standard_units_of_what_is_trained_on(series):
    task = series("1\n2\n4\n3\n900\n")
    assert task.lengths == (4,)
    np.testing.assert_allclose(read(task), standard([1, 2, 4, 3, 900]), rtol=1e-6)
    measured = task.measured_on(3)
    assert measured.lengths == (4,)
    np.testing.assert_allclose(read(measured)[:4], standard([1, 2, 4, 3]), rtol=1e-6)
    assert read(measured)[4] > 500


def test_the_target_is_the_next_value_wherever_a_chunk_is_cut(series):
    task = series(np.arange(100.0) ** 2)
    assert task.lengths == (99,)
    whole = read(task)
    start = np.array([[0, 50], [7, 94]])
    inputs, targets = task.chunks(0, np.zeros_like(start), start, 5)
    assert inputs.shape == targets.shape == (2, 2, 5, 1)
    assert inputs.dtype == targets.dtype == np.float32
    for at in np.ndindex(2, 2):
        np.testing.assert_array_equal(inputs[*at, :, 0], whole[start[at] : start[at] + 5])
        np.testing.assert_array_equal(targets[*at, :, 0], whole[start[at] + 1 : start[at] + 6])


def test_it_is_one_number_in_and_one_out_with_no_known_floor(series):
    task = series(WEATHER)
    assert (task.features, task.outputs, task.symbols, task.floor(Cut(10))) == (1, 1, None, None)


@pytest.mark.parametrize(
    ("content", "names", "first"),
    [
        (WEATHER, ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER.replace(",", "\t"), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER.replace(",", ";").replace(".", ","), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER.replace(",", ";"), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER.replace("\n", "\r\n"), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("\ufeff" + WEATHER, ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER.split("\n", 1)[1], ["2", "3"], [1.5, 2.5, 0.5, 4.0]),
        ("# from a station\n# in the hills\n\n" + WEATHER, ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        (WEATHER + ",,\n,,\n\n", ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("3\n1\n2", ["1"], [3, 1, 2]),
        ("3\n\n1\n   \n2\n", ["1"], [3, 1, 2]),
        ("rain\n3\n1\n2", ["rain"], [3, 1, 2]),
        ('"rain, mm","sun"\n"1.5",2\n3,4\n2,1\n', ["rain, mm", "sun"], [1.5, 3, 2]),
        ('"1,5";2\n"3,5";4\n"2,5";1\n', ["1", "2"], [1.5, 3.5, 2.5]),
        ('place,rain\n"two\nlines",1\nb,3\nc,2\n', ["rain"], [1, 3, 2]),
        ("a,a,b\n3,1,5\n1,2,7\n2,1,5\n", ["1", "2", "b"], [3, 1, 2]),
        (",rain\n0,3\n1,1\n2,2\n3,5\n", ["rain", "1"], [3, 1, 2, 5]),
        ("year,rain\n1999,3\n2000,1\n2002,2\n", ["rain", "year"], [3, 1, 2]),
        ("seconds,rain\n0.1,3\n0.2,1\n0.3,2\n", ["rain", "seconds"], [3, 1, 2]),
        ("rain,sun\n0.1,3\n0.2,1\n0.4,2\n", ["rain", "sun"], [0.1, 0.2, 0.4]),
        ("1\n2\n3\n4\n", ["1"], [1, 2, 3, 4]),
        ("sep=;\n" + WEATHER.replace(",", ";").replace(".", ","), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("sep=,\n" + WEATHER, ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("\ufeffSEP=\t\r\n" + WEATHER.replace(",", "\t"), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ('"sep=|"\n' + WEATHER.replace(",", "|") + "||\n", ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("sep=;;;\n" + WEATHER.replace(",", ";"), ["rain", "sun"], [1.5, 2.5, 0.5, 4.0]),
        ("sep=;\n3;1,5\n1;2,5\n2;0,5\n", ["1", "2"], [3, 1, 2]),
        ("sep=\n3\n1\n2\n", ["sep="], [3, 1, 2]),
        ("-1e-3,+2E2\n.5,-0\n1.,7\n", ["1", "2"], [-0.001, 0.5, 1.0]),
    ],
)
def test_a_csv_is_understood_in_any_of_its_dialects(series, content, names, first):
    task = series(content)
    assert channels(task.file) == names
    np.testing.assert_allclose(read(task), standard(first), rtol=1e-5)


@pytest.mark.parametrize(("channel", "values"), [("", 1), ("rain", 1), ("sun", 2), ("2", 1), (" 3 ", 2)])
def test_a_channel_is_chosen_by_name_or_by_number(series, channel, values):
    table = np.array(
        [[float(cell) for cell in row[1:]] for row in csv.reader(io.StringIO(WEATHER)) if row[1] != "rain"]
    )
    task = series(WEATHER, channel=channel)
    np.testing.assert_allclose(read(task), standard(table[:, values - 1]), rtol=1e-5)


def test_the_column_that_numbers_the_rows_can_be_chosen_all_the_same(series):
    task = series("year,rain\n1999,3\n2000,1\n2002,2\n", channel="year")
    np.testing.assert_allclose(read(task), standard([1999, 2000, 2002]), rtol=1e-5)


@pytest.mark.parametrize(
    ("channel", "problem"),
    [
        ("snow", "{file} has no such column: choose one of rain, sun"),
        ("0", "{file} has no such column: choose one of rain, sun"),
        ("4", "{file} has no such column: choose one of rain, sun"),
        ("9" * 400, "{file} has no such column: choose one of rain, sun"),
        ("time", "this column of {file} holds labels, as '2010-01-01', and no numbers: choose one of rain, sun"),
        ("1", "this column of {file} holds labels, as '2010-01-01', and no numbers: choose one of rain, sun"),
    ],
)
def test_a_channel_that_cannot_be_read_is_refused_with_those_that_can(series, channel, problem):
    task = series(WEATHER, channel=channel)
    with pytest.raises(ChoiceError) as caught:
        task.lengths  # noqa: B018
    assert caught.value.field == "task.channel"
    assert caught.value.remedy == problem.format(file=task.file)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", ": it is empty; choose a file with something in it"),
        ("\n \n", ": it holds no rows; choose a file with a number in each line"),
        ("rain\n", ", line 1: there are no numbers, only 'rain'; put a number in each line"),
        ("1," * 20_000 + "1\n", ", line 1: it has 20,001 cells; put one timestep in each line"),
        ("5\n", ": it holds only one timestep; put one timestep in each line or row, at least two"),
        ("1,2,3,4\n", ": it holds only one timestep; put one timestep in each line or row, at least two"),
        (
            "Dear diary,\ntoday it rained\n",
            ", line 2, column 1: 'today it rained' is not a number;"
            " choose a file with a number in each line, with commas, semicolons or tabs in between",
        ),
        (
            "rain\n1\n2\nmuch\n3\n",
            ", line 4, column 1 (rain): 'much' is not a number; mend the cell or leave its line out",
        ),
        (
            "time,rain\n\na,1\nb,2\n\nc,\nd,3\n",
            ", line 6, column 2 (rain): there is no number in the cell; mend the cell or leave its line out",
        ),
        (
            "a,1\nb,2\nc\n",
            ", line 3: this line has 1 cell and the first one has 2; give every line the same number of cells",
        ),
        (
            "Rain in the hills\ntime,rain\na,1\n",
            ", line 2, column 1: 'time' is not a number;"
            " choose a file with a number in each line, with commas, semicolons or tabs in between",
        ),
        (
            "rain sun\n1 2\n3 4\n",
            ", line 2, column 1: the numbers seem to stand between spaces; put commas, semicolons or tabs between them",
        ),
        (
            "1|2\n3|4\n",
            ", line 2, column 1: the numbers seem to stand between |; put commas, semicolons or tabs between them",
        ),
        (
            "1\n2\nnan\n4\n",
            ", line 3, column 1: the number is nan; fill the gap or leave the row out",
        ),
        (
            "a;1\nb;nan\nc;inf\nd;nan\n",
            ", line 2, column 2: the number is nan, the first of 3 that are missing or infinite;"
            " fill the gap or leave the row out",
        ),
        ("rain\nnan\nnan\n", ", line 2, column 1 (rain): the column holds nothing but nan; choose another channel"),
        (
            "rain\n5\n5\n5\n5\n5\n",
            ", line 2, column 1 (rain): all 5 numbers are 5; choose another channel",
        ),
        (
            'a,"b\n1,2\n',
            ", line 2: it is no row of a table (unexpected end of data); close every quote and put one row on a line",
        ),
        ("sep=;\n1;2\nx;3\n4;5\n", ", line 3, column 1: 'x' is not a number; mend the cell or leave its line out"),
        ("sep=;\n", ": it holds no rows; choose a file with a number in each line"),
        (b"rain\n1\n\xb0C\n", ", line 3, column 1: the byte 0xb0 is not UTF-8; save the file as UTF-8"),
        (
            b"\x7fELF\x00\x01",
            ", line 1, column 5: there is a zero byte, so it is not a text; choose a text file, saved as UTF-8",
        ),
    ],
)
def test_a_csv_that_cannot_be_learned_from_gets_a_sentence_with_the_place(series, content, sentence):
    assert refusal(series(content)) == sentence


def test_a_training_part_without_a_scale_is_refused(series):
    with pytest.raises(DataError) as caught:
        series("5\n5\n5\n6\n").measured_on(2)
    assert caught.value.problem == "all 3 numbers before the part kept for validation are 5"
    assert caught.value.remedy == "choose another channel, or a smaller share"


def test_validation_does_not_touch_the_scale_of_the_training(series):
    chunking = Chunking(length=2, batch_size=1, validation=0.5)
    kept = Experiment(task=series("1\n2\n4\n3\n5\n900\n7\n800\n9\n"), chunking=chunking)
    cells = kept.plan().cells(0, 4)
    inputs, _ = kept.read(cells)
    assert cells.validates.tolist() == [False, False, True, True]
    np.testing.assert_allclose(inputs.ravel()[:4], standard([1, 2, 4, 3, 5])[:4], rtol=1e-5)


def test_a_wide_cell_is_cut_short_in_the_sentence(series):
    assert len(refusal(series("1\n2\n3\n" + "x" * 5000))) < 120
    assert "field larger than field limit" in refusal(series("x" * 200_000 + "\n1\n"))


def test_a_bad_cell_in_a_channel_that_is_not_read_does_no_harm(series):
    content = "rain,sun\n1,1\n2,much\n3,3\n4,nan\n5,5\n"
    assert series(content, channel="rain").lengths == (4,)
    assert "line 3, column 2 (sun)" in refusal(series(content, channel="sun"))


@pytest.mark.parametrize(
    "values",
    [
        [1e308, -1e308, 5e307],
        [5e-324, 0.0, 5e-324, 1e-323],
        [1e9, 1e9 + 1e-6, 1e9],
        [1.0, np.nextafter(1.0, 0.0), 1.0],
        [-(10**300), 0, 0, 0],
    ],
)
def test_numbers_of_any_size_are_brought_to_the_same_scale(series, values):
    scaled = read(series(np.array(values, np.float64)))
    assert np.isfinite(scaled).all()
    assert scaled.mean() == pytest.approx(0, abs=1e-2)
    assert scaled.std() == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "<f2", ">f4", "f8", "g"])
def test_an_array_of_any_real_numbers_is_read(series, dtype):
    task = series(np.array([0, 1, 1, 0, 1], dtype))
    np.testing.assert_allclose(read(task), standard([0, 1, 1, 0, 1]), rtol=1e-6)


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_channels_of_an_array_are_its_columns(series, order):
    table = np.asarray(np.random.default_rng(0).normal(size=(50, 3)), order=order)
    task = series(table, channel="2")
    assert channels(task.file) == ["1", "2", "3"]
    np.testing.assert_allclose(read(task), standard(table[:, 1]), rtol=1e-4, atol=1e-6)


SAVE = "save an array of numbers with numpy.save"


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.array([1, None]), f": it holds pickled Python objects, which are not read for safety's sake; {SAVE}"),
        (np.array([1j, 2]), ": its numbers are complex; save real and imaginary part as two columns"),
        (np.array(["rain"]), f": it holds text in place of numbers; {SAVE}"),
        (np.array(["2010-01-01"], "M8[D]"), f": it holds dates in place of numbers; {SAVE}"),
        (np.zeros((4, 2, 3)), ": its shape is (4, 2, 3); save it as (timesteps,) or (timesteps, channels)"),
        (np.zeros(()), ": its shape is (); save it as (timesteps,) or (timesteps, channels)"),
        (np.zeros((0, 3)), f": there are no numbers in its shape (0, 3); {SAVE}"),
        (np.zeros((5, 0)), f": there are no numbers in its shape (5, 0); {SAVE}"),
        (np.zeros((3, 20_000)), ": it has 20,000 channels; save it as (timesteps,) or (timesteps, channels)"),
        (np.zeros(1), ": it holds only one timestep; put one timestep in each line or row, at least two"),
        (
            np.array([[1, 2], [3, np.nan], [4, 5]]),
            ", row 2, column 2: the number is nan; fill the gap or leave the row out",
        ),
        (np.full((4, 2), np.nan), ", row 1, column 2: the column holds nothing but nan; choose another channel"),
        (
            np.longdouble("1e4000") * np.arange(1, 5),
            ", row 1, column 1: the column holds nothing but inf; choose another channel",
        ),
        (
            np.ones((6, 2)),
            ", row 1, column 2: all 6 numbers are 1; choose another channel",
        ),
    ],
)
def test_an_array_that_cannot_be_learned_from_gets_a_sentence(series, array, sentence):
    channel = "2" if array.ndim == 2 and 1 < array.shape[1] < 10 else ""
    assert refusal(series(array, channel=channel)) == sentence


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda raw: raw[:-3], f": it is too short for its shape (10,); {SAVE} again"),
        (lambda raw: raw[:40], f": its header is damaged; {SAVE} again"),
        (lambda raw: raw.replace(b"(10,)", b"[10 ]"), f": its header is damaged; {SAVE} again"),
        (lambda raw: raw.replace(b"<f8", b"<q9"), f": its header is damaged; {SAVE} again"),
        (lambda raw: raw.replace(b"\x01\x00", b"\x09\x00", 1), f": its header is damaged; {SAVE} again"),
        (lambda raw: raw.replace(b"(10,)", b"(-1,)"), f": there are no numbers in its shape (-1,); {SAVE}"),
        (lambda raw: b"1\n2\n3\n", f": it is no NumPy array; {SAVE}"),
        (lambda raw: b"PK\x03\x04" + raw, f": it is a .npz archive, not one array; {SAVE}"),
        (lambda raw: b"\x80\x04" + raw, f": it is a pickle, which is not read for safety's sake; {SAVE}"),
    ],
)
def test_a_damaged_or_foreign_npy_gets_a_sentence(series, tmp_path, spoil, sentence):
    task = series(np.arange(10.0))
    path = tmp_path / "own.npy"
    path.write_bytes(spoil(path.read_bytes()))
    assert refusal(task) == sentence


def test_an_array_too_long_for_memory_is_refused_unread(tmp_path):
    path = tmp_path / "long.npy"
    np.lib.format.open_memmap(path, mode="w+", dtype=np.int8, shape=(100_000_001,))
    assert refusal(Series(file=str(path))) == ": it has 100,000,001 timesteps; save at most 100,000,000 of them"


def test_an_npy_that_may_not_be_opened_gets_a_sentence(series, tmp_path, monkeypatch):
    task = series(np.arange(10.0))

    def refuse(self, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "open", refuse)
    assert refusal(task) == ": it cannot be read (Permission denied); check who may read it, or choose another file"


def test_a_file_that_changes_is_read_again(series):
    assert series("1\n2\n3\n4\n").lengths == (3,)
    assert series("1\n2\n3\n4\n5\n6\n7\n").lengths == (6,)


def test_a_file_is_parsed_once_for_all_parts_to_train_on(series, monkeypatch):
    task = series("1\n2\n3\n4\n5\n")
    assert task.lengths == (4,)
    monkeypatch.setattr("rnnviz.tasks.csv_file.read_text", lambda source: pytest.fail("read again"))
    assert task.measured_on(2).lengths == (4,)


def test_a_series_too_short_for_one_batch_is_refused_with_what_would_do(series):
    experiment = Experiment(task=series(np.arange(100.0)), chunking=Chunking(length=10, batch_size=16))
    with pytest.raises(ChoiceError) as caught:
        experiment.plan()
    assert str(caught.value) == (
        "chunking.batch_size is 16: the data fill only 9 chunks of 10 steps: "
        "choose at most 9 slots, or shorter chunks, or a longer file than own.npy"
    )


def test_a_file_that_shrank_behind_our_back_is_said(series):
    task = series("\n".join(map(str, range(50))))
    start = np.array([task.lengths[0] - 5])
    series("1\n2\n3\n")
    with pytest.raises(DataError, match="it has shrunk to 3 timesteps during the run; start the run again"):
        task.chunks(0, np.zeros_like(start), start, 5)


numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


@given(
    table=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=2, max_size=30)
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
    heading=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_table_that_was_written_is_read_back(tmp_path_factory, table, delimiter, heading, newline):
    values = np.array(table)
    index = int(np.argmax(values.std(axis=0)))
    assume(np.ptp(values[:, index]) > 0)
    # A lone column with decimal commas cannot be told from two columns of whole numbers.
    assume(delimiter != ";" or len(table[0]) > 1)
    rows = [[f"{number:.3f}" for number in row] for row in table]
    if delimiter == ";":
        rows = [[cell.replace(".", ",") for cell in row] for row in rows]
    if heading:
        rows.insert(0, [f"channel {letter}" for letter in "abcd"[: len(table[0])]])
    path = tmp_path_factory.getbasetemp() / "table.csv"
    rewrite(path, newline.join(delimiter.join(row) for row in rows).encode())
    task = Series(file=str(path), channel=str(index + 1))
    np.testing.assert_allclose(read(task), standard(values[:, index]), rtol=1e-4, atol=1e-4)


def outcome(path):
    """Whether there is a channel to read, or what is wrong; nothing else may be raised."""
    try:
        names = channels(str(path))
        return [read(Series(file=str(path), channel=name)) for name in names], None
    except DataError as error:
        return None, error


near_csv = st.text(st.sampled_from('0123456789.,;\t"-+eE_#|\n\r ané'), max_size=120).map(lambda text: text.encode())
near_npy = st.builds(
    lambda header, body, version: b"\x93NUMPY" + version + len(header).to_bytes(2, "little") + header + body,
    st.one_of(
        st.binary(max_size=60),
        st.builds(
            "{{'descr': {}, 'fortran_order': {}, 'shape': {}}}\n".format,
            st.one_of(
                st.sampled_from(
                    ["'<f8'", "'|O'", "'>i2'", "'<c8'", "'|S3'", "[('a', '<f4')]", "None", "'|b1'", "'<f16'"]
                ),
                st.text(max_size=8).map(repr),
            ),
            st.sampled_from(["False", "True", "0"]),
            st.one_of(
                st.lists(st.integers(-2, 6), max_size=3).map(tuple).map(repr),
                st.sampled_from(["(10**30,)", "(1" + "0" * 30 + ",)", "[3]", "(True,)", "(((("]),
            ),
        ).map(lambda text: text.encode("utf-8", "replace")),
    ),
    st.binary(max_size=80),
    st.sampled_from([b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x07\x07"]),
)


@given(suffix=st.sampled_from([".csv", ".npy"]), raw=st.one_of(st.binary(max_size=100), near_csv, near_npy))
def test_any_content_is_a_series_or_a_data_error(tmp_path_factory, suffix, raw):
    path = tmp_path_factory.getbasetemp() / f"anything{suffix}"
    rewrite(path, raw)
    sequences, error = outcome(path)
    if error:
        assert str(error).startswith(str(path))
        assert "\n" not in str(error)
    else:
        assert len(sequences) >= 1
        assert all(np.isfinite(sequence).all() for sequence in sequences)


def test_the_sample_is_a_series_to_learn_from():
    assert channels("sample:seattle-temperatures.csv") == ["temperature_f"]
    values = read(Series())
    assert len(values) == 8759
    assert np.mean((values[1:] - values[:-1]) ** 2) < 0.03
