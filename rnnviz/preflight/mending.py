"""Other choices that a finding may propose: only what can be laid out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnnviz.choices import ChoiceError
from rnnviz.experiment import Experiment
from rnnviz.preflight.outlook import Sight


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
    for strategy in dict.fromkeys((*own, "stateful", "explicit")):  # a stateful layer refuses short batches
        for reset in ("sequence", "epoch"):
            changed = possible(experiment, chunking=chunking, strategy=strategy, reset=reset)
            if changed is not None and not leaks(changed):
                return changed
    return None


def leaks(experiment: Experiment) -> bool:
    """Whether any chunk begins with the memory of something else."""
    sight = Sight(experiment)
    return any(seen.jumps + seen.mixes > 0.0 for seen in (sight.outlook, sight.epochs))
