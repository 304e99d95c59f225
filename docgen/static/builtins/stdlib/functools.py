"""functools and itertools, over functions and iterables of the documented program."""

from __future__ import annotations

import ast
import functools
import itertools
from typing import TYPE_CHECKING

from docgen.static.builtins.iterators import made
from docgen.static.execution import operators
from docgen.static.execution.calls import call
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def identity(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A decorator that returns what it is given."""
    return args[0] if args else Native("decorator", identity)


def decorator(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A call that returns a decorator which changes nothing that a declaration could show."""
    return Native("decorator", identity)


def _cached(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`functools.cache` and its like: a predicate answers the same the second time."""
    if args and isinstance(args[0], FunctionValue | Native | BoundMethod | Descriptor | Partial | Unknown):
        return args[0]
    return Native("decorator", identity)


def _wraps(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`functools.wraps`: the wrapper takes over the names and attributes of what it wraps."""
    wrapped = args[0]

    def update(inner: Args, __: Kwargs, at: Frame, where: SourceSpan) -> Abstract:
        if isinstance(inner[0], FunctionValue):
            for name in ("__module__", "__name__", "__qualname__", "__doc__"):
                inner[0].attributes[name] = find_attribute(wrapped, name, at, where)
            inner[0].attributes.update(wrapped.attributes if isinstance(wrapped, FunctionValue) else {})
            inner[0].attributes["__wrapped__"] = wrapped
        return inner[0]

    return Native("decorator", update)


def _partial(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Partial(args[0], args[1:], kwargs)


def _reduce(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function, source, *initial = args
    values = list(items(source, frame, place))
    return native(
        lambda: functools.reduce(lambda a, b: call(function, [a, b], {}, frame, place), values, *initial),
        place,
    )


def _iterated(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A function of itertools over iterables of the documented program."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        sources = [a if isinstance(a, int) or a is None else items(a, frame, place) for a in args]
        if function not in _UNBOUNDED and any(
            isinstance(v, int) and v > _MANY for v in (*args, *kwargs.values())
        ):
            raise Unsupported("so many elements at once are not evaluated", place)
        return native(lambda: function(*sources, **kwargs), place)

    return run


_UNBOUNDED = (itertools.islice, itertools.zip_longest)
"""Functions that hold no more elements than one, however large the numbers are that they are given."""
_MANY = 1000
"""More elements than others may hold."""


def _star_map(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function, source = args
    rows = items(source, frame, place)
    return (call(function, list(items(row, frame, place)), {}, frame, place) for row in rows)


def _accumulate(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function = args[1] if len(args) > 1 else kwargs.pop("func", None)

    def combine(left: Abstract, right: Abstract) -> Abstract:
        if function is None:
            return operators.binary(ast.Add(), left, right, frame, place)
        return call(function, [left, right], {}, frame, place)

    return native(lambda: itertools.accumulate(items(args[0], frame, place), combine, **kwargs), place)


def _group_by(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    key = args[1] if len(args) > 1 else kwargs.get("key")
    by = None if key is None else lambda value: call(key, [value], {}, frame, place)
    groups = native(lambda: itertools.groupby(items(args[0], frame, place), by), place)
    return ((pair[0], made(pair[1], frame, place)) for pair in groups)


def _with_function(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A function of itertools whose first argument is a predicate."""

    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        predicate, source = args
        values = items(source, frame, place)
        return function(lambda v: dispatch.truth(call(predicate, [v], {}, frame, place), frame), values)

    return run


FUNCTION_TOOLS: dict[str, Callable[..., Abstract]] = {
    "functools.cache": _cached,
    "functools.lru_cache": _cached,
    "functools.partial": _partial,
    "functools.reduce": _reduce,
    "functools.wraps": _wraps,
    "itertools.accumulate": _accumulate,
    "itertools.count": lambda args, kwargs, frame, place: native(
        lambda: itertools.count(*args, **kwargs), place, *args
    ),
    "itertools.groupby": _group_by,
    "itertools.chain": _iterated(itertools.chain),
    "itertools.chain.from_iterable": lambda args, kwargs, frame, place: itertools.chain.from_iterable(
        items(inner, frame, place) for inner in items(args[0], frame, place)
    ),
    "itertools.combinations": _iterated(itertools.combinations),
    "itertools.combinations_with_replacement": _iterated(itertools.combinations_with_replacement),
    "itertools.cycle": _iterated(itertools.cycle),
    "itertools.dropwhile": _with_function(itertools.dropwhile),
    "itertools.filterfalse": _with_function(itertools.filterfalse),
    "itertools.islice": _iterated(itertools.islice),
    "itertools.pairwise": _iterated(itertools.pairwise),
    "itertools.permutations": _iterated(itertools.permutations),
    "itertools.product": _iterated(itertools.product),
    "itertools.repeat": lambda args, kwargs, frame, place: native(
        lambda: itertools.repeat(*args, **kwargs), place, *args[1:], *kwargs.values()
    ),
    "itertools.starmap": _star_map,
    "itertools.takewhile": _with_function(itertools.takewhile),
    "itertools.zip_longest": _iterated(itertools.zip_longest),
}
"""What the functions of functools and itertools do."""
