"""`raise`, `assert` and `try`: the start, the way and the end of exceptions."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from docgen.static.execution.assignment import delete, store
from docgen.static.execution.calls import call
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.control_flow import Raised, Signal, Unsupported
from docgen.static.objects.native import cause_of, set_cause, speak
from docgen.static.objects.type_checks import is_subclass
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


_OF_ASSERT = frozenset({"AssertionError", "Exception", "BaseException", "*"})
"""Names of handlers that catch a failed `assert`."""


def run_raise(node: ast.Raise, frame: Frame) -> None:
    """`raise`, with its cause."""
    place = SourceSpan(frame.module, node)
    if node.exc is None:
        if not frame.evaluation.handling:
            raise Raised(speak(RuntimeError("No active exception to reraise")), place)
        raise Raised(frame.evaluation.handling[-1], place)
    value = evaluate(node.exc, frame)
    if node.cause is None:
        raise Raised(raisable(value, "exceptions must derive from BaseException", frame, place), place)
    cause = evaluate(node.cause, frame)
    value = raisable(value, "exceptions must derive from BaseException", frame, place)
    if cause is not None:
        cause = raisable(cause, "exception causes must derive from BaseException", frame, place)
    if isinstance(value, Instance):
        write(value.attributes, "__cause__", cause, frame)
    elif isinstance(value, BaseException):
        before = cause_of(value)
        frame.evaluation.will_change(value, lambda: set_cause(value, before))
        set_cause(value, cause)
    raise Raised(value, place)


def raisable(value: Abstract, otherwise: str, frame: Frame, place: SourceSpan) -> Abstract:
    """The exception that `raise value` raises: `value`, or the result of calling it.

    Raises:
        Raised: TypeError, because it is no exception.
    """
    if is_exception_class(value):
        value = call(value, [], {}, frame, place)
    if isinstance(value, Unknown | BaseException) and not known_types.is_typed(value):
        return value
    if isinstance(value, Instance) and is_exception_class(value.cls):
        return value
    raise Raised(TypeError(otherwise), place)


def is_exception_class(value: Abstract) -> bool:
    """Tell whether a value is a class of exceptions; a class with a base outside the tree may be one."""
    if isinstance(value, ClassValue):
        return any(
            isinstance(base, Unknown) or is_exception_class(base) for base in value.mro if base is not value
        )
    return isinstance(value, type) and issubclass(value, BaseException)


def run_assert(node: ast.Assert, frame: Frame) -> None:
    """`assert`: an AssertionError where the condition is false."""
    value = evaluate(node.test, frame)
    place = SourceSpan(frame.module, node)
    guarded = frozenset[str]().union(*frame.evaluation.guards) & _OF_ASSERT
    if isinstance(value, Unknown) and not value.lost and not guarded:
        failures.fork(value, frame.evaluation, place, is_typed=True)
        return  # a failure leaves no answer
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
    """Names of the exceptions that the statement handles; `*` if it may handle any.

    A `finally` with a jump out of it swallows any exception.
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
    handler = handler_of(node, signal, frame)
    if handler is None:
        raise signal
    frame.evaluation.handling.append(signal.exception)
    try:
        dispatch.run_body(handler.body, frame)
    finally:
        frame.evaluation.handling.pop()
        end_handler(handler, frame)


def handler_of(node: ast.Try, signal: Raised, frame: Frame) -> ast.ExceptHandler | None:
    """The handler that fits an exception, its name bound; None if there is none."""
    exception = signal.exception
    caught = isinstance(exception, Unknown) and failures.must_be_caught(exception, frame.evaluation)
    for handler in node.handlers:
        sure = caught and handler is node.handlers[-1]
        if sure or _catches(handler.type, signal, frame):
            if handler.name:
                store(handler.name, signal.exception, frame)
            return handler
    return None


def end_handler(handler: ast.ExceptHandler, frame: Frame) -> None:
    """Unbind the name of a handler; its earlier value does not come back."""
    if handler.name:
        store(handler.name, None, frame)
        delete(ast.copy_location(ast.Name(handler.name, ast.Del()), handler), frame)


def _catches(node: ast.expr | None, signal: Raised, frame: Frame) -> bool:
    if node is None:
        return True
    caught = evaluate(node, frame)
    exception = signal.exception
    place = SourceSpan(frame.module, node)
    options = caught if isinstance(caught, tuple) else (caught,)
    for option in options:
        if not isinstance(option, Unknown) and not is_exception_class(option):
            what = "catching classes that do not inherit from BaseException is not allowed"
            raise Raised(TypeError(what), place)
    if isinstance(exception, Unknown):
        if any(option is Exception or option is BaseException for option in options):
            return True
        question = exception.derived(place, kind=bool, mentions=f"{exception.reason} is {ast.unparse(node)}")
        return frame.evaluation.decide(question)
    cls = exception.cls if isinstance(exception, Instance) else type(exception)
    return truth(is_subclass(cls, caught, frame, place), frame, node)
