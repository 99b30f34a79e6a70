import ast
import builtins
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
    both = first + second
    return both


def after():
    """Multiplies."""
    first = 1

    second = 3  # more
    both = first * second
    return both


def measured():
    """Doubles."""
    seen = []  # only measures

    class Watch:  # only measures
        def look(self, value):
            seen.append(value)

    def double(value):
        Watch().look(value)  # only measures
        return 2 * value

    double(2)
    return {
        "seen": seen,
    }


def test_a_listing_is_the_body_with_what_changed():
    old, new = listings(before, after)
    assert (old.caption, new.caption) == ("Adds.", "Multiplies.")
    assert old.lines == ("first = 1", "", "second = 2", "both = first + second")
    assert old.changed == new.changed == {2, 3}


def test_what_only_measures_is_run_and_copied_but_not_shown():
    listing, _ = listings(measured, after)
    assert listing.lines == ("def double(value):", "    return 2 * value", "", "double(2)")
    assert "seen.append(value)" in script(measured)
    assert measured() == {"seen": [2]}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_shown_of_a_case_is_whole_and_short(case):
    for listing in listings(case.wrong, case.right):
        nodes = list(ast.walk(ast.parse("\n".join(listing.lines))))
        read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        assert read <= defined(listing) | set(dir(builtins)), "a line that is not shown is needed by one that is"
        imported = {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
        assert imported <= read, "what is imported is used by the lines that are shown"
        assert len(listing.lines) <= 22


def test_lines_that_only_one_side_has_are_marked_there():
    case = CASES["stateless-forgets"]
    old, new = listings(case.wrong, case.right)
    assert [old.lines[n] for n in sorted(old.changed)] == ["layer = keras.layers.SimpleRNN(8, return_sequences=True)"]
    with_state = "layer = keras.layers.SimpleRNN(8, return_sequences=True, stateful=True)"
    assert [new.lines[n] for n in sorted(new.changed)] == [with_state]


def test_words_are_told_apart():
    _, new = listings(before, after)
    found = {(new.lines[word.line][word.start : word.stop], word.kind) for word in words(new.lines)}
    assert found == {("1", "number"), ("3", "number"), ("# more", "comment")}


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


def defined(listing):
    """Every name that the lines of a listing give a meaning to."""
    names = set()
    for node in ast.walk(ast.parse("\n".join(listing.lines))):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=other):
                names.add(other or name)
    return names
