"""The same training in bare Keras, recording nothing: what rnnviz is measured against."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.backend import keras, tf
from rnnviz.engine.network import HEAD_ACTIVATIONS
from rnnviz.experiment import Experiment


def bare_model(experiment: Experiment, **compile_options: Any) -> Any:
    """The experiment's network as a Keras user writes it, stateless, compiled with the options given."""
    network, chunking, task = experiment.network, experiment.chunking, experiment.task
    cell = getattr(keras.layers, network.cell)
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(chunking.batch_size, chunking.length, task.features)),
            *(cell(network.units, network.activation, return_sequences=True) for _ in range(network.layers)),
            keras.layers.Dense(task.outputs, HEAD_ACTIVATIONS[task.loss]),
        ]
    )
    optimizer = keras.optimizers.get(experiment.training.optimizer)
    optimizer.learning_rate = experiment.training.learning_rate
    model.compile(optimizer, task.loss, **compile_options)
    return model


def batches_of(experiment: Experiment, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first `count` batches ``(count, batch, time, columns)`` of the experiment's plan."""
    cells = experiment.plan().cells(0, count)
    return experiment.read(cells)


class TrainOnBatch:
    """``train_on_batch``, one call a batch."""

    def __init__(self, experiment: Experiment) -> None:
        self._model = bare_model(experiment)
        self._x, self._y = batches_of(experiment, 32)

    def advance(self, batches: int) -> None:
        """Train that many batches."""
        for number in range(batches):
            at = number % len(self._x)
            self._model.train_on_batch(self._x[at], self._y[at])


class FastestFit:
    """``fit`` over a ``tf.data`` set, compiled by XLA, many steps an execution."""

    STEPS = 32

    def __init__(self, experiment: Experiment) -> None:
        self._model = bare_model(experiment, jit_compile=True, steps_per_execution=self.STEPS)
        data = tf.data.Dataset.from_tensor_slices(batches_of(experiment, 32))
        self._data = data.repeat().prefetch(tf.data.AUTOTUNE)

    def advance(self, batches: int) -> None:
        """Train that many batches, a multiple of :attr:`STEPS`."""
        self._model.fit(self._data, steps_per_epoch=batches, epochs=1, verbose=0, shuffle=False)
