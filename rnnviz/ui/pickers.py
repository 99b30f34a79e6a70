"""The slim bar above the plots: which layer, state and slot they show, and what the pointer is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from rnnviz.plots.wording import kind_title
from rnnviz.ui.combo import Combo

if TYPE_CHECKING:
    from rnnviz.recording.header import Header


class Pickers(QWidget):
    """Chooses what the plots show of a recording.

    Signals:
        picked: Layer number, state or gate, and slot, when one of them is another one.
    """

    picked = Signal(int, str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pickers")
        self.layer = Combo({})
        self.kind = Combo({"h": "h"})
        self.slot = Combo({})
        for names in (self.layer, self.kind, self.slot):
            names.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.layer.setToolTip("The recurrent layer whose state is shown, counted from the input up")
        self.kind.setToolTip(
            "h: what the layer gives on. c: what an LSTM keeps to itself. "
            "The gates are there where a run keeps them: File ▸ What is recorded…"
        )
        self.slot.setToolTip("The row of the batch that is shown; states are kept for these")
        self._said = ""
        self._pointed = QLabel(self)
        self._pointed.setProperty("tone", "caption")  # two lines of it have room
        self._pointed.setAccessibleName("Under the pointer")
        # Values come and go with the pointer, and must not push the bar about.
        self._pointed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 2)
        row.setSpacing(7)
        self._labels: dict[str, QLabel] = {}
        for name, widget in (("Layer", self.layer), ("State", self.kind), ("Slot", self.slot)):
            label = QLabel(name, self)
            label.setProperty("tone", "muted")
            label.setBuddy(widget)
            widget.setAccessibleName(name)
            row.addWidget(label)
            row.addWidget(widget)
            row.addSpacing(9)
            self._labels[name] = label
        row.addWidget(self._pointed, 1)
        self.layer.changed.connect(self._pick_layer)
        self.kind.changed.connect(self._pick)
        self.slot.changed.connect(self._pick)
        self._header: Header | None = None
        self.setFixedHeight(row.sizeHint().height())  # the plots must not jump when there is something to choose
        self.show_header(None)

    def show_header(self, header: Header | None) -> None:
        """Offer what a recording holds, keeping what is chosen where it can be; :meth:`chosen` then says what is."""
        self._header = header
        for widget in (self.layer, self.kind, self.slot, *self._labels.values()):
            widget.setEnabled(header is not None)
        if header is None:  # the fields stay, or there would be an empty line above the plots
            for widget in (self.layer, self.slot):
                widget.set_options({"–": 0})
            self._hide_state(True)
            return
        several = len(header.layers) > 1
        self.layer.set_options(
            {f"{n + 1} · {layer.name}" if several else layer.name: n for n, layer in enumerate(header.layers)}
        )
        self.slot.set_options({f"{slot}": slot for slot in header.watched})
        self._offer_kinds()

    def show_pointed(self, text: str) -> None:
        """Say what is under the pointer."""
        self._said = text
        measure, room = self._pointed.fontMetrics(), self._pointed.width()
        lines = [measure.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in text.split("\n")]
        self._pointed.setText("\n".join(lines))
        self._pointed.setToolTip(text)

    @property
    def pointed(self) -> str:
        """What is under the pointer."""
        return self._said

    def choose(self, layer: int, slot: int) -> None:
        """Show another layer or watched slot, as if the user had picked it."""
        self.layer.set_value(layer)
        self.slot.set_value(slot)
        self._pick_layer()

    def chosen(self) -> tuple[int, str, int]:
        """Layer number, state or gate, and slot."""
        return self.layer.currentData() or 0, str(self.kind.value() or "h"), self.slot.currentData() or 0

    def _pick_layer(self) -> None:
        self._offer_kinds()
        self._pick()

    def _offer_kinds(self) -> None:
        if self._header is not None:
            layer = self._header.layers[self.layer.currentData() or 0]
            gates = {kind_title(gate).lower(): gate for gate in layer.gates}
            self.kind.set_options({**{kind: kind for kind in layer.kinds}, **gates})
            self._hide_state(self.kind.count() < 2)

    def _hide_state(self, hidden: bool) -> None:
        for widget in (self.kind, self._labels["State"]):
            widget.setHidden(hidden)

    def _pick(self) -> None:
        self.picked.emit(*self.chosen())
