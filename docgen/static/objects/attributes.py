"""Attribute access, by the rules of the kind of value that has the attribute."""

from __future__ import annotations

import enum
import types
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docgen.static.objects import cells, dispatch, failures, kind_attributes, module_names, outside_state
from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.attribute_changes import described
from docgen.static.objects.builtin_attributes import of_builtin_type, of_plain, there
from docgen.static.objects.callables import (
    Descriptor,
    is_constant,
)
from docgen.static.objects.class_attributes import of_class
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.instance_attributes import of_instance
from docgen.static.objects.library_bases import library_base
from docgen.static.objects.signature_values import ParameterValue, SignatureValue
from docgen.static.objects.slots import ROOM, slots_of
from docgen.static.objects.submodules import is_imported_above, unless_imported
from docgen.static.objects.super_objects import of_super
from docgen.static.objects.type_values import EVERY, ClassValue
from docgen.static.objects.types import class_of
from docgen.static.objects.values import (
    ABSENT,
    Abstract,
    Instance,
    ModuleValue,
    SourceSpan,
    Super,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.records import Record
    from docgen.static.objects.frames import Frame

_KNOWN_BASES = (
    *(str, int, float, complex, bytes, tuple, list, dict, set, frozenset),
    *(BaseException, enum.Enum, type),
)
"""Builtin types whose methods are modelled, for objects of classes that derive from them."""
_HOOKS = frozenset({"__init_subclass__"})
"""Names that are looked for in all ancestors of every new class, and which no body has without binding them."""
_CLASS_METHODS = frozenset({"classmethod", "classmethod_descriptor"})
"""Types of the methods that make an object of the class that they are called on."""


_Found: TypeAlias = "tuple[Abstract, ClassValue | type | None, int]"


class _Kept(NamedTuple):
    """An attribute that was found in a class, or that it lacks."""

    mro: list[Abstract]
    """The classes that were searched, of which the first is kept alive, and so its identity."""
    used: int
    """Number of modules that may have changed them."""
    record: Record
    """Dependencies of the result."""
    found: _Found
    """The result."""


def get_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.name`.

    Raises:
        Raised: AttributeError.
    """
    found = find_attribute(value, name, frame, place)
    if found is ABSENT:
        message = f"{described(value)} has no attribute {name!r}"
        raise Raised(AttributeError(message, name=name, obj=value), place)
    if may_be_absent(found):
        failures.fork(found, frame.evaluation, place, found.key)
    return found


def find_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.name`, or ABSENT."""
    match value:
        case ClassValue():
            return of_class(value, name, frame, place)
        case Instance():
            return of_instance(value, name, frame, place)
        case ModuleValue():
            return _of_module(value, name, frame, place)
        case module_names.ModuleNames() if (method := module_names.attribute(value, name)) is not None:
            return method
        case cells.Cell():
            return cells.get_contents(value, name, place)
        case Unknown():
            return outside_state.attribute(value, name, frame, place)
        case Super():
            return of_super(value, name, frame, place)
        case SignatureValue() | ParameterValue() if name != "__class__":
            return value.attribute(name, place)
        case type():
            return of_builtin_type(value, name)
    if name == "__class__":
        return class_of(value)
    reader = kind_attributes.reader_of(value)
    return of_plain(value, name) if reader is None else reader(value, name, frame, place)


def _of_module(value: ModuleValue, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if name == "__dict__":
        return module_names.ModuleNames(value, place)
    program = frame.evaluation.program
    current = frame.evaluation.world.modules.get(value.namespace.path, value.namespace)
    if program.runs_imports and current is not value.namespace:
        return Unknown("a module that was imported again is not modelled", place, holds=(value,), lost=True)
    found = program.module_attribute(value.namespace.path, name, frame.evaluation)
    below = f"{value.namespace.path}.{name}"
    if found is ABSENT and program.runs_imports and frame.is_configured and program.tree.exists(below):
        return program.module_value(below)  # the configuration names modules by their paths
    if found is ABSENT and name == "__class__":
        return types.ModuleType
    if found is ABSENT and there(types.ModuleType, name, place) is not ABSENT:
        return Unknown(f"{name} of a module is not modelled", place, holds=(value,))
    if (
        place is not None
        and failures.may_be_handled(frame.evaluation, may_import=False)
        and not _is_configured(frame)
    ):
        unsure = unless_imported(value, name, found, place, frame.evaluation)
        return found if unsure is None or is_imported_above(below, place) else unsure
    return found


def _is_configured(frame: Frame) -> bool:
    """Tell whether a frame is of the configuration, which names modules by their paths, or of a function in it."""
    around: Frame | None = frame
    while around is not None and not around.is_configured:
        around = around.parent
    return around is not None


def lookup_in_class(cls: ClassValue, name: str, frame: Frame, start: int = 0) -> _Found:
    """Find `name` along the method resolution order; found once on a path on which nothing is changed.

    Returns:
        The value as the class body left it, the class that has it, and that class's position in the order. The value
        is ABSENT if no class has it, and unknown if a base outside the tree stands before the first that has. A method
        of such a base that is modelled comes without a class.
    """
    evaluation, program = frame.evaluation, frame.evaluation.program
    if program.runs_imports or evaluation.running or evaluation.written or evaluation.havocked:
        return _searched(cls, name, frame, start)
    key = id(cls), name, start, evaluation.subject is cls, id(program.tree.reads.current)
    kept: _Kept | None = evaluation.found.get(key)
    if kept and kept.mro is cls.mro and kept.used == program.abroad.used and _is_unchanged(cls):
        evaluation.record.absorb(kept.record)
        return kept.found
    found, record = evaluation.recorded(lambda: _searched(cls, name, frame, start))
    if program.abroad.used is not None:
        evaluation.found[key] = _Kept(cls.mro, program.abroad.used, record, found)
    return found


def _is_unchanged(cls: ClassValue) -> bool:
    """Tell whether nothing but its body and those of its bases says what a class has."""
    return not any([c.assigned or c.unclear for c in cls.mro if c.__class__ is ClassValue])  # noqa: C419 - faster


def _searched(cls: ClassValue, name: str, frame: Frame, start: int) -> _Found:
    evaluation = frame.evaluation
    runs_imports = evaluation.program.runs_imports  # a module that changes a class has run then
    for position in range(start, len(cls.mro)):
        ancestor = cls.mro[position]
        if isinstance(ancestor, ClassValue):
            if id(ancestor.assigned) in evaluation.havocked:
                lost = evaluation.havocked[id(ancestor.assigned)][1]
                return lost.derived(lost.place, key=("inherited", cls.path, name)), None, position
            changed, in_place = (
                (None, False) if runs_imports else _changed_abroad(cls, ancestor, name, evaluation)
            )
            if changed is not None and not in_place:
                return changed, None, position
            if ancestor.unclear and (cause := ancestor.unclear.get(name) or ancestor.unclear.get(EVERY)):
                return cause.derived(cause.place, key=("unclear", ancestor, name)), None, position
            if ancestor.assigned:
                found = ancestor.assigned.get(name, ABSENT)
                if found is not ABSENT:
                    return _unless_changed(found, changed), ancestor, position
                if name in ancestor.assigned:
                    continue  # deleted
            found = _in_body(ancestor, name, frame)
            if found is not ABSENT:
                found = _unless_changed(found, changed)
                if evaluation.subject is cls:
                    evaluation.consulted.append((position, ancestor, name))
                return found, ancestor, position
        elif isinstance(ancestor, Unknown):
            library = library_base(ancestor)
            if library is not None and library.lacks(name):
                continue
            if (
                library is not None
                and (method := dispatch.library_object(f"{ancestor.path}.{name}")) is not ABSENT
            ):
                return method, None, position
            what = f"{name} may be inherited from {ancestor.path or ancestor.reason}"
            return Unknown(what, cls.place, key=("inherited", cls.path, name)), None, position
        elif name in ancestor.__dict__ and ancestor is not object:
            return _of_builtin_base(ancestor, name), ancestor, position
    return ABSENT, None, len(cls.mro)


def _of_builtin_base(base: type, name: str) -> Abstract:
    if issubclass(base, _KNOWN_BASES) and type(vars(base)[name]).__name__ not in _CLASS_METHODS:
        return of_builtin_type(base, name)
    return Unknown(f"{name} of {base.__name__} is not modelled", None)


def _is_bare(cls: ClassValue) -> bool:
    """Tell whether a class body binds nothing by its text, nor by an assumption: cheaper than looking a name up."""
    body = cls.namespace
    if body is None or body.binders or body.stars or body.dynamic or body.program.assumable:
        return False
    body.reads.note(body.module.name)
    return True


def _in_body(cls: ClassValue, name: str, frame: Frame) -> Abstract:
    """Value that a class body binds, including slots, and None as hash where the class has an `__eq__` of its own."""
    if name in _HOOKS and _is_bare(cls):
        return ABSENT
    if cls.namespace is None:  # made by a call
        return Descriptor("slot", name) if name in (slots_of(cls, frame) or ROOM) - ROOM else ABSENT
    body = cls.namespace.binders
    if name == "__qualname__":
        return ABSENT  # it names the class, whose objects do not have it
    if name == "__hash__" and name not in body:
        own = "__eq__" in body or (cls.node is None and "__eq__" in cls.assigned)
        # A NamedTuple's body is merged into a class that exists already, and has a hash.
        return None if own and not cls.is_named_tuple else ABSENT
    if "__slots__" in body or cls.node is None:
        slots = slots_of(cls, frame)
        if slots is not None and name in slots - ROOM and name not in body:
            return Descriptor("slot", name)
    return cls.namespace.lookup(name, frame.evaluation)


def _changed_abroad(
    cls: ClassValue, ancestor: ClassValue, name: str, evaluation: Evaluation
) -> tuple[Unknown | None, bool]:
    """Value of an attribute that another module changes, and true if it does so in place."""
    if evaluation.running and evaluation.running[-1][0].module is ancestor.frame.module:
        return None, False  # the class's module is being imported, so modules that import it have not run yet
    change = evaluation.program.abroad.of_attribute(ancestor, name)
    if change is None:
        return None, False
    if evaluation.assumption(f"{ancestor.path}.{name}") is not None:
        return None, False  # the scenario says what it is
    by, in_place = change
    return Unknown.changed(f"{ancestor.path}.{name}", by, ("inherited", cls.path, name)), in_place


def _unless_changed(value: Abstract, changed: Unknown | None) -> Abstract:
    """The value of an attribute, unless part of it is changed in place."""
    fixed = changed is None or is_constant(value) or isinstance(value, Descriptor | ClassValue)
    return value if fixed else changed
