import itertools
import os
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment
from rnnviz.tasks import DataError, Text
from rnnviz.tasks.cutting import Cut

moments = itertools.count()


def rewrite(path, raw):
    """Write a file that is newer than it was, even if the clock has not moved on since."""
    path.write_bytes(raw)
    os.utime(path, ns=(0, next(moments)))


@pytest.fixture
def text(tmp_path):
    def write(content):
        path = tmp_path / "own.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Text(file=str(path))

    return write


def read(task, start, length):
    """What a chunk says, and what it has for targets."""
    inputs, targets = task.chunks(0, np.zeros_like(start), start, length)
    assert inputs.dtype == targets.dtype == np.float32
    assert inputs.shape == targets.shape == (*start.shape, length, 1)
    spell = np.vectorize(lambda code: task.symbols[int(code)])
    return spell(inputs[..., 0]), spell(targets[..., 0])


def test_the_alphabet_is_sorted_and_sizes_the_network(text):
    task = text("banana, bandana\n")
    assert task.symbols == ("\n", " ", ",", "a", "b", "d", "n")
    assert task.features == task.outputs == 7
    assert task.lengths == (15,)
    assert task.floor(Cut(10)) is None


def test_the_target_is_the_next_character(text):
    task = text("hello world")
    said, wanted = read(task, np.array([[0, 5], [3, 1]]), 5)
    assert ["".join(chunk) for chunk in said.reshape(-1, 5)] == ["hello", " worl", "lo wo", "ello "]
    assert ["".join(chunk) for chunk in wanted.reshape(-1, 5)] == ["ello ", "world", "o wor", "llo w"]


def test_every_kind_of_newline_is_one_character(text):
    task = text("ab\r\ncd\re\n")
    assert "".join(read(task, np.array(0), 7)[0]) == "ab\ncd\ne"


def test_characters_beyond_the_basic_plane_are_characters_like_others(text):
    task = text("a😀b😀a\N{LATIN SMALL LETTER E WITH ACUTE}")
    assert task.symbols == ("a", "b", "é", "😀")
    assert "".join(read(task, np.array(0), 5)[0]) == "a😀b😀a"


def test_a_file_that_changes_is_read_again(text):
    assert text("abc").symbols == ("a", "b", "c")
    assert text("abcd").symbols == ("a", "b", "c", "d")


def test_a_file_is_parsed_once_while_it_stays_the_same(text, monkeypatch):
    task = text("abcabc")
    symbols = task.symbols
    monkeypatch.setattr("rnnviz.tasks.text.read_text", lambda source: pytest.fail("read again"))
    assert Text(file=task.file).symbols is symbols


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a", ": it holds one character; choose a file with at least two"),
        (b"\xef\xbb\xbf", ": it holds no character; choose a file with at least two"),
        ("aaaa", ": it holds nothing but 'a'; choose a text with something to foretell"),
        ("\r\n\r\n", r": it holds nothing but '\n'; choose a text with something to foretell"),
        (b"good\nb\xe4d", ", line 2, column 2: the byte 0xe4 is not UTF-8; save the file as UTF-8"),
        (
            string.ascii_letters + "\nab" + "".join(map(chr, range(0x4E00, 0x4F00))),
            # 53 different characters before the ideographs leave 203 places; the one after them is one too many
            f", line 2, column 206: '{chr(0x4E00 + 203)}' is the 257th of 309 different characters;"
            " choose a text with at most 256 of them",
        ),
    ],
)
def test_a_text_with_nothing_to_learn_is_refused_in_a_sentence(text, content, sentence):
    task = text(content)
    with pytest.raises(DataError) as caught:
        task.lengths  # noqa: B018
    assert str(caught.value) == task.file + sentence


def test_an_alphabet_of_the_largest_size_is_taken(text):
    task = text("".join(map(chr, range(0x4E00, 0x4F00))))
    assert task.features == 256
    assert read(task, np.array(250), 5)[1].tolist() == [chr(0x4E00 + n) for n in range(251, 256)]


def test_a_text_too_short_for_one_batch_is_refused_with_what_would_do(text):
    experiment = Experiment(task=text("to be or not to be"), chunking=Chunking(length=5, batch_size=16))
    with pytest.raises(ChoiceError) as caught:
        experiment.plan()
    assert str(caught.value) == (
        "chunking.batch_size is 16: the data fill only 3 chunks of 5 steps: "
        "choose at most 3 slots, or shorter chunks, or a longer file than own.txt"
    )


def test_a_file_that_shrank_behind_our_back_is_said(text):
    task = text("a long enough text")
    plan_end = np.array([task.lengths[0] - 5])
    text("ab")
    with pytest.raises(DataError, match="it has shrunk to 2 timesteps during the run; start the run again"):
        task.chunks(0, np.zeros_like(plan_end), plan_end, 5)


@given(
    content=st.one_of(
        st.binary(max_size=80), st.text(max_size=400).map(lambda content: content.encode("utf-8", "replace"))
    )
)
def test_any_content_is_a_text_or_a_data_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "anything.txt"
    rewrite(path, content)
    task = Text(file=str(path))
    try:
        (steps,) = task.lengths
    except DataError as caught:
        error = caught
    else:
        error = None
    if error:
        assert str(error).startswith(f"{path}")
        assert "\n" not in str(error)
    else:
        said, wanted = read(task, np.array(0), steps)
        whole = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        assert "".join(said) == whole[:-1]
        assert "".join(wanted) == whole[1:]


def test_the_sample_is_a_text_to_learn_from():
    task = Text()
    assert task.features == 75
    assert "".join(read(task, np.array(22), 16)[0]) == "Call me Ishmael."
