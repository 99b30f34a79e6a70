import re
from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest

from rnnviz.clinic import cases
from rnnviz.clinic.case import Topic, thread_url
from rnnviz.clinic.gallery import CASES
from rnnviz.clinic.listing import listings

# The confusions that people were found to have, one a line, and the cases that show them.
CONFUSIONS = {
    "a model has no reset_states": ["reset-states-gone"],
    "a loop misses nested models and stacked cells": ["nested-reset", "stacked-cells-reset"],
    "the batch size must be static": ["dynamic-batch-size"],
    "batch_input_shape": ["batch-input-shape"],
    "a ragged last batch": ["short-last-batch-fit", "short-last-batch-predict"],
    "fit without batch_size": ["fit-without-batch-size"],
    "predict with another batch size": ["predict-another-batch-size"],
    "fit does not reset between epochs": ["epochs-carry-over"],
    "validation on the state of the training": ["validation-leaks"],
    "predict twice": ["predict-twice"],
    "shuffle is the default": ["shuffled-by-default"],
    "slot i must go on with slot i": ["reshape-sends-slots-astray"],
    "one finished slot": ["reset-one-slot"],
    "reset_states(states=…)": ["reset-to-a-state"],
    "initial_state": ["model-ignores-state", "one-state-for-an-lstm", "swapped-states", "state-of-another-size"],
    "no c at every timestep": ["cell-state-by-timestep"],
    "the gradient stops": ["gradient-stops"],
    "masked and unmasked padding": ["padding-drifts"],
    "one NaN": ["nan-stays"],
    "saving and loading": ["saving-forgets"],
}
ARTICLE = {
    "stateless-forgets", "model-ignores-state", "return-state-in-sequential", "no-output-layer", "dynamic-batch-size",
    "reset-states-gone", "rows-are-strangers", "coin-flips",
}  # fmt: skip


def test_every_confusion_has_its_cases():
    assert len(CONFUSIONS) == 20
    assert {name for names in CONFUSIONS.values() for name in names} <= set(CASES)


def test_the_mistakes_of_the_article_are_among_them():
    assert {name for name, case in CASES.items() if case.article} == ARTICLE


def test_every_file_is_in_the_gallery():
    files = {
        path.stem.replace("_", "-") for path in Path(cases.__file__).parent.glob("*.py") if path.stem != "__init__"
    }
    assert files == set(CASES)


def test_cases_of_a_topic_stand_together():
    topics = [case.topic for case in CASES.values()]
    assert sorted(set(topics)) == sorted(get_args(Topic))
    assert len([topic for topic, _ in groupby(topics)]) == len(set(topics))


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_case_is_whole(case):
    assert 2 <= len(case.guesses) <= 4
    assert len(set(case.guesses)) == len(case.guesses)
    assert 0 <= case.answer < len(case.guesses)
    assert len(case.title) <= 37, "it stands in a narrow list"
    assert max(map(len, case.guesses)) <= 75, "they stand on buttons"
    assert case.question.endswith("?")
    assert case.setting.endswith(".")
    assert case.why.endswith(".")
    assert case.threads or case.article or case.name == "nan-stays"
    assert all(thread_url(thread).startswith("https://github.com/") for thread in case.threads)


def test_the_true_guess_does_not_stand_in_one_place():
    assert {case.answer for case in CASES.values()} == {0, 1, 2}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_code_can_be_read_beside_each_other(case):
    sides = listings(case.wrong, case.right)
    assert any(side.changed for side in sides)
    for listing in sides:
        assert re.fullmatch(r"[A-Z].*\.", listing.caption)
        assert len(listing.lines) <= 36
        assert max(map(len, listing.lines)) <= 80
        assert any("keras" in line for line in listing.lines)


@pytest.mark.parametrize("case", [c for c in CASES.values() if c.experiment], ids=lambda case: case.name)
def test_the_experiment_of_a_case_can_be_laid_out(case):
    case.experiment.plan()
