"""Making classes, in the steps of CPython's `__build_class__` and `type.__new__`."""

from __future__ import annotations

import ast
import enum
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, enums, named_tuples
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.frames import qualified_name
from docgen.static.objects.hooks import run_hook
from docgen.static.objects.linearisation import linearise, real_bases, refuse_bases, refuse_layout
from docgen.static.objects.metaclasses import ORIGINAL, made_by, most_derived, stand_for_others, takes_part
from docgen.static.objects.metadata import refuse_name
from docgen.static.objects.name_telling import tell_names
from docgen.static.objects.slots import refuse_slots
from docgen.static.objects.type_aliases import Generic, parameters_of
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.frames import Frame


def build_class(node: ast.ClassDef, frame: Frame) -> Abstract:
    """Value of a class statement: a class, or the object that its metaclass returns instead.

    The body of a class that no metaclass reads is evaluated by name, when names are asked for.
    """
    place = SourceSpan(frame.module, node)
    cls = ClassValue(node.name, qualified_name(node.name, frame), node, frame)
    frame.evaluation.owns(cls.assigned)
    given, keywords = _header(node, frame, place)
    if any(base is typing.Generic for base in given):
        raise Raised(TypeError("Cannot inherit from plain Generic"), place)
    if sum(isinstance(base, Generic) and base.origin is typing.Generic for base in given) > 1:
        raise Raised(TypeError("Cannot inherit from Generic[...] multiple times."), place)
    if isinstance(keywords.get("metaclass"), int | float | str | bytes | list | tuple | dict | set):
        raise Raised(TypeError("the metaclass is not callable"), place)
    cls.parameters = parameters_of(given)
    cls.bases = real_bases(given, frame, place)
    if stand_for_others(given, cls.bases):
        cls.assigned[ORIGINAL] = tuple(given)
    metaclass = most_derived(keywords.pop("metaclass", None), cls.bases, place)
    cls.namespace = frame.evaluation.program.make_namespace(
        frame.module, cls.path, node.body, cls=cls, outer=frame
    )
    if takes_part(metaclass, frame):
        return made_by(metaclass, cls, keywords, given, frame, place)
    cls.metaclass = metaclass
    cls.namespace.eager = _runs_at_once(cls.namespace, node, frame)
    of_enum = any(map(_is_enum_base, cls.bases))
    if of_enum:
        refuse_bases(cls.bases, place)
        enums.refuse_members(cls, frame, place)
    if frame.evaluation.program.runs_imports:
        cls.mro = (
            [cls, *linearise(cls.bases, place)] if of_enum else cls.mro
        )  # which gives the values of `auto()`
        _run_eager(cls, frame)
    elif not of_enum:  # whose members can refer to each other once the class exists
        _run_eager(cls, frame)
    finish_class(cls, keywords, frame, place)
    _run_eager(cls, frame)
    return cls


def _run_eager(cls: ClassValue, frame: Frame) -> None:
    if cls.namespace is not None and cls.namespace.eager:
        for index in range(len(cls.namespace.body)):
            cls.namespace.run(index, frame.evaluation)


def _is_enum_base(base: Abstract) -> bool:
    return is_enum(base) or (isinstance(base, type) and issubclass(base, enum.Enum))


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
            dispatch.refuse_havocked(value, frame, safe=True)
            keywords.update(value)
        else:
            raise Unsupported("** of no dictionary in a class statement is not evaluated", place)
    return bases, keywords


def _runs_at_once(body: Namespace, node: ast.ClassDef, frame: Frame) -> bool:
    """Tell whether a class body runs with its statement, as it may change outside objects or depend on changes."""
    if body.eager or frame.namespace is None or frame.namespace.body[frame.position] is not node:
        return True  # names that a loop or a branch around it has bound by now may be gone later
    body.eager = frame.namespace.eager or (
        frame.namespace.cls is None and frame.namespace.mutations.leans_on_changes(frame.position)
    )
    return body.eager


