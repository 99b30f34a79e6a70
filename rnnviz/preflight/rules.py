"""The rules, each a function from what can be seen of an experiment to a finding or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rnnviz.choices import ChoiceError
from rnnviz.experiment import Experiment
from rnnviz.preflight.finding import Finding, Severity
from rnnviz.preflight.outlook import Sight
from rnnviz.tasks import Echo, Endless, Recall

Rule = Callable[[Sight], Finding | None]

SETTLES = 0.1
"""Learning rate from which optimizers that scale their steps never settle."""

SEEN = 0.01
"""Share of the chunks below which a reset every so many batches is no matter."""

OFTEN = 0.5
"""Probability of a reset from which chance leaves little to be remembered."""

_UNBOUNDED = ("relu", "elu", "linear")
_SCALING = ("adam", "adamw", "rmsprop")


def findings(experiment: Experiment) -> tuple[Finding, ...]:
    """What to know before `experiment` runs, the worst first; empty when all is well.

    Raises:
        ChoiceError: When the experiment cannot be laid out.
        DataError: When the task's file cannot be read.
    """
    sight = Sight(experiment)
    found = [finding for finding in (rule(sight) for rule in RULES) if finding is not None]
    return tuple(sorted(found, key=lambda finding: finding.severity))


def wrong_place(sight: Sight) -> Finding | None:
    """A state that is carried to chunks that do not follow."""
    layout, jumps = sight.experiment.chunking.layout, sight.outlook.jumps
    if jumps == 0.0:
        return None
    how = {
        "row-order": "in row order each slot jumps ahead at every batch",
        "shuffled": "the chunks are shuffled",
        "strided": "the chunks overlap, so what was just read is read again",
        "contiguous": "some slots go on with a part of a sequence that another slot began",
    }[layout]
    fix = None if layout == "contiguous" else _carried(sight.experiment)
    return Finding(
        "wrong-place",
        Severity.WRONG,
        f"The state is carried, but {how}: {_percent(jumps)} of the chunks begin with the memory of another part of "
        "the data, which is often worse than none.",
        fix,
        "Use contiguous instead",
        "shuffled-by-default" if layout == "shuffled" else "reshape-sends-slots-astray",
    )


def strangers(sight: Sight) -> Finding | None:
    """A state that is carried into sequences of their own."""
    outlook, experiment = sight.outlook, sight.experiment
    if outlook.mixes == 0.0:
        return None
    if outlook.goes_on == 0.0:
        return Finding(
            "strangers",
            Severity.WRONG,
            "Each chunk is a sequence of its own, but the state is carried: it begins with the memory of a sequence "
            "that has nothing to do with it.",
            _possible(experiment, strategy="stateless", reset="never"),
            "Use stateless instead",
            "rows-are-strangers",
        )
    return Finding(
        "strangers",
        Severity.WRONG,
        f"At {_percent(outlook.mixes)} of the chunks a sequence starts, and the memory of another is still there.",
        _possible(experiment, reset="sequence"),
        "Use reset sequence instead",
        "reset-one-slot",
    )


def epochs_run_on(sight: Sight) -> Finding | None:
    """A state that is carried from the end of the data to their beginning."""
    outlook, epoch = sight.epochs, sight.plan.batches_per_epoch
    if outlook.jumps + outlook.mixes == 0.0 or wrong_place(sight) or strangers(sight):
        return None
    fix = next(
        (
            mended
            for reset in ("epoch", "sequence")
            if (mended := _possible(sight.experiment, reset=reset)) and not _leaks(mended)
        ),
        None,
    )
    return Finding(
        "epochs-run-on",
        Severity.CARELESS,
        f"After {epoch:,} batches the data begin again, and the memory of their end is carried into their beginning.",
        fix,
        f"Use reset {fix.reset} instead" if fix else "",
        "epochs-carry-over",
    )


def memory_thrown_away(sight: Sight) -> Finding | None:
    """A network that starts every chunk from zero, on a task whose answers lie further back."""
    forgets, experiment = sight.outlook.forgets, sight.experiment
    if forgets == 0.0:
        return None
    if _memory_is_worthless(experiment):
        return None
    floor = experiment.task.floor(experiment.chunking.length)
    costs = "A run that carries the state shows what that costs."
    if floor is not None:
        low, lowest = floor.without_memory, floor.with_memory
        costs = f"The loss cannot get below {low:.3f}; with memory, {lowest:.3g} can be reached."
    return Finding(
        "memory-thrown-away",
        Severity.NOTE if floor is None else Severity.WRONG,
        f"The memory is thrown away in mid-sequence, before {_percent(forgets)} of the chunks. {costs}",
        fix := _carried(experiment),
        f"Use {fix.strategy} instead" if fix else "",
        "stateless-forgets",
    )


def resets_in_mid_sequence(sight: Sight) -> Finding | None:
    """A reset every so many batches, or by chance, that meets sequences which go on."""
    reset = sight.experiment.reset
    if sight.every < SEEN or _memory_is_worthless(sight.experiment):
        return None
    severity = Severity.CARELESS
    if isinstance(reset, float):
        share = _percent(sight.every)
        text = f"Chance resets the state before {share} of the chunks, in the middle of sequences that go on."
        severity = Severity.CARELESS if reset >= OFTEN else Severity.NOTE
    elif reset == 1:
        severity = Severity.WRONG
        text = "The state is carried and then reset before every batch, which is the same as stateless."
    else:
        text = f"Every {reset:,} batches the state is reset in the middle of sequences that go on."
    fix = _carried(sight.experiment)
    return Finding(
        "resets-in-mid-sequence",
        severity,
        text,
        fix,
        f"Use reset {fix.reset} instead" if fix else "",
        "stateless-forgets",
    )


def begins_only_once(sight: Sight) -> Finding | None:
    """An initial state that nobody meets again, for nothing is reset after the first batch."""
    experiment, kind = sight.experiment, sight.experiment.initial_state
    if kind == "zero" or not sight.carries or not isinstance(experiment.reset, str):
        return None
    if sight.outlook.resets or sight.epochs.resets:
        return None
    then = "so it is hardly learned" if kind == "learned" else "so chance plays no part after it"
    others = [_possible(experiment, reset=reset) for reset in ("sequence", "epoch")]
    resetting = next((o for o in others if o and (Sight(o).outlook.resets or Sight(o).epochs.resets)), None)
    fix = resetting or _possible(experiment, initial_state="zero")
    return Finding(
        "begins-only-once",
        Severity.CARELESS,
        f"The initial state is {kind}, but states begin only in the first batch, {then}.",
        fix,
        f"Use reset {resetting.reset} instead" if resetting else "Use zero instead",
    )


def never_learned(sight: Sight) -> Finding | None:
    """An initial state that is to be learned by a training that learns nothing."""
    experiment = sight.experiment
    if experiment.initial_state != "learned" or experiment.training.learning_rate > 0.0:
        return None
    return Finding(
        "never-learned",
        Severity.CARELESS,
        "The initial state is to be learned, but with a learning rate of 0 it stays zero.",
        _possible(experiment, initial_state="zero"),
        "Use zero instead",
    )


def validation_leaks(sight: Sight) -> Finding | None:
    """A validation that shares the state of the training."""
    chunking = sight.experiment.chunking
    if not sight.carries or chunking.validation == 0.0 or chunking.validation_state == "own":
        return None
    return Finding(
        "validation-leaks",
        Severity.CARELESS,
        "Validation begins with the state that training left, and leaves its own behind for the next epoch, as fit "
        "does.",
        _possible(sight.experiment, chunking=replace(chunking, validation_state="own")),
        "Use a state of its own instead",
        "validation-leaks",
    )


def out_of_the_gradients_reach(sight: Sight) -> Finding | None:
    """Answers that lie further back than a chunk is long: the state gets there, the gradient does not."""
    experiment = sight.experiment
    task, length = experiment.task, experiment.chunking.length
    if not isinstance(task, Echo | Recall) or not sight.carries or task.delay < length or sight.outlook.goes_on == 0.0:
        return None
    return Finding(
        "out-of-reach",
        Severity.CARELESS,
        f"The answers lie {task.delay:,} steps back, and the gradient reaches back over one chunk of {length:,}: the "
        "network is never taught to remember them, though its state is carried.",
        fix := _possible(experiment, chunking=replace(experiment.chunking, length=2 * task.delay)),
        f"Use chunks of {2 * task.delay:,} instead" if fix else "",
        "gradient-stops",
    )


def unbounded_state(sight: Sight) -> Finding | None:
    """An activation that does not hold the state within bounds, while the state goes on and on."""
    experiment = sight.experiment
    network, training = experiment.network, experiment.training
    if network.activation not in _UNBOUNDED or not sight.carries or training.learning_rate == 0.0:
        return None
    if sight.outlook.goes_on == 0.0:
        return None
    return Finding(
        "unbounded-state",
        Severity.CARELESS,
        f"Nothing holds a state of {network.activation} units within bounds: carried from chunk to chunk it can grow "
        "until it is not a number, and it stays so.",
        _possible(experiment, network=replace(network, activation="tanh")),
        "Use tanh instead",
        "nan-stays",
    )


def never_settles(sight: Sight) -> Finding | None:
    """Steps so large that the weights never come to rest."""
    training = sight.experiment.training
    if training.optimizer not in _SCALING or training.learning_rate < SETTLES:
        return None
    return Finding(
        "never-settles",
        Severity.CARELESS,
        f"With a learning rate of {training.learning_rate:g}, {training.optimizer} moves every weight by about that "
        "much at each batch, and never settles.",
        _possible(sight.experiment, training=replace(training, learning_rate=0.005)),
        "Use 0.005 instead",
    )


def nothing_to_learn(sight: Sight) -> Finding | None:
    """A task whose answers nobody can know."""
    experiment = sight.experiment
    floor = experiment.task.floor(experiment.chunking.length)
    if floor is None or floor.with_memory == 0.0 or not _memory_is_worthless(experiment):
        return None
    again = "" if isinstance(experiment.task.lengths, Endless) else ": a lower loss is rows learned by heart"
    return Finding(
        "nothing-to-learn",
        Severity.NOTE,
        f"With memory and without it, the best possible loss is {floor.with_memory:.3f}{again}. No strategy can show "
        "here what it is worth.",
        case="coin-flips",
    )


RULES: tuple[Rule, ...] = (
    wrong_place,
    strangers,
    memory_thrown_away,
    resets_in_mid_sequence,
    epochs_run_on,
    begins_only_once,
    never_learned,
    validation_leaks,
    out_of_the_gradients_reach,
    unbounded_state,
    never_settles,
    nothing_to_learn,
)
"""Every rule; of findings as bad as each other, the first comes first."""


def _percent(share: float) -> str:
    return f"{max(1, round(100 * share))} %"


def _memory_is_worthless(experiment: Experiment) -> bool:
    floor = experiment.task.floor(experiment.chunking.length)
    return floor is not None and abs(floor.with_memory - floor.without_memory) < 1e-6


def _possible(experiment: Experiment, **choices: Any) -> Experiment | None:
    """`experiment` with other choices, if it can be laid out."""
    try:
        changed = replace(experiment, **choices)
        changed.plan()
    except ChoiceError:
        return None
    return changed


def _carried(experiment: Experiment) -> Experiment | None:
    """The same with a state that is carried to where it belongs, and reset where it does not."""
    chunking = replace(experiment.chunking, layout="contiguous")
    own = () if experiment.strategy == "stateless" else (experiment.strategy,)
    for strategy in dict.fromkeys((*own, "stateful", "explicit")):  # a stateful layer refuses short batches
        for reset in ("sequence", "epoch"):
            changed = _possible(experiment, chunking=chunking, strategy=strategy, reset=reset)
            if changed is not None and not _leaks(changed):
                return changed
    return None


def _leaks(experiment: Experiment) -> bool:
    sight = Sight(experiment)
    return any(seen.jumps + seen.mixes > 0.0 for seen in (sight.outlook, sight.epochs))
