"""The methods that `@dataclass` generates."""

from __future__ import annotations

import ast
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

from docgen.static.execution import relations
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import set_attribute, set_on_instance, write
from docgen.static.objects.attributes import find_attribute, get_attribute, lookup_in_class
from docgen.static.objects.callables import Descriptor, Method
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.slots import own_slots
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

PARAMETERS = "__dataclass_params__"


class Parameters:
    """The options that a dataclass was made with."""

    __slots__ = ("eq", "frozen", "init", "order", "repr", "unsafe_hash")

    def __init__(self, options: dict[str, bool]) -> None:
        for name in self.__slots__:
            setattr(self, name, options[name])


_AFTER = "__post_init__"
_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "__lt__": ast.Lt,
    "__le__": ast.LtE,
    "__gt__": ast.Gt,
    "__ge__": ast.GtE,
}


def generate(
    cls: ClassValue, fields: list[Field], options: dict[str, bool], frame: Frame, place: SourceSpan
) -> dict[str, Abstract]:
    """Attributes that the decorator adds to a class, by name.

    Raises:
        Raised: TypeError or ValueError for options that conflict with each other, or with attributes of the class.
    """
    _refuse_bases(cls, options, place)
    plain = [field for field in fields if field.kind == "field"]
    taken = [field for field in fields if field.kind != "class variable"]
    by_position = [field for field in taken if field.init and not field.kw_only]
    found: dict[str, Abstract] = {}
    if options["init"]:
        _refuse_order(by_position, place)
        after = find_attribute(cls, _AFTER, frame, place)
        found["__init__"] = Method("__init__", _initialiser(cls, taken, options, after))
    if options["repr"]:
        found["__repr__"] = Method("__repr__", _representation([f for f in plain if f.repr]))
    compared = [field.name for field in plain if field.compare]
    if options["eq"]:
        found["__eq__"] = Method("__eq__", _comparison(ast.Eq(), compared))
    if options["order"] and not options["eq"]:
        raise Raised(ValueError("eq must be true if order is true"), place)
    found = {name: value for name, value in found.items() if not cls.defines(name)}
    strict: dict[str, Abstract] = {}
    if options["order"]:
        strict |= {n: Method(n, _comparison(op(), compared)) for n, op in _COMPARISONS.items()}
    if options["frozen"]:
        names = {field.name for field in plain}
        strict |= {n: Method(n, _refusal(cls, names, n)) for n in ("__setattr__", "__delattr__")}
    for name in strict:
        if cls.defines(name):
            raise Raised(TypeError(f"Cannot overwrite attribute {name} in class {cls.name}"), place)
    hashed = [field.name for field in plain if (field.compare if field.hash is None else field.hash)]
    found |= {**strict, **_hash(cls, hashed, options, place)}
    if options["match_args"] and not cls.defines("__match_args__"):
        found["__match_args__"] = tuple(field.name for field in by_position)
    if cls.docstring is None and not cls.defines("__doc__"):
        found["__doc__"] = Unknown("the docstring that a dataclass is given is not modelled", place)
    return found


def slots(
    cls: ClassValue, names: list[str], options: dict[str, bool], frame: Frame, place: SourceSpan
) -> dict[str, Abstract]:
    """Slots for all fields; those that a base has are not made again. Defaults leave the class.

    Raises:
        Raised: TypeError if the class has slots already.
    """
    if cls.defines("__slots__"):
        raise Raised(TypeError(f"{cls.name} already specifies __slots__"), place)
    inherited = own_slots(cls, frame)
    weak = ("__weakref__",) if options["weakref_slot"] else ()
    new: Abstract = tuple(name for name in (*names, *weak) if name not in inherited)
    return {"__slots__": new, **{name: Descriptor("slot", name) for name in names}}


def _refuse_bases(cls: ClassValue, options: dict[str, bool], place: SourceSpan) -> None:
    frozen = {
        ancestor.assigned[PARAMETERS].frozen
        for ancestor in cls.mro[1:]
        if isinstance(ancestor, ClassValue) and PARAMETERS in ancestor.assigned
    }
    if True in frozen and not options["frozen"]:
        raise Raised(TypeError("cannot inherit non-frozen dataclass from a frozen one"), place)
    if frozen == {False} and options["frozen"]:
        raise Raised(TypeError("cannot inherit frozen dataclass from a non-frozen one"), place)
    if len(frozen) > 1:
        raise Unsupported("bases of which some are frozen differ between versions of Python", place)


def _refuse_order(by_position: list[Field], place: SourceSpan) -> None:
    seen = False
    for field in by_position:
        has_default = field.default is not ABSENT or field.factory is not ABSENT
        if seen and not has_default:
            raise Raised(TypeError(f"non-default argument {field.name!r} follows default argument"), place)
        seen = seen or has_default


