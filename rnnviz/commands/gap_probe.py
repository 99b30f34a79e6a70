"""A process that says how the screen's thread is held up while a network runs freely in the window.

Run as ``python -m rnnviz.commands.gap_probe ROUNDS SECONDS``. The last line is JSON: the milliseconds between
two beats, of each round.
"""

from __future__ import annotations

import json
import sys

from rnnviz.app import make_application
from rnnviz.commands.live_window import LiveWindow
from rnnviz.commands.sizes import LSTM_64


def gaps(rounds: int, seconds: float) -> list[list[float]]:
    """Milliseconds between the beats of so many rounds, of so many seconds each."""
    app = make_application()
    live = LiveWindow(LSTM_64.experiment)
    found = [live.gaps(seconds) for _ in range(rounds)]
    live.close()
    del app
    return found


if __name__ == "__main__":
    print(json.dumps(gaps(int(sys.argv[1]), float(sys.argv[2]))), flush=True)
