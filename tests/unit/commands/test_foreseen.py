from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from rnnviz.commands.foreseen import flags_to, tell_findings
from rnnviz.experiment import Experiment
from rnnviz.preflight import findings
from rnnviz.presets import PRESETS


def told(experiment):
    file = StringIO()
    tell_findings(experiment, Console(file=file, width=40))
    return file.getvalue()


def test_a_fault_is_told_in_one_line_with_the_way_out():
    assert told(Experiment()) == (
        "rnnviz: wrong: The memory is thrown away in mid-sequence, before every chunk. The loss cannot get "
        "below 0.347; with memory, 0 can be reached. Try --strategy stateful. "
        "Why: rnnviz clinic stateless-forgets\n"
    )


def test_each_finding_has_a_line_and_all_well_has_none():
    assert told(PRESETS["article-stateful"].experiment).count("\n") == 2
    assert told(PRESETS["echo-stateful"].experiment) == ""


@pytest.mark.parametrize("name", list(PRESETS))
def test_the_flags_lead_to_the_fix(name):
    experiment = PRESETS[name].experiment
    for finding in findings(experiment):
        if finding.fix is not None:
            assert flags_to(experiment, finding.fix).startswith("--")
    assert flags_to(experiment, experiment) == ""


def test_flags_name_choices_of_every_part():
    fix = Experiment(seed=3)
    fix = replace(fix, training=replace(fix.training, learning_rate=0.25), chunking=replace(fix.chunking, length=20))
    assert flags_to(Experiment(), fix) == "--chunk-length 20 --learning-rate 0.25 --seed 3"
