import weakref

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz.recording.cache import BlockCache, BlockGone
from rnnviz.recording.files import LocalFiles
from rnnviz.recording.section import Section, rows_first
from rnnviz.recording.storing import write_block
from rnnviz.recording.tables import Array, Table

TABLE = Table(
    "time",
    0,
    8,
    {
        "state_0_h": Array(("watched", "unit_0"), (2, 3), "float32", states=True, packed=False, blocks=2),
        "inputs": Array(("watched", "input"), (2, 1), "float32", packed=False, blocks=2),
    },
)


def rows(first, count):
    """Rows that say their number."""
    number = np.arange(first, first + count, dtype=np.float32)[:, None, None]
    return {"state_0_h": number + np.zeros((count, 2, 3), np.float32), "inputs": number + np.zeros((count, 2, 1), "f4")}


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path)


@pytest.fixture
def section(files):
    return Section(TABLE, BlockCache(files))


def store(section, files):
    """Move what is full to the disk."""
    for block in section.full():
        write_block(files, section.table, block, 0, section.table.rows)
        section.settle()


def numbers(section, start, stop, slot=1):
    return section.read("state_0_h", start, stop, slot)[:, 0].tolist()


def test_rows_can_be_read_as_soon_as_they_came_in(section):
    section.accept(rows(0, 3))
    section.accept(rows(3, 2))
    assert section.count == section.waiting == 5
    assert numbers(section, 1, 5) == [1, 2, 3, 4]
    assert section.read("inputs", 0, 5).shape == (5, 2, 1)


def test_rows_are_copied_into_blocks_and_then_read_from_there(section):
    section.accept(rows(0, 20))
    section.absorb()
    assert [number for number, _ in section.recent] == [0, 1, 2]
    assert [number for number, _ in section.full()] == [0, 1]
    assert numbers(section, 5, 20) == list(range(5, 20))
    block = section.recent[0][1]["state_0_h"]
    assert block.shape == (2, 8, 3)
    assert rows_first(block, TABLE.arrays["state_0_h"]).shape == (8, 2, 3)


def test_what_is_settled_is_read_from_its_file(section, files):
    section.accept(rows(0, 20))
    section.absorb()
    store(section, files)
    assert section.waiting == 4
    assert sorted(files.names("state_0_h")) == ["c.0.0.0", "c.0.1.0"]  # two blocks share a file, for each slot
    assert numbers(section, 0, 20, slot=0) == list(range(20))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.booleans()), max_size=8), data=st.data())
def test_rows_are_the_same_wherever_they_are(steps, data, tmp_path_factory):
    files = LocalFiles(tmp_path_factory.mktemp("files"))
    section = Section(TABLE, BlockCache(files))
    for count, absorbs, stores in steps:
        section.accept(rows(section.count, count))
        if absorbs or stores:
            section.absorb()
        if stores:
            store(section, files)
    start = data.draw(st.integers(0, section.count))
    stop = data.draw(st.integers(start, section.count))
    assert numbers(section, start, stop) == list(range(start, stop))


def test_it_says_when_there_is_enough_to_be_absorbed(section):
    assert not section.accept(rows(0, 7))
    assert section.accept(rows(7, 1))
    section.absorb()
    assert not section.accept(rows(8, 1))


def test_memory_is_used_again_and_says_that_it_was(section, files):
    section.accept(rows(0, 8))
    section.absorb()
    block = section.recent[0][1]["state_0_h"]
    store(section, files)
    assert section.intact(0)
    section.accept(rows(8, 8))
    section.absorb()
    assert section.recent[0][1]["state_0_h"] is block
    assert not section.intact(0)
    assert section.intact(1)


def test_a_reader_whose_block_is_used_again_meanwhile_reads_it_from_its_file(section, files, monkeypatch):
    section.accept(rows(0, 8))
    section.absorb()

    def meanwhile(values, array):
        monkeypatch.undo()
        store(section, files)
        section.accept(rows(8, 8))
        section.absorb()
        return rows_first(values, array)

    monkeypatch.setattr("rnnviz.recording.section.rows_first", meanwhile)
    assert numbers(section, 0, 8) == list(range(8))


def test_once_it_has_ended_it_holds_its_rows_and_no_memory_for_more(section, files):
    section.accept(rows(0, 20))
    section.absorb()
    blocks = [weakref.ref(block["inputs"]) for _, block in section.recent]
    store(section, files)
    section.accept(came := rows(20, 2))
    came = weakref.ref(came["inputs"])
    section.end(stored=False)
    assert [block() is not None for block in blocks] == [False, False, True]
    assert came() is None
    assert numbers(section, 0, 22) == list(range(22))
    section.accept(rows(22, 10))  # a writer that is late may still bring some
    section.absorb()
    full = weakref.ref(section.recent[0][1]["inputs"])
    store(section, files)
    assert full() is None
    assert numbers(section, 0, 32) == list(range(32))


def test_once_it_has_ended_on_disk_it_holds_no_rows_either(section, files):
    section.accept(rows(0, 11))
    section.absorb()
    for block, end in zip(section.recent, (8, 3), strict=True):
        write_block(files, TABLE, block, 0, end)
    section.end(stored=True)
    assert section.memory == ((), ())
    assert section.waiting == 0
    assert numbers(section, 0, 11) == list(range(11))


def test_what_was_handed_out_stays_and_cannot_be_written_to(section, files):
    section.accept(rows(0, 8))
    section.absorb()
    kept = section.read("state_0_h", 0, 8, 0)
    store(section, files)
    section.accept(rows(8, 8))
    section.absorb()
    assert kept[:, 0].tolist() == list(range(8))
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1


def test_a_file_that_was_dropped_is_gone(section, files):
    section.accept(rows(0, 40))
    section.absorb()
    store(section, files)
    section.first = 16
    assert section.first_file == 1
    files.remove("state_0_h/c.0.1.0")
    with pytest.raises(BlockGone):
        numbers(section, 0, 3)
    assert numbers(section, 16, 40) == list(range(16, 40))


def test_nothing_has_the_shape_of_its_rows(section):
    assert section.read("state_0_h", 0, 0, 0).shape == (0, 3)
    assert section.read("inputs", 0, 0).shape == (0, 2, 1)
