"""`with`: managers are entered in order and left in reverse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from docgen.static.execution.assignment import assign
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.objects import dispatch, exact, failures, known_types
from docgen.static.objects.callables import BoundMethod, FunctionValue, Manager
from docgen.static.objects.control_flow import LoopBroken, LoopContinued, Raised, Returned, Unsupported
from docgen.static.objects.failures import Care
from docgen.static.objects.special_methods import call_method, defines, type_name
from docgen.static.objects.values import Abstract, Instance, Modelled, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.frames import Frame

Leave: TypeAlias = Callable[[Abstract], Abstract]
"""Leaves a manager with the exception that its body raised, or None; returns true if it swallows the exception."""

_PLAIN = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, type(None))
"""Types whose objects are no context managers."""


def run_with(node: ast.With, frame: Frame) -> None:
    """`with`."""
    _with_items(list(node.items), node, frame)


def _with_items(remaining: list[ast.withitem], node: ast.With, frame: Frame) -> None:
    if not remaining:
        dispatch.run_body(node.body, frame)
        return
    first, *rest = remaining
    entered, leave, swallowed = enter(first, frame)
    frame.evaluation.guards.append(swallowed)
    try:
        bind(first, entered, frame)
        _with_items(rest, node, frame)
    except Raised as signal:
        if not swallows(leave, signal, frame):
            raise
    except (Returned, LoopBroken, LoopContinued):
        leave(None)
        raise
    else:
        leave(None)
    finally:
        frame.evaluation.guards.pop()


def bind(item: ast.withitem, entered: Abstract, frame: Frame) -> None:
    """Bind the target of `as`; a failure counts as one of the body."""
    if item.optional_vars is not None:
        assign(item.optional_vars, entered, frame)


def swallows(leave: Leave, signal: Raised, frame: Frame) -> bool:
    """Leave a manager with an exception; returns true if the manager swallows it."""
    frame.evaluation.handling.append(signal.exception)
    try:
        return truth(leave(signal.exception), frame)
    finally:
        frame.evaluation.handling.pop()


def enter(item: ast.withitem, frame: Frame) -> tuple[Abstract, Leave, frozenset[str]]:
    """Enter a context manager.

    Returns:
        The value for `as`, the function that leaves the manager, and names of the exceptions that it may swallow.
    """
    place = SourceSpan(frame.module, item.context_expr)
    manager = evaluate(item.context_expr, frame)
    if isinstance(manager, Manager):
        entered, leave, swallowed = manager.call([], {}, frame, place)
        return entered, leave, swallowed
    if isinstance(manager, Modelled):
        return *_enter_modelled(manager, frame, place), frozenset("*")
    if known_types.is_typed(manager):
        raise Raised(_no_manager(manager), place)
    if isinstance(manager, Unknown):
        return _enter_outside(manager, frame, place)
    if isinstance(manager, (*_PLAIN, FunctionValue, BoundMethod, ModuleValue)) or type(manager) is type:
        raise Raised(_no_manager(manager), place)
    raise Unsupported("this context manager is not evaluated", place)


def _enter_outside(
    manager: Unknown, frame: Frame, place: SourceSpan
) -> tuple[Abstract, Leave, frozenset[str]]:
    """Enter a manager outside the tree: it may swallow an exception, so after one nothing more is known."""

    def leave(exception: Abstract) -> Abstract:
        return manager.derived(place, kind=bool) if exception is not None else False

    if manager.holds:
        dispatch.give_away(manager.holds, (), manager, frame)
    if exact.is_lock(manager):
        return manager.derived(place), lambda _: False, frozenset()
    if (
        manager.path is not None
        and not manager.holds
        and dispatch.library_care(manager.path) is not Care.NONE
        and dispatch.library_has(f"{manager.path}.__exit__") is not False
    ):
        return manager.derived(place), lambda _: False, frozenset()
    return failures.outcome(manager, frame.evaluation, place), leave, frozenset("*")


def _enter_modelled(manager: Abstract, frame: Frame, place: SourceSpan) -> tuple[Abstract, Leave]:
    for name in ("__enter__", "__exit__"):
        if not defines(manager, name, frame, place):
            raise Raised(_no_manager(manager), place)
    entered = call_method(manager, "__enter__", [], frame, place)

    def leave(exception: Abstract) -> Abstract:
        given: list[Abstract] = [None, None, None]
        if isinstance(exception, Unknown):
            given = [exception.derived(place), exception, exception.derived(place)]
        elif exception is not None:
            kind = exception.cls if isinstance(exception, Instance) else type(exception)
            given = [kind, exception, Unknown("a traceback is not modelled", place)]
        return call_method(manager, "__exit__", given, frame, place)

    return entered, leave


def _no_manager(value: Abstract) -> TypeError:
    return TypeError(f"{type_name(value)!r} object does not support the context manager protocol")
