"""Attribute access, by the rules of the kind of value that it is asked of."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, failures
from docgen.static.objects.attribute_changes import described, write
from docgen.static.objects.builtin_attributes import of_builtin_type, of_plain
from docgen.static.objects.callables import (
    BoundMethod,
    Descriptor,
    FunctionValue,
    Native,
    Partial,
)
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import bind, is_data_descriptor
from docgen.static.objects.object_methods import OF_OBJECT, object_method
from docgen.static.objects.type_values import ClassValue, Generic, Union
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import (
    ABSENT,
    Abstract,
    Instance,
    ModuleValue,
    SourceSpan,
    Super,
    Symbol,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def get_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.name`.

    Raises:
        Raised: AttributeError.
    """
    found = find_attribute(value, name, frame, place)
    if found is ABSENT:
        message = f"{described(value)} has no attribute {name!r}"
        raise Raised(AttributeError(message, name=name, obj=value), place)
    if isinstance(found, Unknown) and isinstance(found.key, tuple) and found.key[0] == "inherited":
        failures.fork(found, frame.evaluation, place, found.key)
    return found


def find_attribute(  # noqa: C901 - one rule a kind of value
    value: Abstract, name: str, frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`value.name`, or ABSENT."""
    match value:
        case ClassValue():
            return _of_class(value, name, frame, place)
        case Instance():
            return _of_instance(value, name, frame, place)
        case Unknown():
            return _of_unknown(value, name, frame, place)
        case ModuleValue():
            return frame.evaluation.program.module_attribute(
                value.namespace.path, name, frame.evaluation, imports=frame.is_configured
            )
        case Super():
            return _of_super(value, name, frame, place)
        case FunctionValue():
            return _of_function(value, name, frame)
        case BoundMethod():
            special = {"__self__": value.receiver, "__func__": value.function}
            return special[name] if name in special else find_attribute(value.function, name, frame, place)
        case Partial():
            return {"func": value.function, "args": tuple(value.args), "keywords": value.kwargs}.get(
                name, ABSENT
            )
        case Descriptor():
            return {"fget": value.function, "__func__": value.function, "fset": value.setter}.get(
                name, ABSENT
            )
        case Symbol():
            return dispatch.symbol_attribute(value, name, place)
        case Generic():
            special = {"__origin__": value.origin, "__args__": value.args}
            return special[name] if name in special else find_attribute(value.origin, name, frame, place)
        case Union():
            return value.options if name == "__args__" else ABSENT
        case Native():
            if name == "__name__":
                return value.name.rpartition(".")[2]
            return frame.evaluation.program.external(f"{value.name}.{name}", place, frame.evaluation)
        case type():
            return of_builtin_type(value, name)
    return of_plain(value, name)


def _of_unknown(value: Unknown, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    evaluation = frame.evaluation
    if value.path is None:
        return failures.outcome(value, evaluation, place, ("attribute", value.key, name))
    program = evaluation.program
    path = f"{value.path}.{name}"
    if program.tree.owns(path) and program.tree.exists(path):
        return program.module_value(path)
    found = program.external(path, place, evaluation)
    if not isinstance(found, Unknown) or found.path != path:
        return found
    exists = dispatch.library_has(path)
    if exists is False:
        return ABSENT
    if exists is None:
        failures.fork(found, evaluation, place, ("attribute", path))
    found.holds = value.holds
    return found


def _of_function(value: FunctionValue, name: str, frame: Frame) -> Abstract:
    if name in value.attributes:
        return value.attributes[name]
    special: dict[str, Abstract] = {
        "__name__": value.name,
        "__qualname__": value.qualname,
        "__module__": value.frame.module.name,
        "__doc__": value.docstring,
    }
    if name in special:
        return special[name]
    if value.cache is not None and (found := value.cache.attribute(name)) is not None:
        return found
    if name.startswith("__") and name.endswith("__"):
        return Unknown(f"{name} of a function is not modelled", value.place)
    return ABSENT


def lookup_in_class(
    cls: ClassValue, name: str, frame: Frame, start: int = 0
) -> tuple[Abstract, ClassValue | type | None, int]:
    """Find `name` along the method resolution order.

    Returns:
        The value as the class body left it, the class that has it, and that class's position in the order. The value
        is ABSENT if no class has it, and unknown if a base outside the tree stands before the first that has.
    """
    evaluation = frame.evaluation
    for position in range(start, len(cls.mro)):
        ancestor = cls.mro[position]
        if isinstance(ancestor, ClassValue):
            if id(ancestor.assigned) in evaluation.havocked:
                cause = evaluation.havocked[id(ancestor.assigned)][1]
                evaluation.note_joined(cause)
                return Unknown(cause.reason, cause.place, key=("inherited", cls.path, name)), None, position
            if ancestor.deferred is not None and name in ancestor.deferred.names:
                dispatch.run_deferred(ancestor, ancestor.deferred, frame)
            evaluation.reads(ancestor.assigned)
            if ancestor.assigned:
                found = ancestor.assigned.get(name, ABSENT)
                if found is not ABSENT:
                    evaluation.note_joined(found)
                    return found, ancestor, position
                if name in ancestor.assigned:
                    continue  # deleted
            if ancestor.namespace is None:
                continue
            found = ancestor.namespace.lookup(name, evaluation)
            if found is not ABSENT:
                if evaluation.subject is cls:
                    evaluation.consulted.append((position, ancestor, name))
                return found, ancestor, position
        elif isinstance(ancestor, Unknown):
            what = f"{name} may be inherited from {ancestor.path or ancestor.reason}"
            return Unknown(what, cls.place, key=("inherited", cls.path, name)), None, position
        elif name in ancestor.__dict__ and ancestor is not object:
            found = of_builtin_type(ancestor, name)
            return found, ancestor, position
    return ABSENT, None, len(cls.mro)


def _of_class(cls: ClassValue, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if is_enum(cls):
        if name == "__members__":
            return dispatch.members(cls, frame.evaluation)
        found = dispatch.members(cls, frame.evaluation).get(name, ABSENT)
        if found is not ABSENT:
            return found
    special = _special(cls, name)
    if special is not ABSENT:
        return special
    value, _, _ = lookup_in_class(cls, name, frame)
    if value is not ABSENT:
        return bind(value, None, cls, frame, place)
    if isinstance(cls.metaclass, ClassValue):
        value, _, _ = lookup_in_class(cls.metaclass, name, frame)
        if value is not ABSENT:
            return bind(value, cls, cls.metaclass, frame, place)
        getter, owner, _ = lookup_in_class(cls.metaclass, "__getattr__", frame)
        if isinstance(owner, ClassValue):
            return dispatch.call(getter, [cls, name], {}, frame, place)
    elif isinstance(cls.metaclass, Unknown):
        return Unknown(f"{name} may come from the metaclass {cls.metaclass.path}", place)
    return of_builtin_type(type, name) if name in {"mro", "__subclasses__"} else ABSENT


def _special(cls: ClassValue, name: str) -> Abstract:
    match name:
        case "__name__":
            return cls.name
        case "__qualname__":
            return cls.qualname
        case "__module__":
            return cls.frame.module.name
        case "__doc__":
            return cls.docstring
        case "__mro__":
            return tuple(cls.mro)
        case "__bases__":
            return tuple(cls.bases)
        case "__class__":
            return cls.metaclass or type
        case "_fields" if cls.fields is not None:
            return tuple(field.name for field in cls.fields)
        case "__dict__" | "__annotations__" | "__dataclass_fields__":
            return Unknown(f"{name} of a class is not modelled", cls.place)
    return ABSENT


def _of_instance(value: Instance, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    cls = value.cls
    found, owner, _ = lookup_in_class(cls, name, frame)
    if is_data_descriptor(found, frame):
        return bind(found, value, cls, frame, place)
    dispatch.refuse_havocked(value.attributes, frame)
    if name in value.attributes:
        return value.attributes[name]
    if isinstance(found, Descriptor) and found.kind == "cached_property":
        result = bind(found, value, cls, frame, place)
        write(value.attributes, name, result, frame)
        return result
    if (
        cls.derives_from(enum.Enum)
        and name in {"name", "value"}
        and (owner is None or isinstance(owner, type))
    ):
        return value.attributes[f"_{name}_"]
    if name == "__class__":
        return cls
    if name == "__dict__":
        return value.attributes
    if found is not ABSENT and not (isinstance(owner, type) and value.payload is not ABSENT):
        return bind(found, value, cls, frame, place)
    if is_enum(cls) and name in (found := dispatch.members(cls, frame.evaluation)):
        return found[name]
    if value.payload is not ABSENT:
        result = of_plain(value.payload, name)
        if result is not ABSENT:
            return result
    if cls.fields is not None and isinstance(value.payload, tuple):
        extra = _named_tuple_method(value, name)
        if extra is not ABSENT:
            return extra
    getter, _, _ = lookup_in_class(cls, "__getattr__", frame)
    if getter is not ABSENT and not name.startswith("__"):
        return dispatch.call(bind(getter, value, cls, frame, place), [name], {}, frame, place)
    return ABSENT


def _named_tuple_method(value: Instance, name: str) -> Abstract:
    fields = [field.name for field in value.cls.fields or ()]
    if name == "_asdict":
        return Native(name, lambda *_: dict(zip(fields, value.payload, strict=True)))
    if name == "_replace":

        def replace(
            _: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
        ) -> Abstract:
            return dispatch.instantiate(
                value.cls, [], {**dict(zip(fields, value.payload, strict=True)), **kwargs}, frame, place
            )

        return Native(name, replace)
    return ABSENT


def _of_super(value: Super, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    receiver = value.receiver
    cls = receiver if isinstance(receiver, ClassValue) else receiver.cls
    positions = [i for i, c in enumerate(cls.mro) if c is value.start]
    if not positions:
        raise Unsupported("super() outside the class's own order", place)
    found, owner, _ = lookup_in_class(cls, name, frame, positions[0] + 1)
    if not isinstance(owner, ClassValue) and not isinstance(found, Unknown) and name in OF_OBJECT:
        return object_method(name, receiver)
    if found is ABSENT:
        return ABSENT
    if owner is not None and isinstance(receiver, Instance) and isinstance(owner, type):
        return of_plain(receiver.payload, name)
    if name == "__new__":
        return found.function if isinstance(found, Descriptor) else found  # a static method, whatever it says
    return bind(found, receiver if isinstance(receiver, Instance) else None, cls, frame, place)
