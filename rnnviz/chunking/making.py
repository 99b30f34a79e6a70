"""Laying out a chunking over data, or saying why that cannot be."""

from __future__ import annotations

from rnnviz.choices import ChoiceError
from rnnviz.chunking.choosing import Chunking
from rnnviz.chunking.endless import EndlessPlan
from rnnviz.chunking.finite import FinitePlan
from rnnviz.chunking.passes import Pass
from rnnviz.chunking.plan import Plan
from rnnviz.tasks.base import Endless


def make_plan(chunking: Chunking, lengths: tuple[int, ...] | Endless, seed: int) -> Plan:
    """Lay out `chunking` over sequences of the given lengths.

    Raises:
        ChoiceError: When not even one whole batch comes about, or nothing to validate on, or chunks would
            leave timesteps out.

    Example:
        >>> plan = make_plan(Chunking(length=5, batch_size=4), (40,), seed=0)
        >>> plan.batches_per_epoch, plan.cells(0, 1).start.tolist()
        (2, [[0, 10, 20, 30]])
    """
    if chunking.hop > chunking.length:
        remedy = f"timesteps between chunks would be left out: choose a stride of at most {chunking.length:,}"
        raise ChoiceError("chunking.stride", chunking.stride, remedy)
    if isinstance(lengths, Endless):
        return _endless(chunking, lengths, seed)
    plan = FinitePlan(chunking, seed, lengths)
    _check_training(plan)
    if plan.validation is not None:
        _check_validation(chunking, plan.validation)
    return plan


def _endless(chunking: Chunking, sequences: Endless, seed: int) -> EndlessPlan:
    if sequences.length is not None:
        _check_length(chunking, sequences.length, f"a sequence has only {_counted(sequences.length, 'step')}")
    if chunking.validation > 0.0:
        remedy = "these data never end, so nothing of them can be kept for after an epoch: choose 0, or other data"
        raise ChoiceError("chunking.validation", chunking.validation, remedy)
    return EndlessPlan(chunking, seed, sequences)


def _check_length(chunking: Chunking, longest: int, problem: str) -> None:
    if longest < chunking.length:
        raise ChoiceError("chunking.length", chunking.length, f"{problem}: choose a chunk of at most {longest:,}")


def _check_training(plan: FinitePlan) -> None:
    chunking, chunks = plan.chunking, plan.training.chunks
    longest = int(plan.training.part.steps.max())
    rest = " to train on" if chunking.validation else ""
    if longest == 0 and rest:
        raise ChoiceError("chunking.validation", chunking.validation, f"nothing is left{rest}: choose a smaller share")
    _check_length(chunking, longest, f"the longest sequence{rest} has only {_counted(longest, 'step')}")
    if chunks < chunking.batch_size:
        raise ChoiceError(
            "chunking.batch_size",
            chunking.batch_size,
            f"the data{rest} fill only {_counted(chunks, 'chunk')} of {_counted(chunking.length, 'step')}: "
            f"choose at most {_counted(chunks, 'slot')}" + (", or shorter chunks" if chunking.length > 1 else ""),
        )


def _check_validation(chunking: Chunking, kept: Pass) -> None:
    if kept.batches > 0:
        return
    if kept.chunks == 0:
        problem = f"that part of the data fills not even one chunk of {_counted(chunking.length, 'step')}"
        ways = "choose a larger share"
    else:
        problem = f"that part of the data fills only {kept.chunks:,} of the {chunking.batch_size:,} slots of a batch"
        ways = "choose a larger share, or the remainder pad"
    raise ChoiceError("chunking.validation", chunking.validation, f"{problem}: {ways}, or 0 for no validation")


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
