"""`raise`, `assert`, `try` and `with`: how exceptions begin, travel and end."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from docgen.static.execution.assignment import assign, store
from docgen.static.execution.calls import call
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.objects import dispatch, failures
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import (
    LoopBroken,
    LoopContinued,
    Raised,
    Returned,
    Signal,
    Unsupported,
)
from docgen.static.objects.failures import Care
from docgen.static.objects.native import set_cause, speak
from docgen.static.objects.special_methods import call_method, defines, type_name
from docgen.static.objects.type_checks import is_subclass
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import DELETED, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


_OF_ASSERT = frozenset({"AssertionError", "Exception", "BaseException", "*"})
"""Names of handlers that catch a failed `assert`."""


def run_raise(node: ast.Raise, frame: Frame) -> None:
    """`raise`, with its cause."""
    place = SourceSpan(frame.module, node)
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


def run_assert(node: ast.Assert, frame: Frame) -> None:
    """`assert`: an AssertionError where the condition is false."""
    value = evaluate(node.test, frame)
    place = SourceSpan(frame.module, node)
    guarded = frozenset[str]().union(*frame.evaluation.guards) & _OF_ASSERT
    if isinstance(value, Unknown) and not guarded:
        return  # there is no answer where it fails
    if not truth(value, frame, node.test):
        message = evaluate(node.msg, frame) if node.msg else None
        raise Raised(speak(AssertionError(*([message] if node.msg else []))), place)


def run_try(node: ast.Try | ast.TryStar, frame: Frame) -> None:
    """`try`, with its handlers, `else` and `finally`."""
    if isinstance(node, ast.TryStar):
        raise Unsupported("except* is not evaluated", SourceSpan(frame.module, node))
    try:
        _guarded_body(node, frame)
    except Unsupported:
        raise  # the path has ended: there is nothing left that `finally` could tidy
    except Signal:
        dispatch.run_body(node.finalbody, frame)
        raise
    dispatch.run_body(node.finalbody, frame)


def _guarded_body(node: ast.Try, frame: Frame) -> None:
    evaluation = frame.evaluation
    evaluation.guards.append(guarded(node))
    failure: Raised | None = None
    try:
        dispatch.run_body(node.body, frame)
    except Raised as signal:
        failure = signal
    finally:
        evaluation.guards.pop()
    if failure is not None:
        handle(node, failure, frame)
    else:
        dispatch.run_body(node.orelse, frame)


def guarded(node: ast.Try) -> frozenset[str]:
    """Names of the exceptions that the statement is prepared for; `*` where it may be any.

    A `finally` that leaves for elsewhere swallows whatever was raised.
    """
    leaves = (ast.Return, ast.Break, ast.Continue)
    names = {"*" for part in node.finalbody for child in walk(part) if isinstance(child, leaves)}
    for handler in node.handlers:
        if handler.type is None:
            names.add("*")
        else:
            options = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names |= {_name_of(option) for option in options}
    return frozenset(names)


def _name_of(option: ast.expr) -> str:
    """The name of an exception of Python's own that a handler names; `*` for one that may be any."""
    name = ast.unparse(option).rpartition(".")[2]
    return name if isinstance(getattr(builtins, name, None), type) else "*"


def handle(node: ast.Try, signal: Raised, frame: Frame) -> None:
    """Run the handler that fits, or let the exception pass."""
    for handler in node.handlers:
        if handler.type is not None and not _catches(handler.type, signal, frame):
            continue
        if handler.name:
            store(handler.name, signal.exception, frame)
        frame.evaluation.handling.append(signal.exception)
        try:
            dispatch.run_body(handler.body, frame)
        finally:
            frame.evaluation.handling.pop()
            if handler.name and frame.namespace is not None:
                store(handler.name, DELETED, frame)  # what it was bound to before does not come back
            elif handler.name:
                frame.names.pop(handler.name, None)
        return
    raise signal


def _catches(node: ast.expr, signal: Raised, frame: Frame) -> bool:
    caught = evaluate(node, frame)
    exception = signal.exception
    place = SourceSpan(frame.module, node)
    if isinstance(exception, Unknown):
        if caught in (Exception, BaseException):
            return True
        question = Unknown(
            exception.reason, place, kind=bool, mentions=f"{exception.reason} is {ast.unparse(node)}"
        )
        return frame.evaluation.decide(question)
    cls = exception.cls if isinstance(exception, Instance) else type(exception)
    return truth(is_subclass(cls, caught, frame, place), frame, node)


def run_with(node: ast.With, frame: Frame) -> None:
    """`with`: managers are entered in order and left in reverse."""
    _with_items(list(node.items), node, frame)


def _with_items(remaining: list[ast.withitem], node: ast.With, frame: Frame) -> None:
    if not remaining:
        dispatch.run_body(node.body, frame)
        return
    first, *rest = remaining
    place = SourceSpan(frame.module, first.context_expr)
    manager = evaluate(first.context_expr, frame)
    entered, leave, swallowed = _enter(manager, frame, place)
    if first.optional_vars is not None:
        assign(first.optional_vars, entered, frame)
    frame.evaluation.guards.append(swallowed)
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


def _enter(
    manager: Abstract, frame: Frame, place: SourceSpan
) -> tuple[Abstract, Callable[[Abstract], Abstract], frozenset[str]]:
    """Enter a context manager.

    Returns:
        What `as` binds, the function that leaves it, and names of the exceptions that it may swallow.
    """
    if isinstance(manager, Native):  # `contextlib.suppress(...)` and its like, already made
        entered, leave, swallowed = manager.call([], {}, frame, place)
        return entered, leave, swallowed
    if isinstance(manager, Instance | ClassValue):
        for name in ("__enter__", "__exit__"):
            if not defines(manager, name, frame, place):
                raise Raised(TypeError(f"{type_name(manager)!r} object has no {name}"), place)
        entered = call_method(manager, "__enter__", [], frame, place)

        def leave(exception: Abstract) -> Abstract:
            kind = None
            if exception is not None and not isinstance(exception, Unknown):
                kind = exception.cls if isinstance(exception, Instance) else type(exception)
            return call_method(manager, "__exit__", [kind, exception, None], frame, place)

        return entered, leave, frozenset("*")
    if isinstance(manager, Unknown):
        # A manager outside the tree: it may swallow an exception, so one that reaches it is the end of knowledge.
        def leave_unknown(exception: Abstract) -> Abstract:
            return Unknown(manager.reason, place, kind=bool) if exception is not None else False

        if manager.holds:
            dispatch.give_away(manager.holds, (), manager, frame)
        if manager.path is not None and dispatch.library_care(manager.path) is not Care.NONE:
            return Unknown(manager.reason, place), lambda _: False, frozenset()
        entered = failures.outcome(manager, frame.evaluation, place)
        return entered, leave_unknown, frozenset("*")
    raise Unsupported("this context manager is not evaluated", place)
