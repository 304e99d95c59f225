"""`isinstance` and `issubclass`, which answer no only with proof that nothing answers yes."""

from __future__ import annotations

import collections.abc
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.runtime_protocols import has_members, is_protocol, refuse_unchecked
from docgen.static.objects.special_methods import special_method
from docgen.static.objects.type_aliases import Generic, Union, class_behind
from docgen.static.objects.type_values import EVERY, ClassValue
from docgen.static.objects.types import ancestry, class_of, metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import is_abc, is_registered, may_be_registered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.objects.frames import Frame

_STRUCTURAL: dict[object, tuple[str, ...]] = {
    collections.abc.AsyncGenerator: ("__aiter__", "__anext__", "asend", "athrow", "aclose"),
    collections.abc.AsyncIterable: ("__aiter__",),
    collections.abc.AsyncIterator: ("__anext__", "__aiter__"),
    collections.abc.Awaitable: ("__await__",),
    collections.abc.Callable: ("__call__",),
    collections.abc.Collection: ("__len__", "__iter__", "__contains__"),
    collections.abc.Container: ("__contains__",),
    collections.abc.Coroutine: ("__await__", "send", "throw", "close"),
    collections.abc.Generator: ("__iter__", "__next__", "send", "throw", "close"),
    collections.abc.Hashable: ("__hash__",),
    collections.abc.Iterable: ("__iter__",),
    collections.abc.Iterator: ("__iter__", "__next__"),
    collections.abc.Reversible: ("__reversed__", "__iter__"),
    collections.abc.Sized: ("__len__",),
}
"""Abstract classes that ask for methods rather than for a base (documentation of `collections.abc`)."""

_PLAIN = frozenset(
    {bool, bytearray, bytes, complex, dict, float, frozenset, int, list, set, str, tuple, type(None)}
)
"""Classes whose objects cannot be called, as Python's own functions and classes can be."""

_OPTION = 16
"""Cost of one candidate of many."""


