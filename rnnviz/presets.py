"""Experiments that are ready to run, each with what to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network, Training
from rnnviz.tasks import CoinRows, Echo, Series, Text


@dataclass(frozen=True)
class Preset:
    """An experiment with a name.

    Attributes:
        name: How the command line calls it.
        title: How the window calls it.
        about: What to look at, in a sentence or two.
        experiment: The choices.
    """

    name: str
    title: str
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

_PRESETS = (
    Preset(
        "echo-stateless",
        "Echo, stateless",
        "Every chunk begins with an empty memory, so the five echoes of what was heard just before it can only be "
        "guessed. The loss settles on the floor without memory, half a coin flip.",
        _ECHO,
    ),
    Preset(
        "echo-stateful",
        "Echo, stateful",
        "The layer keeps each slot's state from chunk to chunk, and each slot reads on where it stopped. "
        "The loss goes to zero.",
        replace(_ECHO, strategy="stateful", reset="sequence"),
    ),
    Preset(
        "echo-explicit",
        "Echo, explicit",
        "The state that a chunk leaves is handed in again with the next one. "
        "Compare it with the stateful run: states and losses are the same, step by step.",
        replace(_ECHO, strategy="explicit", reset="sequence"),
    ),
    Preset(
        "echo-row-order",
        "Echo, row order",
        "The state is carried, but the next chunk of a slot comes from elsewhere in the stream. "
        "Watch the loss stay above that of the stateless run: a wrong memory is worse than none.",
        replace(_ECHO, chunking=replace(_ECHO.chunking, layout="row-order"), strategy="stateful", reset="sequence"),
    ),
    Preset(
        "article-stateless",
        "Article 1: stateless",
        "A hundred rows of one timestep, each a sequence of its own: starting every one from zero is right. The "
        "targets are coin flips, so a loss below 0.693 is rows learned by heart.",
        _ARTICLE,
    ),
    Preset(
        "article-stateful",
        "Article 2: stateful",
        "Ten rows go into each batch, so the state that a slot carries on was left by another row. "
        "Look for the leaks from the second batch on.",
        replace(_ARTICLE, strategy="stateful"),
    ),
    Preset(
        "article-explicit",
        "Article 3: explicit",
        "The same leaks with other means: here the program hands the state of one row to the next itself.",
        replace(_ARTICLE, strategy="explicit"),
    ),
    Preset(
        "temperatures",
        "Seattle's temperatures",
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
"""Every preset by its name; the window opens on the first."""
