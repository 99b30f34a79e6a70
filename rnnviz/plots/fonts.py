"""The letters of plots and pictures: the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"

# In the wheel the fonts lie inside the package, in a checkout beside it.
_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "assets" / "fonts", _PACKAGE.parent / "assets" / "fonts")


@cache
def load_fonts() -> str:
    """Make the bundled font known to Qt, once.

    Returns:
        The family to ask for: ``"Inter"``, or the system's own where the files are missing.
    """
    files = [file for folder in _FOLDERS for file in sorted(folder.glob("Inter-*.otf"))]
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    if any(number >= 0 for number in loaded):
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def font(pixels: int, bold: bool = False) -> QFont:
    """The plots' font at a height in pixels, with figures of one width so that numbers stand still."""
    made = QFont(load_fonts())
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
