"""A run: an experiment's network, trained batch by batch, with everything recorded."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rnnviz.analysis.transitions import classify
from rnnviz.choices import ChoiceError
from rnnviz.chunking import Cells
from rnnviz.engine.backend import tf
from rnnviz.engine.compiling import Compiler
from rnnviz.engine.freed import give_back
from rnnviz.engine.gates import gate_names
from rnnviz.engine.network import NetworkBuilder, build_network
from rnnviz.engine.pool import POOL
from rnnviz.engine.program import Blueprint
from rnnviz.engine.snapshot import Snapshot
from rnnviz.experiment import Experiment
from rnnviz.recording.block import BY_HAND, BY_POLICY, BY_VALIDATION, Block
from rnnviz.recording.budget import BUDGET
from rnnviz.recording.header import Header, Layer
from rnnviz.recording.recorder import Recorder
from rnnviz.recording.recording import Recording
from rnnviz.strategies import drawn_states, resets


class Session:
    """Advance a network and record what it does.

    Args:
        experiment: The choices.
        watch: Slots whose states, inputs, targets and predictions are kept; the first four
            when left out. Norms and transitions are kept for all slots.
        path: Where to record, as ``NAME.rnnviz``; a recording that is there is replaced. When
            left out, the recording is kept in a temporary folder for as long as it is in use.
        budget: Bytes that the recording may take on disk, however long it gets.
        gates: Whether to keep the gates of the watched slots too, which is twice as much on disk.
        compiler: ``"xla"``, ``"graph"`` (TensorFlow as it is), or ``"auto"``: XLA wherever it can
            compile the network. See :func:`compile_loops`; the header says which one it was.
        build: Makes the network, in single precision; another one than ours may claim one strategy
            and follow another, and is found out.

    Raises:
        ChoiceError: When the experiment cannot be laid out, a watched slot does not exist, the
            budget is too small for anything, or the network that `build` makes computes in another precision.
        DataError: When the task's file cannot be read.
        RecordingError: When nothing can be recorded at `path`.

    Example:
        >>> with Session(Experiment(strategy="stateful")) as session:
        ...     session.advance(3)
        ...     session.recording.transitions[:, 0].tolist()
        [1, 0, 0]
    """

    def __init__(
        self,
        experiment: Experiment,
        watch: Iterable[int] | None = None,
        *,
        path: str | PathLike[str] | None = None,
        budget: int = BUDGET,
        gates: bool = False,
        compiler: Compiler = "auto",
        build: NetworkBuilder = build_network,
    ) -> None:
        self.experiment = experiment
        self._plan = experiment.plan()
        watched = _watched(watch, experiment.chunking.batch_size)
        sample = experiment.read(self._plan.cells(0, 1))
        self._program = POOL.lend(experiment, Blueprint.of(experiment, sample, watched, gates, compiler, build))
        try:
            self._recorder = Recorder(self._header(watched, gates), path, budget=budget)
        except BaseException:  # an exception, or Ctrl+C: the network is as it was
            POOL.take_back(self._program)
            raise
        self._carried = self._program.compiled.start
        self._sound = True  # no call broke off in its middle
        self._by_hand = np.zeros(experiment.chunking.batch_size, np.bool_)
        self._by_hand_aside = np.zeros_like(self._by_hand)
        self._closed = False
        self._set_aside: Snapshot | None = None

    @property
    def recording(self) -> Recording:
        """What has happened so far; it stays readable after the session is closed."""
        return self._recorder.recording

    def advance(self, batches: int) -> None:
        """Train that many batches, each recorded.

        Raises:
            ChoiceError: When `batches` is no whole number from 0 up.
            RuntimeError: When the session is closed.
            RecordingError: When the disk refuses. What ran is recorded in memory, and written once
                there is room: go on with the batches that are left.
        """
        if self._closed:
            raise RuntimeError("this session is closed: make another one to go on")
        if not _is_whole(batches) or batches < 0:
            raise ChoiceError("batches", batches, "choose a whole number from 0 up")
        left = int(batches)  # TensorFlow refuses NumPy's
        while left > 0:
            left -= self._advance_once(min(left, self._program.most))

    def reset_state(self, slots: Iterable[int] | None = None) -> None:
        """Reset the carried state before the next batch, by hand; Keras itself can do so only for all slots at once.

        It becomes zero, or what the experiment's initial state is. Under ``"stateless"`` nothing is carried, so
        there is nothing to reset. While a validation runs on a state of its own, the training's is reset too,
        as the training goes on: whoever asks for it wants all memory gone, not that of a few batches.

        Args:
            slots: Those to reset; every slot when left out.

        Raises:
            ChoiceError: When there is no such slot.
        """
        there = self.experiment.chunking.batch_size
        chosen = _existing("slots", range(there) if slots is None else slots, there)
        self._by_hand[list(chosen)] = self.experiment.strategy != "stateless"

    def close(self) -> None:
        """Commit the recording and let go of the network: the next session may begin with it, and need not compile.

        Raises:
            RecordingError: When the disk refuses. The recording can still be saved elsewhere.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._recorder.close()
        finally:
            if self._sound:
                POOL.take_back(self._program)
            give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _header(self, watched: tuple[int, ...], gates: bool) -> Header:
        return Header(
            experiment=self.experiment,
            layers=tuple(_layer(layer, gates) for layer in self._program.network.layers),
            watched=watched,
            symbols=self.experiment.task.symbols,
            floor=self.experiment.floor,
            batches_per_epoch=self._plan.batches_per_epoch,
            yardsticks=self.experiment.yardsticks,
            compiler=self._program.compiled.compiler,
            compiler_note=self._program.compiled.note,
        )

    def _advance_once(self, most: int) -> int:
        """Run up to `most` batches, either of training or of validation, and say how many."""
        cells = self._plan.cells(self.recording.batches, most)
        validates = bool(cells.validates[0])
        batches = int(np.argmin(cells.validates == validates)) or most
        if batches < most:
            cells = self._plan.cells(self.recording.batches, batches)
        data = self.experiment.read(cells)
        wanted = self.experiment
        reset = resets(wanted.strategy, wanted.reset, cells, wanted.seed).astype(np.uint8) * BY_POLICY
        reset[0, self._by_hand] = BY_HAND
        self._change_state(validates, reset)
        self._by_hand[:] = False
        begins = reset > 0  # as zero only what was asked to: a state from before the run is observed, not wiped out
        if self._program.network.initial is not None:
            begins |= (cells.batch == 0)[:, None] | (wanted.strategy == "stateless")
        steps = cells.steps.astype(np.int32)
        seen = self._call(validates, (*data, steps, begins, *self._drawn(cells, begins)), batches)
        self._recorder.append(self._block(cells, data, reset, seen))
        return batches

    def _change_state(self, validates: bool, reset: NDArray[np.uint8]) -> None:
        """Put the training's state aside for a validation of its own, or bring it back after one."""
        if self.experiment.chunking.validation_state == "training":
            return
        if validates:
            self._by_hand_aside |= self._by_hand
        if validates == (self._set_aside is not None):
            return
        layers = self._program.network.layers
        if self._set_aside is not None:
            self._carried = self._set_aside.restore(layers)
            self._set_aside = None
            reset[0, self._by_hand_aside] = BY_HAND
            self._by_hand_aside[:] = False
            return
        self._set_aside = Snapshot.take(layers, self._carried)
        if self.experiment.strategy != "stateless":
            reset[0] = BY_VALIDATION

    def _drawn(self, cells: Cells, begins: NDArray[np.bool_]) -> tuple[NDArray[np.float32], ...]:
        """What the states that begin are drawn as, if they are drawn."""
        initial = self._program.network.initial
        columns = initial.columns if initial else 0
        return (drawn_states(begins, cells.batch, columns, self.experiment.seed),) if columns else ()

    def _call(self, validates: bool, arrays: tuple[NDArray[Any], ...], batches: int) -> dict[str, NDArray[Any]]:
        """Run a compiled loop; each yield has `batches` in front."""
        tensors = tuple(tf.constant(_filled(array, self._program.most)) for array in arrays)
        self._sound = False
        buffers, self._carried = self._program.compiled.loops[validates](batches, tensors, self._carried)
        self._sound = True
        return {name: buffer.numpy()[:batches] for name, buffer in buffers.items()}

    def _block(
        self, cells: Cells, data: tuple[NDArray[np.float32], ...], reset: NDArray[np.uint8], seen: dict[str, Any]
    ) -> Block:
        watched = list(self.recording.header.watched)
        begins, continues, idle = (flags[:, None] for flags in (cells.begins, cells.continues, cells.steps == 0))
        steps = cells.steps[:, watched]
        return Block(
            loss=seen["loss"],
            validates=cells.validates,
            sequence=cells.sequence,
            start=cells.start,
            steps=cells.steps,
            reset=reset,
            transitions=classify(begins, continues, zero=seen["zero"], equal=seen["equal"], idle=idle),
            entering=seen["entering"],
            leaving=seen["leaving"],
            states=tuple(_timewise(seen[f"{n}/{kind}"]) for n, kind in self.recording.header.tracks),
            inputs=_timewise(_without_padding(data[0][:, watched], steps)),
            targets=_timewise(_without_padding(data[1][:, watched], steps)),
            predictions=_timewise(_without_padding(seen["predictions"], steps)),
            gates=tuple(_timewise(seen[f"{n}/{gate}"]) for n, gate in self.recording.header.gates),
        )


