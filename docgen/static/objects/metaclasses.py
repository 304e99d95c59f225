"""Metaclasses: the metaclass of a class, and classes whose creation runs one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.annotations import class_annotations, own_annotations
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import BoundMethod, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.named_tuples import NAMED_TUPLE
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

ORIGINAL = "__orig_bases__"
"""Attribute that keeps the bases of a class statement, if some stand for others."""
_MAKING = ("__new__", "__init__", "__prepare__")
_CALLABLE = (FunctionValue, BoundMethod, Native, Partial, Instance)


def most_derived(metaclass: Abstract, bases: list[Abstract], place: SourceSpan | None) -> Abstract:
    """The metaclass of a class: the one given, or a subclass of it that a base has; None stands for `type`.

    Raises:
        Raised: TypeError if there is a conflict.
    """
    if isinstance(metaclass, _CALLABLE):
        return metaclass
    winner = metaclass or type
    for base in bases:
        if not isinstance(base, ClassValue | type):
            continue
        own = (base.metaclass or type) if isinstance(base, ClassValue) else type(base)
        if _derives(winner, own):
            continue
        if not _derives(own, winner):
            raise Raised(TypeError("metaclass conflict"), place)
        winner = own
    return None if winner is type else winner


def _derives(metaclass: Abstract, other: Abstract) -> bool:
    """Tell whether one metaclass is a subclass of another, or may be one."""
    if isinstance(metaclass, Unknown) or isinstance(other, Unknown):
        return True
    if isinstance(metaclass, ClassValue):
        return any(
            c is other or isinstance(c, Unknown) or (isinstance(c, type) and _derives(c, other))
            for c in metaclass.mro
        )
    return isinstance(metaclass, type) and isinstance(other, type) and issubclass(metaclass, other)


def takes_part(metaclass: Abstract, frame: Frame) -> bool:
    """Tell whether code of the tree runs when a metaclass makes a class."""
    if isinstance(metaclass, _CALLABLE):
        return True
    if not isinstance(metaclass, ClassValue):
        return False
    if isinstance(metaclass.metaclass, ClassValue):
        return True
    return any(isinstance(lookup_in_class(metaclass, name, frame)[1], ClassValue) for name in _MAKING)


def made_by(
    metaclass: Abstract,
    cls: ClassValue,
    keywords: dict[str, Abstract],
    given: list[Abstract],
    frame: Frame,
    place: SourceSpan,
) -> Abstract:
    """Return the object that a metaclass of the tree, or a function in its place, makes of a class statement."""
    bases = tuple(cls.bases)
    mapping: Abstract = {}
    if isinstance(metaclass, ClassValue):
        prepare, owner, _ = lookup_in_class(metaclass, "__prepare__", frame)
        if isinstance(owner, ClassValue):
            function = bind(prepare, None, metaclass, frame, place)
            mapping = dispatch.call(function, [cls.name, bases], dict(keywords), frame, place)
            if not isinstance(mapping, dict) or _reads(cls, mapping):
                raise Unsupported("what __prepare__ gives is not evaluated", place)
    names = {**mapping, **body_names(cls, frame)}
    if stand_for_others(given, cls.bases):
        names[ORIGINAL] = tuple(given)
    made = dispatch.call(metaclass, [cls.name, bases, frame.evaluation.owns(names)], keywords, frame, place)
    if isinstance(made, Unknown):
        raise Unsupported(made.reason, place, origin=made.origin)
    return made


def stand_for_others(given: list[Abstract], bases: list[Abstract]) -> bool:
    """Tell whether the bases of a class statement stand for other ones, so that the class keeps `__orig_bases__`."""
    same = len(given) == len(bases) and all(old is new for old, new in zip(given, bases, strict=True))
    return not same or any(base is NAMED_TUPLE for base in given)


def _reads(cls: ClassValue, mapping: dict[Abstract, Abstract]) -> bool:
    """Tell whether the body of a class may look up a name that its metaclass has prepared."""
    if cls.node is None or not all(isinstance(name, str) for name in mapping):
        return True
    return any(
        isinstance(n, ast.Name) and n.id in mapping and isinstance(n.ctx, ast.Load) for n in walk(cls.node)
    )


def body_names(cls: ClassValue, frame: Frame) -> dict[str, Abstract]:
    """Run a class body, and return the names that it hands to the metaclass.

    Raises:
        Unsupported: some of the body's names are unknown.
    """
    body = cls.namespace
    if body is None or cls.node is None or body.stars or body.dynamic:
        raise Unsupported("the names of this class body are not known", cls.place)
    names: dict[str, Abstract] = {"__module__": cls.frame.module.name, "__qualname__": cls.qualname}
    if cls.docstring is not None:
        names["__doc__"] = cls.docstring
    if own_annotations(cls):
        names["__annotations__"] = class_annotations(cls, frame)
    for index in range(len(body.body)):
        body.run(index, frame.evaluation)
    for name in body.binders:
        value = body.lookup(name, frame.evaluation)
        if value is not ABSENT:
            names[name] = value
    if any(isinstance(n, ast.Name) and n.id in {"super", "__class__"} for n in walk(cls.node)):
        names["__classcell__"] = cls
    return names


def call_metaclass(
    metaclass: ClassValue,
    args: list[Abstract],
    keywords: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """`metaclass(name, bases, namespace, **keywords)`: `__new__`, then `__init__`."""
    maker, owner, _ = lookup_in_class(metaclass, "__new__", frame)
    if isinstance(owner, ClassValue):
        function = getattr(maker, "function", maker)
        made = dispatch.call(function, [metaclass, *args], keywords, frame, place)
    elif isinstance(maker, Unknown) and owner is None:
        raise Unsupported(maker.reason, place, origin=maker.origin)
    else:
        made = dispatch.type_new(metaclass, args, keywords, frame, place)
    if isinstance(made, ClassValue) and made.metaclass is not None and _derives(made.metaclass, metaclass):
        initialiser, owner, _ = lookup_in_class(made.metaclass, "__init__", frame)
        if isinstance(owner, ClassValue):
            dispatch.call(
                getattr(initialiser, "function", initialiser), [made, *args], keywords, frame, place
            )
    return made
