"""``rnnviz bench``, restarting: how long until there is something to see again, and what memory is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count

from rnnviz.commands.figures import Effort, Row, in_turn
from rnnviz.commands.live_window import LiveWindow
from rnnviz.commands.processes import report
from rnnviz.commands.sizes import LSTM_64

KEPT = 0.01
"""Of what the first run took, what a restart may keep."""


def restart_rows(effort: Effort) -> Iterator[Row]:
    """A restart beside a run of a network that nobody has run yet, and what it leaves behind beside the first run."""
    yield _first_state(effort)
    yield memory_row([report("rnnviz.commands.restart_probe") for _ in range(effort.rounds)])


def _first_state(effort: Effort) -> Row:
    experiment, what, against = LSTM_64.experiment, "first state after a restart", "of another network"
    sizes = count(experiment.network.units + 1)
    with closing(LiveWindow(experiment)) as live:
        times = in_turn(
            effort.rounds,
            {
                against: lambda: live.first_state(
                    replace(experiment, network=replace(experiment.network, units=next(sizes)))
                ),
                what: lambda: live.first_state(experiment),
            },
        )
    return Row(LSTM_64.name, what, against, "s", times[what], times[against])


def memory_row(reports: list[dict[str, float] | None]) -> Row:
    """What was reported of memory, by round."""
    told = [said for said in reports if said is not None]
    kept, first = (tuple(said[name] for said in told) for name in ("kept", "first"))
    lacking = "" if told else "only Linux says"
    return Row(LSTM_64.name, "memory kept by a restart", "the first run", "MiB", kept, first, KEPT, lacking)
