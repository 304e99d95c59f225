"""Comprehensions and generator expressions: each round in a frame of its own."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING, Any, TypeAlias

from docgen.static.execution import operators
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.frames import Frame
from docgen.static.objects.generators import GeneratorValue
from docgen.static.objects.values import Abstract, SourceSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def comprehension(generators: list[ast.comprehension], frame: Frame) -> Iterator[Frame]:
    """The frames in which a comprehension's element is evaluated, one a round; the first iterable is evaluated now."""
    source = generators[0].iter
    first = items(dispatch.evaluate(source, frame), frame, SourceSpan(frame.module, source))
    inner = Frame(frame.evaluation, frame.module, parent=frame, owner=frame.owner)
    inner.receiver = frame.receiver
    return _rounds(generators, 0, first, inner)


def _rounds(
    generators: list[ast.comprehension], depth: int, values: Iterator[Abstract], frame: Frame
) -> Iterator[Frame]:
    generator = generators[depth]
    for value in values:
        frame.evaluation.step()
        dispatch.assign(generator.target, value, frame)
        if not all(dispatch.truth(dispatch.evaluate(test, frame), frame, test) for test in generator.ifs):
            continue
        if depth + 1 == len(generators):
            yield frame
        else:
            source = generators[depth + 1].iter
            inner = items(dispatch.evaluate(source, frame), frame, SourceSpan(frame.module, source))
            yield from _rounds(generators, depth + 1, inner, frame)


def _given_up(make: Callable[[Any, Frame], Abstract]) -> Callable[[Any, Frame], Abstract]:
    """A kind of comprehension, of which what was not run may have had any effect that its text allows."""

    @functools.wraps(make)
    def run(node: _Comprehension, frame: Frame) -> Abstract:
        try:
            return make(node, frame)
        except Indefinite as signal:
            if frame.evaluation.running and not frame.evaluation.program.runs_imports:
                raise  # in a large tree, imports are followed by what their text may change
            first, *rest = node.generators
            elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
            # The first iterable has been evaluated; the other parts may have been, more often than was followed.
            for part in (
                *elements,
                *first.ifs,
                *(part for generator in rest for part in (generator.iter, *generator.ifs)),
            ):
                dispatch.give_up(part, signal.value, frame)
            raise

    return run


@_given_up
def list_comp(node: ast.ListComp, frame: Frame) -> Abstract:
    """A list comprehension."""
    return frame.evaluation.owns(
        [dispatch.evaluate(node.elt, inner) for inner in comprehension(node.generators, frame)]
    )


@_given_up
def set_comp(node: ast.SetComp, frame: Frame) -> Abstract:
    """A set comprehension."""
    place = SourceSpan(frame.module, node)
    result: set[Abstract] = set()
    for inner in comprehension(node.generators, frame):
        operators.include(result, dispatch.evaluate(node.elt, inner), frame, place)
    return frame.evaluation.owns(result)


@_given_up
def dict_comp(node: ast.DictComp, frame: Frame) -> Abstract:
    """A dict comprehension."""
    place = SourceSpan(frame.module, node)
    result: dict[Abstract, Abstract] = {}
    for inner in comprehension(node.generators, frame):
        key = dispatch.evaluate(node.key, inner)
        operators.put(result, key, dispatch.evaluate(node.value, inner), frame, place)
    return frame.evaluation.owns(result)


@_given_up
def generator(node: ast.GeneratorExp, frame: Frame) -> Abstract:
    """A generator expression: only the first iterable is evaluated now."""
    rounds = comprehension(node.generators, frame)
    steps: Generator[Abstract, Abstract, Abstract] = (dispatch.evaluate(node.elt, inner) for inner in rounds)
    return GeneratorValue(steps, frame, SourceSpan(frame.module, node), texts=((node, frame),))