def _watched(watch: Iterable[int] | None, slots: int) -> tuple[int, ...]:
    watched = _existing("watch", range(min(4, slots)) if watch is None else watch, slots)
    for number, slot in enumerate(watched):
        if slot in watched[:number]:
            raise ChoiceError("watch", slot, "it is watched already: name each slot once")
    return watched


def _existing(name: str, given: Iterable[int], slots: int) -> tuple[int, ...]:
    """The slots that were given, if there are such ones."""
    if not isinstance(given, Iterable):
        raise ChoiceError(name, given, f"give the slots as a list, such as [{given}]")
    there = tuple(given)
    for slot in there:
        if not _is_whole(slot) or not 0 <= slot < slots:
            raise ChoiceError(name, slot, f"choose slots from 0 to {slots - 1}")
    return tuple(int(slot) for slot in there)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _layer(layer: Any, gates: bool) -> Layer:
    kinds = ("h", "c")[: len(layer.state_size)]
    return Layer(layer.name, type(layer).__name__, int(layer.state_size[0]), kinds, gate_names(layer) if gates else ())


def _filled(array: NDArray[Any], most: int) -> NDArray[Any]:
    """`array` with its first axis filled up to `most`."""
    filled = np.zeros((most, *array.shape[1:]), array.dtype)
    filled[: min(len(array), most)] = array[:most]
    return filled


def _without_padding(values: NDArray[np.float32], steps: NDArray[np.int64]) -> NDArray[np.float32]:
    """`values` ``(batches, slots, time, columns)``, not-a-numbers behind the first `steps` ``(batches, slots)``."""
    there = np.arange(values.shape[2]) < steps[..., None]
    return values if there.all() else np.where(there[..., None], values, np.float32(np.nan))


def _timewise(values: NDArray[Any]) -> NDArray[Any]:
    """``(batches, slots, time, columns)`` to ``(batches · time, slots, columns)``."""
    batches, slots, time, columns = values.shape
    return values.swapaxes(1, 2).reshape(batches * time, slots, columns)
