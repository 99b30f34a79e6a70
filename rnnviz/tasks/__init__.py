"""What there is to learn: made tasks with known loss floors, and the user's own files."""

from rnnviz.tasks.base import Endless, Floor, Task
from rnnviz.tasks.coin_rows import CoinRows
from rnnviz.tasks.echo import Echo
from rnnviz.tasks.errors import DataError
from rnnviz.tasks.series import Series, channels
from rnnviz.tasks.text import Text

TASKS: dict[str, type[Task]] = {kind.name: kind for kind in (Echo, CoinRows, Series, Text)}
"""Every task, by the name that files and the command line use."""

__all__ = ["TASKS", "CoinRows", "DataError", "Echo", "Endless", "Floor", "Series", "Task", "Text", "channels"]
