"""Making classes and their instances: bases, order, dataclasses, NamedTuples."""

from __future__ import annotations

import ast
import typing
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.attributes import lookup_in_class
from docgen.static.calls import call, call_method
from docgen.static.comparison import InstanceOperators
from docgen.static.hooks import run_hook
from docgen.static.namespace import Namespace
from docgen.static.signals import GiveUp, Indefinite, Raised
from docgen.static.types import ancestry, is_enum
from docgen.static.values import (
    MISSING,
    Abstract,
    ClassValue,
    Descriptor,
    Field,
    FunctionValue,
    Generic,
    Instance,
    Native,
    Place,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.frames import Frame

_PAYLOADS = (str, int, float, bytes, tuple, list, dict, set, frozenset)


def build_class(node: ast.ClassDef, frame: Frame) -> ClassValue:
    """The class that a class statement makes; its body is evaluated by name, when names are asked for."""
    place = Place(frame.module, node)
    outer = frame.namespace.cls if frame.namespace is not None and frame.namespace.cls is not None else None
    qualname = f"{outer.qualname}.{node.name}" if outer else node.name
    cls = ClassValue(node.name, qualname, node, frame)
    for base in node.bases:
        value = rules.evaluate(base, frame)
        cls.bases.append(value.origin if isinstance(value, Generic) else value)
    for keyword in node.keywords:
        if keyword.arg is None:
            raise GiveUp("** in a class statement is not evaluated", place)
        cls.keywords[keyword.arg] = rules.evaluate(keyword.value, frame)
    frame.evaluation.owns(cls.assigned)
    finish_class(cls, node.body, frame, place)
    if cls.namespace is not None and _runs_at_once(cls.namespace, node, frame):
        for index in range(len(node.body)):
            cls.namespace.run(index, frame.evaluation)
    return cls


def _runs_at_once(body: Namespace, node: ast.ClassDef, frame: Frame) -> bool:
    """Whether a class body runs with its statement: it may change what is outside, or lean on what changes there."""
    if frame.namespace is None or frame.namespace.body[frame.position] is not node:
        return True  # what a loop or a branch around it has bound by now is not there later
    body.eager = frame.namespace.eager or (
        frame.namespace.cls is None and frame.namespace.mutations.leans_on_changes(frame.position)
    )
    return body.eager


def finish_class(cls: ClassValue, body: list[ast.stmt], frame: Frame, place: Place | None) -> None:
    """Work out order, metaclass and fields once the bases are known.

    Raises:
        Raised: TypeError if the bases have no consistent order.
    """
    cls.bases = [_real_base(base) for base in cls.bases]
    cls.mro = [cls, *linearise([*cls.bases] or [object], place)]
    cls.metaclass = cls.keywords.pop("metaclass", None)
    if cls.metaclass is None:
        inherited = (
            c.metaclass for c in cls.mro[1:] if isinstance(c, ClassValue) and c.metaclass is not None
        )
        cls.metaclass = next(inherited, None)
    if isinstance(cls.metaclass, type):
        cls.metaclass = None
    if isinstance(cls.metaclass, ClassValue):
        _refuse_making_metaclass(cls.metaclass, frame, place)
    cls.namespace = Namespace(frame.evaluation.program, frame.module, cls.path, body, cls=cls, outer=frame)
    for ancestor in cls.mro[1:]:
        if isinstance(ancestor, ClassValue):
            if "frozen" in ancestor.options:
                cls.options.setdefault("frozen", ancestor.options["frozen"])
            if cls.fields is None and ancestor.fields is not None:
                cls.fields = ancestor.fields
    if any(base is typing.NamedTuple for base in cls.bases):
        cls.fields = own_fields(cls, body, frame)
        cls.mro = [cls, tuple, object]
    run_hook(cls, frame, place)


def _refuse_making_metaclass(metaclass: ClassValue, frame: Frame, place: Place | None) -> None:
    """Refuse a metaclass that takes part in making its classes.

    Raises:
        GiveUp: it does.
    """
    for name in ("__new__", "__init__", "__prepare__", "__getattribute__"):
        _, owner, _ = lookup_in_class(metaclass, name, frame)
        if isinstance(owner, ClassValue):
            raise GiveUp(f"{name} of metaclass {metaclass.name} is not evaluated", place)


def linearise(bases: list[Abstract], place: Place | None) -> list[Abstract]:
    """The C3 linearisation of the bases' orders (Barrett et al., OOPSLA 1996), with unknown bases where they stand.

    Raises:
        Raised: TypeError if there is none.
    """
    sequences = [[*ancestry(base)] for base in bases] + [[*bases]]
    order: list[Abstract] = []
    while sequences := [sequence for sequence in sequences if sequence]:
        for sequence in sequences:
            head = sequence[0]
            if not any(_same(head, other) for tail in sequences for other in tail[1:]):
                break
        else:
            raise Raised(TypeError("cannot create a consistent method resolution order"), place)
        order.append(head)
        for sequence in sequences:
            if _same(sequence[0], head):
                del sequence[0]
    return order


def _same(left: Abstract, right: Abstract) -> bool:
    if isinstance(left, Unknown) and isinstance(right, Unknown):
        return left.key == right.key
    return left is right


def _real_base(base: Abstract) -> Abstract:
    """What a base stands for: `typing.Generic[T]` and plain protocols add nothing that a lookup could find."""
    if base is typing.NamedTuple or isinstance(base, type | ClassValue | Unknown):
        return base
    return Unknown("a base of this class is no class that is known", None)


def own_fields(cls: ClassValue, body: list[ast.stmt], frame: Frame) -> list[Field]:
    """The annotated assignments of a class body, as fields in order."""
    fields: list[Field] = []
    for node in body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        shown = ast.unparse(node.annotation)
        if shown.replace("typing.", "").strip("\"'").startswith("ClassVar"):
            continue
        default: Abstract = MISSING
        factory: Abstract = MISSING
        init = True
        if node.value is not None and cls.namespace is not None:
            default = cls.namespace.lookup(node.target.id, frame.evaluation)
            if isinstance(default, Field):
                default, factory, init = default.default, default.factory, default.init
        fields.append(Field(node.target.id, default, factory, init=init))
    return fields


def make_dataclass(cls: ClassValue, options: dict[str, Abstract], frame: Frame) -> ClassValue:
    """Apply `@dataclass(...)`."""
    if cls.node is None or not isinstance(cls, ClassValue):
        return cls
    inherited: dict[str, Field] = {}
    for ancestor in reversed(cls.mro[1:]):
        if isinstance(ancestor, ClassValue) and ancestor.fields is not None:
            inherited.update({field.name: field for field in ancestor.fields})
    for field in own_fields(cls, cls.node.body, frame):
        inherited[field.name] = field
    cls.fields = list(inherited.values())
    cls.options = {"eq": True, "order": False, "frozen": False, **options, "dataclass": True}
    return cls


def construct(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
) -> Abstract:
    """`cls(...)`: a metaclass's `__call__`, a member of an Enum, or a new instance."""
    if isinstance(cls.metaclass, ClassValue):
        result = call_method(cls, "__call__", args, frame, place, kwargs)
        if result is not MISSING:
            return result
    elif isinstance(cls.metaclass, Unknown):
        return Unknown(cls.metaclass.reason, place)
    if is_enum(cls):
        return rules.member_of(cls, args, frame, place)
    return instantiate(cls, args, kwargs, frame, place)


def instantiate(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
) -> Abstract:
    """A new instance: `__new__`, then `__init__`, then what a dataclass or a NamedTuple generates."""
    evaluation = frame.evaluation
    maker, maker_owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(maker, FunctionValue | Descriptor) and isinstance(maker_owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        instance = call(function, [cls, *args], kwargs, frame, place)
        if not isinstance(instance, Instance) or not instance.cls.derives_from(cls):
            return instance
    else:
        instance = new_instance(cls, args, frame, place)
    evaluation.owns(instance.attributes)
    initialiser, owner, _ = lookup_in_class(cls, "__init__", frame)
    if (
        isinstance(initialiser, FunctionValue)
        and isinstance(owner, ClassValue)
        and not _generated(cls, owner)
    ):
        call(initialiser, [instance, *args], kwargs, frame, place)
    elif cls.fields is not None:
        _fill_fields(instance, args, kwargs, frame, place)
    elif isinstance(initialiser, Unknown):
        return Unknown(initialiser.reason, place)
    elif isinstance(instance.payload, list | dict | set):
        rules.call(rules.object_method("__init__", instance), args, kwargs, frame, place)
    elif (args or kwargs) and instance.payload is MISSING and not _takes_anything(cls) and maker is MISSING:
        raise Raised(TypeError(f"{cls.name}() takes no arguments"), place)
    return instance


def _generated(cls: ClassValue, owner: ClassValue) -> bool:
    """Whether the dataclass's own `__init__` stands before the one that `owner` wrote."""
    for ancestor in cls.mro:
        if ancestor is owner:
            return False
        if isinstance(ancestor, ClassValue) and ancestor.options.get("dataclass"):
            return ancestor.options.get("init") is not False
    return False


def new_instance(cls: ClassValue, args: list[Abstract], frame: Frame, place: Place | None) -> Instance:
    """An instance before `__init__`; what a builtin base holds is filled in."""
    operators = InstanceOperators(frame.evaluation.program)
    payload: Abstract = MISSING
    base = next((c for c in cls.mro if isinstance(c, type) and issubclass(c, _PAYLOADS)), None)
    if base is not None and cls.fields is None:
        root = next(p for p in _PAYLOADS if issubclass(base, p))
        payload = rules.construct_builtin(
            root, args if not issubclass(root, list | dict | set) else [], {}, frame, place
        )
        frame.evaluation.owns(payload)
        if isinstance(payload, Unknown):
            raise Indefinite(payload)
    instance = Instance(cls, operators, payload)
    if any(isinstance(c, type) and issubclass(c, BaseException) for c in cls.mro):
        instance.attributes["args"] = tuple(args)
    return instance


def _takes_anything(cls: ClassValue) -> bool:
    return any(isinstance(c, Unknown) or (isinstance(c, type) and c is not object) for c in cls.mro)


def _fill_fields(
    instance: Instance, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
) -> None:
    """The generated `__init__` of a dataclass, or `__new__` of a NamedTuple."""
    cls = instance.cls
    fields = [field for field in cls.fields or () if field.init]
    if len(args) > len(fields):
        raise Raised(
            TypeError(f"{cls.name}() takes {len(fields)} arguments but {len(args)} were given"), place
        )
    values = dict(zip([field.name for field in fields], args, strict=False))
    for name, value in kwargs.items():
        if name in values or name not in {field.name for field in fields}:
            raise Raised(TypeError(f"{cls.name}() got an unexpected argument {name!r}"), place)
        values[name] = value
    for field in cls.fields or ():
        if field.name in values:
            continue
        if field.factory is not MISSING:
            values[field.name] = call(field.factory, [], {}, frame, place)
        elif field.default is not MISSING:
            values[field.name] = field.default
        elif field.init:
            raise Raised(TypeError(f"{cls.name}() missing a required argument: {field.name!r}"), place)
    if cls.options.get("dataclass"):
        instance.attributes.update(values)
        call_method(instance, "__post_init__", [], frame, place)
    else:
        instance.payload = tuple(values[field.name] for field in fields)
        instance.attributes.update(values)


def functional_named_tuple(name: str, names: list[str], frame: Frame, place: Place | None) -> ClassValue:
    """`collections.namedtuple(name, names)`."""
    cls = ClassValue(name, name, None, frame)
    cls.bases = [tuple]
    finish_class(cls, [], frame, place)
    cls.fields = [Field(field, MISSING, MISSING, init=True) for field in names]
    return cls


def dynamic_class(
    name: str, bases: tuple[Abstract, ...], names: dict[str, Abstract], frame: Frame, place: Place | None
) -> ClassValue:
    """`type(name, bases, names)`."""
    cls = ClassValue(name, name, None, frame)
    cls.bases = list(bases)
    finish_class(cls, [], frame, place)
    cls.assigned.update(names)
    return cls


def dataclass_native() -> Native:
    """`dataclasses.dataclass`, with or without options."""

    def decorate(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place) -> Abstract:
        if args and isinstance(args[0], ClassValue):
            return make_dataclass(args[0], kwargs, frame)
        if args:
            return args[0]
        return Native("dataclass", lambda inner, _, at, __: make_dataclass(inner[0], kwargs, at))

    return Native("dataclass", decorate)
