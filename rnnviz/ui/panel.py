"""The side panel: every choice of an experiment, checked as it is made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from rnnviz.choices import ChoiceError, choices
from rnnviz.chunking import Chunking, Plan
from rnnviz.experiment import Experiment, Network, Training
from rnnviz.live.aside import Aside
from rnnviz.plots.chunk_map import ChunkMap
from rnnviz.presets import Preset
from rnnviz.strategies import CARRIERS, INITIAL_STATES, STRATEGIES
from rnnviz.ui.arrangement import PANEL_WIDTH
from rnnviz.ui.combo import Combo
from rnnviz.ui.field import Field
from rnnviz.ui.form import Form
from rnnviz.ui.preset_form import PresetForm
from rnnviz.ui.segments import Segments
from rnnviz.ui.sizes import GAP
from rnnviz.ui.task_form import TaskForm

SETTLE = 300
"""Milliseconds after the last change before it is applied."""

_CHOICES = choices(Experiment)
_NOTHING_TO_RESET = "Stateless carries nothing, so there is nothing to reset. Choose stateful or explicit first."
_NO_STRIDE = "Chunks do not overlap in this layout. Choose the layout strided first."
_NO_EPOCH = "These data never end, so there is no epoch to validate after. Choose a task whose data end."
_NOTHING_TO_SHARE = "Stateless carries nothing that validation could begin with. Choose stateful or explicit first."
_NO_VALIDATION = "Nothing is kept for validation. Choose a share of the data first."
_ANEW = "A change begins a new run with new weights. The last one stays in the menu Runs."


class _Planned(NamedTuple):
    """An experiment that can work, and who reads what when in it."""

    experiment: Experiment
    plan: Plan

    @classmethod
    def of(cls, experiment: Experiment) -> _Planned:
        return cls(experiment, experiment.plan())


class Panel(QScrollArea):
    """The choices of an experiment.

    Args:
        presets: The examples to choose from, by name.
        parent: The owner.

    Attributes:
        chunk_map: Draws the plan of what is chosen.

    Signals:
        chosen: An experiment that can work, a moment after the user has stopped changing it.
        judged: Whether what is entered can work, whenever that has been found out.
    """

    chosen = Signal(object)
    judged = Signal(bool)

    def __init__(self, presets: Mapping[str, Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(PANEL_WIDTH)
        self._experiment: Experiment | None = None
        self._batch = -1
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE)
        self._settled.timeout.connect(self._apply)
        self._endless = False
        self._plans = Aside(self)
        self._plans.answered.connect(self._take_plan)
        self._make_fields(presets)
        self._lay_out()
        for part in self._parts():
            part.changed.connect(self._take_change)
            part.changed.connect(self._grey_out)
        self._preset.chosen.connect(self._take_preset)

    @property
    def experiment(self) -> Experiment | None:
        """The last one that could work."""
        return self._experiment

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the choices of `experiment`, without telling of a change."""
        self._settled.stop()
        self._experiment = experiment
        self._task.show_task(experiment.task)
        self._chunking.show_values(experiment.chunking)
        self._network.show_values(experiment.network)
        self._training.show_values(experiment.training)
        for name, field in self._alone.items():
            field.set_value(getattr(experiment, name))
            field.refuse("")
        self._grey_out()
        self._preset.show_experiment(experiment)
        self._plans.ask(partial(_Planned.of, experiment))

    def choose_task(self, name: str, file: str) -> None:
        """Choose the task `name` with `file`, as if the user had."""
        self._task.choose(name, file)
        self._apply()

    def refuse_choice(self, name: str, remedy: str) -> bool:
        """Say `remedy` beside the choice of that dotted name; whether there is such a field."""
        field = self.field(name)
        if field is None:
            return False
        field.refuse(remedy)
        self._bring_into_sight(field)
        return True

    def field(self, name: str) -> Field | None:
        """The field of a choice by its dotted name, as ``"chunking.length"``; ``"task"`` and ``"preset"`` too."""
        part, _, rest = name.partition(".")
        if part == "task":
            return self._task.field(rest)
        form = {"chunking": self._chunking, "network": self._network, "training": self._training}.get(part)
        if form is not None:
            return form.fields.get(rest)
        return self._preset.field if part == "preset" else self._alone.get(part)

    def set_read_only(self, read_only: bool) -> None:
        """Show the choices without letting anybody change them."""
        if read_only:
            self._settled.stop()
        for part in (self._preset.field, *self._parts()):
            part.setEnabled(not read_only)
        if not read_only:
            self._grey_out()

    def mark_batch(self, batch: int) -> None:
        """Point at the batch that was read last; a negative number points at none."""
        self._batch = batch
        self.chunk_map.mark_batch(batch)

    def close_reading(self) -> None:
        """Wait for files that are still being read."""
        self._settled.stop()
        self._plans.close()
        self._task.close_reading()

    def _make_fields(self, presets: Mapping[str, Preset]) -> None:
        self._preset = PresetForm(presets)
        self._task = TaskForm()
        strategy, initial = _CHOICES["strategy"], _CHOICES["initial_state"]
        self._alone = {
            "strategy": Field("", strategy.help, Segments({name: CARRIERS[name] for name in STRATEGIES}), strategy),
            "reset": Field.of(_CHOICES["reset"]),
            # A list, for names side by side would leave no room to say what they are.
            "initial_state": Field(initial.label, initial.help, Combo({n: n for n in INITIAL_STATES}), initial),
            "seed": Field.of(_CHOICES["seed"]),
        }
        self._chunking = Form(Chunking)
        self._network = Form(Network)
        self._training = Form(Training)
        self.chunk_map = ChunkMap(self)

    def _parts(self) -> tuple[TaskForm | Form | Field, ...]:
        return (self._task, *self._alone.values(), self._chunking, self._network, self._training)

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setObjectName("panel-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 14, 16)
        column.setSpacing(GAP)
        *carrying, seed = self._alone.values()
        sections: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("Experiment", (self._preset, self._task)),
            ("Who carries the state", tuple(carrying)),
            ("Chunking", (self._chunking, self.chunk_map)),
            ("Network", (self._network,)),
            ("Training", (self._training, seed)),
        )
        for title, widgets in sections:
            heading = QLabel(title, content)
            heading.setProperty("tone", "heading")
            heading.setToolTip(_ANEW)
            if column.count():
                column.addSpacing(10)
            column.addWidget(heading)
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(content)
        self.setFrameShape(QFrame.Shape.NoFrame)

    @Slot(object)
    def _take_preset(self, preset: Preset) -> None:
        last = self._experiment
        self.show_experiment(preset.experiment)
        self._experiment = last  # until the preset is found to work
        self._apply()

    def _grey_out(self) -> None:
        self._alone["reset"].set_enabled(self._carries, _NOTHING_TO_RESET)
        fields = self._chunking.fields
        fields["stride"].set_enabled(fields["layout"].value() == "strided", _NO_STRIDE)
        self._grey_out_validation()

    def _grey_out_validation(self) -> None:
        fields = self._chunking.fields
        some = fields["validation"].value() != 0.0
        fields["validation"].set_enabled(some or not self._endless, _NO_EPOCH)
        why_not = _NO_VALIDATION if self._carries else _NOTHING_TO_SHARE
        fields["validation_state"].set_enabled(some and self._carries, why_not)

    @property
    def _carries(self) -> bool:
        """Whether anybody is to carry the state."""
        return self._alone["strategy"].value() != "stateless"

    def _take_change(self) -> None:
        self._plans.forget()  # it would speak of what was entered before
        self._settled.start()

    def _bring_into_sight(self, field: Field) -> None:
        # The line with the reason has its place only once the layout was done anew.
        QTimer.singleShot(0, self, partial(self.ensureWidgetVisible, field))

    def _apply(self) -> None:
        """Tell of the experiment that is entered, or say what is wrong with it."""
        self._settled.stop()
        fine = [part.check() for part in self._parts()]  # each of them, to refuse all at once
        if not all(fine):
            for field in self.findChildren(Field):
                if field.reason and field.isAncestorOf(self.focusWidget()):
                    self._bring_into_sight(field)
            self._give_up()
            return
        try:
            experiment = self._entered()
        except (ValueError, OSError) as error:
            self._have_no_plan(error)
            return
        # A plan may have to read a large file, and the screen must not wait for that.
        self._plans.ask(partial(_Planned.of, experiment))

    @Slot(object)
    def _take_plan(self, answer: object) -> None:
        if isinstance(answer, ValueError | OSError):
            self._have_no_plan(answer)
            return
        if isinstance(answer, Exception):  # a fault of ours, which is no field's to blame
            raise answer
        assert isinstance(answer, _Planned)
        experiment, plan = answer
        self._endless = plan.batches_per_epoch is None
        self._grey_out_validation()
        if experiment != self._experiment:
            self._batch = -1  # what was read so far, was read by another plan
        self.chunk_map.show_plan(plan)
        self.chunk_map.mark_batch(self._batch)
        self._preset.show_experiment(experiment, edited=True)
        if experiment != self._experiment:
            self._experiment = experiment
            self.chosen.emit(experiment)
        self.judged.emit(True)

    def _have_no_plan(self, error: Exception) -> None:
        """Say beside the field to blame why what is entered cannot work."""
        if isinstance(error, ChoiceError):
            self.refuse_choice(error.field, error.remedy)
        else:
            self.refuse_choice("task.file", str(error))
        self._give_up()

    def _give_up(self) -> None:
        """Let nothing that was said of earlier choices stand as if it were of these."""
        self._preset.show_refused(self._task.name)
        self.chunk_map.outdate()
        self.judged.emit(False)

    def _entered(self) -> Experiment:
        return Experiment.from_dict(
            {
                "task": self._task.values(),
                "chunking": self._chunking.values(),
                "network": self._network.values(),
                "training": self._training.values(),
                **{name: field.value() for name, field in self._alone.items()},
            }
        )
