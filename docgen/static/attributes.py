"""Attribute access, by the rules of the kind of value that it is asked of."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.signals import GiveUp, Indefinite, Raised
from docgen.static.types import is_enum
from docgen.static.values import (
    MISSING,
    Abstract,
    BoundMethod,
    ClassValue,
    Descriptor,
    FunctionValue,
    Generic,
    Instance,
    ModuleValue,
    Native,
    Partial,
    Place,
    Super,
    Symbol,
    Union,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.frames import Frame


def get_attribute(value: Abstract, name: str, frame: Frame, place: Place | None) -> Abstract:
    """`value.name`.

    Raises:
        Raised: AttributeError.
    """
    found = find_attribute(value, name, frame, place)
    if found is MISSING:
        message = f"{_described(value)} has no attribute {name!r}"
        raise Raised(AttributeError(message, name=name, obj=value), place)
    return found


def find_attribute(value: Abstract, name: str, frame: Frame, place: Place | None) -> Abstract:
    """`value.name`, or MISSING."""
    match value:
        case ClassValue():
            return _of_class(value, name, frame, place)
        case Instance():
            return _of_instance(value, name, frame, place)
        case Unknown():
            return _of_unknown(value, name, frame, place)
        case ModuleValue():
            return frame.evaluation.program.module_attribute(value.namespace.path, name, frame.evaluation)
        case Super():
            return _of_super(value, name, frame, place)
        case FunctionValue():
            return _of_function(value, name, frame)
        case BoundMethod():
            special = {"__self__": value.receiver, "__func__": value.function}
            return special[name] if name in special else find_attribute(value.function, name, frame, place)
        case Partial():
            return {"func": value.function, "args": tuple(value.args), "keywords": value.kwargs}.get(
                name, MISSING
            )
        case Descriptor():
            return {"fget": value.function, "__func__": value.function, "fset": value.setter}.get(
                name, MISSING
            )
        case Symbol():
            return rules.symbol_attribute(value, name, place)
        case Generic():
            special = {"__origin__": value.origin, "__args__": value.args}
            return special[name] if name in special else find_attribute(value.origin, name, frame, place)
        case Union():
            return value.options if name == "__args__" else MISSING
        case Native():
            return {"__name__": value.name}.get(name) or Unknown(f"attribute {name} of {value.name}", place)
        case type():
            return _of_builtin_type(value, name)
    return _of_plain(value, name)


def _of_plain(value: Abstract, name: str) -> Abstract:
    if name == "__class__":
        return type(value)
    if isinstance(value, BaseException):
        return getattr(value, name, MISSING) if name in {"args", "name", "value", "msg"} else MISSING
    if isinstance(value, int | float | complex | slice | range) and not callable(getattr(value, name, None)):
        return getattr(value, name, MISSING)
    found = rules.method(value, name)
    return MISSING if found is None else found


def _of_builtin_type(value: type, name: str) -> Abstract:
    if name in {"__name__", "__qualname__", "__module__", "__doc__"}:
        return getattr(value, name)
    if name in {"__mro__", "__bases__"}:
        return tuple(getattr(value, name))
    found = rules.host_method(value, name)
    return MISSING if found is None else found


def _of_unknown(value: Unknown, name: str, frame: Frame, place: Place | None) -> Abstract:
    if value.path is None:
        return Unknown(value.reason, place, key=("attribute", value.key, name))
    program = frame.evaluation.program
    path = f"{value.path}.{name}"
    if program.tree.owns(path) and program.tree.exists(path):
        return program.module_value(path)
    return program.external(path, place, frame.evaluation)


def _of_function(value: FunctionValue, name: str, frame: Frame) -> Abstract:
    if name in value.attributes:
        return value.attributes[name]
    special = {
        "__name__": value.name,
        "__qualname__": value.qualname,
        "__module__": value.frame.module.name,
        "__doc__": value.docstring,
    }
    if name in special:
        return special[name]
    if name in {"cache_clear", "cache_info"} or (name.startswith("__") and name.endswith("__")):
        return Unknown(f"{name} of a function is not modelled", value.place)
    return MISSING


def lookup_in_class(
    cls: ClassValue, name: str, frame: Frame, start: int = 0
) -> tuple[Abstract, ClassValue | type | None, int]:
    """Find `name` along the method resolution order.

    Returns:
        The value as the class body left it, the class that has it, and that class's position in the order. The value
        is MISSING if no class has it, and unknown if a base outside the tree stands before the first that has.
    """
    evaluation = frame.evaluation
    for position in range(start, len(cls.mro)):
        ancestor = cls.mro[position]
        if isinstance(ancestor, ClassValue):
            if ancestor.deferred is not None and name in ancestor.deferred.names:
                rules.run_deferred(ancestor, ancestor.deferred, frame)
            if name in ancestor.assigned:
                return ancestor.assigned[name], ancestor, position
            if ancestor.namespace is None:
                continue
            found = ancestor.namespace.lookup(name, evaluation)
            if found is not MISSING:
                if evaluation.subject is cls:
                    evaluation.consulted.append((position, ancestor, name))
                return found, ancestor, position
        elif isinstance(ancestor, Unknown):
            what = f"{name} may be inherited from {ancestor.path or ancestor.reason}"
            return Unknown(what, cls.place, key=("inherited", cls.path, name)), None, position
        elif name in ancestor.__dict__ and ancestor is not object:
            found = _of_builtin_type(ancestor, name)
            return found, ancestor, position
    return MISSING, None, len(cls.mro)


def _of_class(cls: ClassValue, name: str, frame: Frame, place: Place | None) -> Abstract:
    if is_enum(cls):
        if name == "__members__":
            return rules.members(cls, frame.evaluation)
        found = rules.members(cls, frame.evaluation).get(name, MISSING)
        if found is not MISSING:
            return found
    special = _special(cls, name)
    if special is not MISSING:
        return special
    value, _, _ = lookup_in_class(cls, name, frame)
    if value is not MISSING:
        return _bind(value, None, cls, frame, place)
    if isinstance(cls.metaclass, ClassValue):
        value, _, _ = lookup_in_class(cls.metaclass, name, frame)
        if value is not MISSING:
            return _bind(value, cls, cls.metaclass, frame, place)
    elif isinstance(cls.metaclass, Unknown):
        return Unknown(f"{name} may come from the metaclass {cls.metaclass.path}", place)
    return _of_builtin_type(type, name) if name in {"mro", "__subclasses__"} else MISSING


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
    return MISSING


def _bind(
    value: Abstract, receiver: Abstract, cls: ClassValue, frame: Frame, place: Place | None
) -> Abstract:
    """Apply the descriptor rules: `receiver` is the instance, or None for access through the class."""
    if isinstance(value, FunctionValue | Native | Partial):
        plain_function = isinstance(value, FunctionValue) and receiver is not None
        return BoundMethod(value, receiver) if plain_function else value
    if isinstance(value, Descriptor):
        if value.kind == "staticmethod":
            return value.function
        if value.kind == "classmethod":
            owner = receiver if isinstance(receiver, ClassValue) else cls
            return BoundMethod(value.function, receiver.cls if isinstance(receiver, Instance) else owner)
        if receiver is None:
            return value
        return rules.call(value.function, [receiver], {}, frame, place)
    if isinstance(value, Instance) and "__get__" in getattr(value.cls.namespace, "binders", ()):
        return rules.call_method(value, "__get__", [receiver, cls], frame, place)
    return value


def _of_instance(value: Instance, name: str, frame: Frame, place: Place | None) -> Abstract:
    cls = value.cls
    found, owner, _ = lookup_in_class(cls, name, frame)
    if isinstance(found, Descriptor) and found.kind == "property":
        return _bind(found, value, cls, frame, place)
    if name in value.attributes:
        return value.attributes[name]
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
    if found is not MISSING and not (isinstance(owner, type) and value.payload is not MISSING):
        return _bind(found, value, cls, frame, place)
    if cls.members is not None and name in cls.members:
        return cls.members[name]
    if value.payload is not MISSING:
        result = _of_plain(value.payload, name)
        if result is not MISSING:
            return result
    if cls.fields is not None and isinstance(value.payload, tuple):
        extra = _named_tuple_method(value, name)
        if extra is not MISSING:
            return extra
    getter, _, _ = lookup_in_class(cls, "__getattr__", frame)
    if getter is not MISSING and not name.startswith("__"):
        return rules.call(_bind(getter, value, cls, frame, place), [name], {}, frame, place)
    return MISSING


def _named_tuple_method(value: Instance, name: str) -> Abstract:
    fields = [field.name for field in value.cls.fields or ()]
    if name == "_asdict":
        return Native(name, lambda *_: dict(zip(fields, value.payload, strict=True)))
    if name == "_replace":

        def replace(_: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place) -> Abstract:
            return rules.instantiate(
                value.cls, [], {**dict(zip(fields, value.payload, strict=True)), **kwargs}, frame, place
            )

        return Native(name, replace)
    return MISSING


def _of_super(value: Super, name: str, frame: Frame, place: Place | None) -> Abstract:
    receiver = value.receiver
    cls = receiver if isinstance(receiver, ClassValue) else receiver.cls
    positions = [i for i, c in enumerate(cls.mro) if c is value.start]
    if not positions:
        raise GiveUp("super() outside the class's own order", place)
    found, _, _ = lookup_in_class(cls, name, frame, positions[0] + 1)
    if found is MISSING:
        return (
            Native(name, lambda *_: None)
            if name in {"__init__", "__init_subclass__", "__post_init__"}
            else MISSING
        )
    return _bind(found, receiver if isinstance(receiver, Instance) else None, cls, frame, place)


def set_attribute(value: Abstract, name: str, new: Abstract, frame: Frame, place: Place) -> None:
    """`value.name = new`."""
    match value:
        case Instance():
            found, _, _ = lookup_in_class(value.cls, name, frame)
            if isinstance(found, Descriptor) and found.kind == "property":
                if found.setter is None:
                    raise Raised(AttributeError(f"property {name!r} has no setter"), place)
                rules.call(found.setter, [value, new], {}, frame, place)
                return
            if value.cls.options.get("frozen") is True and not frame.evaluation.building(value):
                raise Raised(AttributeError(f"cannot assign to field {name!r}"), place)
            _write(value.attributes, name, new, frame)
        case ClassValue():
            _write(value.assigned, name, new, frame)
        case FunctionValue():
            _write(value.attributes, name, new, frame)
        case ModuleValue():
            value.namespace.write(name, new, frame.evaluation)
        case Unknown():
            frame.evaluation.record.mutated = True
        case _:
            raise Raised(AttributeError(f"{_described(value)} has no attribute {name!r}"), place)


def delete_attribute(value: Abstract, name: str, frame: Frame, place: Place) -> None:
    """`del value.name`."""
    if isinstance(value, Unknown):
        raise Indefinite(value)
    holder = value.attributes if isinstance(value, Instance) else getattr(value, "assigned", {})
    if name not in holder:
        raise Raised(AttributeError(name), place)
    before = holder[name]
    frame.evaluation.will_change(holder, lambda: holder.__setitem__(name, before))
    del holder[name]


def _write(holder: dict[str, Abstract], name: str, new: Abstract, frame: Frame) -> None:
    before = holder.get(name, MISSING)

    def undo() -> None:
        if before is MISSING:
            holder.pop(name, None)
        else:
            holder[name] = before

    frame.evaluation.will_change(holder, undo)
    holder[name] = new


def _described(value: Abstract) -> str:
    match value:
        case ClassValue():
            return f"class {value.name}"
        case Instance():
            return f"{value.cls.name} object"
        case ModuleValue():
            return f"module {value.namespace.path}"
    return f"{type(value).__name__} object"
