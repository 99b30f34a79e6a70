"""A process that runs one experiment again and again, and says what memory that takes.

Run as ``python -m rnnviz.commands.restart_probe``. The last line is JSON: MiB that the first run took, and
that each further one kept; null where the system does not say.
"""

from __future__ import annotations

import json

from rnnviz.commands.memory import held_memory
from rnnviz.commands.sizes import LSTM_64, WATCHED
from rnnviz.engine.session import Session

RESTARTS = 20


def _run() -> None:
    with Session(LSTM_64.experiment, watch=WATCHED) as session:
        session.advance(100)


def main() -> None:
    """Run, run again, and tell."""
    before = held_memory()
    _run()
    once = held_memory()
    for _ in range(RESTARTS):
        _run()
    after = held_memory()
    if before is None or once is None or after is None:
        print(json.dumps(None))
    else:
        print(json.dumps({"first": (once - before) / 2**20, "kept": (after - once) / 2**20 / RESTARTS}))


if __name__ == "__main__":
    main()
