import argparse

import pytest

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.commands.options import add_options, chosen, options
from rnnviz.experiment import Experiment, Network
from rnnviz.tasks import CoinRows, Dialogues, Drift, Echo, Parity


def experiment_from(line, start=None):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_options(parser)
    return chosen(parser.parse_args(line.split()), start or Experiment())


def test_without_options_the_experiment_is_the_one_it_starts_from():
    start = Experiment(strategy="explicit", network=Network(units=3))
    assert experiment_from("", start) == start


def test_the_contract_s_line_sets_every_choice_it_names():
    experiment = experiment_from(
        "--task echo --delay 7 --cell LSTM --units 12 --layers 2 --strategy stateful --reset sequence "
        "--chunk-length 9 --batch-size 5 --layout row-order --learning-rate 0.02 --seed 3"
    )
    assert experiment.task == Echo(delay=7)
    assert (experiment.network.cell, experiment.network.units, experiment.network.layers) == ("LSTM", 12, 2)
    assert (experiment.strategy, experiment.reset, experiment.seed) == ("stateful", "sequence", 3)
    assert experiment.chunking == Chunking(length=9, batch_size=5, layout="row-order")
    assert experiment.training.learning_rate == 0.02


def test_every_choice_of_every_task_can_be_set():
    experiment = experiment_from("--task coin-rows --rows 7 --row-length 3 --width 2 --reset 4")
    assert experiment.task == CoinRows(rows=7, steps=3, width=2)
    assert experiment.reset == 4
    assert experiment_from("--strategy stateful --reset 0.05").reset == 0.05
    assert experiment_from("--initial-state learned").initial_state == "learned"


def test_another_task_drops_the_choices_of_the_first():
    assert experiment_from("--task coin-rows", Experiment(task=Echo(delay=9))).task == CoinRows()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--task ecko", "--task is 'ecko': choose one of echo"),
        ("--delay soon", "--delay is 'soon': choose a whole number from 1"),
        ("--delay 0", "--delay is 0: choose a whole number from 1"),
        ("--chunk-length -3", "--chunk-length is -3: choose a whole number"),
        ("--learning-rate fast", "--learning-rate is 'fast': choose a number from 0"),
        ("--learning-rate nan", "--learning-rate is nan: choose a number from 0"),
        ("--cell RNN", "--cell is 'RNN': choose one of SimpleRNN, LSTM, GRU"),
        ("--strategy magic", "--strategy is 'magic': choose one of stateless"),
        ("--reset sometimes", "--reset is 'sometimes': choose one of never"),
        ("--reset 0", "--reset is 0: choose one of never"),
        ("--reset 1.0", "--reset is 1.0: choose one of never, sequence, epoch, a number of batches from 1"),
        ("--initial-state one", "--initial-state is 'one': choose one of zero, random, learned"),
        ("--reset nan", "--reset is nan: choose one of never"),
        ("--seed -1", "--seed is -1: choose a whole number"),
        ("--task parity --start-every 1", "--start-every is 1: choose a whole number from 2"),
        ("--task parity --pulse-every 9", "--pulse-every is '9': the task parity has no such choice; it has --se"),
        ("--rows 3", "--rows is '3': the task echo has no such choice; it has --delay"),
    ],
)
def test_a_wrong_choice_names_the_option_the_value_and_what_would_do(line, sentence):
    with pytest.raises(ChoiceError) as wrong:
        experiment_from(line)
    assert str(wrong.value).startswith(sentence)


def test_one_flag_never_means_two_things_outside_of_tasks():
    flags = {}
    for option in options():
        flags.setdefault(option.flag, set()).add(option.field)
    for flag, fields in flags.items():
        assert len(fields) == 1 or all(field.startswith("task.") for field in fields), flag


def test_the_help_names_defaults_of_zero():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_options(parser)
    defaults = {action.option_strings[0]: action.help.rpartition("default: ")[2] for action in parser._actions[1:]}
    assert (defaults["--seed"], defaults["--rows"], defaults["--channel"]) == ("0)", "100)", "none)")


def test_the_help_says_which_tasks_have_a_choice_and_what_it_is_there_by_default():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_options(parser)
    help = {action.option_strings[0]: action.help for action in parser._actions[1:]}
    assert help["--delay"] == "echo, recall: How far back the answer lies. (default: 5)"
    assert help["--bits"].endswith(" to keep. (default: 3 for flip-flop, 2 for recall)")
    assert help["--start-every"].startswith("parity: ")
    assert help["--start-every"].endswith(" (default: 20)")


def test_tasks_may_call_the_same_choice_by_flags_of_their_own():
    assert experiment_from("--task parity --start-every 9").task == Parity(every=9)
    assert experiment_from("--task dialogues --turn-every 7 --question-every 3").task == Dialogues(turn=7, asked=3)
    assert experiment_from("--task drift --turn-every 7").task == Drift(every=7)
