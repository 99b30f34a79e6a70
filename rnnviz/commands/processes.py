"""Measuring in processes of their own, for what can be measured only once in one."""

from __future__ import annotations

import compileall
import contextlib
import json
import subprocess
import sys
import tempfile
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


class Companion:
    """``python -m module words``, which writes a line of JSON when it is ready and one for each line that it reads.

    Raises:
        RuntimeError: When it fails, here or when it is asked, with its last words.
    """

    def __init__(self, module: str, *words: object) -> None:
        self._module = module
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - open for as long as the process
        command = [sys.executable, "-m", module, *map(str, words)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True
        )
        self._hear()

    def ask(self, words: object) -> Any:
        """What it answers to a line."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # its last words say more
            print(words, file=self._process.stdin, flush=True)
        return self._hear()

    def close(self) -> None:
        """End it, and wait for that."""
        self._process.communicate()
        self._errors.close()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            last = self._errors.read().strip()[-2000:]
            self.close()
            raise RuntimeError(f"-m {self._module} failed: {last}")
        return json.loads(line)


def _said(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
