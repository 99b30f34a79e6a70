"""A slim strip that says what is wrong with the experiment before it runs; gone when all is well."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from rnnviz.experiment import Experiment
from rnnviz.live.aside import Aside
from rnnviz.plots.theme import Theme
from rnnviz.preflight import Finding, Severity, findings
from rnnviz.ui.theme import refusal

_WORDS = {Severity.WRONG: "Wrong", Severity.CARELESS: "Careless", Severity.NOTE: "Note"}


class PreflightStrip(QFrame):
    """One finding at a time, the worst first, with a button that mends it.

    Signals:
        mended: The experiment to use instead.
        asked: The name of the clinic's case that explains it.
    """

    mended = Signal(object)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preflight")
        self._theme: Theme | None = None
        self._findings: tuple[Finding, ...] = ()
        self._shown = 0
        self._head = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setAccessibleName("Before it runs")
        self.fix = self._button("", self._mend)
        self.why = self._button("Why?", self._ask)
        self.why.setToolTip("Show a case of the clinic in which the same thing goes wrong")
        self.next = self._button("", self._turn)
        self.next.setToolTip("Show the next finding")
        self.dismiss = self._button("✕", self.hide)
        self.dismiss.setAccessibleName("Dismiss")
        self.dismiss.setToolTip("Send this away until the choices are changed")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 5, 12, 5)
        row.setSpacing(8)
        row.addWidget(self._head, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        for button in (self.fix, self.why, self.next, self.dismiss):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.why, self.next, self.dismiss):
            button.setProperty("flat", True)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when it is silent."""
        return "" if self.isHidden() else self._text.text()

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """Say what was found. The same again changes nothing: what was sent away stays away."""
        if found == self._findings:
            return
        self._findings, self._shown = found, 0
        self.setVisible(bool(found))
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._write()

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button

    def _write(self) -> None:
        if not self._findings or self._theme is None:
            return
        finding = self._findings[self._shown]
        colours = {Severity.WRONG: refusal(self._theme), Severity.CARELESS: self._theme.text}
        self._head.setText(_WORDS[finding.severity])
        self._head.setStyleSheet(f"color: {colours.get(finding.severity, self._theme.muted)}; font-weight: 600;")
        self._text.setText(finding.text)
        self.fix.setVisible(finding.fix is not None)
        self.fix.setText(finding.fix_label)
        self.why.setVisible(bool(finding.case))
        self.next.setVisible(len(self._findings) > 1)
        self.next.setText(f"{self._shown + 1} of {len(self._findings)} ›")

    def _mend(self) -> None:
        self.mended.emit(self._findings[self._shown].fix)

    def _ask(self) -> None:
        self.asked.emit(self._findings[self._shown].case)

    def _turn(self) -> None:
        self._shown = (self._shown + 1) % len(self._findings)
        self._write()


class Preflight(QObject):
    """Looks at experiments off the screen's thread, since their files may be large.

    Args:
        strip: Says what is found.
        parent: The owner.
    """

    def __init__(self, strip: PreflightStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self._experiment: Experiment | None = None
        self._aside = Aside(self)
        self._aside.answered.connect(self._take)

    def look(self, experiment: Experiment | None) -> None:
        """Say what is wrong with `experiment`, unless it is the one that was looked at last; None: be silent."""
        if experiment == self._experiment:
            return
        self._experiment = experiment
        self._strip.show_findings(())
        if experiment is None:
            self._aside.forget()
        else:
            self._aside.ask(lambda: findings(experiment))

    def close(self) -> None:
        """Wait for what is being looked at."""
        self._aside.close()

    @Slot(object)
    def _take(self, answer: object) -> None:
        if isinstance(answer, tuple):
            self._strip.show_findings(answer)
        elif not isinstance(answer, ValueError | OSError):  # those are told of beside the field to blame
            assert isinstance(answer, Exception)
            raise answer
