"""Statements by which a module refuses to be imported: an explicit `raise` that it does not catch itself."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.static.source.margin import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = statements_of(rb"if|try|for|while|with|match|async|raise|assert|sys\.exit|exit|quit")
_WORDS = (b"raise", b"assert", b"exit", b"quit")
_WORD = re.compile(rb"\b(?:raise|assert|exit|quit)\b")
_EXITS = frozenset({"exit", "quit", "sys.exit"})
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
_EXIT, _SOME = "SystemExit", "?"
_EVERY = frozenset({"", "BaseException"})
"""Handlers of every exception: the empty text stands for a handler that names none."""


def end_of_refusals(source: bytes) -> int:
    """The end of the last statement at the margin whose text may hold a refusal; 0 if there is none."""
    if not any(word in source for word in _WORDS):
        return 0
    end = 0
    for block in _BLOCK.finditer(source):
        if _WORD.search(source, block.start(), block.end()):
            end = block.end()
    if not end and (first := _BLOCK.match(b"\n" + source)) and _WORD.search(first[0]):
        return first.end() - 1  # the text begins with it
    return end


def refuses(statement: ast.stmt) -> bool:
    """Tell whether a statement may raise explicitly, or end the program, outside of functions and classes."""
    return any(_raised([statement], frozenset()))


def raises_import_error(statement: ast.stmt) -> bool:
    """Tell whether every exception that a statement may raise explicitly is an ImportError by its name."""
    return _IMPORT_ERRORS.issuperset(_raised([statement], frozenset()))


def _raised(body: list[ast.stmt], caught: frozenset[str]) -> Iterator[str]:
    """Names of the exceptions that statements may raise explicitly, except those that a handler around them catches."""
    for node in body:
        name = _name_of(node)
        if name and not _is_caught(name, caught):
            yield name
        if isinstance(node, ast.Try | ast.TryStar):
            handlers = {each for handler in node.handlers for each in _names(handler.type)}
            yield from _raised(node.body, caught | handlers)
            for handler in node.handlers:
                yield from _raised(handler.body, caught)
            yield from _raised([*node.orelse, *node.finalbody], caught)
        elif isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
            yield from _raised([*node.body, *node.orelse], caught)
        elif isinstance(node, ast.With | ast.AsyncWith):
            yield from _raised(node.body, caught)
        elif isinstance(node, ast.Match):
            for case in node.cases:
                yield from _raised(case.body, caught)


def _name_of(node: ast.stmt) -> str | None:
    """The name of the exception that one statement raises itself; None if it raises none."""
    match node:
        case ast.Assert():
            return "AssertionError"
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name
        case ast.Raise():
            return _SOME
        case ast.Expr(value=ast.Call(func=ast.Name() | ast.Attribute() as called)):
            return _EXIT if ast.unparse(called) in _EXITS else None
    return None


def _names(caught: ast.expr | None) -> list[str]:
    """The names of the exceptions that a handler catches."""
    if caught is None:
        return [""]
    return [ast.unparse(each) for each in (caught.elts if isinstance(caught, ast.Tuple) else [caught])]


def _is_caught(name: str, caught: frozenset[str]) -> bool:
    if name in caught or not caught.isdisjoint(_EVERY):
        return True
    return (name == "ModuleNotFoundError" and "ImportError" in caught) or (
        name != _EXIT and "Exception" in caught
    )
