from dataclasses import replace

import pytest

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.clinic.gallery import CASES
from rnnviz.experiment import Experiment, Network, Training
from rnnviz.preflight import RULES, Severity, findings
from rnnviz.preflight.finding import chunks
from rnnviz.presets import PRESETS
from rnnviz.tasks import CoinRows, DataError, Echo, Recall, Series

WELL = PRESETS["echo-stateful"].experiment
FINITE = PRESETS["temperatures"].experiment
ROWS = CoinRows(rows=40, steps=20, width=2)


def changed(experiment, **choices):
    """`experiment` with other choices, those of its parts by their own names."""
    parts = {"chunking": {}, "network": {}, "training": {}}
    own = {}
    for name, value in choices.items():
        part = next((part for part in parts if hasattr(getattr(experiment, part), name)), None)
        (own if part is None else parts[part])[name] = value
    made = {part: replace(getattr(experiment, part), **values) for part, values in parts.items()}
    return replace(experiment, **made, **own)


# For each rule experiments that it finds fault with, and some that are near but well.
TRIPPED = {
    "wrong-place": [
        changed(WELL, layout="row-order"),
        changed(WELL, layout="shuffled"),
        changed(WELL, layout="strided", stride=5),
        changed(WELL, layout="row-order", strategy="explicit", reset="never"),
        changed(FINITE, layout="shuffled"),
        changed(WELL, layout="strided", stride=5, batch_size=1),
    ],
    "strangers": [
        PRESETS["article-stateful"].experiment,
        PRESETS["article-explicit"].experiment,
        changed(WELL, task=Echo(delay=5, length=40), reset="never"),
        changed(WELL, task=ROWS, length=5, reset="epoch"),
    ],
    "memory-thrown-away": [
        PRESETS["echo-stateless"].experiment,
        changed(WELL, strategy="stateless", layout="row-order"),
        changed(FINITE, strategy="stateless"),
        changed(WELL, strategy="stateless", task=Recall()),
    ],
    "resets-in-mid-sequence": [
        changed(WELL, reset=1),
        changed(WELL, reset=7),
        changed(FINITE, reset=3),
        changed(WELL, reset=0.05),
        changed(WELL, reset=0.9, strategy="explicit"),
    ],
    "epochs-run-on": [
        changed(FINITE, reset="never"),
        changed(FINITE, reset="sequence"),
        changed(FINITE, reset=1000),
        # Resets at epochs alone would let the second sequence of a slot begin with the memory of the first.
        changed(WELL, task=CoinRows(rows=5, steps=40, width=1), batch_size=2, validation=0.2, reset=4),
    ],
    "begins-only-once": [
        changed(WELL, initial_state="learned"),
        changed(WELL, initial_state="random", reset="never", strategy="explicit"),
        changed(FINITE, initial_state="learned", reset="never"),
    ],
    "never-learned": [
        changed(WELL, initial_state="learned", reset=0.1, learning_rate=0.0),
        changed(WELL, initial_state="learned", strategy="stateless", learning_rate=0.0),
    ],
    "validation-leaks": [changed(FINITE, validation=0.2, validation_state="training")],
    "out-of-reach": [
        changed(WELL, task=Echo(delay=10)),  # just as far back as a chunk is long
        changed(WELL, task=Echo(delay=15)),
        changed(WELL, task=Recall(delay=12)),
    ],
    "unbounded-state": [
        changed(WELL, activation="relu"),
        changed(WELL, activation="linear", strategy="explicit"),
        CASES["nan-stays"].experiment,
    ],
    "never-settles": [
        changed(WELL, learning_rate=0.1),
        changed(WELL, learning_rate=0.3),
        changed(WELL, optimizer="rmsprop", learning_rate=1.0),
    ],
    "nothing-to-learn": [PRESETS["article-stateless"].experiment],
}
NEAR = {
    "wrong-place": [
        WELL,
        changed(WELL, layout="row-order", batch_size=1),  # one slot in order is contiguous
        changed(WELL, layout="row-order", reset=1),  # nothing arrives anywhere
        changed(WELL, layout="row-order", strategy="stateless"),
    ],
    "strangers": [
        PRESETS["article-stateless"].experiment,
        changed(PRESETS["article-stateful"].experiment, reset="sequence"),
        changed(WELL, task=Echo(delay=5, length=40)),
    ],
    "memory-thrown-away": [
        WELL,
        PRESETS["article-stateless"].experiment,  # every chunk is a sequence
        changed(WELL, strategy="stateless", task=Echo(delay=3, length=10)),
        changed(WELL, strategy="stateless", task=ROWS, length=5),  # memory is worth nothing there
    ],
    "resets-in-mid-sequence": [
        WELL,
        changed(WELL, reset=500),
        changed(WELL, task=Echo(delay=5, length=70), reset=7),  # just where sequences end
        changed(WELL, reset=1, strategy="stateless"),
        changed(WELL, reset=0.5, strategy="stateless"),
        changed(WELL, reset=0.001),
        changed(WELL, task=ROWS, length=5, reset=3),  # memory is worth nothing there
    ],
    "epochs-run-on": [
        FINITE,
        changed(FINITE, reset="never", strategy="stateless"),
        changed(FINITE, batch_size=1, reset="sequence"),  # the one stream begins with its sequence
        changed(WELL, reset="never"),
    ],
    "begins-only-once": [
        changed(WELL, reset="never"),
        changed(WELL, initial_state="learned", strategy="stateless"),
        changed(WELL, initial_state="learned", task=Echo(delay=5, length=40)),
        changed(WELL, initial_state="random", reset=1000),
        changed(FINITE, initial_state="learned"),
        changed(FINITE, initial_state="learned", reset="sequence"),  # in the first slot, at each epoch
    ],
    "never-learned": [
        changed(WELL, initial_state="learned", strategy="stateless"),
        changed(WELL, initial_state="random", strategy="stateless", learning_rate=0.0),
        changed(WELL, learning_rate=0.0),
    ],
    "validation-leaks": [
        changed(FINITE, validation=0.2),
        changed(FINITE, validation=0.2, validation_state="training", strategy="stateless"),
        changed(FINITE, validation=0.0, validation_state="training"),
    ],
    "out-of-reach": [
        WELL,
        changed(WELL, task=Echo(delay=9)),
        changed(WELL, task=Echo(delay=15), strategy="stateless"),
        changed(WELL, task=Echo(delay=15, length=10)),
    ],
    "unbounded-state": [
        WELL,
        changed(WELL, activation="relu", strategy="stateless"),
        changed(WELL, activation="relu", learning_rate=0.0),
        changed(WELL, activation="relu", task=Echo(delay=3, length=10)),
    ],
    "never-settles": [WELL, changed(WELL, optimizer="sgd", learning_rate=1.0)],
    "nothing-to-learn": [
        WELL,
        PRESETS["drift"].experiment,
        FINITE,
        changed(WELL, task=Echo(delay=30, length=20)),  # the answers are all silence, which is soon learned
    ],
}


