"""Networks and batches to measure with."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.chunking import Chunking
from rnnviz.experiment import Experiment, Network
from rnnviz.tasks import CoinRows


@dataclass(frozen=True)
class Size:
    """A network and batch to measure with."""

    name: str
    experiment: Experiment


def _size(name: str, batch: int, length: int, features: int, cell: str, units: int) -> Size:
    return Size(
        name,
        Experiment(
            task=CoinRows(rows=32 * batch, steps=length, width=features),
            chunking=Chunking(length=length, batch_size=batch, layout="row-order"),
            network=Network(cell=cell, units=units),  # type: ignore[arg-type]
        ),
    )


LSTM_64 = _size("LSTM 64", batch=16, length=20, features=8, cell="LSTM", units=64)
SIZES = (
    _size("article", batch=10, length=1, features=5, cell="SimpleRNN", units=10),
    LSTM_64,
    _size("LSTM 256", batch=32, length=50, features=32, cell="LSTM", units=256),
)

WATCHED = (0,)
"""The slot whose states are recorded, by whoever records any."""
