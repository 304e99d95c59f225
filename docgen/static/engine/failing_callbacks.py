"""Callbacks that raise whenever they are called, because they read a name that is not bound.

Code outside the tree may call a function that it is given, so that the call which hands it over may raise as well. In
general such a call is taken to succeed; one of a function that cannot succeed is not known to.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, FunctionValue, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.source.function_scope import function_scope
from docgen.static.source.surely_read import surely_read

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract


def unbound_name(callback: Abstract) -> str | None:
    """Return a name that a function reads whenever it is called, and that is not bound now; None if there is none.

    A name of a module whose body is still running may be bound by the time of the call if its text binds it.
    """
    while isinstance(callback, BoundMethod | Partial):
        callback = callback.function
    if not isinstance(callback, FunctionValue):
        return None
    scope = function_scope(callback.node)
    inside = Frame(callback.frame.evaluation, callback.frame.module, parent=callback.frame, scope=scope)
    for name in surely_read(callback.node):
        if name in scope.bound or _may_be_bound_later(name, callback.frame):
            continue
        try:
            dispatch.load_name(name, inside, ast.Name(name, ast.Load()))
        except Raised:
            return name
        except (Indefinite, Unsupported):
            continue  # it is bound, to something that is not known
    return None


def _may_be_bound_later(name: str, frame: Frame) -> bool:
    """Tell whether a module or class body may bind a name, now or later; a variable of a function counts as it is."""
    outer: Frame | None = frame
    while outer is not None:
        if outer.scope is not None and name in outer.scope.bound:
            return False
        space = outer.namespace
        if space is not None and (name in space.binders or space.stars or space.dynamic):
            return True
        outer = outer.parent
    return False
