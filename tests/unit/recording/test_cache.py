import threading
import weakref

import numpy as np
import pytest

from rnnviz.recording.cache import BlockCache, BlockGone
from rnnviz.recording.chunks import encode, plain
from rnnviz.recording.errors import RecordingError
from rnnviz.recording.files import LocalFiles


class CountingFiles(LocalFiles):
    def __init__(self, root):
        super().__init__(root)
        self.reads = []

    def read(self, key, start=0, size=None):
        self.reads.append((key, start, size))
        return super().read(key, start, size)


@pytest.fixture
def files(tmp_path):
    return CountingFiles(tmp_path)


def rows(number, count=10):
    return np.full(count, number, np.float32)


def test_a_packed_file_is_one_block(files):
    files.write("loss/c.0", encode(rows(7)))
    assert BlockCache(files).read("loss/c.0", 10, (10,), "float32").tolist() == rows(7).tolist()


def test_a_block_is_read_from_the_middle_of_a_plain_file(files):
    values = np.arange(60, dtype=np.float32).reshape(30, 2)
    files.write("state/c.0", bytes(plain(values)))
    block = BlockCache(files).read("state/c.0", 5, (5, 2), "float32", skipped=10)
    np.testing.assert_array_equal(block, values[10:15])
    assert files.reads == [("state/c.0", 80, 40)]


def test_what_was_read_last_is_not_read_again(files):
    files.write("loss/c.0", encode(rows(7)))
    cache = BlockCache(files)
    first = cache.read("loss/c.0", 10, (10,), "float32")
    assert cache.read("loss/c.0", 10, (10,), "float32") is first
    assert len(files.reads) == 1


def test_a_block_that_has_grown_is_read_again(files):
    cache = BlockCache(files)
    files.write("loss/c.0", encode(rows(7)))
    cache.read("loss/c.0", 4, (10,), "float32")
    files.write("loss/c.0", encode(rows(8)))
    assert cache.read("loss/c.0", 6, (10,), "float32")[0] == 8


def test_what_was_not_looked_at_longest_goes_first(files):
    cache = BlockCache(files, most=90)  # two blocks of 40 bytes
    for number in range(3):
        files.write(f"loss/c.{number}", encode(rows(number)))
    for number in (0, 1, 0, 2):
        cache.read(f"loss/c.{number}", 10, (10,), "float32")
    files.reads.clear()
    cache.read("loss/c.0", 10, (10,), "float32")
    cache.read("loss/c.2", 10, (10,), "float32")
    assert files.reads == []
    cache.read("loss/c.1", 10, (10,), "float32")
    assert len(files.reads) == 1


def test_what_is_forgotten_holds_no_memory_and_is_read_again(files):
    cache = BlockCache(files, most=90)
    for number in range(3):
        files.write(f"loss/c.{number}", encode(rows(number)))
    block = weakref.ref(cache.read("loss/c.0", 10, (10,), "float32"))
    cache.forget()
    assert block() is None
    files.reads.clear()
    for number in (0, 1, 0, 1):  # there is room for two, as there was at first
        assert cache.read(f"loss/c.{number}", 10, (10,), "float32")[0] == number
    assert len(files.reads) == 2


def test_a_block_that_two_read_at_once_counts_once(files):
    files.write("loss/c.0", encode(rows(0)))
    files.write("loss/c.1", encode(rows(1)))
    cache = BlockCache(files, most=90)  # two blocks of 40 bytes

    def read(key, *_):
        del files.read  # the next one finds nobody in its way
        cache.read(key, 10, (10,), "float32")
        return files.read(key)

    files.read = read
    for number in (0, 1):
        cache.read(f"loss/c.{number}", 10, (10,), "float32")
    files.reads.clear()
    cache.read("loss/c.0", 10, (10,), "float32")
    assert files.reads == []


def test_a_missing_file_is_gone_and_a_broken_one_damaged(files):
    with pytest.raises(BlockGone) as gone:
        BlockCache(files).read("loss/c.9", 10, (10,), "float32")
    assert gone.value.key == "loss/c.9"
    files.write("loss/c.9", b"short")
    with pytest.raises(RecordingError, match=r"loss/c\.9 cannot be unpacked, it is cut short"):
        BlockCache(files).read("loss/c.9", 10, (10,), "float32")


def test_many_threads_may_read_at_once(files):
    for number in range(8):
        files.write(f"loss/c.{number}", encode(rows(number)))
    cache = BlockCache(files, most=100)
    wrong = []

    def look():
        for turn in range(200):
            number = turn % 8
            if cache.read(f"loss/c.{number}", 10, (10,), "float32")[0] != number:
                wrong.append(number)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
