"""Generator functions, run as far as their consumer asks.

Statements without a `yield` run as everywhere; those that hold one are run here, by generators of Python's own. A
`yield` deep inside an expression, or where leaving early would have to tidy up, is not evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeAlias

from docgen.static.execution.iteration import items
from docgen.static.execution.loops import rounds
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import LoopBroken, LoopContinued, Raised, Returned, Unsupported
from docgen.static.objects.values import Abstract, SourceSpan
from docgen.static.source.nodes import children

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

Steps: TypeAlias = Generator[Abstract, Abstract, None]

_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def run_generator(node: ast.FunctionDef, frame: Frame) -> Generator[Abstract, Abstract, Abstract]:
    """The generator that a call of a generator function returns; nothing of it has run yet."""
    try:
        yield from _body(node.body, frame)
    except Returned as signal:
        return signal.value
    return None


def _body(body: list[ast.stmt], frame: Frame) -> Steps:
    for node in body:
        if not _yields(node):
            dispatch.execute(node, frame)
            continue
        frame.evaluation.step(SourceSpan(frame.module, node))
        match node:
            case ast.Expr(value=value):
                yield from _value(value, frame)
            case ast.Assign(targets=targets, value=value):
                result = yield from _value(value, frame)
                for target in targets:
                    dispatch.assign(target, result, frame)
            case ast.Return(value=ast.expr() as value):
                raise Returned((yield from _value(value, frame)))
            case ast.If(test=test, body=then, orelse=otherwise):
                _refuse(test, frame)
                yes = dispatch.truth(dispatch.evaluate(test, frame), frame, test)
                yield from _body(then if yes else otherwise, frame)
            case ast.For():
                yield from _for(node, frame)
            case ast.While():
                yield from _while(node, frame)
            case ast.Try(finalbody=[]):
                yield from _try(node, frame)
            case _:
                raise _unmodelled(node, frame)


def _value(value: ast.expr, frame: Frame) -> Generator[Abstract, Abstract, Abstract]:
    """A `yield` that is a whole expression, and what is sent back."""
    match value:
        case ast.Yield(value=inner):
            result = None
            if inner is not None:
                _refuse(inner, frame)
                result = dispatch.evaluate(inner, frame)
            return (yield result)
        case ast.YieldFrom(value=inner):
            _refuse(inner, frame)
            return (yield from items(dispatch.evaluate(inner, frame), frame, SourceSpan(frame.module, inner)))
    raise _unmodelled(value, frame)


def _for(node: ast.For, frame: Frame) -> Steps:
    _refuse(node.iter, frame)
    place = SourceSpan(frame.module, node)
    for value in _elements(items(dispatch.evaluate(node.iter, frame), frame, place), place):
        frame.evaluation.step(place)
        dispatch.assign(node.target, value, frame)
        try:
            yield from _body(node.body, frame)
        except LoopBroken:
            return
        except LoopContinued:
            continue
    yield from _body(node.orelse, frame)


def _elements(iterator: Iterator[Abstract], place: SourceSpan) -> Iterator[Abstract]:
    try:
        yield from iterator
    except RuntimeError as error:  # the container changed under its own iterator
        raise Raised(error, place) from None


def _while(node: ast.While, frame: Frame) -> Steps:
    _refuse(node.test, frame)
    for _ in rounds(node, frame):
        try:
            yield from _body(node.body, frame)
        except LoopBroken:
            return
        except LoopContinued:
            continue
    yield from _body(node.orelse, frame)


def _try(node: ast.Try, frame: Frame) -> Steps:
    if any(map(_yields, node.handlers)):
        raise _unmodelled(node, frame)
    guards = frame.evaluation.guards
    guarded = dispatch.guarded(node)
    try:
        steps = _body(node.body, frame)
        sent: Abstract = None
        while True:
            guards.append(guarded)
            try:
                value = steps.send(sent)
            except StopIteration:
                break
            finally:
                guards.pop()
            sent = yield value
    except Raised as signal:
        dispatch.handle(node, signal, frame)
        return
    yield from _body(node.orelse, frame)


def _refuse(node: ast.expr, frame: Frame) -> None:
    if _yields(node):
        raise _unmodelled(node, frame)


def _unmodelled(node: ast.AST, frame: Frame) -> Unsupported:
    return Unsupported("a yield in such a place is not evaluated", SourceSpan(frame.module, node))


def _yields(node: ast.AST) -> bool:
    """Whether running the node may yield from the generator that it is part of."""
    if isinstance(node, ast.Yield | ast.YieldFrom):
        return True
    if isinstance(node, _NESTED):
        return False
    return any(_yields(child) for child in children(node))