def _hash(
    cls: ClassValue, names: list[str], options: dict[str, bool], place: SourceSpan
) -> dict[str, Abstract]:
    """`__hash__`, by the table in the documentation of `dataclasses`."""
    explicit = cls.defines("__hash__") and not (
        cls.assigned.get("__hash__", ABSENT) is None and cls.defines("__eq__")
    )
    method = Method("__hash__", _hashing(names))
    if options["unsafe_hash"]:
        if explicit:
            raise Raised(TypeError(f"Cannot overwrite attribute __hash__ in class {cls.name}"), place)
        return {"__hash__": method}
    if not options["eq"] or explicit:
        return {}
    return {"__hash__": method if options["frozen"] else None}


def _initialiser(
    cls: ClassValue, fields: list[Field], options: dict[str, bool], after: Abstract
) -> Callable[..., Abstract]:
    """`__init__`: by position in the order of the fields, then by name.

    A field that is no argument is left to the default in the class, unless that has left it for a slot.

    Args:
        cls: The class.
        fields: Its fields, class variables left out.
        options: The options of the decorator.
        after: `__post_init__` of the class as it is decorated: where it is ABSENT, none is called, also where an object
            has one by a subclass, a later assignment or a `__getattr__`.
    """
    by_position = [field for field in fields if field.init and not field.kw_only]
    names = {field.name for field in fields if field.init}

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        instance, *given = args
        if len(given) > len(by_position):
            raise Raised(TypeError(f"{cls.name}.__init__() takes {len(by_position)} arguments"), place)
        values = {field.name: value for field, value in zip(by_position, given, strict=False)}
        for name, value in kwargs.items():
            if name in values or name not in names:
                raise Raised(TypeError(f"{cls.name}.__init__() got an unexpected argument {name!r}"), place)
            values[name] = value
        for field in fields:
            if field.init and field.name not in values and field.default is field.factory is ABSENT:
                raise Raised(TypeError(f"{cls.name}.__init__() is missing {field.name!r}"), place)
        init_only: list[Abstract] = []
        for field in fields:
            value = values.get(field.name, field.default if field.init or options["slots"] else ABSENT)
            if value is ABSENT and field.factory is not ABSENT:
                value = call(field.factory, [], {}, frame, place)
            if field.kind == "init only":
                init_only.append(value)
            elif value is not ABSENT and options["frozen"]:
                set_on_instance(instance, field.name, value, frame, place)
            elif value is not ABSENT:
                set_attribute(instance, field.name, value, frame, place)
        if after is not ABSENT:
            _finish(instance, after, init_only, frame, place)
        return None

    return run


def _finish(
    instance: Instance, after: Abstract, init_only: list[Abstract], frame: Frame, place: SourceSpan
) -> None:
    """Call `__post_init__`, which the class had, or may have had, when it was decorated.

    Raises:
        Unsupported: it is not known.
    """
    found = get_attribute(instance, _AFTER, frame, place)
    for value in (found, after):
        if isinstance(value, Unknown):
            raise Unsupported(value.reason, value.place, origin=value.origin)
    call(found, init_only, {}, frame, place)


def _representation(fields: list[Field]) -> Callable[..., Abstract]:
    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        shown = [
            f"{f.name}={dispatch.to_text(get_attribute(args[0], f.name, frame, place), '__repr__', frame, place)}"
            for f in fields
        ]
        return f"{args[0].cls.qualname}({', '.join(shown)})"

    return run


def _values(value: Abstract, names: list[str], frame: Frame, place: SourceSpan) -> tuple[Abstract, ...]:
    return tuple(get_attribute(value, name, frame, place) for name in names)


def _comparison(op: ast.cmpop, names: list[str]) -> Callable[..., Abstract]:
    """A comparison of the fields of two objects of one class."""

    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        left, right = args
        if isinstance(right, Unknown):
            return right.derived(place)
        if not isinstance(right, Instance) or right.cls is not left.cls:
            return NotImplemented
        values, others = (_values(side, names, frame, place) for side in (left, right))
        return relations.compare(op, values, others, frame, place)

    return run


def _hashing(names: list[str]) -> Callable[..., Abstract]:
    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        values = _values(args[0], names, frame, place)
        return native(lambda: hash(values), place)

    return run


def _refusal(cls: ClassValue, names: set[str], method: str) -> Callable[..., Abstract]:
    """`__setattr__` and `__delattr__` of a frozen dataclass."""

    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        instance, name, *new = args
        if cls.again is not None and name not in names:
            raise Unsupported("a frozen dataclass with slots differs between versions of Python", place)
        if instance.cls is cls or name in names:
            raise Raised(FrozenInstanceError(f"cannot change field {name!r}"), place)
        position = instance.cls.mro.index(cls) + 1
        found, owner = lookup_in_class(instance.cls, method, frame, position)[:2]
        if isinstance(owner, ClassValue):
            return call(found, [instance, name, *new], {}, frame, place)
        if new:
            set_on_instance(instance, name, new[0], frame, place)
        elif name in instance.attributes:
            write(instance.attributes, name, ABSENT, frame)
        else:
            raise Raised(AttributeError(name), place)
        return None

    return run
