"""Statements: a table from node type to the function that runs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static.engine import havoc
from docgen.static.execution import operators, subscripts
from docgen.static.execution.assignment import assign, delete, store
from docgen.static.execution.calls import call, call_outside
from docgen.static.execution.contexts import run_with
from docgen.static.execution.exceptions import run_assert, run_raise, run_try
from docgen.static.execution.expressions import define, evaluate, truth
from docgen.static.execution.imports import run_import, run_import_from
from docgen.static.execution.iteration import items
from docgen.static.execution.loops import rounds
from docgen.static.execution.names import load_name
from docgen.static.execution.patterns import fits
from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.annotations import run_annotations
from docgen.static.objects.attribute_changes import set_attribute
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.classes import build_class
from docgen.static.objects.control_flow import (
    Indefinite,
    LoopBroken,
    LoopContinued,
    Raised,
    Returned,
    Unsupported,
)
from docgen.static.objects.failures import Care
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.function_bodies import UNREAD
from docgen.static.source.mangling import mangled

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


def run_body(body: list[ast.stmt], frame: Frame) -> None:
    """Run statements in order."""
    for node in body:
        execute(node, frame)


def execute(node: ast.stmt, frame: Frame) -> None:
    """Run one statement.

    Raises:
        Raised: it raises in the documented program.
        Returned, LoopBroken, LoopContinued: control leaves it.
        Unsupported: it cannot be run from the source.
    """
    frame.evaluation.step()
    handler = _STATEMENTS.get(type(node))
    if handler is None:
        raise Unsupported(f"{type(node).__name__} is not evaluated", SourceSpan(frame.module, node))
    try:
        handler(node, frame)
    except RecursionError:
        raise Unsupported("nested too deeply to be run", SourceSpan(frame.module, node), final=True) from None
    except Indefinite as signal:  # the effects of the statement are unknown, too
        place = signal.value.place or SourceSpan(frame.module, node)
        raise Unsupported(
            signal.value.reason, place, lost=signal.value.may_fail, origin=signal.value.origin
        ) from None


def _expr(node: ast.Expr, frame: Frame) -> None:
    if not isinstance(node.value, ast.Constant):
        evaluate(node.value, frame)


def _assign(node: ast.Assign, frame: Frame) -> None:
    value = evaluate(node.value, frame)
    for target in node.targets:
        assign(target, value, frame)


def _ann_assign(node: ast.AnnAssign, frame: Frame) -> None:
    if node.value is not None:
        assign(node.target, evaluate(node.value, frame), frame)
    if frame.scope is None:
        run_annotations((node.annotation,), frame)


def _aug_assign(node: ast.AugAssign, frame: Frame) -> None:
    place = SourceSpan(frame.module, node)
    match node.target:
        case ast.Name(id=name):
            before = load_name(name, frame, node)
        case ast.Attribute(value=value, attr=attribute):
            name = mangled(attribute, frame)
            owner = evaluate(value, frame)
            before = get_attribute(owner, name, frame, place)
        case ast.Subscript(value=value, slice=index):
            owner, key = evaluate(value, frame), evaluate(index, frame)
            before = _read_item(owner, key, frame, place)
    right = evaluate(node.value, frame)
    if isinstance(before, Unknown) or isinstance(right, Unknown):
        cause = before if isinstance(before, Unknown) else right
        in_place = operators.IN_PLACE[type(node.op)]
        known_types.refuse(in_place, (before, right), place)
        if not isinstance(before, Unknown):
            havoc.havoc(before, cause, frame)
        after: Abstract = known_types.operated(in_place, (before, right), cause, frame.evaluation, place)
        if after is ABSENT:
            failures.refuse_lost(cause, place)
            after = failures.outcome(cause, frame.evaluation, place)
    else:
        after = operators.in_place(node.op, before, right, frame, place)
    match node.target:
        case ast.Name():
            assign(node.target, after, frame)
        case ast.Attribute():
            set_attribute(owner, name, after, frame, place)
        case ast.Subscript():
            subscripts.set_item(owner, key, after, frame, place)


def _read_item(owner: Abstract, key: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    try:
        return subscripts.get_item(owner, key, frame, place)
    except Indefinite as signal:
        return signal.value


def _delete(node: ast.Delete, frame: Frame) -> None:
    for target in node.targets:
        delete(target, frame)


def _return(node: ast.Return, frame: Frame) -> None:
    if frame.scope is None:  # the parser takes it, and Python refuses the whole module
        raise Unsupported(
            "'return' outside function is not Python", SourceSpan(frame.module, node), final=True
        )
    raise Returned(evaluate(node.value, frame) if node.value else None)


def _if(node: ast.If, frame: Frame) -> None:
    run_body(node.body if truth(evaluate(node.test, frame), frame, node.test) else node.orelse, frame)


def _while(node: ast.While, frame: Frame) -> None:
    for _ in rounds(node, frame):
        try:
            run_body(node.body, frame)
        except LoopBroken:
            return
        except LoopContinued:
            continue
    run_body(node.orelse, frame)


def _for(node: ast.For, frame: Frame) -> None:
    place = SourceSpan(frame.module, node)
    values = evaluate(node.iter, frame)
    if isinstance(values, Unknown):
        known_types.refuse(iter, [values], place)
        dispatch.give_away(values.holds, (), values, frame)
        raise Unsupported(f"loops over something unknown: {values.reason}", place, origin=values.origin)
    iterator = items(values, frame, place)
    while True:
        try:
            value = next(iterator)
        except StopIteration:
            break
        except RuntimeError as error:  # the container changed during its own iteration
            raise Raised(error, place) from None
        frame.evaluation.step(place)
        assign(node.target, value, frame)
        try:
            run_body(node.body, frame)
        except LoopBroken:
            return
        except LoopContinued:
            continue
    run_body(node.orelse, frame)


def _break(node: ast.Break, frame: Frame) -> None:
    raise LoopBroken(SourceSpan(frame.module, node))


def _continue(node: ast.Continue, frame: Frame) -> None:
    raise LoopContinued(SourceSpan(frame.module, node))


def _pass(node: ast.stmt, frame: Frame) -> None:
    """`pass`, `global` and `nonlocal` do nothing when they run."""


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
    decorators = [evaluate(each, frame) for each in node.decorator_list]
    store(node.name, _decorated(define(node, frame), decorators, node, frame), frame)


def _class(node: ast.ClassDef, frame: Frame) -> None:
    decorators = [evaluate(each, frame) for each in node.decorator_list]
    store(node.name, _decorated(build_class(node, frame), decorators, node, frame), frame)


def _decorated(
    value: Abstract,
    decorators: list[Abstract],
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
    frame: Frame,
) -> Abstract:
    for decorator, written in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
        place = SourceSpan(frame.module, written)
        outside = decorator.path if isinstance(decorator, Unknown) else None
        if outside is not None and dispatch.library_decorates(outside):
            value = call_outside(decorator, [value], {}, frame, place, Care.KEEPS)
        else:
            value = call(decorator, [value], {}, frame, place)
    return value


def _match(node: ast.Match, frame: Frame) -> None:
    subject = evaluate(node.subject, frame)
    for case in node.cases:
        if fits(case, subject, frame):
            run_body(case.body, frame)
            return


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Frame], None]] = {
    ast.AnnAssign: _ann_assign,
    ast.Assert: run_assert,
    ast.Assign: _assign,
    ast.AsyncFunctionDef: _function,
    ast.AugAssign: _aug_assign,
    ast.Break: _break,
    ast.ClassDef: _class,
    ast.Continue: _continue,
    ast.Delete: _delete,
    ast.Expr: _expr,
    ast.For: _for,
    ast.FunctionDef: _function,
    ast.Global: _pass,
    ast.If: _if,
    ast.Import: run_import,
    ast.ImportFrom: run_import_from,
    ast.Match: _match,
    ast.Nonlocal: _pass,
    ast.Pass: _pass,
    ast.Raise: run_raise,
    ast.Return: _return,
    ast.Try: run_try,
    ast.TryStar: run_try,
    ast.While: _while,
    ast.With: run_with,
    **dict.fromkeys(UNREAD, _function),
}
