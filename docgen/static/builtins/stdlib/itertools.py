"""itertools, over iterables and functions of the documented program."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from docgen.static.builtins.iterators import made
from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution import operators
from docgen.static.execution.calls import call
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _over(function: Callable[..., Abstract], parameters: str, required: int, **options: Abstract) -> Model:
    """A function over iterables and numbers."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        sources = [a if isinstance(a, int) or a is None else items(a, frame, place) for a in args]
        if function not in _UNBOUNDED and any(
            isinstance(value, int) and value > _MANY for value in (*args, *kwargs.values())
        ):
            raise Unsupported("so many elements at once are not evaluated", place)
        return native(lambda: function(*sources, **kwargs), place, *kwargs.values())

    return Model(run, parameters, required, **options)


_UNBOUNDED = (itertools.islice, itertools.zip_longest)
"""Functions that never hold more than one element, however large their numeric arguments are."""
_MANY = 1000
"""Most elements that other functions may hold."""


def _accumulate(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function = args[1] if len(args) > 1 else None

    def combine(left: Abstract, right: Abstract) -> Abstract:
        if function is None:
            return operators.binary(ast.Add(), left, right, frame, place)
        return call(function, [left, right], {}, frame, place)

    return native(lambda: itertools.accumulate(items(args[0], frame, place), combine, **kwargs), place)


def _count(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        if not isinstance(value, int | float):
            raise Indefinite(value if isinstance(value, Unknown) else Unknown("not numbers", place))
    return itertools.count(*args)


def _group_by(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    key = args[1] if len(args) > 1 else None
    by = None if key is None else lambda value: call(key, [value], {}, frame, place)
    groups = native(lambda: itertools.groupby(items(args[0], frame, place), by), place)
    return ((value, made(group, frame, place, args)) for value, group in groups)


def _with_predicate(function: Callable[..., Abstract]) -> Model:
    """A function whose first argument is a predicate."""

    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        predicate, source = args

        def holds(value: Abstract) -> bool:
            answer = value if predicate is None else call(predicate, [value], {}, frame, place)
            return dispatch.truth(answer, frame)

        return native(lambda: function(holds, items(source, frame, place)), place)

    return Model(run, "predicate iterable", 2)


def _chained(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return (value for inner in items(args[0], frame, place) for value in items(inner, frame, place))


def _repeat(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if len(args) == 1:
        return itertools.repeat(args[0])
    return native(lambda: itertools.repeat(args[0], args[1]), place, args[1])


def _star_map(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function, source = args
    return (
        call(function, list(items(row, frame, place)), {}, frame, place)
        for row in items(source, frame, place)
    )


def _tee(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    number = args[1] if len(args) > 1 else 2
    if type(number) is not int or not 0 <= number <= _MANY:
        raise Indefinite(Unknown("the number of iterators is not known, or large", place))
    return tuple(
        made(each, frame, place, args) for each in itertools.tee(items(args[0], frame, place), number)
    )


def _compress(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    data, selectors = (items(source, frame, place) for source in args)
    return (
        value for value, selected in zip(data, selectors, strict=False) if dispatch.truth(selected, frame)
    )


FUNCTIONS: dict[str, Model] = {
    "itertools.accumulate": Model(_accumulate, "iterable func", 1, keywords="initial"),
    "itertools.chain": _over(itertools.chain, "", 0, variadic=True),
    "itertools.chain.from_iterable": Model(_chained, "iterable", 1),
    "itertools.combinations": _over(itertools.combinations, "iterable r", 2),
    "itertools.combinations_with_replacement": _over(
        itertools.combinations_with_replacement, "iterable r", 2
    ),
    "itertools.cycle": _over(itertools.cycle, "", 1, variadic=True),
    "itertools.compress": Model(_compress, "data selectors", 2),
    "itertools.count": Model(_count, "start step"),
    "itertools.dropwhile": _with_predicate(itertools.dropwhile),
    "itertools.filterfalse": _with_predicate(itertools.filterfalse),
    "itertools.groupby": Model(_group_by, "iterable key", 1),
    "itertools.islice": _over(itertools.islice, "iterable stop start step", 2),
    "itertools.pairwise": _over(itertools.pairwise, "iterable", 1),
    "itertools.permutations": _over(itertools.permutations, "iterable r", 1),
    "itertools.product": _over(itertools.product, "", 0, keywords="repeat", variadic=True),
    "itertools.repeat": Model(_repeat, "object times", 1),
    "itertools.starmap": Model(_star_map, "function iterable", 2),
    "itertools.takewhile": _with_predicate(itertools.takewhile),
    "itertools.tee": Model(_tee, "iterable n", 1),
    "itertools.zip_longest": _over(itertools.zip_longest, "", 0, keywords="fillvalue", variadic=True),
}
TYPES: dict[str, Abstract] = {}
