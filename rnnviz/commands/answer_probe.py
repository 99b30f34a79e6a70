"""A process that says how soon a network that runs freely in the window does what it is told.

Run as ``python -m rnnviz.commands.answer_probe ROUNDS SECONDS``. The last line is JSON: for each size by its name
the milliseconds from each key to its effect, by what was asked for, of each round.
"""

from __future__ import annotations

import json
import sys

from rnnviz.app import make_application
from rnnviz.commands.live_window import LiveWindow
from rnnviz.commands.sizes import SIZES, Size


def answers(size: Size, rounds: int, seconds: float) -> list[dict[str, list[float]]]:
    """Milliseconds of so many rounds, of so many seconds each."""
    live = LiveWindow(size.experiment)
    found = [live.answers(seconds) for _ in range(rounds)]
    live.close()
    return found


if __name__ == "__main__":
    app = make_application()
    found = {size.name: answers(size, int(sys.argv[1]), float(sys.argv[2])) for size in SIZES}
    del app
    print(json.dumps(found), flush=True)
