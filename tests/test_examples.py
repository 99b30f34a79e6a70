"""The examples in docstrings give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

import rnnviz

ROOT = Path(rnnviz.__file__).parent
MODULES = [
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(ROOT.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]
WITH_KERAS = [name for name in MODULES if name.startswith("rnnviz.engine.")]


def check(names):
    """Run every example in some modules; how many there were."""
    done = {name: doctest.testmod(importlib.import_module(name), report=False) for name in names}
    assert [name for name, results in done.items() if results.failed] == []
    return sum(results.attempted for results in done.values())


def test_examples_are_true():
    assert check(set(MODULES) - set(WITH_KERAS)) > 50


@pytest.mark.keras
def test_examples_that_need_keras_are_true():
    assert check(WITH_KERAS) > 5