WITHOUT_A_CASE = ("never-settles", "begins-only-once", "never-learned")


def rules_of(experiment):
    return [finding.rule for finding in findings(experiment)]


def each(table):
    return [
        pytest.param(rule, experiment, id=f"{rule}-{n}")
        for rule, all in table.items()
        for n, experiment in enumerate(all)
    ]


def test_every_rule_is_tried():
    assert len(TRIPPED) == len(NEAR) == len(RULES)


@pytest.mark.parametrize(("rule", "experiment"), each(TRIPPED))
def test_a_fault_is_found(rule, experiment):
    assert rule in rules_of(experiment)


@pytest.mark.parametrize(("rule", "experiment"), each(NEAR))
def test_what_is_near_a_fault_and_well_is_passed_over(rule, experiment):
    assert rule not in rules_of(experiment)


@pytest.mark.parametrize(("rule", "experiment"), each(TRIPPED))
def test_the_fix_mends_it_and_brings_nothing_worse(rule, experiment):
    before = findings(experiment)
    found = next(finding for finding in before if finding.rule == rule)
    if found.fix is None:
        assert rule == "nothing-to-learn"
        return
    after = findings(found.fix)
    assert rule not in [finding.rule for finding in after]
    new = [finding for finding in after if finding.rule not in {old.rule for old in before}]
    assert all(finding.severity > Severity.WRONG for finding in new)
    assert found.fix_label.startswith("Use ")
    assert found.fix_label.endswith(" instead")


