"""The class whose objects a function makes, for registries of factories."""

from __future__ import annotations

import ast
import copy
import functools
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, FunctionValue, Partial
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.origins import Origin
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

_DEPTH = 5
"""Longest chain of factories, each calling the next, that is followed."""


class Factory:
    """A registered function, to be run on the path that resolves it.

    Its body runs with unknown arguments, except that each `return` statement returns the callee of its call instead
    of the result: the class is wanted, not an object of it, which might take a whole model to make.
    """

    def __init__(self, function: FunctionValue, depth: int = 0) -> None:
        self._function = function
        self._depth = depth
        self._callee = FunctionValue(_returning_callees(function.node), function.frame, function.owner)
        self._callee.defaults = function.defaults

    def made(self, evaluation: Evaluation) -> Abstract:
        """Return the class whose objects the function makes, on the path that is being run.

        Raises:
            Raised: the function raises before it returns anything.
            Unsupported: the result is unknown, or no object of a class.
        """
        function = self._function
        args, kwargs = _unknown_arguments(function)
        frame = Frame(evaluation, function.frame.module)
        value = dispatch.call(self._callee, args, kwargs, frame, function.place)
        if isinstance(value, Instance):
            return value.cls
        if isinstance(value, Partial | BoundMethod):
            value = value.function
        if isinstance(value, FunctionValue) and self._depth < _DEPTH:
            return Factory(value, self._depth + 1).made(evaluation)
        if isinstance(value, ClassValue):
            return value
        reason = f": {value.reason}" if isinstance(value, Unknown) else ""
        raise Unsupported(f"what {function.qualname}() makes is not known{reason}", function.place)


def _unknown_arguments(function: FunctionValue) -> tuple[list[Abstract], dict[str, Abstract]]:
    """Unknown values for the parameters that a caller has to give; the same ones on every path."""
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args]
    needed = positional[: len(positional) - len(spec.defaults)]
    by_name = [p for p, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default is None]

    def unknown(parameter: ast.arg) -> Unknown:
        name, place = parameter.arg, SourceSpan(function.frame.module, parameter)
        key = ("argument", function.frame.module.name, function.qualname, name)
        return Unknown(
            f"{function.qualname}() is given its {name}", place, key=key, mentions=name, origin=Origin.FOREIGN
        )

    return [unknown(each) for each in needed], {each.arg: unknown(each) for each in by_name}


@functools.cache
def _returning_callees(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda:
    """The same function, changed to return the callee of each call that makes its result."""
    changed = copy.deepcopy(node)
    if isinstance(changed, ast.Lambda):
        changed.body = _callee(changed.body)
    else:
        _Returns().generic_visit(changed)
    return changed


class _Returns(ast.NodeTransformer):
    """Changes the `return` statements of a function, but not those of functions inside it.

    Arguments that the function refuses make no object: the side of a condition that ends in `raise` is never taken,
    and its assertions hold.
    """

    def visit_If(self, node: ast.If) -> ast.stmt | list[ast.stmt]:
        self.generic_visit(node)
        if isinstance(node.body[-1], ast.Raise):
            return node.orelse or ast.copy_location(ast.Pass(), node)
        if node.orelse and isinstance(node.orelse[-1], ast.Raise):
            return node.body
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node)

    def visit_Return(self, node: ast.Return) -> ast.Return:
        node.value = _callee(node.value) if node.value else None
        return node

    def _leave(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave  # noqa: N815


def _callee(node: ast.expr) -> ast.expr:
    match node:
        case ast.Call(func=function):
            return function
        case ast.IfExp(test=test, body=body, orelse=other):
            return ast.copy_location(ast.IfExp(test, _callee(body), _callee(other)), node)
    return node
