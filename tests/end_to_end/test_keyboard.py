"""The installed program in a real X window, driven by the keyboard alone, as a user would."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

RNNVIZ = shutil.which("rnnviz", path=str(Path(sys.executable).parent)) or shutil.which("rnnviz")
MISSING = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None] + ([] if RNNVIZ else ["rnnviz"])

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(sys.platform != "linux", reason="a window of an X server is a matter of Linux"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


def soon(reached, seconds):
    """Wait for something that takes as long as it takes, but not for ever; what `reached` gave last."""
    end = time.monotonic() + seconds
    while not (found := reached()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def until(reached, seconds, what):
    """Wait for something that must come."""
    found = soon(reached, seconds)
    assert found, f"{what} within {seconds} s"
    return found


@pytest.fixture
def display():
    """The name of an X server of our own, on a free number that the server chooses."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


class Desk:
    """A program in a window, and hands on the keyboard."""

    def __init__(self, display, home):
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")},
            "DISPLAY": display,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        self.home = home
        self.tables = 0
        self._complaints = home / "stderr.txt"
        with self._complaints.open("w") as file:
            self.program = subprocess.Popen([RNNVIZ], env=self.environment, stderr=file, cwd=home)
        self.window = until(lambda: self.find("rnnviz") or self.program.poll() is not None, 60, "a window shows")
        assert self.program.poll() is None, self.complaints
        self.xdotool("windowfocus", "--sync", self.window)

    @property
    def complaints(self):
        """What the program wrote to stderr."""
        return self._complaints.read_text()

    def xdotool(self, *words):
        return subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False, timeout=30
        ).stdout

    def find(self, name):
        found = self.xdotool("search", "--onlyvisible", "--name", name).split()
        return found[-1] if found else None

    def press(self, *keys):
        for key in keys:
            self.xdotool("key", "--clearmodifiers", key)

    def type(self, text):
        self.xdotool("type", "--clearmodifiers", text)

    def export(self, path):
        """Write everything in view to `path`, a new file, unless there is nothing yet; whether it was written."""
        self.press("ctrl+shift+e")
        dialog = until(lambda: self.find("Export"), 10, "the dialog shows")
        self.xdotool("windowfocus", "--sync", dialog)
        self.press("alt+f", "ctrl+a")
        self.type(str(path))
        self.press("Return")
        written = soon(path.exists, 5)  # a file comes whole or not at all
        self.press("Escape")
        until(lambda: not self.find("Export"), 10, "the dialog closes")
        self.xdotool("windowfocus", "--sync", self.window)
        return written

    def batches(self):
        """The numbers of the batches that have run, as the newest table has them."""
        self.tables += 1
        table = self.home / f"table-{self.tables}.csv"
        return batches_of(table) if self.export(table) else set()


@pytest.fixture
def desk(display, tmp_path):
    desk = Desk(display, tmp_path)
    yield desk
    if desk.program.poll() is None:
        desk.program.kill()
        desk.program.wait(10)


def batches_of(table):
    return {int(line.split(",")[1]) for line in table.read_text().splitlines()[1:]}


def test_run_step_export_and_quit_by_the_keyboard(desk):
    desk.press("Right")  # asked for now, done as soon as Keras is there
    assert until(desk.batches, 120, "the first batch runs") == {0}
    desk.press("shift+Right")
    until(lambda: desk.batches() == set(range(11)), 30, "ten more run")
    desk.press("space")
    until(lambda: max(desk.batches()) > 11, 30, "it runs on")
    desk.press("space")
    for name, beginning in (("all.png", b"\x89PNG"), ("all.svg", b"<?xml"), ("all.pdf", b"%PDF")):
        assert desk.export(desk.home / name)
        data = (desk.home / name).read_bytes()
        assert data.startswith(beginning)
        assert len(data) > 10_000
    assert "Hidden state" in (desk.home / "all.svg").read_text()
    stopped_at = max(desk.batches())
    assert max(desk.batches()) == stopped_at

    desk.press("ctrl+q")
    assert desk.program.wait(20) == 0
    assert desk.complaints == ""


def test_closing_while_keras_loads_ends_well(desk):
    desk.press("ctrl+q")
    assert desk.program.wait(60) == 0
    assert "abort" not in desk.complaints.lower()


def test_closing_in_mid_run_ends_well(desk):
    desk.press("space")  # runs as soon as it is ready
    until(desk.batches, 120, "it runs")
    desk.press("ctrl+q")
    assert desk.program.wait(30) == 0
    assert desk.complaints == ""
