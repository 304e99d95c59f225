"""Functions that keep their results: the first call with some arguments runs, later ones return its result."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from docgen.static.engine.reach import give_away
from docgen.static.objects import failures
from docgen.static.objects.callables import FunctionValue, Native
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.frames import Frame


def cached(function: FunctionValue, size: int | None, *, typed: bool, frame: Frame) -> FunctionValue:
    """`functools.cache` and `functools.lru_cache` around a function.

    Args:
        function: The function that is called if no result is kept.
        size: Most results to keep; None for all.
        typed: True if arguments that are equal but of different classes are distinguished.
        frame: The frame that makes it.
    """
    return function.behind(Cache(function, size, typed=typed), frame)


class Cache:
    """The results that a function keeps.

    Results from imports are kept for every path, other results only for the path that computed them.
    """

    __slots__ = ("function", "kind", "lasting", "results", "size", "typed")

    def __init__(self, function: FunctionValue, size: int | None, *, typed: bool) -> None:
        self.function = function
        self.kind: type = functools._lru_cache_wrapper
        self.size = size
        self.typed = typed
        self.results: dict[Abstract, Abstract] = {}
        self.lasting: list[tuple[dict[str, str | bool | None], Abstract, Abstract]] = []
        """Assumptions that a result depends on, the arguments, and the result."""

    def call(
        self,
        args: list[Abstract],
        kwargs: dict[str, Abstract],
        frame: Frame,
        place: SourceSpan | None,
        run: Callable[[], Abstract],
    ) -> Abstract:
        """The result for some arguments; unknown if an argument is, because a kept result may or may not apply.

        Raises:
            Raised: TypeError, for arguments that cannot be keys.
            Unsupported: the cache is full.
        """
        evaluation = frame.evaluation
        try:
            key = self._key(args, kwargs, place)
        except Indefinite as signal:
            give_away((), (self.function,), signal.value, frame)
            return failures.outcome(signal.value, evaluation, place)
        if key in self.results:
            result = self.results[key]
            if self.size is not None:
                self._keep(key, result, evaluation)  # it is now the most recently used
            return result
        before = [] if _CLEARED in self.results else self._lasting(evaluation)
        for kept, result in before:
            if kept == key:
                return result
        if before and self.size is not None and len(before) + len(self.results) >= self.size:
            raise Unsupported("which results a full cache drops is not modelled", place)
        result, record = evaluation.recorded(run)
        if self.size == 0:
            return result
        importing = evaluation.running and not evaluation.program.runs_imports
        if importing and record.keepable and not any(r.decided for r in evaluation.records):
            leaned = set().union(record.assumptions, *(r.assumptions for r in evaluation.records))
            assumed = {path: evaluation.assumed.get(path) for path in sorted(leaned)}
            self.lasting.append((assumed, key, result))
        else:
            self._keep(key, result, evaluation)
        return result

    def attribute(self, name: str) -> Abstract | None:
        """`cache_clear` and the others; None for a name that caches do not have."""
        if name == "cache_clear":
            return Native(name, lambda _args, _kwargs, frame, _place: self._clear(frame.evaluation))
        if name in {"cache_info", "cache_parameters"}:
            return Unknown(f"{name} of a function is not modelled", self.function.place)
        return None

    def _lasting(self, evaluation: Evaluation) -> list[tuple[Abstract, Abstract]]:
        """Results of the import that hold under the assumptions of the path, by their arguments."""
        found = []
        for assumed, key, result in self.lasting:
            if all(evaluation.assumed.get(path) == value for path, value in assumed.items()):
                evaluation.record.assumptions.update(assumed)
                found.append((key, result))
        return found

    def _key(self, args: list[Abstract], kwargs: dict[str, Abstract], place: SourceSpan | None) -> Abstract:
        values = (*args, *kwargs.values())
        for value in values:
            if isinstance(value, Unknown):
                raise Indefinite(value)
        classes = tuple(v.cls if isinstance(v, Instance) else type(v) for v in values) if self.typed else ()
        alone = (
            len(args) == 1 and not kwargs and type(args[0]) in {int, str}
        )  # stands for itself, in no tuple
        key = (tuple(args), tuple(kwargs), tuple(kwargs.values()), classes, alone)
        native(lambda: hash(key), place)
        return key

    def _keep(self, key: Abstract, result: Abstract, evaluation: Evaluation) -> None:
        if self.size is None:  # nothing is dropped, so that only the new result has to be taken back
            if key not in self.results:
                # Changes are taken back in reverse order: it is the last one then, and its hash may be unknown by then.
                evaluation.undo.append(self._forget_last)
            evaluation.record.mutated = True
            self.results[key] = result
            return
        self._will_change(evaluation)
        self.results.pop(key, None)
        if self.size is not None and len(self.results) - (_CLEARED in self.results) >= self.size:
            del self.results[next(kept for kept in self.results if kept is not _CLEARED)]
        self.results[key] = result

    def _forget_last(self) -> None:
        self.results.popitem()

    def _clear(self, evaluation: Evaluation) -> None:
        self._will_change(evaluation)
        self.results.clear()
        self.results[_CLEARED] = None

    def _will_change(self, evaluation: Evaluation) -> None:
        evaluation.spend(_COPIED * len(self.results), self.function.place)
        before = dict(self.results)
        evaluation.undo.append(lambda: self._put_back(before))
        evaluation.record.mutated = True

    def _put_back(self, before: dict[Abstract, Abstract]) -> None:
        self.results.clear()
        self.results.update(before)


_COPIED = 8
"""Elements that a copied result counts as: the copies of all changes are held until the path ends."""
_CLEARED = object()
"""Marker among the results of a path on which the results of the import were cleared."""
