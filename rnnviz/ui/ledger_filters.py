"""The bar above the ledger: what of it is wanted."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rnnviz.analysis.causes import TITLES, Cause
from rnnviz.plots.shapes import word
from rnnviz.plots.wording import counted
from rnnviz.recording.header import Header
from rnnviz.recording.transition import Transition
from rnnviz.ui.combo import Combo
from rnnviz.ui.ledger_lines import Page, Wanted
from rnnviz.ui.ledger_words import layer_words
from rnnviz.ui.lesson_bar import MARKS

ANY = {"transition": "Anything", "cause": "Any cause", "slot": "Any slot", "layer": "Any layer"}
"""What each list says while it asks for nothing."""

_HELP = {
    "transition": "Show only what happened to the state",
    "cause": "Show only what has this cause",
    "slot": "Show only what this row of the batch is part of",
    "layer": "Show only what happened to this layer",
}

_SHARES = {"transition": 4, "cause": 8, "slot": 3, "layer": 4}
"""How the lists share the room that there is."""


class LedgerFilters(QWidget):
    """Lists to choose from, with how often each transition and cause was found.

    Signals:
        changed: The user wants to see something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {name: Combo({anything: None}, self) for name, anything in ANY.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        title = QLabel("Ledger", self)
        title.setProperty("tone", "heading")
        row.addWidget(title)
        row.addSpacing(6)
        for name, box in self.boxes.items():
            box.setObjectName(f"ledger-{name}")
            box.setAccessibleName(ANY[name].split()[-1].capitalize())
            box.setToolTip(_HELP[name])
            box.setMinimumContentsLength(4)
            box.changed.connect(self.changed)
            row.addWidget(box, _SHARES[name])

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        value = {name: box.currentData() for name, box in self.boxes.items()}
        kind, cause = value["transition"], value["cause"]
        return Wanted(
            None if kind is None else Transition(kind),
            None if cause is None else Cause(cause),
            value["layer"],
            value["slot"],
        )

    def clear(self) -> None:
        """Want everything."""
        for box in self.boxes.values():
            box.set_value(None)

    def show_header(self, header: Header | None) -> None:
        """Offer the slots and layers of a recording."""
        layers = range(len(header.layers)) if header else range(0)
        slots = range(header.batch_size) if header else range(0)
        self._offer("slot", {f"Slot {slot}": slot for slot in slots})
        self._offer("layer", {layer_words(layer, header): layer for layer in layers if header})
        self.boxes["layer"].setVisible(len(layers) > 1)

    def show_page(self, page: Page) -> None:
        """Offer what was found, and say how often."""
        wanted = self.wanted
        # What is chosen stays on offer, though there is none of it.
        kinds = Counter({wanted.transition: 0} if wanted.transition is not None else {})
        causes = Counter({wanted.cause: 0} if wanted.cause is not None else {})
        for entry in page.stories:
            kinds[entry.story.transition] += entry.times
            causes[entry.story.cause] += entry.times
        self._offer(
            "transition",
            {f"{MARKS[kind]} {word(kind)} · {counted(kinds[kind])}": kind for kind in sorted(kinds, reverse=True)},
        )
        self._offer("cause", {f"{TITLES[cause]} · {counted(count)}": cause for cause, count in causes.most_common()})

    def _offer(self, name: str, options: dict[str, object]) -> None:
        box = self.boxes[name]
        offered = {ANY[name]: None, **options}
        # A list that is open must not move under the pointer.
        if not box.view().isVisible() and [box.itemText(row) for row in range(box.count())] != list(offered):
            box.set_options(offered)
            box.setEnabled(len(offered) > 1)
