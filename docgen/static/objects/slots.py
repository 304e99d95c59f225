"""`__slots__`: the attributes that the objects of a class can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import ancestry
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.mangling import mangled_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan

_SLOTS = "__slots__"
ROOM = frozenset({"__dict__", "__weakref__"})
"""Slots that stand for no attribute: they give objects a dictionary, and let weak references to them be made."""
HEAP_TYPE = 1 << 9
"""`Py_TPFLAGS_HEAPTYPE`: a class that was made by a class statement."""


def slots_of(cls: ClassValue, frame: Frame) -> frozenset[str] | None:
    """The names in the `__slots__` of a class's own body, mangled; None if it has none.

    Raises:
        Indefinite: they are not known.
    """
    made = cls.node is None or cls.fields is not None  # else slots assigned later have no effect
    declared: Abstract = cls.assigned.get(_SLOTS, ABSENT) if made else ABSENT
    if cls.namespace is not None and _SLOTS in cls.namespace.binders:
        declared = cls.namespace.lookup(_SLOTS, frame.evaluation)
    if declared is ABSENT:
        return None
    names = [declared] if isinstance(declared, str) else declared
    if not isinstance(names, list | tuple | dict | set | frozenset) or not all(
        isinstance(name, str) for name in names
    ):
        raise Indefinite(Unknown(f"the slots of {cls.name} are not known", cls.place))
    return frozenset(mangled_in(cls.name, name) for name in names)


def refuse_slots(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Refuse slots that `type.__new__` refuses.

    Raises:
        Raised: ValueError or TypeError.
        Indefinite: a base outside the tree may give the objects what a slot would give them.
    """
    slots = cls.assigned.get(_SLOTS, ABSENT)
    if slots is ABSENT and cls.namespace is not None and _SLOTS in cls.namespace.binders:
        slots = cls.namespace.lookup(_SLOTS, frame.evaluation)
    names = (slots,) if isinstance(slots, str) else slots
    if isinstance(names, int | float | None):
        raise Raised(TypeError(f"{type(names).__name__!r} object is not iterable"), place)
    if not isinstance(names, tuple | list | dict | set | frozenset):
        return
    if names and any(base in (int, tuple, bytes) for base in cls.mro):
        raise Raised(TypeError("nonempty __slots__ are not supported for such a subtype"), place)
    for name in names:
        if isinstance(name, Unknown):
            return
        if not isinstance(name, str) or not name.isidentifier():
            raise Raised(TypeError("__slots__ must be identifiers"), place)
        if name in ROOM and (
            [*names].count(name) > 1 or any(_brings(base, name, frame) for base in cls.bases)
        ):
            raise Raised(TypeError(f"{name} slot disallowed: we already got one"), place)
    for name in names:
        if cls.defines(name):
            raise Raised(ValueError(f"{name!r} in __slots__ conflicts with class variable"), place)


def _brings(base: Abstract, slot: str, frame: Frame) -> bool:
    """Tell whether a base gives its objects what a slot of this name stands for."""
    if isinstance(base, Unknown):
        raise Indefinite(base)
    if isinstance(base, type):
        return bool(base.__dictoffset__ if slot == "__dict__" else base.__weakrefoffset__)
    return isinstance(base, ClassValue) and (has_dict if slot == "__dict__" else is_weak)(base, frame)


def own_slots(cls: ClassValue, frame: Frame) -> frozenset[str]:
    """The slots of all classes of an ancestry that are in the tree and stand for attributes."""
    found = (slots_of(ancestor, frame) for ancestor in cls.mro if isinstance(ancestor, ClassValue))
    return frozenset[str]().union(*filter(None, found)) - ROOM


def is_slot(found: Abstract, name: str) -> bool:
    """Tell whether a class attribute is the slot of that name: one that was bound again has no room for a value."""
    return isinstance(found, Descriptor) and found.kind == "slot" and found.function == name


def has_dict(cls: ClassValue, frame: Frame) -> bool:
    """Tell whether an object of a class has a `__dict__`, so that any attribute can be set on it.

    Raises:
        Indefinite: a base outside the tree may bring one.
    """
    return _has_room(cls, "__dict__", lambda base: base.__dictoffset__, frame)


