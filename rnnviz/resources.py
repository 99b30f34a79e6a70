"""The files that come along with the program: sample data, icons and fonts.

An installed wheel has them inside the package, a checkout beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = (".csv", ".npy", ".txt")


def folder(name: str) -> Path:
    """The folder of shipped files of one kind: ``"samples"``, ``"icons"`` or ``"fonts"``.

    Raises:
        FileNotFoundError: When the program is installed without it.
    """
    places = [_PACKAGE / "assets" / name, _PACKAGE.parent / "assets" / name]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"rnnviz is installed without its {name}: neither {places[0]} nor {places[1]} is there; install it again"
    )


def samples() -> list[str]:
    """The names of the shipped data files, sorted.

    Example:
        >>> samples()
        ['moby-dick.txt', 'seattle-temperatures.csv']
    """
    return sorted(path.name for path in folder("samples").iterdir() if path.suffix in _DATA)


def sample(name: str) -> Path:
    """Where the shipped data file `name` lies.

    Raises:
        FileNotFoundError: When no sample has this name; the message tells which there are.
    """
    if name not in samples():
        raise FileNotFoundError(f"there is no sample {name!r}; there are {', '.join(samples())}")
    return folder("samples") / name


def icon(name: str) -> Path:
    """Where the shipped icon `name` lies, with its suffix.

    Raises:
        FileNotFoundError: When there is no such icon.
    """
    path = folder("icons") / name
    if not path.is_file():
        raise FileNotFoundError(f"there is no icon {name!r} in {path.parent}")
    return path
