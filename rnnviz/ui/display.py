"""Whether a window can be shown here, and if not, what to type."""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import sys
from pathlib import Path

_INSTEAD = "; without a window, use: rnnviz run --help"

_VARIABLES = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
"""Where the display is named, for each of Qt's ways to show windows on one."""

_DISPLAYS, _IN_MEMORY = set(_VARIABLES), {"offscreen", "minimal"}

_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""The Debian package of each library that Qt needs for any window."""

_X_PACKAGES = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""The same for a window of an X server."""


def missing_display() -> str | None:
    """What keeps a window from being shown, as one sentence that says what to do; None when nothing does.

    Qt itself aborts the process over a display that does not answer or a library that is
    missing, so everything is tried before Qt is asked.
    """
    linux = sys.platform == "linux"
    asked = _asked_of_qt()
    if not asked <= _DISPLAYS:
        missing = _missing_libraries(_PACKAGES) if linux else None
        return missing or (None if asked <= _IN_MEMORY else _refused_by_qt())
    if not linux:
        return None
    ways = asked or _DISPLAYS
    screen, wayland = (os.environ.get(name, "") if way in ways else "" for way, name in _VARIABLES.items())
    if wayland and _wayland_answers(wayland):
        return _missing_libraries(_PACKAGES)
    if screen:
        return _missing_libraries(_PACKAGES | _X_PACKAGES) or _silent_x_server(screen)
    if wayland:
        return f"the display WAYLAND_DISPLAY={wayland} does not answer{_INSTEAD}"
    unset = " nor ".join(name for way, name in _VARIABLES.items() if way in ways)
    there = f"neither {unset} is set" if len(ways) > 1 else f"QT_QPA_PLATFORM asks for one, but {unset} is not set"
    return f"there is no display ({there}){_INSTEAD}"


def _asked_of_qt() -> set[str]:
    """What the user wants Qt to show windows with, the first of them that works; empty for whatever there is."""
    asked = os.environ.get("QT_QPA_PLATFORM", "").lower().split(";")
    return {re.split("[:-]", each)[0] for each in asked} - {""}


def _refused_by_qt() -> str | None:
    """Have another process ask Qt, which ends with an abort over a name or a device that is not there."""
    import subprocess  # seldom needed, and every start would wait for it

    ask = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    if subprocess.run([sys.executable, "-P", "-c", ask], capture_output=True, check=False).returncode == 0:
        return None
    asked = os.environ["QT_QPA_PLATFORM"]
    return f"Qt can show no window with QT_QPA_PLATFORM={asked!r}: unset it, or choose xcb or wayland{_INSTEAD}"


def _missing_libraries(packages: dict[str, str]) -> str | None:
    missing = [library for library in packages if not _loads(library)]
    if missing:
        line = "sudo apt install " + " ".join(dict.fromkeys(packages[library] for library in missing))
        return f"Qt needs {', '.join(missing)}, not installed here; on Debian or Ubuntu type: {line}{_INSTEAD}"
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        found = re.match(r"(lib\S+):", str(error))
        what = f"the system library {found[1]}, not installed here" if found else f"something else: {error}"
        return f"Qt needs {what}{_INSTEAD}"
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _silent_x_server(screen: str) -> str | None:
    """Connect as Qt would, permission included, and hang up."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(screen.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if failed:
        return (
            f"the display DISPLAY={screen} cannot be opened: no X server answers there, or it lets nobody in{_INSTEAD}"
        )
    return None


def _wayland_answers(name: str) -> bool:
    import socket  # 3 ms that X does not ask for

    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