def _has_room(cls: ClassValue, slot: str, offset: Callable[[type], int], frame: Frame) -> bool:
    """Tell whether some class of the ancestry gives its objects what a slot of this name stands for.

    Args:
        cls: The class of the objects.
        slot: `__dict__` or `__weakref__`.
        offset: Gives the place of it in the objects of a builtin type; 0 where they have none.
        frame: Where slots are looked up.

    Raises:
        Indefinite: a base outside the tree may bring it.
    """
    for ancestor in cls.mro:
        if isinstance(ancestor, Unknown):
            raise Indefinite(ancestor)
        if isinstance(ancestor, type):
            if offset(ancestor):
                return True
        else:
            slots = slots_of(ancestor, frame)
            if slots is None or slot in slots:
                return True
    return False


def solid_base(cls: Abstract, frame: Frame) -> Abstract:
    """The ancestor of a class that determines the layout of its objects.

    That is a class with slots, a larger type written in C, or, above a type whose objects differ in size, the first
    class that gives them a dictionary. The rule is that of `solid_base` and `extra_ivars` in CPython's typeobject.c:
    exceptions that add nothing to the objects of their base can be mixed.

    Raises:
        Indefinite: a base outside the tree may determine it.
    """
    if isinstance(cls, Unknown):
        raise Indefinite(cls)
    if not isinstance(cls, ClassValue):
        larger = (
            a for a in ancestry(cls) if isinstance(a, type) and not a.__flags__ & HEAP_TYPE and _is_larger(a)
        )
        return next(larger, object)
    slots = slots_of(cls, frame)
    if (slots or frozenset()) - ROOM:
        return cls
    winner: Abstract = object
    for base in cls.bases:
        found = solid_base(base, frame)
        winner = found if derives(found, winner) else winner
    varies = isinstance(winner, type) and winner.__itemsize__ and not winner.__dictoffset__
    return cls if varies and (slots is None or "__dict__" in slots) else winner


def _is_larger(cls: type) -> bool:
    """Tell whether the objects of a type written in C differ in size from those of its base."""
    base = cls.__base__
    return base is None or (cls.__basicsize__, cls.__itemsize__) != (base.__basicsize__, base.__itemsize__)


def derives(below: Abstract, above: Abstract) -> bool:
    """Tell whether a class derives from another, or is the same."""
    return any(each is above for each in ancestry(below))


def is_weak(cls: ClassValue, frame: Frame) -> bool:
    """Tell whether weak references to an object of a class can be made.

    Raises:
        Indefinite: a base outside the tree may allow it.
    """
    if any(isinstance(base, type) and base.__itemsize__ for base in cls.mro):
        return False  # objects that differ in size have no room for it
    return _has_room(cls, "__weakref__", lambda base: base.__weakrefoffset__, frame)


def best_base(cls: ClassValue, frame: Frame) -> Abstract:
    """`__base__`: of several bases, the first of those whose objects have the largest layout; slots may enlarge it.

    Raises:
        Indefinite: a base outside the tree may be it.
    """
    if len(cls.bases) == 1:
        return cls.bases[0]
    solid = [solid_base(base, frame) for base in cls.bases]
    return next(b for b, own in zip(cls.bases, solid, strict=True) if all(derives(own, o) for o in solid))


def gives_room(cls: ClassValue, slot: str, frame: Frame) -> bool:
    """Tell whether a class itself gives its objects a `__dict__` or a `__weakref__`, by the rule of `type.__new__`.

    Raises:
        Indefinite: a base outside the tree may bring it.
    """
    slots = slots_of(cls, frame)
    best = best_base(cls, frame)
    others = (base for base in cls.bases if base is not best)
    wanted = slots is None or slot in slots or any(_brings(base, slot, frame) for base in others)
    varies = slot == "__weakref__" and any(isinstance(c, type) and c.__itemsize__ for c in ancestry(best))
    return wanted and not varies and not _brings(best, slot, frame)
