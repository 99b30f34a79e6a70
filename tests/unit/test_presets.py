import numpy as np
import pytest

from rnnviz.experiment import Experiment
from rnnviz.presets import PRESETS, grouped
from rnnviz.tasks import TASKS, CoinRows

each = pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))


def test_the_window_opens_on_stateless_echo():
    first = next(iter(PRESETS.values()))
    assert first.name == "echo-stateless"
    assert first.experiment == Experiment()


def test_presets_are_found_by_their_own_names_and_told_apart():
    assert all(name == preset.name for name, preset in PRESETS.items())
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.experiment.to_json() for preset in PRESETS.values()}) == len(PRESETS)


def test_presets_of_a_group_stand_together_and_every_made_task_has_one():
    groups = [preset.group for preset in PRESETS.values()]
    assert groups == [preset.group for presets in grouped(PRESETS).values() for preset in presets]
    assert {preset.experiment.task.name for preset in PRESETS.values()} == set(TASKS)


@each
def test_every_preset_plans_and_reads(preset):
    experiment = preset.experiment
    cells = experiment.plan().cells(0, 3)
    inputs, targets = experiment.task.chunks(0, cells.sequence, cells.start, experiment.chunking.length)
    shape = (3, experiment.chunking.batch_size, experiment.chunking.length)
    assert inputs.shape[:3] == targets.shape[:3] == shape
    assert np.isfinite(inputs).all()
    assert np.isfinite(targets).all()


@each
def test_every_preset_survives_being_written_down(preset):
    assert Experiment.from_toml(preset.experiment.to_toml()) == preset.experiment


@each
def test_every_preset_says_what_to_look_at_in_a_sentence_or_two(preset):
    assert 1 <= preset.about.count(". ") + 1 <= 2
    assert preset.about.endswith(".")
    assert len(preset.about) < 250


@pytest.mark.parametrize("strategy", ["stateless", "stateful", "explicit"])
def test_the_article_is_shown_in_its_own_sizes(strategy):
    experiment = PRESETS[f"article-{strategy}"].experiment
    assert experiment.task == CoinRows(rows=100, steps=1, width=5)
    assert (experiment.chunking.length, experiment.chunking.batch_size) == (1, 10)
    assert experiment.chunking.layout == "row-order"
    assert (experiment.network.cell, experiment.network.units) == ("SimpleRNN", 10)
    assert experiment.network.activation == "relu"
    assert experiment.training.learning_rate == 0.01
    assert (experiment.strategy, experiment.reset) == (strategy, "never")
    assert experiment.plan().batches_per_epoch == 10


@pytest.mark.parametrize("name", ["temperatures", "moby-dick"])
def test_the_samples_are_read_on_where_a_slot_stopped(name):
    experiment = PRESETS[name].experiment
    assert experiment.strategy == "stateful"
    assert experiment.plan().continuity() == 1.0
