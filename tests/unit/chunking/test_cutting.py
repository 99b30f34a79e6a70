import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.chunking.cutting import Cut


@st.composite
def cuts(draw):
    length = draw(st.integers(1, 9))
    return Cut(length, draw(st.integers(1, length)), draw(st.booleans()))


def by_hand(cut, stretch):
    """Beginning and end of each chunk of a stretch."""
    chunks, start, covered = [], 0, 0
    while covered < stretch and (cut.pads or start + cut.length <= stretch):
        covered = min(start + cut.length, stretch)
        chunks.append((start, covered))
        start += cut.hop
    return chunks


@given(cuts(), st.integers(0, 60))
def test_chunks_of_a_stretch_are_what_a_walk_along_it_gives(cut, stretch):
    chunks = by_hand(cut, stretch)
    assert cut.chunks(np.array(stretch)) == len(chunks)
    number = np.arange(len(chunks))
    assert cut.steps(number, np.full(len(chunks), stretch)).tolist() == [end - start for start, end in chunks]
    ends = [0, *(end for _, end in chunks)]
    assert cut.replayed(number).tolist() == [
        max(0, before - start) for (start, _), before in zip(chunks, ends[:-1], strict=True)
    ]
    for count, end in enumerate(ends):
        assert cut.covered(np.array(count), np.array(stretch)) == end
