"""Bodies of Enums: the names that are members, and the names that are not allowed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects.callables import Descriptor, FunctionValue, Method, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.enum_values import AUTO, automatic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.evaluation import Evaluation

_RESERVED = frozenset({
    "_add_alias_", "_add_value_alias_", "_generate_next_value_", "_ignore_", "_iter_member_by_def_",
    "_iter_member_by_value_", "_iter_member_", "_missing_", "_numeric_repr_", "_order_", "_use_args_",
})  # fmt: skip
"""Names between single underscores that an Enum may bind."""

_IGNORE = "_ignore_"
_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While, ast.Match)


class Kept:
    """`enum.member(x)` and `enum.nonmember(x)`: a value of an Enum's body that says itself if it is a member."""

    __slots__ = ("is_member", "value")

    def __init__(self, value: Abstract, *, is_member: bool) -> None:
        self.value = value
        self.is_member = is_member


def definitions(cls: ClassValue, evaluation: Evaluation) -> Iterator[tuple[str, Abstract, SourceSpan | None]]:
    """The names of an Enum's body that are members, with their values and places, in order.

    Raises:
        Unsupported: the body determines its members in a way that is not modelled.
    """
    if cls.node is None or cls.namespace is None:
        for name, value in list(cls.assigned.items()):
            if not _is_private(name) and not _is_descriptor(value):
                yield name, value.value if isinstance(value, Kept) else value, cls.place
        return
    if cls.namespace.dynamic or any(isinstance(node, ast.Delete) for node in cls.node.body):
        raise Unsupported("the names of this Enum's body are not known", cls.place)
    skipped = ignored_names(cls, evaluation)
    seen: set[str] = set()
    for node in cls.node.body:
        for name in _names(node):
            value = cls.namespace.lookup(name, evaluation)
            if name in seen or value is ABSENT or name in skipped:
                continue
            seen.add(name)
            if isinstance(value, ClassValue) and isinstance(node, ast.ClassDef):
                raise Unsupported("a class inside an Enum differs between versions of Python", cls.place)
            if not _is_descriptor(value):
                held = value.value if isinstance(value, Kept) else value
                yield name, held, SourceSpan(cls.frame.module, node)


def ignored_names(cls: ClassValue, evaluation: Evaluation) -> frozenset[str]:
    """The names in the `_ignore_` of an Enum's body, and its own, which do not become attributes of the class.

    Raises:
        Unsupported: they are unknown.
    """
    if cls.namespace is None or _IGNORE not in cls.namespace.binders:
        return frozenset()
    ignored = cls.namespace.lookup(_IGNORE, evaluation)
    names = ignored.replace(",", " ").split() if isinstance(ignored, str) else ignored
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise Unsupported("which names this Enum ignores is not known", cls.place)
    return frozenset((*names, _IGNORE))


def seen_in_body(value: Abstract, name: str, cls: ClassValue, evaluation: Evaluation) -> Abstract:
    """Value that a later statement of an Enum's body sees under a name: of `auto()`, the value that it stands for.

    Raises:
        Indefinite: that member does not exist yet.
    """
    if value is not AUTO:
        return value
    made, _ = evaluation.members.get(cls, ({}, None))
    if cls.defines("__new__"):
        raise Indefinite(Unknown("what auto() stands for is not known here", cls.place))
    if name in made:
        return made[name].attributes["_value_"]
    before: list[Abstract] = []
    frame = evaluation.program.running_frame()
    for member, given, place in definitions(cls, evaluation) if evaluation.program.runs_imports else ():
        before.append(automatic(cls, member, given, len(before), before, frame, place))
        if member == name:
            return before[-1]
    raise Indefinite(Unknown("what auto() stands for is not known here", cls.place))


def refuse_body(cls: ClassValue, place: SourceSpan | None) -> None:
    """Refuse an Enum's body with a reserved name, or with a name that is bound twice.

    Raises:
        Raised: TypeError or ValueError, as CPython has it.
        Unsupported: a name is bound twice, and it is unknown if both statements run.
    """
    if cls.node is None or cls.namespace is None:
        return
    rule = cls.namespace.binders.get("_generate_next_value_", [0])[-1]
    if any(map(_names, cls.node.body[:rule])):
        raise Raised(TypeError("_generate_next_value_ must be defined before members"), place)
    for name, indexes in cls.namespace.binders.items():
        nodes = [cls.namespace.body[index] for index in indexes]
        if name == "mro" and not any(isinstance(node, ast.FunctionDef) for node in nodes):
            raise Raised(ValueError("invalid enum member name(s) 'mro'"), place)
        if (
            name.startswith("_")
            and not name.startswith("__")
            and name.endswith("_")
            and name not in _RESERVED
        ):
            raise Raised(
                ValueError(f"_sunder_ names, such as {name!r}, are reserved for future Enum use"), place
            )
        if _is_private(name) or len(nodes) == 1:
            continue
        if not any(name in _names(node) for node in nodes):
            continue  # a property and its setter
        if any(isinstance(node, _COMPOUND) for node in nodes):
            raise Unsupported(f"{name} is bound more than once in an Enum", place)
        if not any(isinstance(node, ast.Delete) for node in nodes):
            raise Raised(TypeError(f"{name!r} already defined"), place)


def _names(node: ast.stmt) -> list[str]:
    """Names that a statement of an Enum's body may make members of."""
    targets: list[ast.expr] = []
    match node:
        case ast.If() | ast.Try() | ast.With():
            return [name for child in statements_below(node) for name in _names(child)]
        case ast.For() | ast.While() | ast.Match():
            raise Unsupported("an Enum whose body holds loops is not evaluated", None)
        case ast.Assign():
            targets = [part for target in node.targets for part in _flat(target)]
        case ast.AnnAssign() if node.value is not None:
            targets = [node.target]
        case ast.FunctionDef() | ast.ClassDef() if node.decorator_list or isinstance(node, ast.ClassDef):
            return [] if _is_private(node.name) else [node.name]
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    walrus = [n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr)]
    if walrus:
        raise Unsupported("an Enum whose body holds := is not evaluated", None)
    return [name for name in names if not _is_private(name)]


def _flat(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def _is_private(name: str) -> bool:
    """Tell whether a name is no member's: `_x_`, `__x__`, or one that is private to the class."""
    return name.startswith("__") or (name.startswith("_") and name.endswith("_"))


def _is_descriptor(value: Abstract) -> bool:
    if isinstance(value, Kept):
        return not value.is_member
    if isinstance(value, Instance):
        return any(
            isinstance(c, ClassValue) and c.defines(name)
            for c in value.cls.mro
            for name in ("__get__", "__set__", "__delete__")
        )
    if isinstance(value, Partial):
        raise Unsupported("a partial in an Enum differs between versions of Python", None)
    return isinstance(value, Descriptor | FunctionValue | Method) or (
        isinstance(value, Native) and value is not AUTO
    )
