"""Which example is set up, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnnviz.experiment import Experiment
from rnnviz.presets import Preset, grouped
from rnnviz.ui.combo import Combo
from rnnviz.ui.field import Field
from rnnviz.ui.sizes import GAP


class PresetForm(QWidget):
    """The presets to choose from, and what the chosen one shows.

    Args:
        presets: The examples, by name.
        parent: The owner.

    Attributes:
        field: The list of them.

    Signals:
        chosen: The preset that the user has chosen.
    """

    chosen = Signal(object)

    def __init__(self, presets: Mapping[str, Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self._changed: Preset | None = None
        self._combo = Combo({}, self)
        self._combo.setAccessibleName("Preset")
        self.field = Field("", "Presets: examples to begin with.", self._combo)
        self._about = QLabel(self)
        self._about.setProperty("tone", "caption")
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.field)
        column.addWidget(self._about)
        self.field.changed.connect(self._take)

    @property
    def about(self) -> str:
        """What is said below the list."""
        return self._about.text()

    def show_experiment(self, experiment: Experiment, edited: bool = False) -> None:
        """Show which preset `experiment` is, or that it is none.

        Args:
            experiment: What is set up.
            edited: Whether the user is changing what was shown last, field by field.
        """
        preset = next((preset for preset in self._presets.values() if preset.experiment == experiment), None)
        self._show(preset, experiment.task.name, edited)

    def show_refused(self, task: str) -> None:
        """Show that what the user has entered, for the task of that name, is no preset: it cannot work."""
        self._show(None, task, edited=True)

    def _show(self, preset: Preset | None, task: str, edited: bool) -> None:
        options: dict[str, dict[str, object]] = {
            group: {preset.title: preset.name for preset in presets}
            for group, presets in grouped(self._presets).items()
        }
        self._combo.set_groups(options if preset else {"": {"Your own": None}, **options})
        self._combo.set_value(preset.name if preset else None)
        if preset is not None or not edited or not self._is_of(task):
            self._changed = preset
        if preset is None and self._changed is not None:
            # The fields below must not move up under the hand of somebody who is at one of them.
            self._about.setMinimumHeight(self._about.height())
            self._about.setText(f"Changed by you: it was “{self._changed.title}”.")
        else:
            self._about.setMinimumHeight(0)
            self._about.setText(preset.about if preset else "")
        self._about.setVisible(self._changed is not None)

    def _is_of(self, task: str) -> bool:
        """Whether the preset that is changed has a task of that name."""
        return self._changed is not None and self._changed.experiment.task.name == task

    def _take(self) -> None:
        preset = self._presets.get(str(self._combo.value()))
        if preset is not None:
            self.chosen.emit(preset)
