"""copy: of plain data, and of objects whose classes do not define how they are copied."""

from __future__ import annotations

import collections
import copy
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.engine.havoc import refuse_havocked
from docgen.static.engine.reach import give_away
from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_UNCHANGED = (int, float, complex, str, bytes, type(None), type, FunctionValue, ClassValue)
_COMPUTING = ("__getattr__", "__getattribute__")
_HOOKS = (
    *("__copy__", "__deepcopy__", "__getattr__", "__getattribute__", "__getnewargs__", "__getnewargs_ex__"),
    *("__getstate__", "__new__", "__reduce__", "__reduce_ex__", "__setstate__", "__slots__"),
)
"""Names by which a class takes part in copying its objects."""


def _copy(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    if isinstance(value, list | dict | set):
        refuse_havocked(value, frame, safe=True)
        return frame.evaluation.owns(copy.copy(value))
    if isinstance(value, (tuple, frozenset, *_UNCHANGED)) or _is_member(value):
        return value
    own = _by_hooks(value, "__copy__", [], frame, place, lambda part: part)
    return _instance(value, frame, place, lambda part: part, {}) if own is ABSENT else own


def _deep_copy(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    made: dict[int, Abstract] = {}
    memo = Unknown("what deepcopy() keeps is not modelled", place)

    def copied(value: Abstract) -> Abstract:
        frame.evaluation.step(place)
        if id(value) in made:
            return made[id(value)]
        if isinstance(value, _UNCHANGED) or _is_member(value):
            return value
        refuse_havocked(value, frame, safe=True)
        if isinstance(value, list):
            result = made[id(value)] = frame.evaluation.owns([])
            result.extend(copied(part) for part in value)
            return result
        if isinstance(value, dict):
            result = made[id(value)] = frame.evaluation.owns(_empty(value))
            result.update((copied(key), copied(part)) for key, part in value.items())
            return result
        if isinstance(value, set | frozenset) and all(isinstance(part, _UNCHANGED) for part in value):
            return frame.evaluation.owns(copy.copy(value))
        if isinstance(value, tuple):
            parts = [copied(part) for part in value]
            same = all(new is old for new, old in zip(parts, value, strict=True))
            return value if same else tuple(parts)
        own = _by_hooks(value, "__deepcopy__", [memo], frame, place, copied)
        if own is not ABSENT:
            made[id(value)] = own
            return own
        return _instance(value, frame, place, copied, made)

    return copied(args[0])


def _empty(table: dict[Abstract, Abstract]) -> dict[Abstract, Abstract]:
    """A dictionary of the kind of another one."""
    if isinstance(table, Defaulting):
        return Defaulting(table.factory)
    return collections.OrderedDict() if isinstance(table, collections.OrderedDict) else {}


def _is_member(value: Abstract) -> bool:
    return isinstance(value, Instance) and is_enum(value.cls)


def _by_hooks(
    value: Abstract,
    hook: str,
    args: Args,
    frame: Frame,
    place: SourceSpan,
    copied: Callable[[Abstract], Abstract],
) -> Abstract:
    """The copy that an object's class makes, by its own method or as `__reduce__` says; ABSENT if neither."""
    if not isinstance(value, Instance) or any(map(value.cls.mentions, _COMPUTING)):
        return ABSENT
    own = _by_method(value, hook, args, frame, place)
    if own is not ABSENT or value.cls.mentions(hook) or value.cls.mentions("__reduce_ex__"):
        return own
    match _by_method(value, "__reduce__", [], frame, place):
        case (maker, tuple(given)):
            return dispatch.call(maker, [*map(copied, given)], {}, frame, place)
        case found if found is not ABSENT:
            raise Unsupported("such a result of __reduce__ is not modelled", place, lost=True)
    return ABSENT


def _by_method(value: Instance, name: str, args: Args, frame: Frame, place: SourceSpan) -> Abstract:
    """The result of a plain method of the tree; ABSENT if there is none of the name."""
    found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
    if name in value.attributes or not isinstance(found, FunctionValue):
        return ABSENT
    return dispatch.call(found, [value, *args], {}, frame, place)


def _instance(
    value: Abstract,
    frame: Frame,
    place: SourceSpan,
    copied: Callable[[Abstract], Abstract],
    made_of: dict[int, Abstract],
) -> Abstract:
    """A copy of an object, which is noted in `made_of` before its attributes are copied: they may lead back to it.

    Raises:
        Indefinite: it is unknown, or its data is not modelled.
        Unsupported: its class takes part in the copying, and may raise.
    """
    if isinstance(value, Unknown):
        raise Indefinite(value)
    unknown = Unknown("a copy of this is not modelled", place)
    if isinstance(value, ModuleValue) or not isinstance(value, Instance):
        raise Indefinite(unknown)
    plain = value.payload is ABSENT and all(isinstance(c, ClassValue) or c is object for c in value.cls.mro)
    if not plain or any(dispatch.lookup_in_class(value.cls, name, frame)[0] is not ABSENT for name in _HOOKS):
        give_away((value,), (), unknown, frame)
        raise Unsupported(unknown.reason, place, lost=not plain or value.cls.outside_base() is None)
    refuse_havocked(value.attributes, frame, safe=True)
    made = made_of[id(value)] = Instance(value.cls, value.operators)
    frame.evaluation.owns(made.attributes)
    made.attributes.update((name, copied(part)) for name, part in value.attributes.items())
    return made


FUNCTIONS: dict[str, Model] = {
    "copy.copy": Model(_copy, "x", 1),
    "copy.deepcopy": Model(_deep_copy, "x", 1),
}
TYPES: dict[str, Abstract] = {}
