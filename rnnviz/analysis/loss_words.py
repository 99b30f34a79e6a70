"""What the loss of a run means, in plain words."""

from __future__ import annotations

import math

from rnnviz.counting import batches_counted
from rnnviz.recording.header import Header
from rnnviz.recording.transition import Transition


def loss_words(header: Header, main: Transition, always: bool, level: float, early: int = 0) -> str:
    """Say what a loss means, measured by what is known of the task.

    Args:
        header: Of the recording.
        main: What happened to the memory.
        always: Whether it happened at every batch.
        level: The mean loss.
        early: After how many batches, where that is so early that it says little of the network; else 0.

    Returns:
        A sentence or two; what is between ``**`` stands out.
    """
    if not math.isfinite(level):
        return "The loss is **not a number** any more: choose a smaller learning rate and restart."
    after = f" after {batches_counted(early)}" if early else ""
    here, floor = f"this network is at **{number(level)}**{after}", header.floor
    if floor is None:
        return _by_yardsticks(header, level, _capital(here))
    if floor.with_memory == floor.without_memory:
        by_heart = " Below it are only rows learned by heart." if level < floor.with_memory else ""
        return (
            f"Memory across chunks cannot help here, with it and without it the loss can go down to "
            f"**{floor.with_memory:.3g}**; {here}.{by_heart}"
        )
    if main in (Transition.FRESH, Transition.SET):
        return f"{_capital(here)}."
    if main is Transition.KEPT:
        return f"With all memory the loss can go down to **{floor.with_memory:.3g}**; {here}."
    if main is Transition.LEAKED:
        return (
            f"Wrong memory is no help: without any, a loss of **{floor.without_memory:.3f}** is within reach; {here}."
        )
    if not always:
        return (
            f"Where the memory is lost the loss cannot go below **{floor.without_memory:.3f}**, "
            f"elsewhere it can go down to **{floor.with_memory:.3g}**; {here}."
        )
    why = header.experiment.task.price_of_forgetting(header.experiment.chunking.cut)
    return f"{why}no network without memory across chunks gets below **{floor.without_memory:.3f}**; {here}."


def number(loss: float) -> str:
    """A loss with three decimals, or two digits where those say nothing.

    Example:
        >>> number(0.34657), number(0.00412), number(3.4e-7)
        ('0.347', '0.0041', '3.4e-07')
    """
    return f"{loss:.3f}" if loss >= 0.01 or loss == 0.0 else f"{loss:.2g}"


def _by_yardsticks(header: Header, level: float, here: str) -> str:
    meaning = header.experiment.task.loss_in_words(level)
    here += f"{': ' if meaning else ''}{meaning}."
    costs = [f"{stick.name} costs **{number(stick.loss)}**" for stick in header.yardsticks]
    return f"{here} {_capital(', '.join(costs))}." if costs else here


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
