import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_plans import finite_plans

from rnnviz.choices import ChoiceError, File, OneOf, Real, Whole, choices
from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network, Training
from rnnviz.strategies import RESETS, STRATEGIES
from rnnviz.tasks import TASKS, CoinRows, Echo, Series, Text
from rnnviz.tasks.stream import Stream

# A lone surrogate is no character, and no file could hold it.
texts = st.text(st.characters(exclude_categories=["Cs"]))


def values(choice):
    """What a person may choose."""
    if isinstance(choice, Whole):
        return st.integers(choice.low, choice.high)
    if isinstance(choice, Real):
        return st.floats(choice.low, choice.high)
    if isinstance(choice, OneOf):
        return st.sampled_from(choice.options)
    return texts.map(lambda text: text + choice.suffixes[0]) if isinstance(choice, File) else texts


def outcome(read, given):
    """What is read, or the ChoiceError; nothing else may be raised."""
    try:
        return read(given), None
    except ChoiceError as error:
        return None, error


def made(kind):
    return st.builds(kind, **{name: values(choice) for name, choice in choices(kind).items()})


coin_rows = st.builds(CoinRows, rows=st.integers(1, 1000), steps=st.integers(1, 1000), width=st.integers(1, 1000))
STREAMS = [kind for kind in TASKS.values() if issubclass(kind, Stream)]
experiments = st.builds(
    Experiment,
    task=st.one_of(*map(made, STREAMS), coin_rows, made(Series), made(Text)),
    chunking=made(Chunking),
    strategy=st.sampled_from(STRATEGIES),
    reset=st.one_of(st.sampled_from(RESETS), st.integers(1, 10**9)),
    network=made(Network),
    training=made(Training),
    seed=st.integers(0, 2**31 - 1),
)


@given(experiments)
def test_an_experiment_comes_back_from_json_and_toml_as_it_was(experiment):
    assert Experiment.from_dict(experiment.to_dict()) == experiment
    assert Experiment.from_json(experiment.to_json()) == experiment
    assert Experiment.from_toml(experiment.to_toml()) == experiment


@given(experiments)
def test_its_names_are_those_of_its_choices(experiment):
    plain = json.loads(experiment.to_json())
    assert list(plain) == [field.name for field in dataclasses.fields(Experiment)]
    assert plain["task"]["name"] == experiment.task.name
    assert set(plain["chunking"]) == set(choices(Chunking))


@pytest.mark.parametrize("read", [Experiment.from_toml, lambda text: Experiment.from_dict({})])
def test_what_is_left_out_takes_its_default(read):
    assert read("") == Experiment()


def test_a_few_words_of_toml_are_an_experiment():
    text = """
    strategy = "stateful"
    reset = 20
    [task]
    name = "coin-rows"
    rows = 30
    [network]
    cell = "GRU"
    """
    assert Experiment.from_toml(text) == Experiment(
        task=CoinRows(rows=30), strategy="stateful", reset=20, network=Network(cell="GRU")
    )


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        (
            {"seeds": 1},
            "seeds is 1: there is no such choice; there are task, chunking, strategy, reset, initial_state,",
        ),
        ({"a\nb": 1}, "'a\\nb' is 1: there is no such choice"),
        ({"seed": -1}, "seed is -1: choose a whole number from 0 to 2,147,483,647"),
        ({"strategy": "telepathy"}, "strategy is 'telepathy': choose one of stateless, stateful, explicit"),
        ({"reset": 0}, "reset is 0: choose one of never, sequence, epoch, a number of batches from 1 to"),
        ({"task": "echo"}, "task is 'echo': give a table of names and values"),
        ({"task": {"name": "eko"}}, "task.name is 'eko': choose one of echo, flip-flop, "),
        ({"task": {"name": ["echo"]}}, "task.name is ['echo']: choose one of echo, flip-flop, "),
        ({"task": {"name": "text", "delay": 5}}, "task.delay is 5: there is no such choice; there are file"),
        ({"task": {"delay": 0}}, "task.delay is 0: choose a whole number from 1 to 10,000"),
        (
            {"chunking": {"size": 5}},
            "chunking.size is 5: there is no such choice; there are length, batch_size, layout",
        ),
        ({"network": {"units": "many"}}, "network.units is 'many': choose a whole number from 1 to 4,096"),
        ({"training": None}, "training is None: give a table of names and values"),
        ({"training": {"learning_rate": float("nan")}}, "training.learning_rate is nan: choose a number from 0 to 10"),
        ([], "experiment is []: give a table of names and values"),
        (None, "experiment is None: give a table of names and values"),
    ],
)
def test_a_wrong_name_or_value_is_said(plain, sentence):
    with pytest.raises(ChoiceError) as caught:
        Experiment.from_dict(plain)
    assert str(caught.value).startswith(sentence)


