"""Blocks of made-up numbers, and what a recording of them should give, by brute force."""

import dataclasses

import numpy as np

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment
from rnnviz.recording import Block, Header, Layer

WHOLE = 10**12
"""A stop behind everything."""


def made_header(length=5, slots=6, watched=(4, 1), units=(3, 2), kinds=("h", "c"), gates=(), **more):
    """Two layers, the upper one with h alone, and few units."""
    lower, upper = units
    return Header(
        experiment=Experiment(chunking=Chunking(length=length, batch_size=slots)),
        layers=(Layer("lower", "LSTM", lower, kinds, gates), Layer("upper", "GRU", upper, kinds[:1])),
        watched=watched,
        **more,
    )


def made_block(header, batches, seed=0, columns=(2, 1, 3)):
    """Random numbers in the shapes that `header` calls for."""
    rng = np.random.default_rng(seed)
    n, steps, slots, watched = batches, batches * header.length, header.batch_size, len(header.watched)

    def real(*shape):
        return rng.normal(size=shape).astype(np.float32)

    return Block(
        loss=real(n),
        validates=np.zeros(n, np.bool_),
        sequence=rng.integers(0, 100, (n, slots)),
        start=rng.integers(0, 10**10, (n, slots)),
        steps=rng.integers(0, header.length + 1, (n, slots)),
        reset=rng.integers(0, 3, (n, slots)).astype(np.uint8),
        transitions=rng.integers(0, 5, (n, len(header.layers), slots)).astype(np.int8),
        entering=real(n, len(header.tracks), slots),
        leaving=real(n, len(header.tracks), slots),
        states=tuple(real(steps, watched, header.layers[layer].units) for layer, _ in header.tracks),
        inputs=real(steps, watched, columns[0]),
        targets=real(steps, watched, columns[1]),
        predictions=real(steps, watched, columns[2]),
        gates=tuple(real(steps, watched, header.layers[layer].units).astype(np.float16) for layer, _ in header.gates),
    )


def counted_block(header, first, batches):
    """Numbers that say where they belong: batch k has loss k, timestep t a state of t + unit / 4."""
    block = made_block(header, batches)
    time = np.arange(first * header.length, (first + batches) * header.length, dtype=np.float32)[:, None, None]
    states = tuple(
        np.broadcast_to(time + np.arange(header.layers[layer].units, dtype=np.float32) / 4, old.shape)
        for old, (layer, _) in zip(block.states, header.tracks, strict=True)
    )
    return dataclasses.replace(
        block,
        loss=np.arange(first, first + batches, dtype=np.float32),
        states=states,
        inputs=np.broadcast_to(time, block.inputs.shape),
    )


def joined(blocks):
    """Several blocks as one."""
    parts = {}
    for field in dataclasses.fields(Block):
        values = [getattr(block, field.name) for block in blocks]
        parts[field.name] = (
            tuple(np.concatenate(track) for track in zip(*values, strict=True))
            if field.name in ("states", "gates")
            else np.concatenate(values)
        )
    return Block(**parts)


def first_of(block, batches):
    """The first so many batches of a block."""
    each = len(block.inputs) // block.batches
    by_time = ("inputs", "targets", "predictions")
    parts = {}
    for field in dataclasses.fields(Block):
        value = getattr(block, field.name)
        if field.name in ("states", "gates"):
            parts[field.name] = tuple(track[: batches * each] for track in value)
        else:
            parts[field.name] = value[: batches * each if field.name in by_time else batches]
    return Block(**parts)


def assert_holds(recording, block):
    """Check that a recording reads back exactly as one block."""
    header, steps = recording.header, block.batches * recording.header.length
    assert recording.batches == block.batches
    assert recording.timesteps == steps
    np.testing.assert_array_equal(recording.loss, block.loss)
    for name in ("validates", "sequence", "start", "steps", "reset", "transitions", "entering", "leaving"):
        np.testing.assert_array_equal(recording.per_batch(name), getattr(block, name))
    for place, slot in enumerate(header.watched):
        for (layer, kind), states in zip(header.tracks, block.states, strict=True):
            np.testing.assert_array_equal(recording.state(layer, kind, slot, 0, WHOLE), states[:, place])
        for (layer, gate), values in zip(header.gates, block.gates, strict=True):
            np.testing.assert_array_equal(recording.state(layer, gate, slot, 0, WHOLE), values[:, place])
        np.testing.assert_array_equal(recording.inputs(slot, 0, WHOLE), block.inputs[:, place])
        np.testing.assert_array_equal(recording.targets(slot, 0, WHOLE), block.targets[:, place])
        np.testing.assert_array_equal(recording.predictions(slot, 0, WHOLE), block.predictions[:, place])
