"""Modules that are parsed without the bodies of functions that an earlier run did not read.

Two thirds of the text of a module are bodies that nobody reads, and parsing is a third of what an answer costs that is
asked again after an edit. An earlier run has parsed all of the same text, so it is known to be Python. Where a body
is read nevertheless, all of the text is parsed.
"""

from __future__ import annotations

import ast
from array import array
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.source.nodes import statements_below
from docgen.static.source.parsing import statements, undisturbed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Unread(NamedTuple):
    """The bodies of a file that an earlier run did not read."""

    content: str
    """Digest of the file."""
    bodies: bytes
    """Numbers of the bodies, each followed by the numbers of its first and last line."""


class Whole:
    """The whole text of a module of which bodies were left out, parsed when one of them is read."""

    def __init__(self, source: bytes) -> None:
        self._source = source

    def body(self, number: int) -> list[ast.stmt]:
        """The body of a function."""
        return self._functions[number].body

    @cached_property
    def _functions(self) -> list[Function]:
        with undisturbed():
            return [*outermost(statements(self._source))]


def statements_without(source: bytes, bodies: bytes) -> list[ast.stmt]:
    """The statements of a module, in which functions without their bodies have a `whole` from which these can be had.

    Args:
        source: The text of the module.
        bodies: The bodies to leave out, as in `Unread`.
    """
    lines = source.splitlines(keepends=True)
    numbers = array("I", bodies)
    for first, last in zip(numbers[1::3], numbers[2::3], strict=True):
        begun = lines[first - 1]
        indent = begun[: len(begun) - len(begun.lstrip())]
        # A number in the place of the body, between parentheses that begin and end where the body does.
        if first == last:
            lines[first - 1] = indent + b"0\n"
        else:
            lines[first - 1 : last] = [indent + b"(0\n", *[b"\n"] * (last - first - 1), b")\n"]
    parsed = statements(b"".join(lines))
    functions, whole = [*outermost(parsed)], Whole(source)
    for number in numbers[::3]:
        functions[number].whole = whole  # type: ignore[union-attr]
    return parsed


def outermost(body: Sequence[ast.stmt]) -> Iterator[Function]:
    """Yield the functions that are in no other function, in the order of the text."""
    pending = [*reversed(body)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        else:
            pending += reversed([*statements_below(node)])
