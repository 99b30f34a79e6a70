"""The options that say what of a run is kept."""

from __future__ import annotations

from rnnviz.choices import ChoiceError, choices
from rnnviz.experiment import Experiment
from rnnviz.recording.keeping import MIB, USUAL, Keeping, parse_slots


def kept(watch: str | None, budget: str | None, experiment: Experiment) -> tuple[tuple[int, ...] | None, int]:
    """The slots to watch, None for those that are usual, and the bytes that a recording may take.

    Raises:
        ChoiceError: For a wrong choice; its field is the option's flag.
    """
    slots = None
    if watch is not None:
        try:
            slots = parse_slots(watch)
        except ChoiceError as wrong:
            raise ChoiceError("--watch", watch, wrong.remedy) from None
        last = experiment.chunking.batch_size - 1
        if slots[-1] > last:
            raise ChoiceError("--watch", watch, f"choose slots from 0 to {last:,}")
    mib: object = USUAL.budget if budget is None else int(budget) if budget.isdecimal() else budget
    remedy = choices(Keeping)["budget"].remedy(mib)
    if remedy is not None or not isinstance(mib, int):
        raise ChoiceError("--disk-budget", budget, f"{remedy} (MiB)")
    return slots, mib * MIB
