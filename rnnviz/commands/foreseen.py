"""What is wrong with an experiment, told on the terminal before it runs."""

from __future__ import annotations

from operator import attrgetter

from rich.console import Console

from rnnviz.commands.options import options
from rnnviz.experiment import Experiment
from rnnviz.preflight import Finding, findings


def tell_findings(experiment: Experiment, console: Console) -> None:
    """Print one line for each finding; nothing when all is well."""
    for finding in findings(experiment):
        console.print(_line(experiment, finding), soft_wrap=True, markup=False, highlight=False)


def _line(experiment: Experiment, finding: Finding) -> str:
    line = f"rnnviz: {finding.severity.name.lower()}: {finding.text}"
    if finding.fix is not None:
        line += f" Try {flags_to(experiment, finding.fix)}."
    if finding.case:
        line += f" Why: rnnviz clinic {finding.case}"
    return line


def flags_to(experiment: Experiment, fix: Experiment) -> str:
    """The options that lead from one experiment to another of the same task.

    Example:
        >>> flags_to(Experiment(), Experiment(strategy="stateful", reset="sequence"))
        '--strategy stateful --reset sequence'
    """
    given = []
    for option in options():
        if not option.field.startswith("task."):
            value = attrgetter(option.field)(fix)
            if value != attrgetter(option.field)(experiment):
                given.append(f"{option.flag} {value}")
    return " ".join(given)
