"""Plans for hypothesis to draw, and a reading of them one timestep at a time."""

from __future__ import annotations

from typing import get_args

from hypothesis import reject
from hypothesis import strategies as st

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking, make_plan
from rnnviz.chunking.choosing import Layout, Remainder, ValidationState
from rnnviz.tasks import Endless

LAYOUTS = get_args(Layout)
REMAINDERS = get_args(Remainder)

no_validation = st.just(0.0)
some_validation = st.sampled_from([0.0, 0.3, 0.6])
layouts = st.sampled_from(LAYOUTS)
remainders = st.sampled_from(REMAINDERS)
sequences = st.lists(st.integers(0, 40), min_size=1, max_size=12).map(tuple)
endless = st.builds(Endless, st.one_of(st.none(), st.integers(7, 50)))


@st.composite
def chunkings(draw, layouts=layouts, remainders=remainders, validation=no_validation):
    length = draw(st.integers(1, 7))
    return Chunking(
        length=length,
        batch_size=draw(st.integers(1, 6)),
        layout=draw(layouts),
        stride=draw(st.integers(1, length)),
        remainder=draw(remainders),
        validation=draw(validation),
        validation_state=draw(st.sampled_from(get_args(ValidationState))),
    )


@st.composite
def finite_plans(draw, layouts=layouts, remainders=remainders, validation=some_validation):
    chunking = draw(chunkings(layouts, remainders, validation))
    try:
        return make_plan(chunking, draw(sequences), draw(st.integers(0, 5)))
    except ChoiceError:
        reject()


@st.composite
def endless_plans(draw, layouts=layouts):
    return make_plan(draw(chunkings(layouts)), draw(endless), draw(st.integers(0, 5)))


plans = st.one_of(finite_plans(), endless_plans())


def chunks_read(cells):
    """(batch, slot, sequence, start, steps) of each cell that reads something, batch by batch."""
    return [
        (batch, slot, int(cells.sequence[batch, slot]), int(cells.start[batch, slot]), int(steps))
        for (batch, slot), steps in _each(cells.steps)
        if steps > 0
    ]


def timesteps(sequence, start, steps):
    """(sequence, timestep) of everything in a chunk."""
    return [(sequence, start + step) for step in range(steps)]


def _each(array):
    return [((row, column), value) for row, values in enumerate(array) for column, value in enumerate(values)]
