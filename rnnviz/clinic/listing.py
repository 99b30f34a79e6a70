"""The source text of a case: its lines, which of them differ, and what colour each word has."""

from __future__ import annotations

import ast
import difflib
import inspect
import io
import keyword
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

MEASURES = "# only measures"
"""Ends the first line of a statement that runs, and can be copied, but is not shown: nobody else would write it."""

Kind = Literal["keyword", "string", "number", "comment", "call"]


@dataclass(frozen=True)
class Listing:
    """The body of a function, as it is read: without what only measures, and what it returns.

    Attributes:
        caption: The docstring: what the code does.
        lines: The rest of what is shown.
        changed: Numbers of the lines that the other side does not have.
    """

    caption: str
    lines: tuple[str, ...]
    changed: frozenset[int]


@dataclass(frozen=True)
class Word:
    """A stretch of one line with a colour of its own: from column `start` up to `stop`."""

    line: int
    start: int
    stop: int
    kind: Kind


def listings(before: Callable[..., object], after: Callable[..., object]) -> tuple[Listing, Listing]:
    """Both sides, each with the lines marked that the other does not have."""
    old, new = _body(before), _body(after)
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = {n for tag, a, b, _, _ in blocks if tag != "equal" for n in range(a, b) if old[n].strip()}
    come = {n for tag, _, _, a, b in blocks if tag != "equal" for n in range(a, b) if new[n].strip()}
    return (
        Listing(inspect.getdoc(before) or "", tuple(old), frozenset(gone)),
        Listing(inspect.getdoc(after) or "", tuple(new), frozenset(come)),
    )


def script(function: Callable[..., object]) -> str:
    """The function as a script of its own, to be pasted anywhere."""
    return f"{textwrap.dedent(inspect.getsource(function))}\n\nprint({function.__name__}())\n"


def words(lines: tuple[str, ...]) -> Iterator[Word]:
    """What of the lines is coloured.

    Example:
        >>> [word.kind for word in words(("for t in range(3):", "    print(t)"))]
        ['keyword', 'keyword', 'call', 'number', 'call']
    """
    last: tokenize.TokenInfo | None = None
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
        if token.string == "(" and last is not None and last.type == tokenize.NAME and _kind(last) is None:
            yield Word(last.start[0] - 1, last.start[1], last.end[1], "call")
        kind = _kind(token)
        if kind is not None:
            for line in range(token.start[0], token.end[0] + 1):
                start = token.start[1] if line == token.start[0] else 0
                stop = token.end[1] if line == token.end[0] else len(lines[line - 1])
                yield Word(line - 1, start, stop, kind)
        last = token


def _kind(token: tokenize.TokenInfo) -> Kind | None:
    if token.type == tokenize.NAME:
        return "keyword" if keyword.iskeyword(token.string) else None
    if tokenize.tok_name[token.type].startswith(("STRING", "FSTRING")):
        return "string"
    return {tokenize.NUMBER: "number", tokenize.COMMENT: "comment"}.get(token.type)  # type: ignore[return-value]


def _body(function: Callable[..., object]) -> list[str]:
    """The lines of a function below its docstring, as far as they are shown."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    (whole,) = ast.parse("\n".join(lines)).body
    assert isinstance(whole, ast.FunctionDef)
    returns = [statement for statement in whole.body if isinstance(statement, ast.Return)]
    statements = (node for node in ast.walk(whole) if isinstance(node, ast.stmt))
    measures = [statement for statement in statements if lines[statement.lineno - 1].endswith(MEASURES)]
    hidden = {line for each in (*returns, *measures) for line in range(each.lineno, (each.end_lineno or 0) + 1)}
    after_docstring = whole.body[0].end_lineno or 0
    shown = (line for n, line in enumerate(lines[after_docstring:], after_docstring + 1) if n not in hidden)
    text = textwrap.dedent("\n".join(shown)).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text).splitlines()  # what stood between two gaps may be gone
