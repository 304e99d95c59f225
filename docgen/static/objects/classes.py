"""Making classes, in the steps of CPython's `__build_class__` and `type.__new__`."""

from __future__ import annotations

import ast
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, enums, named_tuples
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.class_bodies import run_class_body
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.frames import qualified_name
from docgen.static.objects.hooks import run_hook, set_names
from docgen.static.objects.linearisation import linearise, real_bases, refuse_layout
from docgen.static.objects.metaclasses import made_by, most_derived, takes_part
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.inertness import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame


def build_class(node: ast.ClassDef, frame: Frame) -> Abstract:
    """What a class statement makes: a class, or what its metaclass returns instead.

    The body of a class that no metaclass looks at is evaluated by name, when names are asked for.
    """
    place = SourceSpan(frame.module, node)
    cls = ClassValue(node.name, qualified_name(node.name, frame), node, frame)
    frame.evaluation.owns(cls.assigned)
    given, keywords = _header(node, frame, place)
    cls.bases = real_bases(given, frame, place)
    metaclass = most_derived(keywords.pop("metaclass", None), cls.bases, place)
    cls.namespace = dispatch.make_namespace(
        frame.evaluation.program, frame.module, cls.path, node.body, cls=cls, outer=frame
    )
    if takes_part(metaclass, frame):
        return made_by(metaclass, cls, keywords, given, frame, place)
    cls.metaclass = metaclass
    if _runs_whole(node, frame):
        run_class_body(cls)
    finish_class(cls, keywords, frame, place)
    return cls


def _header(
    node: ast.ClassDef, frame: Frame, place: SourceSpan
) -> tuple[list[Abstract], dict[str, Abstract]]:
    """The bases and keywords of a class statement, evaluated."""
    bases: list[Abstract] = []
    for base in node.bases:
        if isinstance(base, ast.Starred):
            bases += dispatch.items(dispatch.evaluate(base.value, frame), frame, place)
        else:
            bases.append(dispatch.evaluate(base, frame))
    keywords: dict[str, Abstract] = {}
    for keyword in node.keywords:
        value = dispatch.evaluate(keyword.value, frame)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif isinstance(value, dict):
            dispatch.refuse_havocked(value, frame)
            keywords.update(value)
        else:
            raise Unsupported("** of no dictionary in a class statement is not evaluated", place)
    return bases, keywords


def _runs_whole(node: ast.ClassDef, frame: Frame) -> bool:
    """Whether a class body runs with its statement, rather than by name: it may lean on what changes, or change it."""
    space = frame.namespace
    if space is None or space.body[frame.position] is not node:
        return True
    if space.cls is not None:
        return space.final is not None
    hooked = frame.evaluation.program.hooked
    return space.kinds[frame.position] is not Kind.CLASS or hooked.is_hooked(node)


def finish_class(
    cls: ClassValue, keywords: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> None:
    """Do what `type.__new__` does once bases, metaclass and attributes are known.

    Raises:
        Raised: the class cannot be made, or a hook raises.
    """
    named_tuple = any(base is named_tuples.NAMED_TUPLE for base in cls.bases)
    if named_tuple:
        named_tuples.refuse_definitions(cls, place)
        cls.bases = [tuple, *(base for base in cls.bases if base is not named_tuples.NAMED_TUPLE)]
    refuse_layout(cls.bases, place)
    cls.mro = [cls, *linearise([*cls.bases] or [object], place)]
    cls.bases = cls.bases or [object]
    cls.keywords = keywords
    _take_qualified_name(cls, frame)
    for ancestor in cls.mro[1:]:
        if isinstance(ancestor, ClassValue) and ancestor.fields is not None:
            cls.fields = ancestor.fields
            break
    if named_tuple:
        named_tuples.from_annotations(cls, frame, place)
    set_names(cls, _objects_bound(cls), frame, place)
    if is_enum(cls):
        enums.define(cls, frame, place)
        keywords = {name: value for name, value in keywords.items() if name != "boundary"}
    run_hook(cls, keywords, frame, place)


def _take_qualified_name(cls: ClassValue, frame: Frame) -> None:
    """A body may say `__qualname__ = ...`, which names the class and is no attribute."""
    given = cls.assigned.pop("__qualname__", ABSENT)
    if given is ABSENT and cls.namespace is not None and "__qualname__" in cls.namespace.binders:
        given = cls.namespace.lookup("__qualname__", frame.evaluation)
    if isinstance(given, str):
        cls.qualname = given


def _objects_bound(cls: ClassValue) -> Iterator[tuple[str, Abstract]]:
    """What the body binds to names: a body that is evaluated by name makes no object with a `__set_name__`."""
    body = cls.namespace
    if body is not None and body.final is not None:
        yield from list(body.final.items())
    yield from list(cls.assigned.items())


def type_new(
    metaclass: Abstract,
    args: list[Abstract],
    keywords: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """`type.__new__(metaclass, name, bases, namespace, **keywords)`.

    Raises:
        Raised: TypeError, as CPython has it.
        Unsupported: an argument is unknown.
    """
    if len(args) != 3:  # noqa: PLR2004 - name, bases, namespace
        raise Raised(TypeError("type.__new__() takes exactly 3 arguments"), place)
    name, bases, given = args
    dispatch.refuse_havocked(given, frame)
    if any(isinstance(part, Unknown) for part in (*args, *(bases if isinstance(bases, tuple) else ()))):
        raise Unsupported("a class is made of what is not known", place)
    if not isinstance(name, str) or not isinstance(bases, tuple) or not isinstance(given, dict):
        raise Raised(TypeError("type.__new__() arguments must be a name, a tuple and a dict"), place)
    real = real_bases(list(bases), frame, place)
    winner = most_derived(metaclass, real, place)
    if winner is not metaclass and isinstance(winner, ClassValue):
        maker, owner, _ = lookup_in_class(winner, "__new__", frame)
        if isinstance(owner, ClassValue):
            function = maker if isinstance(maker, FunctionValue) else bind(maker, None, winner, frame, place)
            return dispatch.call(function, [winner, *args], keywords, frame, place)
    attributes = dict(given)
    shell = attributes.pop("__classcell__", None)
    if isinstance(shell, ClassValue) and shell.mro == [shell]:
        cls = shell  # `super()` in the methods of the body means this very class
        cls.name, cls.qualname = name, name if name != shell.name else shell.qualname
        cls.namespace = None
    else:
        cls = ClassValue(name, name, None, frame)
        frame.evaluation.owns(cls.assigned)
    cls.bases = real
    cls.metaclass = winner
    if "__eq__" in attributes:
        attributes.setdefault("__hash__", None)
    cls.assigned.update(attributes)
    finish_class(cls, keywords, frame, place)
    return cls


def is_protocol(cls: ClassValue) -> bool:
    """Whether a class is a protocol itself, rather than an implementation of one."""
    return any(base is typing.Protocol for base in cls.bases)
