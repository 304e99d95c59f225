"""Functions that keep their results: the first call with some arguments runs, later ones give what it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.reach import give_away
from docgen.static.objects import failures
from docgen.static.objects.callables import FunctionValue, Native, is_constant
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.name_uses import UseKind, uses

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


def cached(function: FunctionValue, size: int | None, *, typed: bool, frame: Frame) -> FunctionValue:
    """`functools.cache` and `functools.lru_cache` around a function.

    Args:
        function: What is called where no result is kept.
        size: Most results to keep; None for all.
        typed: Whether arguments that are equal but of different classes are told apart.
        frame: Where it is made.
    """
    made = FunctionValue(function.node, function.frame, function.owner)
    made.defaults = function.defaults
    made.attributes = frame.evaluation.owns({**function.attributes, "__wrapped__": function})
    made.cache = Cache(function, size, typed=typed)
    frame.evaluation.owns(made.cache.results)
    return made


class Cache:
    """The results that a function keeps."""

    __slots__ = ("function", "is_pure", "results", "size", "typed")

    def __init__(self, function: FunctionValue, size: int | None, *, typed: bool) -> None:
        self.function = function
        self.size = size
        self.typed = typed
        self.results: dict[Abstract, Abstract] = {}
        self.is_pure = all(use.kind is UseKind.READ and not use.attributes for use in uses(function.node))
        """Whether its text names nothing that could change from call to call."""

    def call(
        self,
        args: list[Abstract],
        kwargs: dict[str, Abstract],
        frame: Frame,
        place: SourceSpan | None,
        run: Callable[[], Abstract],
    ) -> Abstract:
        """The result for some arguments; unknown where one is, since a kept result may serve or not.

        Raises:
            Raised: TypeError, for arguments that cannot be keys.
        """
        try:
            key = self._key(args, kwargs, place)
        except Indefinite as signal:
            give_away((), (self.function,), signal.value, frame)
            return failures.outcome(signal.value, frame.evaluation, place)
        frame.evaluation.reads(self.results)
        if key in self.results:
            result = self.results[key]
            if self.size is not None:
                self._keep(key, result, frame)  # it is the last to be dropped from now on
            return result
        result, record = frame.evaluation.recorded(run)
        if self.size == 0:
            return result
        if is_constant(result) and record.keepable and self.is_pure:
            return result  # every later call finds the same
        self._keep(key, result, frame)
        return result

    def attribute(self, name: str) -> Abstract | None:
        """`cache_clear` and the others; None for a name that caches do not have."""
        if name == "cache_clear":
            return Native(name, lambda _args, _kwargs, frame, _place: self._clear(frame))
        if name in {"cache_info", "cache_parameters"}:
            return Unknown(f"{name} of a function is not modelled", self.function.place)
        return None

    def _key(self, args: list[Abstract], kwargs: dict[str, Abstract], place: SourceSpan | None) -> Abstract:
        values = (*args, *kwargs.values())
        for value in values:
            if isinstance(value, Unknown):
                raise Indefinite(value)
        classes = tuple(v.cls if isinstance(v, Instance) else type(v) for v in values) if self.typed else ()
        # A single text or integer stands for itself, in no tuple.
        alone = len(args) == 1 and not kwargs and type(args[0]) in {int, str}
        key = (tuple(args), tuple(kwargs), tuple(kwargs.values()), classes, alone)
        native(lambda: hash(key), place)
        return key

    def _keep(self, key: Abstract, result: Abstract, frame: Frame) -> None:
        before = dict(self.results)
        frame.evaluation.will_change(self.results, lambda: self._put_back(before))
        self.results.pop(key, None)
        if self.size is not None and len(self.results) >= self.size:
            del self.results[next(iter(self.results))]
        self.results[key] = result

    def _clear(self, frame: Frame) -> None:
        before = dict(self.results)
        frame.evaluation.will_change(self.results, lambda: self._put_back(before))
        self.results.clear()

    def _put_back(self, before: dict[Abstract, Abstract]) -> None:
        self.results.clear()
        self.results.update(before)
