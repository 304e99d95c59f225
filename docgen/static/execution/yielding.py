"""Expressions with a `yield` inside: operands before it are evaluated first, operands after it afterwards."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeAlias

from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.generators import GeneratorValue
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import children

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

Steps: TypeAlias = Generator[Abstract, Abstract, Abstract]

_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.AnnAssign: ("value",),
    ast.Assign: ("value",),
    ast.Attribute: ("value",),
    ast.BinOp: ("left", "right"),
    ast.Call: ("func", "args", "keywords"),
    ast.Compare: ("left", "comparators"),
    ast.Expr: ("value",),
    ast.List: ("elts",),
    ast.NamedExpr: ("value",),
    ast.Raise: ("exc", "cause"),
    ast.Return: ("value",),
    ast.Set: ("elts",),
    ast.Subscript: ("value", "slice"),
    ast.Tuple: ("elts",),
    ast.UnaryOp: ("operand",),
    ast.keyword: ("value",),
}
"""Nodes that evaluate these fields, in this order, before they have an effect."""


def yields(node: ast.AST) -> bool:
    """Tell whether running the node may yield from the generator that it is part of."""
    if isinstance(node, ast.Yield | ast.YieldFrom):
        return True
    if isinstance(node, _NESTED):
        return False
    return any(map(yields, children(node)))


def hoisted(node: ast.AST, frame: Frame) -> Generator[Abstract, Abstract, Any]:
    """The node, in which names that no program can spell stand for values from before the last `yield`.

    Raises:
        Unsupported: the `yield` stands where evaluation has an order of its own.
    """
    if not yields(node):
        return node
    match node:
        case ast.Yield(value=inner):
            value = None
            if inner is not None:
                value = dispatch.evaluate((yield from hoisted(inner, frame)), frame)
            return _named((yield value), node, frame)
        case ast.YieldFrom(value=inner):
            source = dispatch.evaluate((yield from hoisted(inner, frame)), frame)
            return _named(
                (yield from _delegated(source, frame, SourceSpan(frame.module, inner))), node, frame
            )
        case ast.BoolOp() | ast.IfExp():
            return _named((yield from _chosen(node, frame)), node, frame)
        case ast.AugAssign(target=ast.Name() as target):
            changed = _named(dispatch.evaluate(ast.Name(target.id, ast.Load()), frame), target, frame)
            right = yield from _evaluated(node.value, frame)
            hidden = ast.copy_location(ast.Name(changed.id, ast.Store()), target)
            dispatch.execute(ast.copy_location(ast.AugAssign(hidden, node.op, right), node), frame)
            return ast.copy_location(ast.Assign([target], changed), node)
        case ast.Compare(ops=[_, _, *_]):
            raise _unmodelled(node, frame)
        case ast.Assign(targets=targets) if any(map(yields, targets)):
            raise _unmodelled(node, frame)
    if type(node) not in _FIELDS:
        raise _unmodelled(node, frame)
    result = copy.copy(node)
    for field in _FIELDS[type(node)]:
        held = getattr(node, field)
        if isinstance(held, list):
            parts: list[ast.AST] = []
            for part in held:
                evaluated = yield from _evaluated(part, frame)
                parts.append(evaluated)
            setattr(result, field, parts)
        elif held is not None:
            setattr(result, field, (yield from _evaluated(held, frame)))
    return result


def _chosen(node: ast.BoolOp | ast.IfExp, frame: Frame) -> Steps:
    """The value of an expression that evaluates some of its operands only."""
    if isinstance(node, ast.IfExp):
        test = dispatch.evaluate((yield from hoisted(node.test, frame)), frame)
        branch = node.body if dispatch.truth(test, frame, node.test) else node.orelse
        return dispatch.evaluate((yield from hoisted(branch, frame)), frame)
    *others, last = node.values
    for operand in others:
        value = dispatch.evaluate((yield from hoisted(operand, frame)), frame)
        if dispatch.truth(value, frame, operand) is isinstance(node.op, ast.Or):
            return value
    return dispatch.evaluate((yield from hoisted(last, frame)), frame)


def _evaluated(node: ast.AST, frame: Frame) -> Generator[Abstract, Abstract, Any]:
    """The node with its value evaluated."""
    if isinstance(node, ast.Slice) and not yields(node):
        return node  # it is the last operand that a subscript evaluates
    if isinstance(node, ast.keyword):
        value = yield from _evaluated(node.value, frame)
        return ast.copy_location(ast.keyword(node.arg, value), node)
    if isinstance(node, ast.Starred | ast.Slice):
        raise _unmodelled(node, frame)
    return _named(dispatch.evaluate((yield from hoisted(node, frame)), frame), node, frame)


def _named(value: Abstract, node: ast.AST, frame: Frame) -> ast.Name:
    name = f".{len(frame.names)}"
    while name in frame.names:
        name = f".{name}"
    frame.names[name] = value
    return ast.copy_location(ast.Name(name, ast.Load()), node)


def _delegated(source: Abstract, frame: Frame, place: SourceSpan) -> Steps:
    """`yield from source`: sent values and exceptions reach the inner generator, whose result is the value."""
    if not isinstance(source, GeneratorValue):
        for value in items(source, frame, place):
            if (yield value) is not None:
                raise Raised(AttributeError("an iterator has no attribute 'send'"), place)
        return (
            Unknown("the result of such an iterator is not modelled", place)
            if isinstance(source, Instance)
            else None
        )
    action: Callable[[], Abstract] = source.__next__
    while True:
        try:
            value = action()
        except StopIteration as stop:
            return stop.value
        action = yield from passed_on(value, source)


def passed_on(
    value: Abstract, steps: Steps | GeneratorValue
) -> Generator[Abstract, Abstract, Callable[[], Abstract]]:
    """Yield `value`; return a function that passes to `steps` whatever the consumer sends or throws."""
    try:
        sent = yield value
    except Raised as signal:
        thrown = signal
        if isinstance(steps, GeneratorValue) and isinstance(thrown.exception, GeneratorExit):
            steps.close()
            raise
        return lambda: steps.throw(thrown)
    return lambda: steps.send(sent)


def _unmodelled(node: ast.AST, frame: Frame) -> Unsupported:
    return Unsupported("a yield in such a place is not evaluated", SourceSpan(frame.module, node))
