import keyword
import subprocess
import sys

import pytest

from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.listing import listings, script, words


def before():
    """Adds."""
    first = 1

    second = 2
    return first + second


def after():
    """Multiplies."""
    first = 1

    second = 3  # more
    return first * second


def test_a_listing_is_the_body_with_what_changed():
    old, new = listings(before, after)
    assert (old.caption, new.caption) == ("Adds.", "Multiplies.")
    assert old.lines == ("first = 1", "", "second = 2", "return first + second")
    assert old.changed == new.changed == {2, 3}


def test_lines_that_only_one_side_has_are_marked_there():
    case = CASES["stateless-forgets"]
    old, new = listings(case.wrong, case.right)
    assert [old.lines[n] for n in sorted(old.changed)] == ["layer = keras.layers.SimpleRNN(8, return_sequences=True)"]
    assert "layer.reset_state()" in [new.lines[n] for n in new.changed]


def test_words_are_told_apart():
    _, new = listings(before, after)
    found = {(new.lines[word.line][word.start : word.stop], word.kind) for word in words(new.lines)}
    assert found == {("1", "number"), ("3", "number"), ("# more", "comment"), ("return", "keyword")}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_every_word_lies_within_its_line(case):
    for listing in listings(case.wrong, case.right):
        for word in words(listing.lines):
            text = listing.lines[word.line][word.start : word.stop]
            assert text.strip()
            assert (word.kind == "keyword") == (keyword.iskeyword(text) and word.kind != "string")


def test_a_script_runs_by_itself():
    done = subprocess.run([sys.executable, "-c", script(before)], capture_output=True, text=True, check=True)
    assert done.stdout == "3\n"
