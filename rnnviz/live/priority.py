"""Who goes first where the screen and the training want the same processor."""

from __future__ import annotations

import os
import sys
import threading

TURN = 0.0005
"""Seconds for which a thread may keep Python's lock while another one wants it. Python's own 5 ms, met by
several times in each call of a run, made training in a window wait for about a tenth of its time."""

NICENESS = 4
"""By how much threads of the training stand behind the screen's. TensorFlow's fill every core, and without
this a frame waits for its turn now and then: 99 of 100 gaps between frames were below 30 ms, and are below 25."""


def take_short_turns() -> None:
    """Have all threads hand on Python's lock soon."""
    sys.setswitchinterval(TURN)


def give_way() -> None:
    """Let the screen's thread go before the calling one, and before whatever that starts from now on.

    Only Linux gives every thread a niceness of its own.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICENESS)
