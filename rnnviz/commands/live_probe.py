"""A process with the window that trains whenever it is told to.

Run as ``python -m rnnviz.commands.live_probe SIZE``. It writes a line when it is ready, and for each line that it
reads, the seconds to train for, one with the batches and the seconds that they took. It ends with its input.
"""

from __future__ import annotations

import json
import sys

from rnnviz.app import make_application
from rnnviz.commands.live_window import LiveWindow
from rnnviz.commands.sizes import SIZES


def serve(name: str) -> None:
    """Train the network of that name as often as somebody asks."""
    app = make_application()
    live = LiveWindow(next(size.experiment for size in SIZES if size.name == name))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(live.train(float(line))), flush=True)
    live.close()
    del app


if __name__ == "__main__":
    serve(sys.argv[1])
