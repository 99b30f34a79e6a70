"""Every rule, each a function from what can be seen of an experiment to a finding or nothing."""

from __future__ import annotations

from collections.abc import Callable

from rnnviz.experiment import Experiment
from rnnviz.preflight.carrying import epochs_run_on, memory_thrown_away, strangers, validation_leaks, wrong_place
from rnnviz.preflight.finding import Finding
from rnnviz.preflight.learning import never_settles, nothing_to_learn, out_of_the_gradients_reach, unbounded_state
from rnnviz.preflight.outlook import Sight
from rnnviz.preflight.resetting import begins_only_once, never_learned, resets_in_mid_sequence

Rule = Callable[[Sight], Finding | None]

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


def findings(experiment: Experiment) -> tuple[Finding, ...]:
    """What to know before `experiment` runs, the worst first; empty when all is well.

    Raises:
        ChoiceError: When the experiment cannot be laid out.
        DataError: When the task's file cannot be read.
    """
    sight = Sight(experiment)
    found = [finding for finding in (rule(sight) for rule in RULES) if finding is not None]
    return tuple(sorted(found, key=lambda finding: finding.severity))
