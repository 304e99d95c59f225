"""Making classes: bases, order, fields, dataclasses, NamedTuples."""

from __future__ import annotations

import ast
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import set_names
from docgen.static.objects.frames import Frame
from docgen.static.objects.hooks import run_hook
from docgen.static.objects.type_values import ClassValue, Field, Generic
from docgen.static.objects.types import ancestry
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.inertness import Kind

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace


def build_class(node: ast.ClassDef, frame: Frame) -> ClassValue:
    """The class that a class statement makes; its body is evaluated by name, when names are asked for."""
    place = SourceSpan(frame.module, node)
    outer = frame.namespace.cls if frame.namespace is not None and frame.namespace.cls is not None else None
    qualname = f"{outer.qualname}.{node.name}" if outer else node.name
    cls = ClassValue(node.name, qualname, node, frame)
    for base in node.bases:
        value = dispatch.evaluate(base, frame)
        cls.bases.append(value.origin if isinstance(value, Generic) else value)
    for keyword in node.keywords:
        if keyword.arg is None:
            raise Unsupported("** in a class statement is not evaluated", place)
        cls.keywords[keyword.arg] = dispatch.evaluate(keyword.value, frame)
    frame.evaluation.owns(cls.assigned)
    finish_class(cls, node.body, frame, place)
    return cls


def _runs_whole(node: ast.ClassDef, frame: Frame) -> bool:
    """Whether a class body runs with its statement, rather than by name: it may lean on what changes, or change it."""
    space = frame.namespace
    if space is None or space.body[frame.position] is not node:
        return True
    if space.cls is not None:
        return space.final is not None
    hooked = frame.evaluation.program.hooked
    return space.kinds[frame.position] is not Kind.CLASS or hooked.is_hooked(node)


def _run_class_body(cls: ClassValue, space: Namespace, body: list[ast.stmt], frame: Frame) -> None:
    """Run a class body in order."""
    inner = Frame(frame.evaluation, frame.module, parent=frame, namespace=space, owner=cls)
    space.final = inner.names
    for inner.position, statement in enumerate(body):
        dispatch.execute(statement, inner)
    set_names(cls, inner.names, frame, SourceSpan(frame.module, cls.node or ast.Pass()))


def finish_class(cls: ClassValue, body: list[ast.stmt], frame: Frame, place: SourceSpan | None) -> None:
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
    if cls.metaclass is type:
        cls.metaclass = None
    if isinstance(cls.metaclass, ClassValue):
        _refuse_making_metaclass(cls.metaclass, frame, place)
    cls.namespace = dispatch.make_namespace(
        frame.evaluation.program, frame.module, cls.path, body, cls=cls, outer=frame
    )
    if cls.node is not None and _runs_whole(cls.node, frame):
        _run_class_body(cls, cls.namespace, body, frame)
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


def _refuse_making_metaclass(metaclass: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Refuse a metaclass that takes part in making its classes.

    Raises:
        Unsupported: it does.
    """
    for name in ("__new__", "__init__", "__prepare__"):
        _, owner, _ = lookup_in_class(metaclass, name, frame)
        if isinstance(owner, ClassValue):
            raise Unsupported(f"{name} of metaclass {metaclass.name} is not evaluated", place)


def linearise(bases: list[Abstract], place: SourceSpan | None) -> list[Abstract]:
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
        default: Abstract = ABSENT
        factory: Abstract = ABSENT
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


def functional_named_tuple(name: str, names: list[str], frame: Frame, place: SourceSpan | None) -> ClassValue:
    """`collections.namedtuple(name, names)`."""
    cls = ClassValue(name, name, None, frame)
    cls.bases = [tuple]
    finish_class(cls, [], frame, place)
    cls.fields = [Field(field, ABSENT, ABSENT, init=True) for field in names]
    return cls


def dynamic_class(
    name: str, bases: tuple[Abstract, ...], names: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> ClassValue:
    """`type(name, bases, names)`."""
    cls = ClassValue(name, name, None, frame)
    cls.bases = list(bases)
    finish_class(cls, [], frame, place)
    cls.assigned.update(names)
    return cls


def dataclass_native() -> Native:
    """`dataclasses.dataclass`, with or without options."""

    def decorate(
        args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
    ) -> Abstract:
        if args and isinstance(args[0], ClassValue):
            return make_dataclass(args[0], kwargs, frame)
        if args:
            return args[0]
        return Native("dataclass", lambda inner, _, at, __: make_dataclass(inner[0], kwargs, at))

    return Native("dataclass", decorate)
