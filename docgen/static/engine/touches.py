"""Effects of a node of a text on the dotted names in it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.engine.effect_terms import (
    BUILTIN_TYPES,
    CHANGING_FUNCTIONS,
    CHANGING_METHODS,
    HARMLESS_METHODS,
)
from docgen.static.source.nodes import children

if TYPE_CHECKING:
    from collections.abc import Iterator

TOUCHING = frozenset({ast.Attribute, ast.AugAssign, ast.Call, ast.Subscript})
"""Nodes that may have an effect on a name."""
_SETTERS = frozenset({"__setattr__", "__delattr__"})
ANY = "*"
"""Stands for an attribute whose name the text does not give."""


class Touch(NamedTuple):
    """Effect of a node on a dotted name."""

    chain: str
    """The name; `a.b` for `a().b` too."""
    kind: str
    """`set`, `change` in place, change something `inside`, `call`, `hand` to a call that may call it, `fetch` what a
    call returns to change it, or `read` an attribute."""

    @property
    def says_all(self) -> bool:
        """Tell whether the name is changed in no other way, as a call of a harmless method could do."""
        if self.kind == "call":
            return "." in self.chain and self.chain.rpartition(".")[2] not in HARMLESS_METHODS
        return self.kind in {"set", "change"}


def touched(part: ast.AST) -> Iterator[Touch]:
    """Yield the effects of a node on dotted names."""
    match part:
        case ast.Attribute(value=value, ctx=ast.Load()):
            if isinstance(value, ast.Name | ast.Call):
                yield from _dotted(part, "read")
        case ast.Attribute():
            yield from _set(part, part.value)
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            yield from _changed(value)
            if (spelled := spelled_module(part)) is not None:
                yield Touch(f"{spelled}.__dict__", "change")
        case ast.AugAssign(target=ast.Attribute() | ast.Name() as target):
            yield from _changed(target)
        case ast.Call(
            func=ast.Name(id="setattr" | "delattr"), args=[owner, ast.Constant(value=str(name)), *_]
        ):
            yield from _set(ast.Attribute(owner, name), owner)
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[owner, _, *_]):
            yield from _set(ast.Attribute(owner, ANY), owner)
        case ast.Call(func=ast.Attribute(attr=method), args=[owner, given, *_]) if method in _SETTERS:
            spelled = str(given.value) if isinstance(given, ast.Constant) else ANY
            yield from _set(ast.Attribute(owner, spelled), owner)
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in CHANGING_FUNCTIONS:
            yield from _changed(first)
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=args) if name in CHANGING_METHODS:
            unbound = isinstance(value, ast.Name) and value.id in BUILTIN_TYPES
            yield from _changed(args[0] if unbound and args else value)
            yield from _dotted(part.func, "call")
        case ast.Call(func=function):
            yield from _dotted(function, "call")
    if isinstance(part, ast.Call):
        yield from _handed(part)


def _handed(call: ast.Call) -> Iterator[Touch]:
    """Yield the effects of what a call may do with callables that it is given: functions, and methods of objects."""
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        if isinstance(given, ast.Name | ast.Attribute):
            yield from _dotted(given, "hand")
        if isinstance(given, ast.Attribute) and given.attr in CHANGING_METHODS:
            yield from _changed(given.value)


def _dotted(node: ast.AST, kind: str) -> Iterator[Touch]:
    chain = dotted_name(node)
    if chain is not None:
        yield Touch(chain, kind)


def _set(target: ast.expr, owner: ast.expr) -> Iterator[Touch]:
    """Yield the effects of setting an attribute of an object."""
    if dotted_name(target) is None:
        yield from _changed(owner)
        return
    yield from _dotted(target, "set")
    yield from _fetched(target)


def _changed(node: ast.expr, kind: str = "change") -> Iterator[Touch]:
    """Yield the effects of changing an expression's value in place: on all it may come from, or be held by."""
    match node:
        case ast.Call(func=function, args=args, keywords=keywords):
            yield from _dotted(function, "fetch")
            inner = [function.value] if isinstance(function, ast.Attribute) else []
            for part in (*inner, *args, *(keyword.value for keyword in keywords)):
                yield from _changed(part, "inside")
        case ast.Name() | ast.Attribute() if dotted_name(node) is not None:
            yield from _dotted(node, kind)
            yield from _fetched(node)
        case ast.Constant() | ast.Lambda():
            return
        case _:
            for child in children(node):
                if isinstance(child, ast.expr):
                    yield from _changed(child, "inside")


def _fetched(node: ast.expr) -> Iterator[Touch]:
    """The calls in `a().b().c`, whose results are read in order to be changed."""
    while isinstance(node, ast.Attribute):
        node = node.value
        if isinstance(node, ast.Call):
            yield from _dotted(node.func, "fetch")
            node = node.func


def dotted_name(node: ast.AST) -> str | None:
    """`a.b.c` as text, and `A().b` as `A.b`; None for any other expression.

    A module may be spelled: `sys.modules["a.b"].c` is `a.b.c`, too.
    """
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=value, attr=attr):
                parts.append(attr)
                node = value.func if isinstance(value, ast.Call) and not _spelled(value) else value
            case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(attr)), *_]):
                parts.append(attr)
                node = owner
            case _:
                break
    root = node.id if isinstance(node, ast.Name) else spelled_module(node)
    return None if root is None else ".".join([root, *reversed(parts)])


def _spelled(call: ast.Call) -> bool:
    """Tell whether a call is read as the object that its text spells."""
    return spelled_module(call) is not None or (isinstance(call.func, ast.Name) and call.func.id == "getattr")


def spelled_module(node: ast.AST) -> str | None:
    """The absolute name in `importlib.import_module("a.b")` or `sys.modules["a.b"]`; None for anything else."""
    match node:
        case (
            ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            )
            | ast.Subscript(
                value=ast.Attribute(value=ast.Name(id="sys"), attr="modules"),
                slice=ast.Constant(value=str(name)),
            )
        ):
            return name if name and not name.startswith(".") else None
    return None
