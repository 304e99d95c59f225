"""Generators: functions and expressions that run only as far as their consumer asks.

Statements without a `yield` run as usual; those with one run here, by generators of Python's own. State that holds
only while the body runs (guards, the exception that is handled) is set around each step.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias

from docgen.static.execution.iteration import items
from docgen.static.execution.loops import rounds
from docgen.static.execution.yielding import hoisted, passed_on, yields
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import (
    Indefinite,
    LoopBroken,
    LoopContinued,
    LoopLeft,
    Raised,
    Returned,
    Signal,
    Unsupported,
)
from docgen.static.objects.generators import GeneratorValue
from docgen.static.objects.values import Abstract, SourceSpan

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

Steps: TypeAlias = Generator[Abstract, Abstract, Abstract]


def run_generator(node: ast.FunctionDef, frame: Frame) -> GeneratorValue:
    """The generator that a call of a generator function returns."""
    tidies = any(_may_tidy(child) and yields(child) for child in ast.walk(node))
    holds = (frame.function, *frame.names.values())
    return GeneratorValue(
        _function(node, frame), frame, SourceSpan(frame.module, node), tidies=tidies, holds=holds
    )


def _may_tidy(node: ast.AST) -> bool:
    """Tell whether a statement may run code if a generator is dropped in the middle of it."""
    if not isinstance(node, ast.Try):
        return isinstance(node, ast.TryStar | ast.With)
    caught = [handler.type for handler in node.handlers]
    return bool(node.finalbody) or not all(
        isinstance(kind, ast.Name) and kind.id.endswith(("Error", "Exception")) and kind.id != "BaseException"
        for kind in caught
    )


def _function(node: ast.FunctionDef, frame: Frame) -> Steps:
    try:
        yield from _body(node.body, frame)
    except Returned as signal:
        return signal.value
    except LoopLeft as signal:
        raise signal.misplaced() from None
    return None


def _body(body: list[ast.stmt], frame: Frame) -> Steps:
    for node in body:
        if not yields(node):
            dispatch.execute(node, frame)
            continue
        frame.evaluation.step(SourceSpan(frame.module, node))
        handler = _STATEMENTS.get(type(node), _simple)
        try:
            yield from handler(node, frame)
        except Indefinite as signal:
            where = signal.value.place or SourceSpan(frame.module, node)
            raise Unsupported(signal.value.reason, where, origin=signal.value.origin) from None
    return None


def _simple(node: ast.stmt, frame: Frame) -> Steps:
    """A statement whose expressions are all evaluated before it has an effect."""
    dispatch.execute((yield from hoisted(node, frame)), frame)
    return None


def _value(node: ast.expr, frame: Frame) -> Steps:
    return dispatch.evaluate((yield from hoisted(node, frame)), frame)


def _if(node: ast.If, frame: Frame) -> Steps:
    test = yield from _value(node.test, frame)
    yield from _body(node.body if dispatch.truth(test, frame, node.test) else node.orelse, frame)
    return None


def _for(node: ast.For, frame: Frame) -> Steps:
    place = SourceSpan(frame.module, node)
    for value in items((yield from _value(node.iter, frame)), frame, place):
        frame.evaluation.step(place)
        dispatch.assign(node.target, value, frame)
        try:
            yield from _body(node.body, frame)
        except LoopBroken:
            return None
        except LoopContinued:
            continue
    yield from _body(node.orelse, frame)
    return None


def _while(node: ast.While, frame: Frame) -> Steps:
    if yields(node.test):
        raise Unsupported(
            "a yield in the condition of a loop is not evaluated", SourceSpan(frame.module, node)
        )
    for _ in rounds(node, frame):
        try:
            yield from _body(node.body, frame)
        except LoopBroken:
            return None
        except LoopContinued:
            continue
    yield from _body(node.orelse, frame)
    return None


def _try(node: ast.Try, frame: Frame) -> Steps:
    try:
        yield from _handled(node, frame)
    except (Unsupported, Indefinite):
        raise  # the path has ended: there is nothing left that `finally` could tidy
    except Signal:
        yield from _body(node.finalbody, frame)
        raise
    yield from _body(node.finalbody, frame)
    return None


def _handled(node: ast.Try, frame: Frame) -> Steps:
    failure: Raised | None = None
    try:
        yield from _within(_body(node.body, frame), frame.evaluation.guards, dispatch.guarded(node))
    except Raised as signal:
        failure = signal
    if failure is None:
        yield from _body(node.orelse, frame)
        return None
    handler = dispatch.handler_of(node, failure, frame)
    if handler is None:
        raise failure
    try:
        steps = _body(handler.body, frame)
        yield from _within(steps, frame.evaluation.handling, failure.exception)
    except Signal:  # unlike `finally`: no code of the program runs when Python drops this generator
        dispatch.end_handler(handler, frame)
        raise
    dispatch.end_handler(handler, frame)
    return None


def _with(node: ast.With, frame: Frame) -> Steps:
    if any(yields(item.context_expr) for item in node.items):
        raise Unsupported("a yield in the head of a with is not evaluated", SourceSpan(frame.module, node))
    return (yield from _with_items(list(node.items), node, frame))


def _with_items(remaining: list[ast.withitem], node: ast.With, frame: Frame) -> Steps:
    if not remaining:
        return (yield from _body(node.body, frame))
    entered, leave, swallowed = dispatch.enter(remaining[0], frame)
    try:
        steps = _entered(remaining, entered, node, frame)
        yield from _within(steps, frame.evaluation.guards, swallowed)
    except Raised as signal:
        if not dispatch.swallows(leave, signal, frame):
            raise
    except (Returned, LoopBroken, LoopContinued):
        leave(None)
        raise
    else:
        leave(None)
    return None


def _entered(items_: list[ast.withitem], entered: Abstract, node: ast.With, frame: Frame) -> Steps:
    dispatch.bind_item(items_[0], entered, frame)
    return (yield from _with_items(items_[1:], node, frame))


def _match(node: ast.Match, frame: Frame) -> Steps:
    subject = yield from _value(node.subject, frame)
    for case in node.cases:
        if case.guard is not None and yields(case.guard):
            raise Unsupported("a yield in a guard is not evaluated", SourceSpan(frame.module, node))
        if dispatch.fits(case, subject, frame):
            yield from _body(case.body, frame)
            break
    return None


def _within(steps: Steps, stack: list[Abstract], entry: Abstract) -> Steps:
    """The same steps, with `entry` on top of a stack of the evaluation while each of them runs."""
    action: Callable[[], Abstract] = lambda: next(steps)  # noqa: E731 - the first of several actions
    while True:
        stack.append(entry)
        try:
            value = action()
        except StopIteration as stop:
            return stop.value
        finally:
            stack.pop()
        action = yield from passed_on(value, steps)


_STATEMENTS: dict[type[ast.stmt], Callable[..., Steps]] = {
    ast.For: _for,
    ast.If: _if,
    ast.Match: _match,
    ast.Try: _try,
    ast.While: _while,
    ast.With: _with,
}
