"""Statements of a class body that bind objects with a `__set_name__`, which runs when the class is made.

A statement of a lazy body runs when its name is asked for, and calls `__set_name__` of its objects then. That is too
late for a `__set_name__` that does more than record the name, so statements that may make such objects run with the
class statement.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.hooks import set_names
from docgen.static.objects.type_values import ClassValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan
    from docgen.static.source.module import Module

_METHOD = "__set_name__"


def tell_names(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Call `__set_name__` of the objects in a new class, in the order of its body."""
    body = cls.namespace
    if body is not None and body.eager:
        names = (
            (name, body.told(name, frame.evaluation)) for name in body.binders if name not in cls.assigned
        )
        set_names(cls, list(names), frame, place)
    elif body is not None:
        for index, node in enumerate(body.body):
            if any(_makes_told(maker, frame) for maker in _makers(node)):
                body.run(index, frame.evaluation)  # which tells what it binds
    set_names(cls, list(cls.assigned.items()), frame, place)


def _makers(node: ast.stmt) -> Iterator[ast.Name]:
    """The names of the module whose calls make the objects that a statement of a class body binds."""
    calls: list[ast.expr] = []
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            calls = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
        case ast.Assign(value=ast.Call(func=function)) | ast.AnnAssign(value=ast.Call(func=function)):
            calls = [function]
    for function in calls:
        root = function
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name) and root.id not in dispatch.builtin_names:
            yield root


def _makes_told(maker: ast.Name, frame: Frame) -> bool:
    """Tell whether a name may stand for a callable that makes objects with a `__set_name__`."""
    try:
        value: Abstract = dispatch.load_name(maker.id, frame, maker)
    except (Raised, Indefinite):
        return False
    except Unsupported as signal:
        if signal.final:
            raise
        return False
    if isinstance(value, ClassValue):
        return dispatch.lookup_in_class(value, _METHOD, frame)[1] is not None
    return isinstance(value, FunctionValue) and _holds_told(value.frame.module)


def _holds_told(module: Module) -> bool:
    """Tell whether a class at the top of a module has a `__set_name__`; computed once for a module."""
    known = _KNOWN.get(module)
    if known is None:
        known = _KNOWN[module] = any(
            isinstance(inner, ast.FunctionDef) and inner.name == _METHOD
            for node in module.body
            if isinstance(node, ast.ClassDef)
            for inner in node.body
        )
    return known


_KNOWN: WeakKeyDictionary[Module, bool] = WeakKeyDictionary()
