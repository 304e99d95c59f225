"""Statements: a table from node type to the function that runs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static import clouds, operators, subscripts
from docgen.static.assignment import assign, delete, store
from docgen.static.attributes import find_attribute, get_attribute, set_attribute
from docgen.static.calls import call, call_method
from docgen.static.classes import build_class
from docgen.static.expressions import define, evaluate, load_name, truth
from docgen.static.imports import run_import, run_import_from
from docgen.static.iteration import items
from docgen.static.mangling import mangled
from docgen.static.native import set_cause, speak
from docgen.static.patterns import matches
from docgen.static.signals import GiveUp, Indefinite, LoopBroken, LoopContinued, Raised, Returned, Signal
from docgen.static.types import is_subclass
from docgen.static.values import (
    MISSING,
    Abstract,
    ClassValue,
    Descriptor,
    Instance,
    Native,
    Place,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.frames import Frame


def run_body(body: list[ast.stmt], frame: Frame) -> None:
    """Run statements in order."""
    for node in body:
        execute(node, frame)


def execute(node: ast.stmt, frame: Frame) -> None:
    """Run one statement.

    Raises:
        Raised: it raises in the documented program.
        Returned, LoopBroken, LoopContinued: control leaves it.
        GiveUp: it cannot be run from the source.
    """
    frame.evaluation.step()
    handler = _STATEMENTS.get(type(node))
    if handler is None:
        raise GiveUp(f"{type(node).__name__} is not evaluated", Place(frame.module, node))
    try:
        handler(node, frame)
    except Indefinite as signal:  # what the statement would have done is not known either
        raise GiveUp(signal.value.reason, signal.value.place or Place(frame.module, node)) from None


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


def _aug_assign(node: ast.AugAssign, frame: Frame) -> None:
    place = Place(frame.module, node)
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
        if not isinstance(before, Unknown):
            clouds.cloud(before, cause, frame)
        after: Abstract = Unknown(cause.reason, place)
    else:
        after = operators.in_place(node.op, before, right, frame, place)
    match node.target:
        case ast.Name():
            assign(node.target, after, frame)
        case ast.Attribute():
            set_attribute(owner, name, after, frame, place)
        case ast.Subscript():
            subscripts.set_item(owner, key, after, frame, place)


def _read_item(owner: Abstract, key: Abstract, frame: Frame, place: Place) -> Abstract:
    try:
        return subscripts.get_item(owner, key, frame, place)
    except Indefinite as signal:
        return signal.value


def _delete(node: ast.Delete, frame: Frame) -> None:
    for target in node.targets:
        delete(target, frame)


def _return(node: ast.Return, frame: Frame) -> None:
    raise Returned(evaluate(node.value, frame) if node.value else None)


def _if(node: ast.If, frame: Frame) -> None:
    run_body(node.body if truth(evaluate(node.test, frame), frame, node.test) else node.orelse, frame)


def _while(node: ast.While, frame: Frame) -> None:
    while truth(evaluate(node.test, frame), frame, node.test):
        frame.evaluation.step(Place(frame.module, node))
        try:
            run_body(node.body, frame)
        except LoopBroken:
            return
        except LoopContinued:
            continue
    run_body(node.orelse, frame)


def _for(node: ast.For, frame: Frame) -> None:
    place = Place(frame.module, node)
    values = evaluate(node.iter, frame)
    if isinstance(values, Unknown):
        raise GiveUp(f"loops over something unknown: {values.reason}", place)
    iterator = items(values, frame, place)
    while True:
        try:
            value = next(iterator)
        except StopIteration:
            break
        except RuntimeError as error:  # the container changed under its own iterator
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
    raise LoopBroken


def _continue(node: ast.Continue, frame: Frame) -> None:
    raise LoopContinued


def _pass(node: ast.stmt, frame: Frame) -> None:
    """`pass`, `global` and `nonlocal` do nothing when they run."""


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
    value: Abstract = define(node, frame)
    store(node.name, _decorated(value, node.decorator_list, frame), frame)


def _class(node: ast.ClassDef, frame: Frame) -> None:
    value: Abstract = build_class(node, frame)
    store(node.name, _decorated(value, node.decorator_list, frame), frame)


def _decorated(value: Abstract, decorators: list[ast.expr], frame: Frame) -> Abstract:
    for decorator in reversed(decorators):
        place = Place(frame.module, decorator)
        if isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter", "getter"}:
            before = evaluate(decorator.value, frame)
            if isinstance(before, Descriptor) and before.kind == "property" and decorator.attr == "setter":
                value = Descriptor("property", before.function, value)
                continue
        value = call(evaluate(decorator, frame), [value], {}, frame, place)
    return value


def _raise(node: ast.Raise, frame: Frame) -> None:
    place = Place(frame.module, node)
    if node.exc is None:
        if not frame.evaluation.handling:
            raise Raised(RuntimeError("No active exception to reraise"), place)
        raise Raised(frame.evaluation.handling[-1], place)
    value = evaluate(node.exc, frame)
    if isinstance(value, type | ClassValue):
        value = call(value, [], {}, frame, place)
    if node.cause is not None:
        cause = evaluate(node.cause, frame)
        if isinstance(value, Instance):
            value.attributes["__cause__"] = cause
        elif isinstance(value, BaseException):
            set_cause(value, cause)
    raise Raised(value, place)


def _assert(node: ast.Assert, frame: Frame) -> None:
    value = evaluate(node.test, frame)
    place = Place(frame.module, node)
    guarded = bool(
        frame.evaluation.guards and frame.evaluation.guards[-1] & {"AssertionError", "Exception", "*"}
    )
    if isinstance(value, Unknown) and not guarded:
        return  # there is no answer where it fails
    if not truth(value, frame, node.test):
        message = evaluate(node.msg, frame) if node.msg else None
        raise Raised(speak(AssertionError(*([message] if node.msg else []))), place)


def _try(node: ast.Try | ast.TryStar, frame: Frame) -> None:
    if isinstance(node, ast.TryStar):
        raise GiveUp("except* is not evaluated", Place(frame.module, node))
    try:
        _guarded_body(node, frame)
    except GiveUp:
        raise  # the path has ended: there is nothing left that `finally` could tidy
    except Signal:
        run_body(node.finalbody, frame)
        raise
    run_body(node.finalbody, frame)


def _guarded_body(node: ast.Try, frame: Frame) -> None:
    evaluation = frame.evaluation
    evaluation.guards.append(guarded(node))
    failure: Raised | None = None
    try:
        run_body(node.body, frame)
    except Raised as signal:
        failure = signal
    finally:
        evaluation.guards.pop()
    if failure is not None:
        handle(node, failure, frame)
    else:
        run_body(node.orelse, frame)


def guarded(node: ast.Try) -> frozenset[str]:
    """Names of the exceptions that the statement is prepared for; `*` for a bare except."""
    names: set[str] = set()
    for handler in node.handlers:
        if handler.type is None:
            names.add("*")
        else:
            options = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names |= {ast.unparse(option).rpartition(".")[2] for option in options}
    return frozenset(names)


def handle(node: ast.Try, signal: Raised, frame: Frame) -> None:
    """Run the handler that fits, or let the exception pass."""
    for handler in node.handlers:
        if handler.type is not None and not _catches(handler.type, signal, frame):
            continue
        if handler.name:
            store(handler.name, signal.exception, frame)
        frame.evaluation.handling.append(signal.exception)
        try:
            run_body(handler.body, frame)
        finally:
            frame.evaluation.handling.pop()
            if handler.name:
                frame.names.pop(handler.name, None)
        return
    raise signal


def _catches(node: ast.expr, signal: Raised, frame: Frame) -> bool:
    caught = evaluate(node, frame)
    exception = signal.exception
    place = Place(frame.module, node)
    if isinstance(exception, Unknown):
        if caught in (Exception, BaseException):
            return True
        question = Unknown(exception.reason, place, mentions=f"{exception.reason} is {ast.unparse(node)}")
        return frame.evaluation.decide(question)
    cls = exception.cls if isinstance(exception, Instance) else type(exception)
    return truth(is_subclass(cls, caught, frame, place), frame, node)


def _with(node: ast.With, frame: Frame) -> None:
    _with_items(list(node.items), node, frame)


def _with_items(remaining: list[ast.withitem], node: ast.With, frame: Frame) -> None:
    if not remaining:
        run_body(node.body, frame)
        return
    first, *rest = remaining
    place = Place(frame.module, first.context_expr)
    manager = evaluate(first.context_expr, frame)
    entered, leave = _enter(manager, frame, place)
    if first.optional_vars is not None:
        assign(first.optional_vars, entered, frame)
    frame.evaluation.guards.append(frozenset("*"))  # whatever is raised, the manager is asked
    try:
        _with_items(rest, node, frame)
    except Raised as signal:
        if not truth(leave(signal.exception), frame):
            raise
    except (Returned, LoopBroken, LoopContinued):
        leave(None)
        raise
    else:
        leave(None)
    finally:
        frame.evaluation.guards.pop()


def _enter(manager: Abstract, frame: Frame, place: Place) -> tuple[Abstract, Callable[[Abstract], Abstract]]:
    """Enter a context manager; returns what `as` binds and the function that leaves it."""
    if isinstance(manager, Native):  # `contextlib.suppress(...)` and its like, already made
        entered, leave = manager.call([], {}, frame, place)
        return entered, leave
    if isinstance(manager, Instance) and find_attribute(manager, "__exit__", frame, place) is not MISSING:
        entered = call_method(manager, "__enter__", [], frame, place)

        def leave(exception: Abstract) -> Abstract:
            kind = None
            if exception is not None and not isinstance(exception, Unknown):
                kind = exception.cls if isinstance(exception, Instance) else type(exception)
            return call_method(manager, "__exit__", [kind, exception, None], frame, place)

        return entered, leave
    if isinstance(manager, Unknown):
        # A manager outside the tree: it may swallow an exception, so one that reaches it is the end of knowledge.
        def leave_unknown(exception: Abstract) -> Abstract:
            return Unknown(manager.reason, place) if exception is not None else False

        return Unknown(manager.reason, place), leave_unknown
    raise GiveUp("this context manager is not evaluated", place)


def _match(node: ast.Match, frame: Frame) -> None:
    subject = evaluate(node.subject, frame)
    for case in node.cases:
        if matches(case.pattern, subject, frame) and (
            case.guard is None or truth(evaluate(case.guard, frame), frame, case.guard)
        ):
            run_body(case.body, frame)
            return


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Frame], None]] = {
    ast.AnnAssign: _ann_assign,
    ast.Assert: _assert,
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
    ast.Raise: _raise,
    ast.Return: _return,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.While: _while,
    ast.With: _with,
}
