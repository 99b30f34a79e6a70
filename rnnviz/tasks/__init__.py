"""What there is to learn: made tasks with known loss floors, and the user's own files."""

from rnnviz.tasks.adding import Adding
from rnnviz.tasks.base import Endless, Floor, Task, Yardstick
from rnnviz.tasks.coin_rows import CoinRows
from rnnviz.tasks.dialogues import Dialogues
from rnnviz.tasks.drift import Drift
from rnnviz.tasks.echo import Echo
from rnnviz.tasks.errors import DataError
from rnnviz.tasks.flip_flop import FlipFlop
from rnnviz.tasks.order import Order
from rnnviz.tasks.parity import Parity
from rnnviz.tasks.recall import Recall
from rnnviz.tasks.series import Series, channels
from rnnviz.tasks.sine import Sine
from rnnviz.tasks.text import Text

_KINDS: tuple[type[Task], ...] = (
    Echo,
    FlipFlop,
    Recall,
    Parity,
    Adding,
    Order,
    Sine,
    Drift,
    Dialogues,
    CoinRows,
    Series,
    Text,
)

TASKS: dict[str, type[Task]] = {kind.name: kind for kind in _KINDS}
"""Every task, by the name that files and the command line use; the user's own files come last."""

__all__ = [
    "TASKS",
    "Adding",
    "CoinRows",
    "DataError",
    "Dialogues",
    "Drift",
    "Echo",
    "Endless",
    "FlipFlop",
    "Floor",
    "Order",
    "Parity",
    "Recall",
    "Series",
    "Sine",
    "Task",
    "Text",
    "Yardstick",
    "channels",
]
