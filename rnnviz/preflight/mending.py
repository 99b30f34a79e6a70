"""Other choices that a finding may propose: only what can be laid out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnnviz.choices import ChoiceError
from rnnviz.experiment import Experiment
from rnnviz.preflight.outlook import Sight
from rnnviz.tasks import Endless


def possible(experiment: Experiment, **choices: Any) -> Experiment | None:
    """`experiment` with other choices, if it can be laid out."""
    try:
        changed = replace(experiment, **choices)
        changed.plan()
    except ChoiceError:
        return None
    return changed


def carried(experiment: Experiment) -> Experiment | None:
    """The same with a state that is carried to where it belongs, and reset where it does not."""
    chunking = replace(experiment.chunking, layout="contiguous")
    own = () if experiment.strategy == "stateless" else (experiment.strategy,)
    never_ends = experiment.task.lengths == Endless()  # then one named policy is as good as another
    as_it_is = (experiment.reset,) if never_ends and isinstance(experiment.reset, str) else ()
    for strategy in dict.fromkeys((*own, "stateful", "explicit")):  # a stateful layer refuses short batches
        for reset in dict.fromkeys((*as_it_is, "sequence", "epoch")):
            changed = possible(experiment, chunking=chunking, strategy=strategy, reset=reset)
            if changed is not None and not leaks(changed):
                return changed
    return None


def carrying_label(experiment: Experiment, fix: Experiment | None) -> str:
    """What a button says that goes over to `fix`, as :func:`carried` gives it: all that it changes.

    Example:
        >>> from rnnviz.chunking import Chunking
        >>> shuffled = Experiment(strategy="stateful", reset=3, chunking=Chunking(layout="shuffled"))
        >>> carrying_label(shuffled, carried(shuffled))
        'Use contiguous and reset sequence instead'
    """
    if fix is None:
        return ""
    changed: list[str] = []
    if fix.strategy != experiment.strategy:
        changed.append(fix.strategy)
    if fix.chunking.layout != experiment.chunking.layout:
        changed.append(fix.chunking.layout)
    if fix.reset != experiment.reset:
        changed.append(f"reset {fix.reset}")
    return f"Use {_listed(changed)} instead"


def leaks(experiment: Experiment) -> bool:
    """Whether any chunk begins with the memory of something else."""
    sight = Sight(experiment)
    return any(seen.jumps + seen.mixes > 0.0 for seen in (sight.outlook, sight.epochs))


def _listed(words: list[str]) -> str:
    """Words as they stand in a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