def finish_class(
    cls: ClassValue, keywords: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> None:
    """Do what `type.__new__` does once bases, metaclass and attributes are known.

    Raises:
        Raised: the class cannot be made, or a hook raises.
    """
    refuse_bases(cls.bases, place)
    named_tuple = any(base is named_tuples.NAMED_TUPLE for base in cls.bases)
    if named_tuple:
        named_tuples.refuse_definitions(cls, place)
        cls.bases = [tuple, *(base for base in cls.bases if base is not named_tuples.NAMED_TUPLE)]
    refuse_layout(cls.bases, frame, place)
    cls.mro = [cls, *linearise([*cls.bases] or [object], place)]
    cls.bases = cls.bases or [object]
    _take_order(cls, frame, place)
    cls.keywords = keywords
    refuse_slots(cls, frame, place)
    _take_qualified_name(cls, frame)
    for ancestor in cls.mro[1:]:
        if isinstance(ancestor, ClassValue) and ancestor.fields is not None:
            cls.fields = ancestor.fields
            break
    if named_tuple:
        named_tuples.from_annotations(cls, frame, place)
    if is_enum(cls):
        enums.define(cls, frame, place)
        keywords = {name: value for name, value in keywords.items() if name != "boundary"}
    cls.given = tuple(cls.assigned)
    if cls.namespace is None and "__eq__" in cls.given:
        cls.assigned.setdefault("__hash__", None)
    dispatch.take_fields(cls, frame)
    tell_names(cls, frame, place)
    run_hook(cls, keywords, frame, place)
    cls.hooked = tuple(cls.assigned)


def _take_order(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Take the order in which the bases are searched from a metaclass's `mro`, if it defines one.

    Raises:
        Unsupported: it gives anything but the class and classes that its bases derive from.
    """
    if not isinstance(cls.metaclass, ClassValue) or not cls.metaclass.mentions("mro"):
        return
    order = dispatch.call_method(cls, "mro", [], frame, place)
    if order is ABSENT:
        return
    given = list(dispatch.items(order, frame, place))
    known = all(isinstance(ancestor, ClassValue | type) for ancestor in given)
    if not known or given[:1] != [cls] or any(a is not object for a in given if isinstance(a, type)):
        raise Unsupported("such an order of a class's ancestors is not modelled", place)
    cls.mro = given


def _take_qualified_name(cls: ClassValue, frame: Frame) -> None:
    """Take `__qualname__` out of a body, because it names the class and is no attribute."""
    given = cls.assigned.pop("__qualname__", ABSENT)
    if given is ABSENT and cls.namespace is not None and "__qualname__" in cls.namespace.binders:
        given = cls.namespace.lookup("__qualname__", frame.evaluation)
    if isinstance(given, str):
        cls.qualname = given


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
    dispatch.refuse_havocked(given, frame, safe=True)
    if any(isinstance(part, Unknown) for part in (*args, *(bases if isinstance(bases, tuple) else ()))):
        raise Unsupported("a class is made of what is not known", place)
    if not isinstance(name, str) or not isinstance(bases, tuple) or not isinstance(given, dict):
        raise Raised(TypeError("type.__new__() arguments must be a name, a tuple and a dict"), place)
    if not all(isinstance(key, str) for key in given):
        raise Unsupported("a class with names that are no texts is not evaluated", place)
    refuse_name(name, place)
    real = real_bases(list(bases), frame, place)
    if stand_for_others(list(bases), real):
        raise Raised(TypeError("type() does not support MRO entry resolution"), place)
    winner = most_derived(metaclass, real, place)
    if winner is not metaclass and isinstance(winner, ClassValue):
        maker, owner, _ = lookup_in_class(winner, "__new__", frame)
        if isinstance(owner, ClassValue):
            function = maker if isinstance(maker, FunctionValue) else bind(maker, None, winner, frame, place)
            return dispatch.call(function, [winner, *args], keywords, frame, place)
    attributes = dict(given)
    shell = attributes.pop("__classcell__", None)
    if isinstance(shell, ClassValue) and shell.mro == [shell]:
        cls = shell  # `super()` in the methods of the body refers to this very class
        cls.name, cls.qualname = name, name if name != shell.name else shell.qualname
        cls.namespace = None
    else:
        cls = ClassValue(name, name, None, frame)
        frame.evaluation.owns(cls.assigned)
    cls.bases = real
    cls.metaclass = winner
    cls.assigned.update(attributes)
    finish_class(cls, keywords, frame, place)
    return cls
