import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz.recording import pyramid as module
from rnnviz.recording.cache import BlockCache
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.pyramid import Pyramid
from rnnviz.recording.section import Section
from rnnviz.recording.storing import write_block
from rnnviz.recording.tables import Array, Table

TABLE = Table("batch", 0, 8, {"loss": Array((), (), "float32"), "start": Array(("slot",), (2,), "int64")})


def rows(first, count):
    number = np.arange(first, first + count)
    return {"loss": number.astype(np.float32), "start": np.repeat(number[:, None], 2, axis=1)}


@pytest.fixture
def make(monkeypatch, tmp_path_factory):
    """Makes pyramids of rows that say their number, all on disk that can be."""
    monkeypatch.setattr(module, "FEWEST", 8)
    monkeypatch.setattr("rnnviz.recording.tables._FEWEST_ROWS", 4)

    def made(count):
        files = LocalFiles(tmp_path_factory.mktemp("files"))
        cache = BlockCache(files)
        pyramid = Pyramid(Section(TABLE, cache), cache)
        pyramid.base.accept(rows(0, count))
        pyramid.base.absorb()
        for block in pyramid.base.full():
            write_block(files, TABLE, block, 0, TABLE.rows)
            pyramid.feed(block[1])
            pyramid.base.settle()
        return pyramid

    return made


def test_a_level_is_born_when_the_one_below_is_worth_it(make):
    assert make(7).levels == []
    pyramid = make(64)
    assert [section.count for section in pyramid.sections] == [64, 16, 4]
    assert [section.table.step for section in pyramid.sections] == [1, 4, 16]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 150), level=st.integers(0, 4), data=st.data())
def test_rows_of_any_level_are_those_of_everything_folded(make, count, level, data):
    pyramid, step = make(count), 4**level
    last = -(-count // step)
    start = data.draw(st.integers(0, last))
    stop = data.draw(st.integers(start, last))
    found = pyramid.read("loss", level, start, stop, count)
    expected = [np.arange(row * step, min((row + 1) * step, count)) for row in range(start, stop)]
    assert found[:, 0].tolist() == [run[0] for run in expected]
    assert found[:, 1].tolist() == [run[-1] for run in expected]
    np.testing.assert_allclose(found[:, 2], [run.mean() for run in expected], rtol=1e-6)
    firsts = pyramid.read("start", level, start, stop, count)
    assert firsts[:, 0].tolist() == [run[0] for run in expected]


def test_fewer_rows_may_count_than_there_are(make):
    pyramid = make(64)
    found = pyramid.read("loss", 2, 0, 2, 21)
    assert found[:, 1].tolist() == [15, 20]
    np.testing.assert_allclose(found[:, 2], [7.5, 18.0])


class TestWhereRowsWereDropped:
    @pytest.fixture
    def pyramid(self, make):
        """Level 0 is left from row 32 on, level 1 from row 16."""
        made = make(64)
        made.sections[0].first, made.sections[1].first = 32, 4
        return made

    def test_it_says_what_is_left(self, pyramid):
        assert pyramid.left_from == [32, 16, 0]
        assert [pyramid.each(row) for row in (0, 15, 16, 31, 32, 63)] == [16, 16, 4, 4, 1, 1]

    def test_they_are_made_up_from_the_finest_level_that_is_left(self, pyramid):
        loss = pyramid.read_full("loss", 0, 64, 64)
        assert loss[32:].tolist() == list(range(32, 64))
        assert loss[16:32].tolist() == np.repeat([17.5, 21.5, 25.5, 29.5], 4).tolist()
        assert loss[:16].tolist() == [7.5] * 16
        assert pyramid.read_full("start", 0, 20, 64)[:, 1].tolist() == [0] * 16 + [16] * 4

    @pytest.mark.parametrize(("start", "stop"), [(0, 0), (3, 5), (14, 18), (30, 34), (5, 60), (40, 41), (64, 64)])
    def test_any_stretch_is_a_part_of_the_whole(self, pyramid, start, stop):
        whole = pyramid.read_full("loss", 0, 64, 64)
        part = pyramid.read_full("loss", start, stop, 64)
        assert part.tolist() == whole[start:stop].tolist()
        assert not part.flags.writeable
