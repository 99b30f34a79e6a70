import sys
from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine import freed
from rnnviz.engine.freed import give_back


def held():
    """Bytes of memory that this process has now."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says")
def test_what_was_freed_below_what_is_held_is_given_back():
    pieces = [np.ones(12_000) for _ in range(600)]  # 96 kB each, which the C library takes from its heap
    last = pieces[-1]
    full = held()
    pieces.clear()
    give_back()
    assert full - held() > 0.5 * 600 * last.nbytes


def test_a_c_library_that_keeps_nothing_is_left_alone(monkeypatch):
    monkeypatch.setattr(freed.ctypes, "CDLL", lambda name: object())
    give_back()


def test_a_system_without_one_is_left_alone(monkeypatch):
    def fail(name):
        raise AssertionError("there is none")

    monkeypatch.setattr(freed.ctypes, "CDLL", fail)
    monkeypatch.setattr(freed.sys, "platform", "win32")
    give_back()
