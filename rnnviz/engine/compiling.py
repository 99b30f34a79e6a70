"""Which compiler runs the step: decided, and seen to work, before the first batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rnnviz.choices import ChoiceError
from rnnviz.engine.backend import tf
from rnnviz.engine.loop import Advance, Carried, Step, compile_loop

Compiler = Literal["auto", "graph", "xla"]


@dataclass(frozen=True)
class Compiled:
    """Loops that are ready to run.

    Attributes:
        loops: By whether their batches are validated rather than learned from.
        start: What to carry into the first call.
        compiler: What runs them: ``"graph"`` or ``"xla"``.
        note: Why it is not the one that was hoped for; empty when it is.
    """

    loops: Mapping[bool, Advance]
    start: Carried
    compiler: str
    note: str = ""


def compile_loops(
    steps: Mapping[bool, Step], inputs: tuple[int, ...], columns: int, most: int, compiler: Compiler
) -> Compiled:
    """Compile the loops of a run.

    ``"auto"`` is XLA wherever XLA can compile the network, and the graph elsewhere. On twelve
    networks from a SimpleRNN of 10 units to an LSTM of 1,024, a batch took XLA 0.06 to 0.98 of
    what it took the graph, so there is nothing to be tried out. The two round differently,
    and which one it is depends on the network alone: the same experiment gives the same losses.

    Args:
        steps: By whether their batches are validated rather than learned from.
        inputs: Shape of a batch of inputs, ``(batch, time, columns)``.
        columns: Columns of a batch of targets.
        most: Batches that a call can hold.
        compiler: What to use.

    Raises:
        ChoiceError: When `compiler` is none of those, or XLA was asked for and cannot do it.
    """
    if compiler not in get_args(Compiler):
        raise ChoiceError("compiler", compiler, "choose one of " + ", ".join(get_args(Compiler)))

    def compiled(xla: bool, note: str = "") -> Compiled:
        loops, start = {}, Carried([], [])
        for validates, step in steps.items():
            loops[validates], start = compile_loop(step, inputs, columns, most, xla=xla)
        return Compiled(loops, start, "xla" if xla else "graph", note)

    if compiler == "graph":
        return compiled(xla=False)
    try:
        return compiled(xla=True)
    except tf.errors.OpError as error:
        reason = _first_sentence(error)
        if compiler == "xla":
            raise ChoiceError(
                "compiler", compiler, f"XLA cannot compile this network ({reason}): choose graph"
            ) from error
        return compiled(xla=False, note=f"XLA cannot compile this network, so it runs as a plain graph: {reason}")


def _first_sentence(error: Exception) -> str:
    """What TensorFlow says before it lists its own stack."""
    return str(getattr(error, "message", error)).strip().partition("\n")[0].rstrip(".")
