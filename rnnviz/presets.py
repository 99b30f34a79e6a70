"""Experiments that are ready to run, each with what to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network, Training
from rnnviz.tasks import (
    Adding,
    CoinRows,
    Dialogues,
    Drift,
    Echo,
    FlipFlop,
    Order,
    Parity,
    Recall,
    Series,
    Sine,
    Task,
    Text,
)


@dataclass(frozen=True)
class Preset:
    """An experiment with a name.

    Attributes:
        name: How the command line calls it.
        title: How the window calls it.
        group: What it belongs to.
        about: What to look at, in a sentence or two.
        experiment: The choices.
    """

    name: str
    title: str
    group: str
    about: str
    experiment: Experiment


_ECHO = Experiment(
    task=Echo(delay=5),
    chunking=Chunking(length=10, batch_size=16, layout="contiguous"),
    network=Network(cell="SimpleRNN", units=32),
    training=Training(optimizer="adam", learning_rate=0.005),
)

_ARTICLE = Experiment(
    task=CoinRows(rows=100, steps=1, width=5),
    chunking=Chunking(length=1, batch_size=10, layout="row-order"),
    network=Network(cell="SimpleRNN", units=10, activation="relu"),
    training=Training(optimizer="adam", learning_rate=0.01),
)

_GRU = Network(cell="GRU", units=24)
_FAST = Training(optimizer="adam", learning_rate=0.01)


def _remembering(task: Task, network: Network = _GRU, training: Training = _FAST) -> Experiment:
    """A task, and a network that learns it in a minute or less because it keeps its state."""
    return replace(_ECHO, task=task, strategy="stateful", reset="sequence", network=network, training=training)


_PRESETS = (
    Preset(
        "echo-stateless",
        "Echo, stateless",
        "Echo",
        "Every chunk begins with an empty memory, so the five echoes of what was heard just before it can only be "
        "guessed. The loss settles on the floor without memory, half a coin flip.",
        _ECHO,
    ),
    Preset(
        "echo-stateful",
        "Echo, stateful",
        "Echo",
        "The layer keeps each slot's state from chunk to chunk, and each slot reads on where it stopped. "
        "The loss goes to zero.",
        replace(_ECHO, strategy="stateful", reset="sequence"),
    ),
    Preset(
        "echo-explicit",
        "Echo, explicit",
        "Echo",
        "The state that a chunk leaves is handed in again with the next one. "
        "Compare it with the stateful run: states and losses are the same, step by step.",
        replace(_ECHO, strategy="explicit", reset="sequence"),
    ),
    Preset(
        "echo-row-order",
        "Echo, row order",
        "Echo",
        "The state is carried, but the next chunk of a slot comes from elsewhere in the stream. "
        "Watch the loss stay above that of the stateless run: a wrong memory is worse than none.",
        replace(_ECHO, chunking=replace(_ECHO.chunking, layout="row-order"), strategy="stateful", reset="sequence"),
    ),
    Preset(
        "echo-by-chance",
        "Echo, reset by chance",
        "Echo",
        "Before each batch, every slot is reset with a probability of one in ten. Such a chunk costs what all chunks "
        "cost the stateless run, so the loss settles on a tenth of the floor without memory.",
        replace(_ECHO, strategy="stateful", reset=0.1),
    ),
    Preset(
        "echo-learned",
        "Echo, learned initial state",
        "Echo",
        "Every chunk begins with a vector that is learned with the weights. It is the same for all of them, so it "
        "holds nothing of what was heard: the loss stays on the floor without memory.",
        replace(_ECHO, initial_state="learned"),
    ),
    Preset(
        "flip-flop",
        "Flip-flop",
        "Tasks for a memory",
        "A pulse now and then sets or clears one of three bits. Look for units that jump at a pulse and then hold "
        "their level through chunk after chunk; stateless, they fall back at every cut.",
        _remembering(FlipFlop(bits=3, every=20), _ECHO.network, _ECHO.training),
    ),
    Preset(
        "recall",
        "Delayed recall",
        "Tasks for a memory",
        "A pattern is stored, noise goes over it, and five steps later it is asked for. Look for units that take it "
        "in at the mark and keep the noise out; the loss falls after some 500 batches.",
        _remembering(Recall(bits=2, delay=5, pause=4)),
    ),
    Preset(
        "parity",
        "Running parity",
        "Tasks for a memory",
        "Have the ones since the last start been odd or even? Look for units that flip at every one: reset the state "
        "by hand, and answers may stay upside down until the next start.",
        _remembering(Parity(every=12)),
    ),
    Preset(
        "adding",
        "Adding",
        "Tasks for a memory",
        "The sum of the last two marked numbers makes a staircase. Watch the prediction climb and fall at the marks "
        "and stay level between them, whatever other numbers come by.",
        _remembering(Adding(every=8)),
    ),
    Preset(
        "order",
        "Temporal order",
        "Tasks for a memory",
        "Two arrows turn up among letters without a meaning, and the sign to say draws the last two in their order. "
        "Look for units that jump at arrows alone.",
        _remembering(Order(every=8)),
    ),
    Preset(
        "sine",
        "Sine with hidden phase",
        "Tasks for a memory",
        "Nothing comes in but a pulse now and then, which starts a wave anew. After a thousand batches the hidden "
        "state goes round by itself; stateless, it does not know where it is until a pulse.",
        _remembering(Sine(period=12, every=40), _ECHO.network, _ECHO.training),
    ),
    Preset(
        "drift",
        "Drift of a random walk",
        "Tasks for a memory",
        "Which way is a walk heading whose steps are mostly noise? The prediction starts from nought at a turn and "
        "closes in, the longer the better: no memory brings this loss to zero.",
        _remembering(Drift(noise=2.0, every=50), training=_ECHO.training),
    ),
    Preset(
        "dialogues",
        "Dialogues",
        "Tasks for a memory",
        "A capital says who speaks, and every ? asks for it, often chunks later. Dialogues are of unequal lengths: "
        "look for the fresh mark where a slot begins its next one.",
        _remembering(Dialogues()),
    ),
    Preset(
        "article-stateless",
        "Article 1: stateless",
        "The article",
        "A hundred rows of one timestep, each a sequence of its own: starting every one from zero is right. The "
        "targets are coin flips, so a loss below 0.693 is rows learned by heart.",
        _ARTICLE,
    ),
    Preset(
        "article-stateful",
        "Article 2: stateful",
        "The article",
        "Ten rows go into each batch, so the state that a slot carries on was left by another row. "
        "Look for the leaks from the second batch on.",
        replace(_ARTICLE, strategy="stateful"),
    ),
    Preset(
        "article-explicit",
        "Article 3: explicit",
        "The article",
        "The same leaks with other means: here the program hands the state of one row to the next itself.",
        replace(_ARTICLE, strategy="explicit"),
    ),
    Preset(
        "temperatures",
        "Seattle's temperatures",
        "Real data",
        "A year of hourly temperatures, and the next one to foretell. With a carried state the network knows what "
        "time of day it is; make it stateless and the start of every chunk costs more.",
        Experiment(
            task=Series(file="sample:seattle-temperatures.csv", channel="temperature_f"),
            chunking=Chunking(length=6, batch_size=16, layout="contiguous", validation=0.2),
            strategy="stateful",
            reset="epoch",
            network=Network(cell="GRU", units=32),
            training=Training(optimizer="adam", learning_rate=0.005),
        ),
    ),
    Preset(
        "moby-dick",
        "Moby-Dick",
        "Real data",
        "The first chapters of the novel, and the next character to foretell. Look for units that jump at "
        "spaces and ends of lines, while the loss falls from 4.3, a blind guess, to below 2.",
        Experiment(
            task=Text(file="sample:moby-dick.txt"),
            chunking=Chunking(length=25, batch_size=32, layout="contiguous"),
            strategy="stateful",
            reset="epoch",
            network=Network(cell="LSTM", units=128),
            training=Training(optimizer="adam", learning_rate=0.003),
        ),
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _PRESETS}
"""Every preset by its name, the window opens on the first."""


def grouped(presets: Mapping[str, Preset]) -> dict[str, list[Preset]]:
    """Presets by what they belong to, in their order.

    Example:
        >>> list(grouped(PRESETS))
        ['Echo', 'Tasks for a memory', 'The article', 'Real data']
    """
    groups: dict[str, list[Preset]] = {}
    for preset in presets.values():
        groups.setdefault(preset.group, []).append(preset)
    return groups
