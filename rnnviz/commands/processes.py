"""Measuring in processes of their own, for what can be measured only once in one."""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE = 1800.0
"""Seconds after which a process is not waited for any longer."""


def have_bytecode(package: Path) -> None:
    """Compile a package for Python, as pip does when it installs: a checkout may have no bytecode, or none that is new.

    Without it every process that is measured would compile each module anew.
    """
    compileall.compile_dir(package, quiet=2)  # silent where nobody may write


def report(module: str, *words: object) -> Any:
    """Run ``python -m module words`` and give what its last line says in JSON.

    Raises:
        RuntimeError: When it fails, with its last words.
    """
    return _said([sys.executable, "-m", module, *map(str, words)])


def seconds_until(*command: str) -> float:
    """Seconds from starting Python with these arguments to the time of day that its last line says."""
    began = time.time()
    return float(_said([sys.executable, *command])) - began


def _said(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