@pytest.mark.parametrize(("rule", "experiment"), each(TRIPPED))
def test_a_finding_is_a_sentence_and_leads_to_a_case(rule, experiment):
    for found in findings(experiment):
        assert found.text[0].isupper()
        assert found.text.endswith(".")
        assert "\n" not in found.text
        assert len(found.text) < 240
        assert found.case in CASES or (found.rule in WITHOUT_A_CASE and not found.case)


def test_the_worst_comes_first():
    found = findings(changed(PRESETS["article-stateful"].experiment, learning_rate=0.5))
    assert [finding.severity for finding in found] == sorted(finding.severity for finding in found)
    assert [finding.rule for finding in found] == ["strangers", "never-settles", "nothing-to-learn"]
    # Whatever the order of the rules: what costs something comes before what is good to know.
    assert rules_of(changed(FINITE, strategy="stateless", learning_rate=0.5)) == ["never-settles", "memory-thrown-away"]


PRESETS_FOUND = {
    "echo-stateless": ["memory-thrown-away"],
    "echo-row-order": ["wrong-place"],
    "echo-by-chance": ["resets-in-mid-sequence"],
    "echo-learned": ["memory-thrown-away"],
    "article-stateless": ["nothing-to-learn"],
    "article-stateful": ["strangers", "nothing-to-learn"],
    "article-explicit": ["strangers", "nothing-to-learn"],
}


@pytest.mark.parametrize("name", list(PRESETS))
def test_of_the_presets_those_that_show_a_mistake_are_found_and_no_other(name):
    assert rules_of(PRESETS[name].experiment) == PRESETS_FOUND.get(name, [])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.experiment])
def test_the_experiment_of_a_case_is_found_and_leads_back_to_a_case(name):
    found = findings(CASES[name].experiment)
    assert name in {finding.case for finding in found}


@pytest.mark.parametrize(("reset", "severity"), [(0.05, Severity.NOTE), (0.5, Severity.CARELESS)])
def test_chance_is_careless_only_where_it_leaves_little_to_remember(reset, severity):
    (found,) = findings(changed(WELL, reset=reset))
    assert found.severity is severity
    assert f"Chance resets the state before {100 * reset:.0f} % of the chunks" in found.text


@pytest.mark.parametrize(
    ("experiment", "severity", "words"),
    [
        (changed(WELL, strategy="stateless"), Severity.WRONG, "cannot get below 0.347; with memory, 0 can be reached."),
        (changed(FINITE, strategy="stateless"), Severity.NOTE, "A run that carries the state shows what that costs."),
        (changed(WELL, task=Echo(delay=5, length=40), layout="shuffled"), Severity.WRONG, "enters 75 % of the chunks"),
        (changed(WELL, task=Echo(delay=5, length=40), reset="never"), Severity.WRONG, "At 25 % of the chunks"),
        (changed(WELL, task=ROWS, length=20, reset="never"), Severity.WRONG, "Each chunk is a sequence of its own"),
        (changed(WELL, reset=1), Severity.WRONG, "reset before every batch, which is the same as stateless."),
        (changed(WELL, reset=7), Severity.CARELESS, "Every 7 batches the state is reset in the middle"),
        (changed(WELL, initial_state="learned"), Severity.CARELESS, "is learned, but states begin only in the first"),
        (changed(WELL, initial_state="learned"), Severity.CARELESS, "so it is hardly learned."),
        (changed(WELL, initial_state="random"), Severity.CARELESS, "so chance plays no part after it."),
        (changed(FINITE, reset="never"), Severity.CARELESS, "After 90 batches the data begin again"),
        (PRESETS["article-stateless"].experiment, Severity.NOTE, "0.693: a lower loss is rows learned by heart."),
    ],
)
def test_a_finding_says_how_bad_it_is_and_how_much_of_it_there_is(experiment, severity, words):
    found = findings(experiment)[0]
    assert found.severity is severity
    assert words in found.text


