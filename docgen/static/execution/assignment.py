"""Binding values to targets, and removing bindings."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from docgen.static.engine.namespace import Namespace
from docgen.static.execution import subscripts
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.attribute_changes import delete_attribute, set_attribute
from docgen.static.objects.bindings import rebind
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.values import ABSENT, DELETED, Abstract, SourceSpan, Unknown
from docgen.static.source.mangling import mangled

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def assign(target: ast.expr, value: Abstract, frame: Frame) -> None:
    """Bind `value` to a target: a name, an attribute, an item, or a pattern of targets."""
    match target:
        case ast.Name(id=name):
            store(name, value, frame)
        case ast.Attribute(value=owner, attr=name):
            place = SourceSpan(frame.module, target)
            set_attribute(dispatch.evaluate(owner, frame), mangled(name, frame), value, frame, place)
        case ast.Subscript(value=owner, slice=index):
            container = dispatch.evaluate(owner, frame)
            subscripts.set_item(
                container, dispatch.evaluate(index, frame), value, frame, SourceSpan(frame.module, target)
            )
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(targets, value, frame, target)
        case _:
            raise Unsupported(
                f"assignment to {type(target).__name__} is not evaluated", SourceSpan(frame.module, target)
            )


def store(name: str, value: Abstract, frame: Frame) -> None:
    """Bind a name where Python would: in the frame, or where `global` and `nonlocal` point."""
    scope = frame.scope
    if scope is None or name not in scope.bound:
        name = mangled(name, frame)
    declared = scope.global_names if scope is not None else _global_names(frame)
    if name in declared:
        namespace = frame.evaluation.program.namespace(frame.module.name)
        if isinstance(namespace, Namespace):
            namespace.write(name, value, frame.evaluation)
        return
    if scope is not None and name in scope.nonlocal_names:
        names = _enclosing_names(name, frame)
        before = names.get(name, ABSENT)
        frame.evaluation.will_change(names, lambda: rebind(names, name, before))
        rebind(names, name, value)
        return
    if frame.namespace is not None:
        frame.evaluation.written.pop((frame.namespace, name), None)
    frame.names[name] = value


def _global_names(frame: Frame) -> frozenset[str]:
    """Names that the body of a class binds in its module."""
    return frame.namespace.index.global_names if frame.namespace is not None else frozenset()


def delete(target: ast.expr, frame: Frame) -> None:
    """`del target`."""
    match target:
        case ast.Name(id=name):
            if frame.namespace is not None or (frame.scope is not None and name in frame.scope.global_names):
                dispatch.load_name(name, frame, target)  # NameError, if there is nothing to delete
                store(name, DELETED, frame)
                return
            nonlocal_ = frame.scope is not None and name in frame.scope.nonlocal_names
            if name not in (_enclosing_names(name, frame) if nonlocal_ else frame.names):
                dispatch.load_name(name, frame, target)
                raise Unsupported(f"del of {name} is not evaluated", SourceSpan(frame.module, target))
            if nonlocal_:
                store(name, ABSENT, frame)
            else:
                del frame.names[name]
        case ast.Attribute(value=owner, attr=name):
            place = SourceSpan(frame.module, target)
            delete_attribute(dispatch.evaluate(owner, frame), mangled(name, frame), frame, place)
        case ast.Subscript(value=owner, slice=index):
            container = dispatch.evaluate(owner, frame)
            subscripts.delete_item(
                container, dispatch.evaluate(index, frame), frame, SourceSpan(frame.module, target)
            )
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for inner in targets:
                delete(inner, frame)
        case _:
            raise Unsupported(
                f"del of {type(target).__name__} is not evaluated", SourceSpan(frame.module, target)
            )


def _enclosing_names(name: str, frame: Frame) -> dict[str, Abstract]:
    """The names of the function whose variable `nonlocal` points at."""
    enclosing = frame.parent
    while enclosing is not None and (enclosing.scope is None or name not in enclosing.scope.bound):
        enclosing = enclosing.parent
    if enclosing is None:
        raise Unsupported(f"no binding for nonlocal {name}", None)
    return enclosing.names


def _unpack(targets: list[ast.expr], value: Abstract, frame: Frame, node: ast.expr) -> None:
    place = SourceSpan(frame.module, node)
    if isinstance(value, Unknown):
        known_types.refuse(iter, [value], place)
        failures.fork(value, frame.evaluation, place, is_typed=known_types.is_typed(value))
        for inner in targets:
            inner_target = inner.value if isinstance(inner, ast.Starred) else inner
            part = value.derived(value.place or place, holds=value.holds, lost=value.lost)
            assign(inner_target, part, frame)
        return
    star = next((i for i, t in enumerate(targets) if isinstance(t, ast.Starred)), None)
    parts = unpacked(value, len(targets), star, frame, place)
    for inner, element in zip(targets, parts, strict=True):
        assign(inner.value if isinstance(inner, ast.Starred) else inner, element, frame)


def unpacked(value: Abstract, size: int, star: int | None, frame: Frame, place: SourceSpan) -> list[Abstract]:
    """The parts into which `size` targets take a value apart, of which the one at `star` takes a list of the rest.

    Raises:
        Raised: ValueError, if there are fewer elements than targets, or more.
    """
    if star is None:
        # One element more than needed is taken: a surplus is found before further elements are asked for.
        values = list(itertools.islice(items(value, frame, place), size + 1))
        if len(values) != size:
            few = "not enough" if len(values) < size else "too many"
            raise Raised(ValueError(f"{few} values to unpack (expected {size})"), place)
        return values
    values = list(items(value, frame, place))
    after = size - star - 1
    if len(values) < size - 1:
        raise Raised(ValueError(f"not enough values to unpack (expected at least {size - 1})"), place)
    middle = frame.evaluation.owns(values[star : len(values) - after])
    return [*values[:star], middle, *values[len(values) - after :]]
