"""Rules about when a state is reset, and what it begins as."""

from __future__ import annotations

from rnnviz.preflight.finding import Finding, Severity, chunks
from rnnviz.preflight.mending import carried, carrying_label, possible
from rnnviz.preflight.outlook import Sight

SEEN = 0.01
"""Share of the chunks below which a reset every so many batches is no matter."""

OFTEN = 0.5
"""Probability of a reset from which chance leaves little to be remembered."""


def resets_in_mid_sequence(sight: Sight) -> Finding | None:
    """A reset every so many batches, or by chance, that meets sequences which go on."""
    reset = sight.experiment.reset
    if sight.every < SEEN or sight.memory_is_worthless:
        return None
    severity = Severity.CARELESS
    if isinstance(reset, float):
        text = f"Chance resets the state before {chunks(sight.every)}, in the middle of sequences that go on."
        severity = Severity.CARELESS if reset >= OFTEN else Severity.NOTE
    elif reset == 1:
        severity = Severity.WRONG
        text = "The state is carried and then reset before every batch, which is the same as stateless."
    else:
        text = f"Every {reset:,} batches the state is reset in the middle of sequences that go on."
    fix = carried(sight.experiment)
    return Finding(
        "resets-in-mid-sequence",
        severity,
        text,
        fix,
        carrying_label(sight.experiment, fix),
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
    others = [possible(experiment, reset=reset) for reset in ("sequence", "epoch")]
    resetting = next((o for o in others if o and (Sight(o).outlook.resets or Sight(o).epochs.resets)), None)
    fix = resetting or possible(experiment, initial_state="zero")
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
        possible(experiment, initial_state="zero"),
        "Use zero instead",
    )
