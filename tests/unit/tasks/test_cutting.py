import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from streams import chunks_of

from rnnviz.tasks.cutting import Cut


@st.composite
def cuts(draw):
    length = draw(st.integers(1, 9))
    return Cut(length, draw(st.integers(0, length - 1)), draw(st.booleans()))


@given(cuts(), st.integers(0, 60))
def test_chunks_of_a_stretch_are_what_a_walk_along_it_gives(cut, stretch):
    chunks = chunks_of(stretch, cut)
    assert cut.chunks(np.array(stretch)) == len(chunks)
    number = np.arange(len(chunks))
    assert cut.steps(number, np.full(len(chunks), stretch)).tolist() == [end - start for start, end in chunks]
    ends = [0, *(end for _, end in chunks)]
    assert cut.replayed(number).tolist() == [
        max(0, before - start) for (start, _), before in zip(chunks, ends[:-1], strict=True)
    ]
    for count, end in enumerate(ends):
        assert cut.covered(np.array(count), np.array(stretch)) == end


@given(cuts(), st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_how_many_chunks_reach_each_of_their_timesteps_is_what_counting_gives(cut, stretches):
    chunks, first = cut.reaching(np.array(stretches))
    walked = [chunks_of(stretch, cut) for stretch in stretches]
    for step in range(cut.length):
        assert chunks[step] == sum(end - start > step for walk in walked for start, end in walk)
        assert first[step] == sum(end - start > step for walk in walked for start, end in walk[:1])


@given(cuts(), st.integers(0, 40))
def test_how_many_chunks_read_a_timestep_is_what_counting_gives(cut, stretch):
    walk = chunks_of(stretch, cut)
    counted = [sum(start <= timestep < end for start, end in walk) for timestep in range(stretch)]
    assert cut.readers(np.arange(stretch), stretch).tolist() == counted
