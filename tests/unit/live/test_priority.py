import os
import sys
import threading

import pytest
from fake_engine import FakeFactory

from rnnviz.experiment import Experiment
from rnnviz.live.runner import Runner
from rnnviz.live.status import State


def niceness():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives every thread a niceness of its own")
def test_threads_that_the_training_starts_stand_behind_the_screens(qtbot):
    found = []

    def load():
        helper = threading.Thread(target=lambda: found.append(niceness()))
        helper.start()
        helper.join()

    before = niceness()
    runner = Runner(FakeFactory(), load)
    runner.prepare(Experiment())
    qtbot.waitUntil(lambda: runner.status.state is State.READY)
    assert runner.close()
    assert found[0] > before
    assert niceness() == before
