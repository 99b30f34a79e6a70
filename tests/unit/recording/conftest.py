import pytest

from rnnviz.recording import pyramid, tables


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 16 rows and levels from 8 rows on, so that little data fills many of them."""
    monkeypatch.setattr(tables, "_FEWEST_ROWS", 4)
    monkeypatch.setattr(tables, "_MOST_ROWS", 16)
    monkeypatch.setattr(tables, "_FILE", 8192)
    monkeypatch.setattr(pyramid, "FEWEST", 8)
