"""`contextlib.contextmanager`: a generator function that makes context managers."""

from __future__ import annotations

import ast
import types
from typing import TYPE_CHECKING

from docgen.static.execution.yielding import yields
from docgen.static.objects.callables import FunctionValue, Manager
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.generators import GeneratorValue
from docgen.static.objects.native import cause_of, speak
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

_NAME = "contextlib.contextmanager()()"
_ANY, _NONE = frozenset({"*"}), frozenset[str]()


def managing(function: FunctionValue, frame: Frame) -> FunctionValue:
    """`contextlib.contextmanager` around a generator function of the tree."""
    return function.behind(_Making(function), frame)


class _Making:
    """The calls of such a function, each of which makes a manager."""

    __slots__ = ("function", "kind")

    def __init__(self, function: FunctionValue) -> None:
        self.function = function
        self.kind: type = types.FunctionType

    def call(
        self,
        args: list[Abstract],
        kwargs: dict[str, Abstract],
        frame: Frame,
        place: SourceSpan | None,
        run: Callable[[], Abstract],
    ) -> Abstract:
        """A manager around the generator of a call.

        Raises:
            Indefinite: the function makes something else.
        """
        generator = run()
        if not isinstance(generator, GeneratorValue):
            held = (self.function, *args, *kwargs.values())
            raise Indefinite(Unknown("a manager without a generator is not modelled", place, holds=held))
        may_swallow = any(map(_swallows, ast.walk(self.function.node)))

        def enter(*_: object) -> Abstract:
            if generator.started and generator.path == frame.evaluation.path:
                raise Raised(AttributeError("a manager can be entered once"), place)
            try:
                entered = next(generator)
            except StopIteration:
                raise Raised(speak(RuntimeError("generator didn't yield")), place) from None
            return (
                entered,
                lambda exception: _leave(generator, exception, place),
                _ANY if may_swallow else _NONE,
            )

        return Manager(_NAME, enter, generator)

    def attribute(self, name: str) -> Abstract | None:
        """None: such functions have the attributes of functions."""


def _swallows(node: ast.AST) -> bool:
    """Tell whether a statement around a `yield` may keep an exception that is thrown there."""
    match node:
        case ast.Try(handlers=handlers, finalbody=final):
            return (bool(handlers) or any(map(_jumps, final))) and yields(node)
        case ast.TryStar() | ast.With():
            return yields(node)
    return False


def _jumps(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Return | ast.Break | ast.Continue) for part in ast.walk(node))


def _leave(generator: GeneratorValue, exception: Abstract, place: SourceSpan | None) -> bool:
    """Leave the manager with an exception, or None; returns true if the generator swallows the exception."""
    try:
        if exception is None:
            next(generator)
        else:
            generator.throw(Raised(exception, place))
    except StopIteration:
        return exception is not None
    except Raised as signal:
        if exception is not None and _is_same(signal.exception, exception):
            return False
        raise
    generator.close()
    raise Raised(speak(RuntimeError("generator didn't stop")), place)


def _is_same(raised: Abstract, thrown: Abstract) -> bool:
    """Tell whether an exception is the one that was thrown: a StopIteration comes out as the cause of another."""
    stopped = isinstance(thrown, StopIteration) and isinstance(raised, RuntimeError)
    return raised is thrown or (stopped and cause_of(raised) is thrown)
