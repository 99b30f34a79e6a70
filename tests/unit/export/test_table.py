import csv

import pytest

from rnnviz.export.errors import ExportError
from rnnviz.export.table import Table, write_table


def test_a_table_reads_back_as_it_was(tmp_path):
    path = write_table(tmp_path / "a.csv", Table(("word", "number"), [("a, “b”", 0.1), ("line\nbreak", -2)]))
    with open(path, encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["word", "number"], ["a, “b”", "0.1"], ["line\nbreak", "-2"]]


def test_lines_end_as_on_unix_whatever_the_system(tmp_path):
    path = write_table(tmp_path / "a.csv", Table(("n", "word"), [(1, "ä")]))
    assert path.read_bytes() == "n,word\n1,ä\n".encode()


def test_a_failure_in_mid_table_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")

    def rows():
        yield (1,)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_table(path, Table(("n",), rows()))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"ends in \.csv, not in '\.xls'"):
        write_table(tmp_path / "a.xls", Table(("n",), []))
