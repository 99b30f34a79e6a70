import os
import subprocess
import sys

import pytest

from rnnviz.ui import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="displays and system libraries are looked for on Linux")


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_any_display_it_says_so_and_names_rnnviz_run():
    sentence = display.missing_display()
    assert sentence.startswith("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")
    assert "rnnviz run" in sentence
    assert "\n" not in sentence


def test_a_picture_in_memory_needs_no_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.missing_display() is None


@pytest.mark.parametrize("asked", ["nix", "nix;nothing:size=9"])
def test_what_qt_cannot_show_windows_with_is_named(monkeypatch, asked):
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    sentence = display.missing_display()
    assert sentence.startswith(f"Qt can show no window with QT_QPA_PLATFORM={asked!r}: unset it, or choose")
    assert "rnnviz run" in sentence
    assert "\n" not in sentence


def test_of_several_ways_to_show_windows_one_that_works_is_enough(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "nix;Offscreen")
    assert display.missing_display() is None


@pytest.mark.parametrize(
    ("asked", "other", "named"), [("xcb", "WAYLAND_DISPLAY", "DISPLAY"), ("wayland-egl", "DISPLAY", "WAYLAND_DISPLAY")]
)
def test_another_display_than_the_one_that_is_asked_for_is_none(monkeypatch, asked, other, named):
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    monkeypatch.setenv(other, "there")
    assert display.missing_display().startswith(
        f"there is no display (QT_QPA_PLATFORM asks for one, but {named} is not set)"
    )


def test_a_display_where_no_server_answers_is_named(monkeypatch):
    monkeypatch.setattr(display, "_loads", lambda library: True)
    monkeypatch.setenv("DISPLAY", ":4711")
    sentence = display.missing_display()
    assert ":4711" in sentence
    assert "rnnviz run" in sentence


def test_a_wayland_display_where_nobody_answers_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    assert "wayland-9" in display.missing_display()


def test_missing_libraries_are_named_with_the_line_that_installs_them(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    monkeypatch.setattr(display, "_loads", lambda library: library not in missing)
    sentence = display.missing_display()
    assert "libEGL.so.1, libxcb-cursor.so.0" in sentence
    assert "apt install libegl1 libxcb-cursor0" in sentence


def test_asking_never_aborts_the_process():
    """Qt itself does, with a core dump, where a display does not answer."""
    code = "from rnnviz.ui.display import missing_display; print(missing_display())"
    environment = {**os.environ, "DISPLAY": ":4711"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0
    assert "rnnviz run" in done.stdout
