"""What it costs not to know."""

from __future__ import annotations

import math


def entropy(p: float) -> float:
    """Nats that the best guess at a coin costs which shows 1 with the probability `p`.

    Example:
        >>> round(entropy(0.5), 4), entropy(1.0)
        (0.6931, 0.0)
    """
    return 0.0 if p in (0.0, 1.0) else -(p * math.log(p) + (1.0 - p) * math.log(1.0 - p))