json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.just(10**400), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
known = [field.name for field in dataclasses.fields(Experiment)]
inner_names = ["name", *{name for kind in (*TASKS.values(), Chunking, Network, Training) for name in choices(kind)}]
near_misses = st.dictionaries(
    st.sampled_from(known),
    st.one_of(
        json_like,
        st.dictionaries(
            st.sampled_from(inner_names), st.one_of(json_like, st.sampled_from([*TASKS, "GRU", "sgd", 5, 0.5]))
        ),
    ),
)


@given(st.one_of(json_like, near_misses))
def test_no_value_that_json_could_hold_raises_anything_else(plain):
    experiment, error = outcome(Experiment.from_dict, plain)
    if error:
        assert error.field in str(error)
        assert "\n" not in str(error)
    else:
        assert Experiment.from_dict(experiment.to_dict()) == experiment


@pytest.mark.parametrize("language", ["json", "toml"])
@pytest.mark.parametrize("text", ["{", "= 5", '"', "[" * 100_000, "a = " + "[" * 100_000, "seed = 1" + "0" * 5000])
def test_a_text_in_another_language_is_refused_with_the_way_out(language, text):
    with pytest.raises(
        ChoiceError, match=f"this is not {language.upper()} .*: give what to_{language} wrote"
    ) as caught:
        getattr(Experiment, f"from_{language}")(text)
    assert caught.value.field == "experiment"
    assert len(str(caught.value)) < 400


@given(texts)
def test_any_text_is_an_experiment_or_a_choice_error(text):
    for read in (Experiment.from_json, Experiment.from_toml):
        experiment, error = outcome(read, text)
        assert experiment == Experiment() or error.remedy


def test_a_toml_file_that_repeats_a_name_is_told_where():
    with pytest.raises(ChoiceError, match="at line 2"):
        Experiment.from_toml("seed = 1\nseed = 2\n")


@pytest.mark.parametrize(("name", "kind"), [("task", "Task"), ("chunking", "Chunking"), ("network", "Network")])
def test_a_part_of_the_wrong_kind_is_refused_at_once(name, kind):
    with pytest.raises(ChoiceError, match=f"^{name} is 'echo': give a {kind}$"):
        Experiment(**{name: "echo"})


def test_the_plan_is_laid_over_the_tasks_sequences():
    experiment = Experiment(task=CoinRows(rows=12, steps=7), chunking=Chunking(length=3, batch_size=4))
    assert experiment.plan().batches_per_epoch == 6
    with pytest.raises(ChoiceError, match=r"chunking\.length is 8: the longest sequence has only 7 steps"):
        dataclasses.replace(experiment, chunking=Chunking(length=8)).plan()


def test_a_longer_file_is_proposed_only_where_it_would_do():
    def refusal(**choices):
        with pytest.raises(ChoiceError) as caught:
            Experiment(task=Text(), chunking=Chunking(**choices)).plan()
        return caught.value.remedy

    assert refusal(length=100_000, batch_size=2).endswith(", or a longer file than sample:moby-dick.txt")
    assert refusal(length=4, layout="strided", stride=5).endswith("choose a stride of at most 4")


def test_an_experiment_can_be_set_up_without_its_file():
    experiment = Experiment(task=Series(file="/somewhere/else.csv"))
    assert Experiment.from_json(experiment.to_json()) == experiment


def test_a_short_batch_is_refused_to_a_stateful_layer_with_what_would_do():
    short = Chunking(length=5, batch_size=4, layout="row-order", remainder="short")
    experiment = Experiment(task=CoinRows(rows=10, steps=5), chunking=short, strategy="stateful")
    with pytest.raises(ChoiceError, match=r"chunking.remainder is 'short': a batch would have only 2 of 4 slots, .*"):
        experiment.plan()
    for fits in ({"strategy": "explicit"}, {"task": CoinRows(rows=8, steps=5)}, {"task": Echo()}):
        assert dataclasses.replace(experiment, **fits).plan().chunking == short


@given(finite_plans())
def test_each_cell_reads_its_timesteps_and_zeros_behind_them(plan):
    rows = CoinRows(rows=len(plan.lengths), steps=40, width=2)
    experiment = Experiment(task=rows, chunking=plan.chunking, seed=plan.seed)
    cells = plan.cells(0, 8)
    length = plan.chunking.length
    for numbers, all_numbers in zip(experiment.read(cells), _everything(rows, plan.seed), strict=True):
        assert numbers.dtype == np.float32
        for batch, slot in np.ndindex(cells.start.shape):
            start, steps = cells.start[batch, slot], cells.steps[batch, slot]
            cell = numbers[batch, slot]
            np.testing.assert_array_equal(cell[:steps], all_numbers[cells.sequence[batch, slot], start : start + steps])
            assert cell.shape[0] == length
            assert not cell[steps:].any()


def _everything(rows, seed):
    sequence = np.arange(rows.rows)
    return rows.chunks(seed, sequence, np.zeros_like(sequence), rows.steps)
