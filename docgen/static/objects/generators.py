"""Generators as values: started, sent to, thrown at, closed."""

from __future__ import annotations

import types
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias

from docgen.static.objects.control_flow import Raised
from docgen.static.objects.iterators import IteratorValue, stops
from docgen.static.objects.native import set_cause, speak
from docgen.static.objects.values import Abstract, SourceSpan

if TYPE_CHECKING:
    import ast

    from docgen.static.objects.frames import Frame

Steps: TypeAlias = Generator[Abstract, Abstract, Abstract]


class GeneratorValue(IteratorValue):
    """Value of a call of a generator function, or of a generator expression, before any of it runs.

    Attributes:
        started: True once any of it has run.
        tidies: True if it may run code when it is dropped before its end.
    """

    __slots__ = ("started", "tidies")

    def __init__(
        self,
        steps: Steps,
        frame: Frame,
        place: SourceSpan,
        *,
        tidies: bool = False,
        holds: tuple[Abstract, ...] = (),
        texts: tuple[tuple[ast.expr, Frame], ...] = (),
    ) -> None:
        super().__init__(
            types.GeneratorType, _converting(steps, place), frame.evaluation, place, holds, texts
        )
        self.started = False
        self.tidies = tidies

    def __next__(self) -> Abstract:
        return self.send(None)

    def send(self, value: Abstract) -> Abstract:
        """`generator.send(value)`."""
        if value is not None and not self.started:
            raise Raised(TypeError("can't send non-None value to a just-started generator"), self.place)
        return self._run(lambda: self.source.send(value))

    def throw(self, signal: Raised) -> Abstract:
        """`generator.throw(exception)`."""
        return self._run(lambda: self.source.throw(signal))

    def close(self) -> None:
        """`generator.close()`."""
        if not self.started:
            self.started = True
            self.source.close()
            return
        try:
            self.throw(Raised(speak(GeneratorExit()), self.place))
        except StopIteration:
            return
        except Raised as signal:
            if isinstance(signal.exception, GeneratorExit):
                return
            raise
        raise Raised(speak(RuntimeError("generator ignored GeneratorExit")), self.place)

    def _run(self, action: Callable[[], Abstract]) -> Abstract:
        self.started = True
        suspended = self.evaluation.suspended
        suspended.pop(id(self), None)
        value = self.resume(action)
        if self.tidies:
            suspended[id(self)] = self
            self.evaluation.record.mutated = True
        return value


def _converting(steps: Steps, place: SourceSpan) -> Steps:
    """The same steps, with a StopIteration that leaves them turned into an error (PEP 479)."""
    try:
        return (yield from steps)
    except Raised as signal:
        if not stops(signal.exception):
            raise
        error = speak(RuntimeError("generator raised StopIteration"))
        set_cause(error, signal.exception)
        raise Raised(error, place) from None
