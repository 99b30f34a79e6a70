"""Rules about the network and its training: can it learn what it is asked?"""

from __future__ import annotations

from dataclasses import replace

from rnnviz.preflight.finding import Finding, Severity
from rnnviz.preflight.mending import possible
from rnnviz.preflight.outlook import Sight
from rnnviz.tasks import Echo, Endless, Recall

SETTLES = 0.1
"""Learning rate from which optimizers that scale their steps never settle."""

_UNBOUNDED = ("relu", "elu", "linear")
_SCALING = ("adam", "adamw", "rmsprop")


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
        fix := possible(experiment, chunking=replace(experiment.chunking, length=2 * task.delay)),
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
        possible(experiment, network=replace(network, activation="tanh")),
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
        possible(sight.experiment, training=replace(training, learning_rate=0.005)),
        "Use 0.005 instead",
    )


def nothing_to_learn(sight: Sight) -> Finding | None:
    """A task whose answers nobody can know."""
    experiment, floor = sight.experiment, sight.floor
    if floor is None or floor.with_memory == 0.0 or not sight.memory_is_worthless:
        return None
    again = "" if isinstance(experiment.task.lengths, Endless) else ": a lower loss is rows learned by heart"
    return Finding(
        "nothing-to-learn",
        Severity.NOTE,
        f"With memory and without it, the best possible loss is {floor.with_memory:.3f}{again}. No strategy can show "
        "here what it is worth.",
        case="coin-flips",
    )
