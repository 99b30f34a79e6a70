"""How sequences are cut into chunks and dealt to the slots of each batch.

A :class:`Plan` answers, for every batch and slot, which sequence is read and from which
timestep. Everything about what *should* happen to a state follows from that, before any
network exists.
"""

from rnnviz.chunking.cells import Cells
from rnnviz.chunking.choosing import MOST_SLOTS, Chunking
from rnnviz.chunking.endless import SHUFFLE_BATCHES, EndlessPlan
from rnnviz.chunking.finite import FinitePlan
from rnnviz.chunking.making import make_plan
from rnnviz.chunking.plan import Plan
from rnnviz.chunking.tally import Tally

__all__ = [
    "MOST_SLOTS",
    "SHUFFLE_BATCHES",
    "Cells",
    "Chunking",
    "EndlessPlan",
    "FinitePlan",
    "Plan",
    "Tally",
    "make_plan",
]
