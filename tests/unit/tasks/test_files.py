import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz import resources
from rnnviz.choices import ChoiceError
from rnnviz.tasks import DataError
from rnnviz.tasks.files import Source, locate, read_text

SUFFIXES = (".csv", ".txt")


def refusal(file):
    with pytest.raises(DataError) as caught:
        read_text(locate(str(file), SUFFIXES))
    error = caught.value
    assert error.file == str(file)
    assert error.remedy
    assert str(error).count("\n") == 0
    return str(error).removeprefix(str(file))


def test_a_file_is_found_with_its_state(tmp_path):
    path = tmp_path / "tides.CSV"
    path.write_text("12345")
    found = locate(str(path), SUFFIXES)
    assert found == Source(str(path), path, path.stat().st_mtime_ns, 5)


def test_a_changed_file_is_another_source(tmp_path):
    path = tmp_path / "tides.csv"
    path.write_text("12345")
    first = locate(str(path), SUFFIXES)
    assert locate(str(path), SUFFIXES) == first
    os.utime(path, ns=(0, 1))
    assert locate(str(path), SUFFIXES) != first


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "tides.csv").write_text("1")
    assert locate("~/tides.csv", SUFFIXES).path == tmp_path / "tides.csv"


def test_a_sample_is_found_by_its_name():
    assert locate("sample:moby-dick.txt", SUFFIXES).path == resources.sample("moby-dick.txt")


def test_an_unknown_sample_is_refused_with_those_that_fit():
    assert refusal("sample:tides.csv") == (
        ": there is no such sample; choose one of sample:moby-dick.txt, sample:seattle-temperatures.csv"
    )
    with pytest.raises(DataError, match=r"choose one of sample:moby-dick\.txt$"):
        locate("sample:tides.txt", (".txt",))


@pytest.mark.parametrize("file", ["", "  "])
def test_no_file_is_a_choice_that_cannot_work(file):
    with pytest.raises(ChoiceError, match=r"^task\.file is ' *': choose a \.csv or \.txt file$"):
        locate(file, SUFFIXES)


def test_what_is_no_ordinary_file_is_refused(tmp_path):
    wanted = "choose a .csv or .txt file"
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty.csv").touch()
    (tmp_path / "tides.xlsx").write_text("1")
    (tmp_path / "tides").write_text("1")
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal(tmp_path / "nowhere.csv") == f": there is no such file; {wanted}"
    assert refusal(tmp_path / "folder.csv") == f": it is a folder; {wanted} in it"
    assert refusal(tmp_path / "empty.csv") == ": it is empty; choose a file with something in it"
    assert refusal(tmp_path / "tides.xlsx") == f": its name ends in '.xlsx'; {wanted}"
    assert refusal(tmp_path / "tides") == f": its name has no ending; {wanted}"
    assert refusal(tmp_path / "pipe.csv") == f": it is not an ordinary file; {wanted}"
    assert refusal(tmp_path / "tides" / "more.csv") == f": it cannot be read (Not a directory); {wanted}"
    assert refusal("x" * 5000 + ".csv") == f": it cannot be read (File name too long); {wanted}"


def test_a_name_with_strange_characters_stays_on_one_line(tmp_path):
    with pytest.raises(DataError, match=r"^'no\\nwhere\.csv': there is no such file;"):
        locate("no\nwhere.csv", SUFFIXES)
    with pytest.raises(DataError, match=r"^'no\\x00where\.csv': it cannot be read \(embedded null byte\);"):
        locate("no\0where.csv", SUFFIXES)
    with pytest.raises(DataError, match="it cannot be read"):
        locate("~nobody-of-this-name/tides.csv", SUFFIXES)


def test_a_file_that_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "secret.csv"
    path.write_text("1")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    assert refusal(path) == ": it cannot be read (Permission denied); check who may read it, or choose another file"


def test_a_file_that_would_not_fit_into_memory_is_refused_unread(tmp_path):
    path = tmp_path / "sparse.csv"
    with path.open("wb") as opened:
        opened.truncate(300 * 2**20)
    assert refusal(path) == ": it holds 300 MiB; cut it to at most 256 MiB"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        (b"\xef\xbb\xbfa", "a"),
        ("über\n\u2028".encode(), "über\n\u2028"),
    ],
)
def test_newlines_and_the_byte_order_mark_are_put_right(tmp_path, raw, text):
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert read_text(locate(str(path), SUFFIXES)) == text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"caf\xe9", ", line 1, column 4: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfcaf\xe9", ", line 1, column 4: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"a\r\nb\r\n\xc3\xbc\xff", ", line 3, column 2: the byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"a\rb\rc\xc3", ", line 3, column 2: the byte 0xc3 is not UTF-8; save the file as UTF-8"),
        (b"\xff\xfe1\x00", ", line 1, column 1: it is UTF-16, not UTF-8; save it as UTF-8"),
        (b"\xfe\xff\x001", ", line 1, column 1: it is UTF-16, not UTF-8; save it as UTF-8"),
        ("1,2".encode("utf-32"), ", line 1, column 1: it is UTF-32, not UTF-8; save it as UTF-8"),
        (b"\x00\x00\xfe\xff\x00\x00\x001", ", line 1, column 1: it is UTF-32, not UTF-8; save it as UTF-8"),
        (
            b"12\n3\x00\xff",
            ", line 2, column 2: there is a zero byte, so it is not a text; choose a text file, saved as UTF-8",
        ),
    ],
)
def test_what_is_not_utf_8_is_told_by_line_and_column(tmp_path, raw, sentence):
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    assert refusal(path) == sentence


@given(raw=st.binary(min_size=1, max_size=60))
def test_any_bytes_are_a_text_or_a_data_error(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(raw)
    try:
        text = read_text(locate(str(path), SUFFIXES))
    except DataError as error:
        place = error.place
    else:
        place = None
    if place is not None:
        assert place.startswith("line ")
    else:
        assert "\r" not in text
        assert text == raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
