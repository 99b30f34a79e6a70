"""Every case against the Keras that is installed: does it still go wrong as described, and does the fix help?"""

from dataclasses import replace
from importlib.metadata import version

import numpy as np
import pytest

from rnnviz.clinic.case import Raises, Shows
from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.running import examine
from rnnviz.engine.backend import keras  # what a case finds when it runs in the program

pytestmark = pytest.mark.keras
KERAS = f"Keras {version('keras')}"


@pytest.mark.parametrize("name", list(CASES))
def test_it_goes_wrong_as_described_and_the_fix_succeeds(name):
    assert keras.__version__ in KERAS
    case = CASES[name]
    wrong, right = examine(case, "wrong"), examine(case, "right")
    assert wrong.as_described, f"{name} does not go wrong as described under {KERAS}: {wrong.error or wrong.sentence}"
    assert right.as_described, f"the fix of {name} does not succeed under {KERAS}: {right.error or right.sentence}"
    assert right.warnings == (), f"the fix of {name} is warned of by {KERAS}"
    assert right.sentence
    assert "{" not in wrong.sentence + right.sentence
    if case.silent:
        assert wrong.warnings == (), f"{name} is silent no more under {KERAS}: it warns"
        assert wrong.error == ""
        assert wrong.states is not None, "a silent case shows what is wrong"
    else:
        assert "\x1b" not in wrong.error
        assert all(words in wrong.error for words in wrong.words)
    for outcome in (wrong, right):
        if outcome.states is not None:
            assert outcome.states.ndim == 2
            assert outcome.states.dtype == np.float32
            assert outcome.keras == version("keras")


def test_running_a_case_twice_gives_the_same():
    case = CASES["rows-are-strangers"]
    first, second = examine(case, "wrong"), examine(case, "wrong")
    assert first.sentence == second.sentence
    np.testing.assert_array_equal(first.states, second.states)


def test_an_error_that_was_not_described_is_told_word_for_word():
    def bursts():
        raise OSError("the disk is on fire")

    case = replace(CASES["reset-states-gone"], wrong=bursts, right=bursts)
    for side in ("wrong", "right"):
        outcome = examine(case, side)
        assert not outcome.as_described
        assert outcome.error == "OSError: the disk is on fire"
        assert outcome.words == ()


def test_an_error_that_does_not_come_any_more_is_told_with_the_version():
    outcome = examine(replace(CASES["reset-states-gone"], wrong=dict), "wrong")
    assert not outcome.as_described
    assert outcome.sentence.startswith(f"{KERAS} runs this without an error")
    assert "AttributeError" in outcome.sentence


def test_a_silence_that_is_otherwise_is_told_with_its_numbers():
    case = replace(
        CASES["coin-flips"], wrong=lambda: {"seen": 0.25}, goes_wrong=Shows("{seen}", lambda m: m["seen"] > 1)
    )
    outcome = examine(case, "wrong")
    assert not outcome.as_described
    assert "seen = 0.25" in outcome.sentence
    assert KERAS in outcome.sentence


def test_only_the_same_error_is_the_error_described():
    meant = Raises("ValueError", "In[0]: […,16]…")
    assert meant.matches("ValueError", "In[0]: [4,16]\nand so on")
    assert not meant.matches("TypeError", "In[0]: [4,16]")
    assert not meant.matches("ValueError", "In[0]: [4,8]")
    assert not meant.matches("ValueError", "Sorry. In[0]: [4,16]")
    assert meant.words == ("In[0]: [", ",16]")
