"""Which room may import which: arrows point down only."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rnnviz"

# From the roof to the ground. A room may import itself and what stands below it.
FLOORS = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"app"},
    {"ui"},
    {"plots"},
    {"live"},
    {"export"},
    {"engine"},
    {"analysis"},
    {"recording"},
    {"clinic", "preflight"},
    {"presets"},
    {"experiment"},
    {"strategies"},
    {"chunking"},
    {"tasks"},
    {"choices", "counting", "resources", "beginning"},
]
HEIGHT = {room: len(FLOORS) - number for number, floor in enumerate(FLOORS) for room in floor}

QT = {"PySide6", "pyqtgraph"}
KERAS = {"keras", "tensorflow"}
MAY_USE_QT = {"cli", "commands", "app", "ui", "plots", "live", "export"}
MAY_USE_KERAS = (PACKAGE / "engine", PACKAGE / "clinic" / "cases")

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path):
    """Every module that a file names in an import, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            if node.module == "rnnviz":
                yield from (f"rnnviz.{alias.name}" for alias in node.names)


def test_every_room_has_its_floor():
    assert {room_of(path) for path in MODULES} <= set(HEIGHT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    room = room_of(path)
    for name in imports_of(path):
        top, *rest = name.split(".")
        if top == "rnnviz" and rest:
            other = rest[0]
            assert other == room or HEIGHT[other] < HEIGHT[room], f"{room} imports {other}, which stands above it"
        if top in QT:
            assert room in MAY_USE_QT, f"{room} imports {name}"
        if top in KERAS:
            assert any(path.is_relative_to(folder) for folder in MAY_USE_KERAS), f"{room} imports {name}"
        if rest[:1] == ["engine"]:
            assert room in {"engine", "app", "cli", "commands"}, f"{room} reaches past the protocol into the engine"


def test_an_arrow_that_runs_up_is_found(tmp_path):
    stray = tmp_path / "stray.py"
    stray.write_text("def late():\n    from rnnviz.ui.theme import style\n")
    assert list(imports_of(stray)) == ["rnnviz.ui.theme"]
    assert HEIGHT["ui"] > HEIGHT["recording"]


HEAVY = {"tensorflow", "keras", "PySide6", "pyqtgraph"}


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import rnnviz; rnnviz.Experiment; rnnviz.tasks; rnnviz.Transition", HEAVY),
        ("import rnnviz; rnnviz.open_recording", HEAVY),
        ("from rnnviz.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass", HEAVY),
        ("from rnnviz.cli import main\nmain(['presets'])", HEAVY),
        ("from rnnviz.clinic.gallery import CASES", HEAVY),
        (
            "from rnnviz.preflight import findings\nfrom rnnviz.experiment import Experiment\nfindings(Experiment())",
            HEAVY,
        ),
        ("import rnnviz.app", {"tensorflow", "keras", "numpy"}),
    ],
    ids=["contract", "open_recording", "--version", "presets", "clinic", "preflight", "window"],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code, unwanted):
    found = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('|', *sorted(sys.modules))"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert not unwanted & set(found.rpartition("|")[2].split())
