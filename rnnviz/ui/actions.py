"""Every action of the window, as data: its name, shortcut, tooltip, icon and place in the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Deed:
    """One thing that the window can do.

    Attributes:
        name: How the code calls it.
        text: How the menu calls it; what follows an ampersand opens it by keyboard.
        shortcut: The keys for it, as Qt writes them.
        help: The tooltip: what it does.
        icon: A file of ``assets/icons``, or nothing.
        group: Of the actions in a group one is on at any time.
        checkable: Whether it is on or off.
        repeats: Whether holding the keys does it again and again.
    """

    name: str
    text: str
    shortcut: str
    help: str
    icon: str = ""
    group: str = ""
    checkable: bool = False
    repeats: bool = False


SPEEDS: dict[str, float | None] = {
    "speed-1": 1.0,
    "speed-3": 3.0,
    "speed-10": 10.0,
    "speed-30": 30.0,
    "speed-100": 100.0,
    "speed-1000": 1000.0,
    "speed-free": None,
}
"""Batches per second of each speed, slowest first; None: as fast as it goes."""

_SEPARATOR = ""


def plot_deed(plot: str) -> str:
    """The name of the deed that shows or hides a plot."""
    return f"plot-{plot.replace(' ', '-')}"


MENUS: dict[str, tuple[Deed | str, ...]] = {
    "&File": (
        Deed("open", "&Open…", "Ctrl+O", "Open a recording. The run stays as it is.", "open"),
        "Open &recent",
        Deed("save", "&Save recording as…", "Ctrl+S", "Write what is shown to disk as a recording.", "save"),
        Deed("keeping", "What is &recorded…", "Ctrl+,", "Choose the watched slots and how much disk a run may take."),
        _SEPARATOR,
        Deed("export", "&Export…", "Ctrl+Shift+E", "Write the plots as PNG, SVG, PDF or CSV.", "export"),
        Deed("copy", "&Copy as picture", "Ctrl+Shift+C", "Copy the plots to the clipboard, as they are shown.", "copy"),
        _SEPARATOR,
        Deed("quit", "&Quit", "Ctrl+Q", "End the program."),
    ),
    "&Run": (
        Deed("run", "&Run", "Space", "Run batch after batch, or pause. A recording is played again.", "run"),
        Deed("step", "&Step", "Right", "Run one batch.", "step", repeats=True),
        Deed("step-ten", "Step &ten", "Shift+Right", "Run ten batches.", "step-ten", repeats=True),
        _SEPARATOR,
        Deed("back", "Step &back", "Left", "Show what was before the last batch.", "back", repeats=True),
        Deed("back-ten", "Step back te&n", "Shift+Left", "Show what was ten batches ago.", repeats=True),
        Deed("first", "To the f&irst batch", "Home", "Show what was after the first batch.", "first"),
        Deed("last", "To the en&d", "End", "Show all that is recorded.", "last"),
        _SEPARATOR,
        Deed("reset", "Reset st&ate", "R", "Reset the carried state of every slot before the next batch.", "reset"),
        Deed(
            "reset-slot",
            "Reset t&his slot",
            "Shift+R",
            "Reset the carried state of the slot that is shown, and of no other.",
        ),
        Deed("restart", "R&estart", "Ctrl+R", "Begin the same experiment anew, with new weights.", "restart"),
        _SEPARATOR,
        Deed("slower", "S&lower", "[", "Run at the next lower speed."),
        Deed("faster", "&Faster", "]", "Run at the next higher speed."),
        "S&peed",
    ),
    "S&peed": (
        Deed("speed-1", "1 batch a second", "Ctrl+1", "Run one batch a second.", group="speed"),
        Deed("speed-3", "3 batches a second", "Ctrl+2", "Run three batches a second.", group="speed"),
        Deed("speed-10", "10 batches a second", "Ctrl+3", "Run ten batches a second.", group="speed"),
        Deed("speed-30", "30 batches a second", "Ctrl+4", "Run thirty batches a second.", group="speed"),
        Deed("speed-100", "100 batches a second", "Ctrl+5", "Run a hundred batches a second.", group="speed"),
        Deed("speed-1000", "1,000 batches a second", "Ctrl+6", "Run a thousand batches a second.", group="speed"),
        Deed("speed-free", "as fast as it goes", "Ctrl+0", "Run as fast as the machine can.", group="speed"),
    ),
    "&View": (
        Deed(
            "follow",
            "&Follow the newest batch",
            "F",
            "Keep the newest batch in sight. Panning or zooming lets go of it.",
            "follow",
            checkable=True,
        ),
        Deed("zoom-in", "Zoom &in", "Ctrl+=", "Show fewer timesteps, larger.", repeats=True),
        Deed("zoom-out", "Zoom &out", "Ctrl+-", "Show more timesteps, smaller.", repeats=True),
        Deed("zoom-all", "&Whole recording", "Ctrl+Shift+0", "Show every timestep from the first to the last."),
        _SEPARATOR,
        Deed("theme-system", "Theme of the &system", "Ctrl+Alt+S", "Light or dark as the desktop is.", group="theme"),
        Deed("theme-dark", "&Dark theme", "Ctrl+Alt+D", "Light letters on dark.", group="theme"),
        Deed("theme-light", "&Light theme", "Ctrl+Alt+L", "Dark letters on light.", group="theme"),
        _SEPARATOR,
        Deed(
            "ledger",
            "L&edger",
            "F8",
            "Show or hide every reset, and what else happened, with its cause.",
            checkable=True,
        ),
        "P&lots",
        Deed("panel", "Side &panel", "F9", "Show or hide the choices at the left.", checkable=True),
        Deed("full-screen", "F&ull screen", "F11", "Give the window the whole screen.", checkable=True),
    ),
    "P&lots": tuple(
        Deed(plot_deed(name), title, f"Alt+{number}", f"Show or hide the plot: {said}.", checkable=True)
        for number, (name, title, said) in enumerate(
            (
                ("transitions", "&State entering each batch", "the state entering each batch"),
                ("hidden state", "&Hidden state", "the hidden state"),
                ("sequence", "&Input, target, prediction", "input, target and prediction"),
                ("loss", "&Loss", "the loss"),
            ),
            start=1,
        )
    ),
    "R&uns": (
        Deed("live", "Back to the &live run", "Ctrl+L", "Show the run that the controls belong to."),
        Deed("older", "&Older run", "Alt+Left", "Show the run before the one that is shown."),
        Deed("newer", "&Newer run", "Alt+Right", "Show the run after the one that is shown."),
        Deed("again", "Run this experiment &again", "Ctrl+Shift+R", "Begin a new run with the choices that are shown."),
        _SEPARATOR,
    ),
    "&Help": (
        Deed("words", "&What the marks mean", "F1", "Kept, fresh, lost, leaked and set, in plain words."),
        Deed("clinic", "&Clinic…", "Ctrl+Shift+K", "What goes wrong with Keras's recurrent layers, and what works."),
        Deed("shortcuts", "&Shortcuts", "Ctrl+/", "Every shortcut on one page."),
        Deed("about", "&About rnnviz", "Ctrl+Shift+A", "Which version this is."),
    ),
}
"""What is in each menu, in order: deeds, titles of submenus, and empty strings for lines between."""

DEEDS: dict[str, Deed] = {deed.name: deed for menu in MENUS.values() for deed in menu if isinstance(deed, Deed)}
"""Every deed by its name."""


def make_actions(owner: QWidget) -> dict[str, QAction]:
    """An action of `owner` for every deed, by name."""
    groups: dict[str, QActionGroup] = {}
    made = {}
    for deed in DEEDS.values():
        action = QAction(deed.text, owner)
        action.setObjectName(deed.name)
        action.setShortcut(QKeySequence(deed.shortcut))
        action.setAutoRepeat(deed.repeats)
        action.setToolTip(tooltip(deed.name))
        action.setStatusTip(deed.help)
        action.setCheckable(deed.checkable or bool(deed.group))
        if deed.group:
            groups.setdefault(deed.group, QActionGroup(owner)).addAction(action)
        owner.addAction(action)
        made[deed.name] = action
    return made


def join_deeds(actions: Mapping[str, QAction], *deeds: Mapping[str, Callable[[], object]]) -> None:
    """Have actions do something when they are triggered, both by the same name."""
    for some in deeds:
        for name, do in some.items():
            actions[name].triggered.connect(partial(_without_its_state, do))


def _without_its_state(do: Callable[[], object], _checked: bool = False) -> None:
    """An action hands over whether it is on, and nobody here wants to know."""
    do()


def tooltip(name: str, said: str = "") -> str:
    """What is said of a deed under the mouse: what it does, or what is `said` instead, and the keys for it."""
    deed = DEEDS[name]
    return f"{said or deed.help} ({spelled(deed.shortcut)})"


def spelled(shortcut: str) -> str:
    """A shortcut as the window writes it.

    Example:
        >>> spelled("Shift+Right"), spelled("Ctrl+Shift+E")
        ('Shift+→', 'Ctrl+Shift+E')
    """
    return shortcut.replace("Right", "→").replace("Left", "←")
