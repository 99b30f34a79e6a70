"""What there is to learn: made tasks with known loss floors, and the user's own files."""

from rnnviz.tasks.base import Endless, Floor, Task
from rnnviz.tasks.coin_rows import CoinRows
from rnnviz.tasks.echo import Echo

TASKS: dict[str, type[Task]] = {kind.name: kind for kind in (Echo, CoinRows)}
"""Every task, by the name that files and the command line use."""

__all__ = ["TASKS", "CoinRows", "Echo", "Endless", "Floor", "Task"]
