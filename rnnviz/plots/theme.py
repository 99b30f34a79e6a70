"""The colours of the screen and of paper, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.recording.transition import Transition


@dataclass(frozen=True)
class Theme:
    """A set of colours as ``#rrggbb``.

    Attributes:
        name: ``"dark"`` or ``"light"``.
        window: Behind the plots.
        surface: Bars and side panels.
        plot: Inside a plot's frame.
        field: Inside an input field or a button.
        border: Hairlines and frames.
        text: Words that matter.
        muted: Units, axis numbers, captions.
        faint: Chunk boundaries and grids.
        accent: The one colour that means "this is chosen", and the loss curve.
        on_accent: Words on the accent.
        transitions: The colour of each transition's mark.
    """

    name: str
    window: str
    surface: str
    plot: str
    field: str
    border: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    transitions: dict[Transition, str]


DARK = Theme(
    name="dark",
    window="#16181d",
    surface="#1d2026",
    plot="#111317",
    field="#262a32",
    border="#343944",
    text="#e6e8ec",
    muted="#9aa3b0",
    faint="#2a2f38",
    accent="#6ea8fe",
    on_accent="#0b1220",
    transitions={
        Transition.KEPT: "#2fae84",
        Transition.FRESH: "#4fa3e3",
        Transition.LOST: "#e5623a",
        Transition.LEAKED: "#c774b2",
        Transition.SET: "#9aa3b0",
        Transition.IDLE: "#454b57",
    },
)

LIGHT = Theme(
    name="light",
    window="#f4f5f7",
    surface="#ffffff",
    plot="#ffffff",
    field="#f0f1f4",
    border="#d5d9e0",
    text="#14171c",
    muted="#5d6675",
    faint="#e6e8ec",
    accent="#1f5fd0",
    on_accent="#ffffff",
    transitions={
        Transition.KEPT: "#00875a",
        Transition.FRESH: "#1d74c4",
        Transition.LOST: "#c8401a",
        Transition.LEAKED: "#a0428b",
        Transition.SET: "#5d6675",
        Transition.IDLE: "#c3c8d1",
    },
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
