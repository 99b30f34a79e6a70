"""``python -m rnnviz`` is ``rnnviz``."""

import sys

from rnnviz.cli import main

sys.exit(main())
