"""The place that ``--out`` names."""

from __future__ import annotations

import os
from pathlib import Path

from rnnviz.choices import ChoiceError


def out_path(text: str, wanted: str) -> Path:
    """The path that is meant: a shell leaves the ``~`` in ``--out=~/runs`` as it is.

    Args:
        text: What was typed.
        wanted: What to name instead of nothing, as ``"a file"``.

    Raises:
        ChoiceError: When it is blank, as an unset variable of a shell is: results would end up anywhere.
    """
    if not text.strip():
        raise ChoiceError("--out", text, f"name {wanted}")
    return Path(os.path.expanduser(text))
