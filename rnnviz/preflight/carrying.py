"""Rules about the memory that enters a chunk: is there any, and is it its own?"""

from __future__ import annotations

from dataclasses import replace

from rnnviz.counting import batches_counted
from rnnviz.preflight.finding import Finding, Severity, chunks
from rnnviz.preflight.mending import carried, carrying_label, leaks, possible
from rnnviz.preflight.outlook import Sight


def wrong_place(sight: Sight) -> Finding | None:
    """A state that is carried to chunks that do not follow."""
    layout, jumps = sight.experiment.chunking.layout, sight.outlook.jumps
    if jumps == 0.0:
        return None
    how = {
        "row-order": "in row order each slot jumps ahead at every batch",
        "shuffled": "the chunks are shuffled",
        "strided": "the chunks overlap, so what was just read is read again",
    }[layout]
    return Finding(
        "wrong-place",
        Severity.WRONG,
        f"The state is carried, but {how}. The memory of another part of the data enters {chunks(jumps)}, "
        "which is often worse than none.",
        fix := carried(sight.experiment),
        carrying_label(sight.experiment, fix),
        "shuffled-by-default" if layout == "shuffled" else "reshape-sends-slots-astray",
    )


def strangers(sight: Sight) -> Finding | None:
    """A state that is carried into sequences of their own."""
    outlook, experiment = sight.outlook, sight.experiment
    if outlook.mixes == 0.0:
        return None
    if outlook.goes_on == 0.0:
        return Finding(
            "strangers",
            Severity.WRONG,
            "Each chunk is a sequence of its own, but the state is carried: it begins with the memory of a sequence "
            "that has nothing to do with it.",
            possible(experiment, strategy="stateless", reset="never"),
            "Use stateless instead",
            "rows-are-strangers",
        )
    return Finding(
        "strangers",
        Severity.WRONG,
        f"At {chunks(outlook.mixes)} a sequence starts, and the memory of another is still there.",
        possible(experiment, reset="sequence"),
        "Use reset sequence instead",
        "reset-one-slot",
    )


def epochs_run_on(sight: Sight) -> Finding | None:
    """A state that is carried from the end of the data to their beginning."""
    outlook, epoch = sight.epochs, sight.plan.batches_per_epoch
    if epoch is None or outlook.jumps + outlook.mixes == 0.0 or wrong_place(sight) or strangers(sight):
        return None
    fix = next(
        (
            mended
            for reset in ("epoch", "sequence")
            if (mended := possible(sight.experiment, reset=reset)) and not leaks(mended)
        ),
        None,
    )
    return Finding(
        "epochs-run-on",
        Severity.CARELESS,
        f"After {batches_counted(epoch)} the data begin again, and the memory of their end is carried into their "
        "beginning.",
        fix,
        f"Use reset {fix.reset} instead" if fix else "",
        "epochs-carry-over",
    )


def memory_thrown_away(sight: Sight) -> Finding | None:
    """A network that starts every chunk from zero, on a task whose answers lie further back."""
    forgets, experiment, floor = sight.outlook.forgets, sight.experiment, sight.floor
    if forgets == 0.0 or sight.memory_is_worthless:
        return None
    costs = "A run that carries the state shows what that costs."
    if floor is not None:
        low, lowest = floor.without_memory, floor.with_memory
        costs = f"The loss cannot get below {low:.3f}; with memory, {lowest:.3g} can be reached."
    fix = carried(experiment)
    return Finding(
        "memory-thrown-away",
        Severity.NOTE if floor is None else Severity.WRONG,
        f"The memory is thrown away in mid-sequence, before {chunks(forgets)}. {costs}",
        fix,
        carrying_label(experiment, fix),
        "stateless-forgets",
    )


def validation_leaks(sight: Sight) -> Finding | None:
    """A validation that shares the state of the training."""
    chunking = sight.experiment.chunking
    if not sight.carries or chunking.validation == 0.0 or chunking.validation_state == "own":
        return None
    return Finding(
        "validation-leaks",
        Severity.CARELESS,
        "Validation begins with the state that training left, and leaves its own behind for the next epoch, as fit "
        "does.",
        possible(sight.experiment, chunking=replace(chunking, validation_state="own")),
        "Use a state of its own instead",
        "validation-leaks",
    )
