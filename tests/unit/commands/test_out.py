from pathlib import Path

import pytest

from rnnviz.choices import ChoiceError
from rnnviz.commands.out import out_path


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    assert out_path("~/runs", "a folder") == Path("/home/ada/runs")
    assert out_path("runs", "a folder") == Path("runs")


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_is_no_place(text):
    with pytest.raises(ChoiceError, match=r"^--out is ' ?': name a folder$"):
        out_path(text, "a folder")
