"""What is wrong with an experiment can be said before it runs: the clinic's rules over its choices.

Example:
    >>> from rnnviz.experiment import Experiment
    >>> [(found.rule, found.fix_label) for found in findings(Experiment())]
    [('memory-thrown-away', 'Use stateful instead')]
    >>> findings(Experiment(strategy="stateful", reset="sequence"))
    ()
"""

from rnnviz.preflight.finding import Finding, Severity
from rnnviz.preflight.rules import RULES, findings

__all__ = ["RULES", "Finding", "Severity", "findings"]