def is_instance(value: Abstract, candidates: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`isinstance(value, candidates)`; unknown where nothing proves or disproves it."""
    if isinstance(value, Unknown) and not known_types.is_typed(value):
        return value.derived(place, key=("isinstance", value.key, _identity(candidates)), kind=bool)
    return _any_of(
        candidates, lambda candidate: _is_instance_of(value, candidate, frame, place), frame, place
    )


def is_subclass(cls: Abstract, candidates: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`issubclass(cls, candidates)`; unknown where nothing proves or disproves it."""
    if isinstance(cls, Generic):
        raise Indefinite(Unknown("issubclass() of such a type differs between versions of Python", place))
    if not isinstance(cls, type | ClassValue | Unknown):
        raise Raised(TypeError("issubclass() arg 1 must be a class"), place)
    return _any_of(candidates, lambda candidate: _is_subclass_of(cls, candidate, frame, place), frame, place)


def _any_of(
    candidates: Abstract, holds: Callable[[Abstract], Abstract], frame: Frame, place: SourceSpan
) -> Abstract:
    undecided: Abstract = False
    for candidate in _options(candidates, place):
        frame.evaluation.spend(_OPTION, place)
        try:
            answer = holds(candidate)
        except Indefinite as signal:
            failures.refuse_lost(signal.value, place)
            answer = failures.outcome(signal.value, frame.evaluation, place)
        except Raised:
            if undecided is False:
                raise
            return undecided
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            undecided = answer
    return undecided


def _options(candidates: Abstract, place: SourceSpan) -> Iterator[Abstract]:
    """The candidates one by one.

    Raises:
        Raised: TypeError for a candidate that is no class.
    """
    if isinstance(candidates, tuple):
        for candidate in candidates:
            yield from _options(candidate, place)
        return
    if isinstance(candidates, Unknown):
        candidates = class_behind(candidates)
    if isinstance(candidates, Union):
        for option in candidates.options:
            yield from _options(type(None) if option is None else option, place)
        return
    if not isinstance(candidates, type | ClassValue | Unknown | Instance):
        if isinstance(candidates, Native):
            raise Indefinite(Unknown("what is asked for is not known to be a class", place))
        what = "a parameterized generic" if isinstance(candidates, Generic) else "this object"
        raise Raised(TypeError(f"argument 2 cannot be {what}"), place)
    yield candidates


def _identity(candidates: Abstract) -> object:
    """Key that identifies candidates: of a tuple its elements, each once, however often they occur."""
    if not isinstance(candidates, tuple):
        return candidates.key if isinstance(candidates, Unknown) else id(candidates)
    found: dict[object, None] = {}
    seen: set[int] = set()
    pending = [candidates]
    while pending:
        for each in pending.pop():
            if not isinstance(each, tuple):
                found[_identity(each)] = None
            elif id(each) not in seen:
                seen.add(id(each))
                pending.append(each)
    return tuple(found)


def _is_instance_of(value: Abstract, candidate: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    cls = class_of(value)
    if candidate is typing.Any:
        raise Raised(TypeError("typing.Any cannot be used with isinstance()"), place)
    if cls is candidate or (candidate is type and isinstance(value, ClassValue)):
        return True
    asked = _asked_of_metaclass(cls, candidate, "__instancecheck__", value, frame, place)
    if asked is not ABSENT:
        return asked
    if isinstance(value, Native) and isinstance(candidate, type) and candidate in _PLAIN:
        return False
    if isinstance(value, Instance):
        claimed, _, _ = dispatch.lookup_in_class(value.cls, "__class__", frame)
        if claimed is not ABSENT:
            return Unknown("an object that says what its class is is not modelled", place)
    if isinstance(candidate, ClassValue) and is_protocol(candidate):
        refuse_unchecked(candidate, frame, place)
        if has_members(value, candidate, frame, place):
            return True
    return derives(cls, candidate, frame, place, of_object=True)


def _is_subclass_of(cls: Abstract, candidate: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    asked = _asked_of_metaclass(cls, candidate, "__subclasscheck__", cls, frame, place)
    if asked is not ABSENT:
        return asked
    if isinstance(cls, Unknown) and candidate is object:  # if it is a class at all
        return cls.derived(place, key=("issubclass", cls.key, id(object)), kind=bool)
    return derives(cls, candidate, frame, place)


def _asked_of_metaclass(
    cls: Abstract, candidate: Abstract, hook: str, subject: Abstract, frame: Frame, place: SourceSpan
) -> Abstract:
    """The answer of the candidate's own metaclass; ABSENT if it has none, or if only an outside one could have."""
    metaclass = metaclass_of(candidate) if isinstance(candidate, ClassValue) else None
    if isinstance(metaclass, Unknown) and not any(base is candidate for base in ancestry(cls)):
        return metaclass.derived(place)
    if isinstance(metaclass, ClassValue) or isinstance(candidate, Instance):
        method = special_method(candidate, hook, frame, place)
        if method is not ABSENT:
            return dispatch.truth(dispatch.call(method, [subject], {}, frame, place), frame)
        if isinstance(candidate, Instance):
            raise Raised(TypeError("argument 2 must be a class"), place)
    return ABSENT


def derives(
    cls: Abstract, candidate: Abstract, frame: Frame, place: SourceSpan, *, of_object: bool = False
) -> Abstract:
    """The answer of `type` and of `ABCMeta`: by the order of the class, by methods, by registration."""
    if candidate is typing.Any and cls is not candidate:
        return Unknown("issubclass() of typing.Any differs between versions of Python", place)
    if isinstance(candidate, Unknown) or isinstance(cls, Unknown):
        return _unknown_derives(cls, candidate, place)
    if isinstance(candidate, ClassValue) and is_abc(candidate):
        hook, owner, _ = dispatch.lookup_in_class(candidate, "__subclasshook__", frame)
        if isinstance(owner, ClassValue):
            answer = dispatch.call(
                dispatch.bind(hook, None, candidate, frame, place), [cls], {}, frame, place
            )
            if answer is not NotImplemented:
                return answer
        elif not of_object and is_protocol(candidate) and _fits(cls, candidate, frame, place):
            return True
    asked = _STRUCTURAL.get(candidate) if isinstance(candidate, type) else None
    if asked and isinstance(cls, ClassValue) and all(_has_method(cls, name, frame) for name in asked):
        return True
    bases = ancestry(cls)
    if any(base is candidate for base in bases) or is_registered(bases, candidate):
        return True
    if (
        isinstance(candidate, type)
        and (answer := _derives_from_builtin(cls, bases, candidate, place)) is not False
    ):
        return answer
    for base in bases:
        if isinstance(base, ClassValue) and (unclear := base.unclear.get(EVERY)) is not None:
            return unclear.derived(place)
    if isinstance(candidate, ClassValue) and is_abc(candidate):
        return may_be_registered(candidate, frame, place)
    return False


def _derives_from_builtin(
    cls: Abstract, bases: list[Abstract], candidate: type, place: SourceSpan
) -> Abstract:
    """The answer of a builtin candidate, by its own machinery for the builtin bases."""
    if isinstance(cls, type):
        return issubclass(cls, candidate)
    known = [base for base in bases if isinstance(base, type) and base is not object]
    if candidate is not collections.abc.Hashable and any(issubclass(base, candidate) for base in known):
        return True  # the methods determine if there is a hash
    outside = next((base for base in bases if isinstance(base, Unknown)), None)
    return False if outside is None else outside.derived(place)


def _unknown_derives(cls: Abstract, candidate: Abstract, place: SourceSpan) -> Abstract:
    """Answer for an unknown class or candidate."""
    if candidate is object:
        return True
    if isinstance(candidate, Unknown):
        if any(isinstance(base, Unknown) and base.key == candidate.key for base in ancestry(cls)):
            return True
        return candidate.derived(place, key=("issubclass", _identity(cls), candidate.key), kind=bool)
    return cls.derived(place, key=("issubclass", cls.key, _identity(candidate)), kind=bool)


def _fits(cls: Abstract, candidate: ClassValue, frame: Frame, place: SourceSpan) -> bool:
    refuse_unchecked(candidate, frame, place)
    return has_members(cls, candidate, frame, place, of_class=True)


def _has_method(cls: ClassValue, name: str, frame: Frame) -> bool:
    """Tell whether a class has a method that is not None.

    Raises:
        Indefinite: a base outside the tree may define it.
    """
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(found, Unknown) and owner is None:
        raise Indefinite(found)
    if isinstance(owner, type):
        return vars(owner)[name] is not None
    return found is not None if found is not ABSENT else name in vars(object)