def test_a_chunk_that_brings_answers_within_the_gradients_reach_is_twice_as_long_as_they_lie_back():
    (found,) = findings(changed(WELL, task=Echo(delay=15)))
    assert found.fix.chunking.length == 30
    assert found.fix_label == "Use chunks of 30 instead"


def test_an_initial_state_that_no_policy_makes_matter_goes_back_to_zero():
    (found,) = findings(changed(WELL, initial_state="learned"))
    assert found.fix.initial_state == "zero"
    assert found.fix_label == "Use zero instead"


@pytest.mark.parametrize(
    ("layout", "case"), [("shuffled", "shuffled-by-default"), ("row-order", "reshape-sends-slots-astray")]
)
def test_memory_that_goes_astray_leads_to_the_case_of_its_layout(layout, case):
    assert findings(changed(WELL, layout=layout))[0].case == case


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0001, "1 % of the chunks"),
        (0.254, "25 % of the chunks"),
        (0.994, "99 % of the chunks"),
        (0.995001, "nearly every chunk"),
        (0.999999, "nearly every chunk"),
        (1.0, "every chunk"),
    ],
)
def test_all_chunks_are_not_called_so_many_per_cent_of_them(share, words):
    assert chunks(share) == words


def test_a_fix_that_cannot_be_laid_out_gives_way_to_one_that_can():
    task = CoinRows(rows=30, steps=7, width=1)
    experiment = Experiment(
        task=Series(file="sample:seattle-temperatures.csv", channel="temperature_f"),
        chunking=Chunking(length=50, batch_size=16, layout="row-order", remainder="short"),
    )
    fix = findings(experiment)[0].fix
    assert fix.plan().shortest_batch() == 16 or fix.strategy == "explicit"
    assert findings(fix) == ()
    assert "strangers" in rules_of(
        Experiment(task=task, chunking=Chunking(length=7, batch_size=4), strategy="stateful")
    )


def test_an_experiment_that_cannot_be_laid_out_is_refused_as_its_plan_is():
    with pytest.raises(ChoiceError, match=r"chunking\.length"):
        findings(Experiment(task=Echo(length=5), chunking=Chunking(length=10)))
    with pytest.raises(DataError):
        findings(Experiment(task=Series(file="nowhere.csv")))


def test_a_network_of_its_own_kind_changes_nothing():
    assert (
        findings(replace(WELL, network=Network(cell="LSTM", units=3, layers=2), training=Training(learning_rate=0.0)))
        == ()
    )


@pytest.mark.parametrize(
    ("experiment", "label"),
    [
        (changed(WELL, strategy="stateless"), "Use stateful instead"),
        (changed(WELL, strategy="stateless", layout="shuffled"), "Use stateful and contiguous instead"),
        (changed(FINITE, strategy="stateless", remainder="short"), "Use explicit instead"),
        (changed(FINITE, strategy="stateless", reset="never"), "Use stateful and reset epoch instead"),
        (changed(WELL, layout="shuffled", reset="never"), "Use contiguous instead"),
        (changed(FINITE, layout="shuffled", reset="never"), "Use contiguous and reset epoch instead"),
        (
            changed(FINITE, strategy="stateless", layout="row-order", remainder="short", reset="never"),
            "Use explicit, contiguous and reset epoch instead",
        ),
        (changed(WELL, reset=7), "Use reset sequence instead"),
        (changed(WELL, layout="row-order", strategy="explicit"), "Use contiguous instead"),
        (
            # The second sequence begins farther ahead than anybody looks: a reset at each epoch would miss it.
            changed(
                WELL,
                task=CoinRows(rows=2, steps=200, width=1),
                length=1,
                batch_size=1,
                layout="shuffled",
                reset="epoch",
            ),
            "Use contiguous and reset sequence instead",
        ),
    ],
)
def test_the_way_to_carry_memory_says_all_that_it_changes(experiment, label):
    worst = findings(experiment)[0]
    assert worst.fix_label == label
    told = label.removeprefix("Use ").removesuffix(" instead").replace(" and ", ", ").split(", ")
    new, old = ((e.strategy, e.chunking.layout, f"reset {e.reset}") for e in (worst.fix, experiment))
    assert [after for after, before in zip(new, old, strict=True) if after != before] == told
