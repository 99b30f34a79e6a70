"""The fields for what there is to learn: which task, and its own choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.choices import choices
from rnnviz.tasks import TASKS, Task
from rnnviz.ui.channel_edit import ChannelEdit
from rnnviz.ui.combo import Combo
from rnnviz.ui.field import Field
from rnnviz.ui.form import Form
from rnnviz.ui.sizes import GAP


class TaskForm(QWidget):
    """A task and its choices. What was entered for a task is still there on coming back to it.

    Signals:
        changed: The user has changed something.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Field("Task", "What the network is to learn.", Combo({k.title: n for n, k in TASKS.items()}))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._kind)
        self._forms: dict[str, Form] = {}
        self._kind.changed.connect(self._switch)
        self._show_form()

    @property
    def name(self) -> str:
        """The task that is chosen."""
        return str(self._kind.value())

    def values(self) -> dict[str, object]:
        """What is entered, by the name of the choice, and the task's ``"name"``."""
        return {"name": self.name, **self._form(self.name).values()}

    def show_task(self, task: Task) -> None:
        """Show `task`, without telling of a change."""
        self._kind.set_value(task.name)
        self._form(task.name).show_values(task)
        self._show_form()

    def choose(self, name: str, file: str) -> None:
        """Choose the task `name` with its choice ``file``, without telling of a change."""
        self._kind.set_value(name)
        self._form(name).fields["file"].set_value(file)
        self._show_form()

    def check(self) -> bool:
        """Whether every value can be by itself; those that cannot are refused beside their fields."""
        self._kind.refuse("")
        return self._form(self.name).check()

    def field(self, name: str) -> Field:
        """The field of one of the task's choices, or of the task itself when it has none such."""
        return self._form(self.name).fields.get(name, self._kind)

    def close_reading(self) -> None:
        """Wait for files that are still being read."""
        for editor in self._channels():
            editor.close_reading()

    def _switch(self) -> None:
        self._show_form()
        self.changed.emit()

    def _form(self, name: str) -> Form:
        """The choices of a task, made when they are first wanted: the first window waits for few of them."""
        if name not in self._forms:
            kind = TASKS[name]
            self._forms[name] = form = Form(kind, {"channel": ChannelEdit()} if "channel" in choices(kind) else None)
            form.show_values(kind())
            form.changed.connect(self._read_channels)
            form.changed.connect(self.changed)
            form.hide()
            self._column.addWidget(form)
        return self._forms[name]

    def _show_form(self) -> None:
        self._form(self.name)
        for name, form in self._forms.items():
            form.setVisible(name == self.name)
        self._read_channels()

    def _read_channels(self) -> None:
        fields = self._form(self.name).fields
        for editor in self._channels():
            if editor is fields.get("channel", self._kind).widget:
                editor.read(str(fields["file"].value()))

    def _channels(self) -> list[ChannelEdit]:
        return self.findChildren(ChannelEdit)
