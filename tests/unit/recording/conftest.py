import pytest

from rnnviz.recording import pyramid, storing, tables


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 16 rows and levels from 8 rows on, so that little data fills many of them."""
    make_chunks_small(monkeypatch)


@pytest.fixture(scope="module")
def small_chunks_all_along():
    """The same for fixtures that several tests share."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_chunks_small(monkeypatch)
        yield


def make_chunks_small(monkeypatch):
    monkeypatch.setattr(tables, "_FEWEST_ROWS", 4)
    monkeypatch.setattr(tables, "_MOST_ROWS", 16)
    monkeypatch.setattr(tables, "_FILE", 8192)
    monkeypatch.setattr(tables, "_METADATA", 420_000)
    monkeypatch.setattr(pyramid, "FEWEST", 8)
    # Files of a few hundred bytes would all count as a page.
    monkeypatch.setattr(storing, "PAGE", 1)
