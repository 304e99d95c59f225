"""Names that a module binds on some ways through its text only, so that `from module import name` may fail."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.static.source.margin import statements_of
from docgen.static.source.scopes import bound_names

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK = statements_of(rb"if|try|for|while|with|match|async[ \t]+(?:for|with)")
_BOUND = re.compile(rb"\n(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|\n(\w+)[ \t]*[=:,]")
"""A definition at the margin, and an assignment."""
_OPEN = (b"def __getattr__", b"import *", b"globals()", b"sys.modules", b"TYPE_CHECKING")
"""Texts that may bind any name, or that speak to type checkers."""


def conditional_names(source: bytes, imports: Iterable[ast.stmt]) -> frozenset[str]:
    """The names that statements at the margin bind on some of their ways, and that nothing binds on all.

    Args:
        source: The text of a module.
        imports: Its imports at the margin.

    Returns:
        The names; none where the text may bind any name, or speaks to type checkers.
    """
    if any(text in source for text in _OPEN):
        return frozenset()
    some: set[str] = set()
    for block in _BLOCK.finditer(source):
        try:
            body = ast.parse(block[0].lstrip()).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # cut in the middle of a text of several lines
        some |= {name for node in body for name in bound_names(node)} - (_always(body) or set())
    if not some:
        return frozenset()
    some.difference_update(name for node in imports for name in bound_names(node))
    some.difference_update((first or second).decode() for first, second in _BOUND.findall(b"\n" + source))
    return frozenset(some)


def _always(body: list[ast.stmt]) -> set[str] | None:
    """The names that statements bind on every way to their end; None if no way leads there."""
    names: set[str] = set()
    for node in body:
        match node:
            case ast.Raise() | ast.Return() | ast.Continue() | ast.Break():
                return None
            case ast.If():
                found = _common([_always(node.body), _always(node.orelse)])
            case ast.Try() | ast.TryStar():
                ways = [_always([*node.body, *node.orelse]), *(_always(each.body) for each in node.handlers)]
                found = _common(ways)
                last = _always(node.finalbody)
                found = None if found is None or last is None else found | last
            case ast.With() | ast.AsyncWith():
                found = _always(node.body)
            case ast.For() | ast.AsyncFor() | ast.While() | ast.Match() | ast.Delete():
                found = set()
            case _:
                found = set(bound_names(node))
        if found is None:
            return None
        names |= found
    return names


def _common(ways: list[set[str] | None]) -> set[str] | None:
    """The names that all ways bind which lead on; None if none does."""
    leading = [way for way in ways if way is not None]
    return set.intersection(*leading) if leading else None
