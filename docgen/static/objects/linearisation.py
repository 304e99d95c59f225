"""The bases of a class: their meaning, their compatibility, and the order that results."""

from __future__ import annotations

import itertools
import typing
from collections import Counter
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.named_tuples import NAMED_TUPLE
from docgen.static.objects.slots import derives, solid_base
from docgen.static.objects.type_aliases import Generic, class_behind, is_annotated, runtime_origin
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import ancestry
from docgen.static.objects.values import Abstract, Instance, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable

    from docgen.static.objects.frames import Frame

_NO_BASES = (FunctionValue, ModuleValue, str, int, float, complex, bytes, list, dict, set, type(None))
"""Values of which no class can be derived."""
_TYPING = ("typing.", "typing_extensions.")
_BASE_TYPE = 1 << 10
"""The flag of a builtin type that classes can be derived from (`Py_TPFLAGS_BASETYPE`)."""


LONGEST_ORDER = 500
"""Most ancestors of a class: making a chain of classes takes time by the square of its length, in CPython as well."""

WIDEST = 500
"""Most bases of a class: each is compared with all others."""


def real_bases(given: list[Abstract], frame: Frame, place: SourceSpan | None) -> list[Abstract]:
    """The bases after `__mro_entries__` (PEP 560); `refuse_bases` refuses what can be none.

    Raises:
        Raised: `__mro_entries__` raises.
        Unsupported: there are too many, or one of them is lost.
    """
    if len(given) > WIDEST:
        raise Unsupported(f"a class has more than {WIDEST} bases", place)
    found: list[Abstract] = []
    for position, base in enumerate(given):
        match base:
            case Generic():
                if base.origin is not typing.Generic or not any(map(_is_generic, given[position + 1 :])):
                    found.append(_of_alias(base, place))
                if _brings_generic(base.origin, given[position + 1 :]):
                    found.append(typing.Generic)
            case Instance():
                entries = dispatch.call_method(base, "__mro_entries__", [tuple(given)], frame, place)
                if not isinstance(entries, tuple):
                    raise Unsupported("the base of the class is no class that is known", place)
                found += entries
            case _ if isinstance(base, _NO_BASES):
                found.append(base)
            case Unknown() if (stands_for := class_behind(base)) is not base:
                found.append(stands_for)
                if _brings_generic(base, given[position + 1 :]):
                    found.append(typing.Generic)
            case type() | ClassValue() | Unknown():
                if isinstance(base, Unknown) and base.path is None:  # it may be no class
                    if not base.is_base:
                        failures.refuse_changed(base, frame.evaluation, place)
                    failures.fork(base, frame.evaluation, place)
                found.append(base)
            case _:
                if base is not NAMED_TUPLE:
                    raise Unsupported("the base of the class is no class that is known", place)
                found.append(base)
    return found


def refuse_bases(bases: list[Abstract], place: SourceSpan | None) -> None:
    """Refuse what `type.__new__` refuses, once the body has run.

    Raises:
        Raised: TypeError for what can be no base.
    """
    for index, base in enumerate(bases):
        if isinstance(base, _NO_BASES):
            raise Raised(TypeError("a base of the class is no class"), place)
        if isinstance(base, type) and not base.__flags__ & _BASE_TYPE:
            raise Raised(TypeError(f"type {base.__name__!r} is not an acceptable base type"), place)
        if any(_same(base, other) for other in bases[:index]):
            raise Raised(TypeError("duplicate base class"), place)


def _of_alias(alias: Generic, place: SourceSpan | None) -> Abstract:
    """The base that a subscripted type stands for.

    Raises:
        Unsupported: it stands for no base.
    """
    if is_annotated(alias):
        return alias.args[0]
    origin = runtime_origin(alias)
    if isinstance(origin, Unknown) and origin.path is not None and origin.path.startswith(_TYPING):
        raise Unsupported("the base of the class is no class that is known", place)
    return origin


def _brings_generic(origin: Abstract, rest: list[Abstract]) -> bool:
    """Tell whether a name of `typing` as a base makes the class generic, because no base after it does."""
    return (
        isinstance(origin, Unknown) and class_behind(origin) is not origin and not any(map(_is_generic, rest))
    )


def _is_generic(base: Abstract) -> bool:
    """Tell whether a base brings `typing.Generic` with it, so that `Generic[T]` before it stands for nothing."""
    return isinstance(base, Generic | Unknown) or (
        isinstance(base, ClassValue) and base.derives_from(typing.Generic)
    )


def refuse_layout(bases: list[Abstract], frame: Frame, place: SourceSpan | None) -> None:
    """Refuse bases whose objects have layouts that cannot be mixed: builtin types, and classes with slots.

    Raises:
        Raised: TypeError.
    """
    built: list[type] = []
    for each in (ancestor for base in bases if base is not NAMED_TUPLE for ancestor in ancestry(base)):
        if type(each) is type and each is not object and not any(issubclass(b, each) for b in built):
            built.append(each)
    try:
        type("mixed", tuple(built), {})
    except TypeError as error:
        if "lay-out" in str(error) or "layout" in str(error):
            raise Raised(error, place) from None
    if len(bases) > 1 and not any(isinstance(each, Unknown) for base in bases for each in ancestry(base)):
        solid = [solid_base(base, frame) for base in bases]
        if any(not derives(a, b) and not derives(b, a) for a, b in itertools.combinations(solid, 2)):
            raise Raised(TypeError("multiple bases have instance layout conflict"), place)


def linearise(bases: list[Abstract], place: SourceSpan | None) -> list[Abstract]:
    """The C3 linearisation of the bases' orders (Barrett et al., OOPSLA 1996), with unknown bases in their places.

    Raises:
        Raised: TypeError if there is none.
        Unsupported: it is too long.
    """
    if max((len(ancestry(base)) for base in bases), default=0) > LONGEST_ORDER:
        raise Unsupported(f"more than {LONGEST_ORDER} classes stand one below the other", place)
    if len(bases) == 1:
        return [*ancestry(bases[0])]
    sequences = [[*ancestry(base)] for base in bases] + [[*bases]]
    names = [[*map(_identity, sequence)] for sequence in sequences]
    behind = Counter(name for sequence in names for name in sequence[1:])
    reached = [0] * len(sequences)
    order: list[Abstract] = []
    while heads := [(names[at][reached[at]], at) for at in range(len(names)) if reached[at] < len(names[at])]:
        chosen = next(((name, at) for name, at in heads if not behind[name]), None)
        if chosen is None:
            raise Raised(TypeError("cannot create a consistent method resolution order"), place)
        name, at = chosen
        order.append(sequences[at][reached[at]])
        for other, passed in heads:
            if other == name:
                reached[passed] += 1
                if reached[passed] < len(names[passed]):
                    behind[names[passed][reached[passed]]] -= 1
    return order


def _identity(value: Abstract) -> Hashable:
    """Return what tells a class from others: of an unknown one, its key."""
    return ("unknown", value.key) if isinstance(value, Unknown) else id(value)


def _same(left: Abstract, right: Abstract) -> bool:
    if isinstance(left, Unknown) and isinstance(right, Unknown):
        return left.key == right.key
    return left is right
