"""What simple guesses cost, from the data alone."""

import math

import numpy as np
import pytest

from rnnviz import Chunking, Experiment
from rnnviz.tasks import TASKS, Series, Text
from rnnviz.tasks.cutting import Cut


def brute_force(experiment, guess):
    """The mean squared error of `guess` of the value before, over what is trained on."""
    inputs, targets = experiment.task.chunks(
        0, np.zeros((1,), np.int64), np.zeros((1,), np.int64), experiment.task.lengths[0]
    )
    return float(np.mean((targets[..., 0] - guess(inputs[..., 0])) ** 2))


def test_of_a_series_they_are_the_last_value_and_the_mean_the_better_one_first():
    sticks = Series().yardsticks
    assert [stick.name for stick in sticks] == ["repeating the last value", "always guessing the mean"]
    assert sticks[0].loss == pytest.approx(brute_force(Experiment(task=Series()), lambda last: last), rel=1e-4)
    assert sticks[1].loss == pytest.approx(1.0, rel=1e-3)


def test_of_a_series_that_jumps_about_the_mean_is_the_better_guess(tmp_path):
    file = tmp_path / "noise.npy"
    np.save(file, np.random.default_rng(0).normal(size=5000))
    sticks = Series(file=str(file)).yardsticks
    assert [stick.name for stick in sticks] == ["always guessing the mean", "repeating the last value"]
    assert sticks[1].loss == pytest.approx(2.0, rel=0.1)


def test_they_are_measured_on_what_is_trained_on(tmp_path):
    file = tmp_path / "step.npy"
    np.save(file, np.concatenate([np.sin(np.arange(800) / 5.0), np.full(200, 50.0)]))
    kept = Experiment(task=Series(file=str(file)), chunking=Chunking(validation=0.2))
    assert kept.yardsticks[0].loss < 0.1
    assert kept.yardsticks[1].loss == pytest.approx(1.0, rel=0.05)


def test_characters_that_are_kept_for_validation_are_not_counted(tmp_path):
    file = tmp_path / "end.txt"
    file.write_text("ab" * 400 + "c" * 200)
    common, blind = Experiment(task=Text(file=str(file)), chunking=Chunking(validation=0.2)).yardsticks
    assert common.loss == pytest.approx(math.log(2), rel=1e-3)
    assert blind.loss == pytest.approx(math.log(3))


def test_of_a_text_they_are_how_common_each_character_is_and_nothing(tmp_path):
    file = tmp_path / "song.txt"
    file.write_text("aaab" * 500)
    common, blind = Text(file=str(file)).yardsticks
    assert common.loss == pytest.approx(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25)), rel=1e-3)
    assert blind.loss == pytest.approx(math.log(2))


def test_where_a_floor_is_known_there_are_none():
    for kind in TASKS.values():
        task = kind()
        assert bool(task.yardsticks) == (task.floor(Cut(10)) is None)


def test_a_loss_is_put_in_words_that_fit_the_data():
    assert Series().loss_in_words(0.043) == "4.3 % of the variance is not foretold"
    assert Text().loss_in_words(math.log(16)) == "as unsure as between 16 characters that are equally likely"
    assert Text().loss_in_words(1e9).startswith("as unsure as between 4.85e+08")
