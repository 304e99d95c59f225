"""Uses of the names that a function's text does not bind itself: read, called, or open to change.

A use is a mere read only where the text consumes the value on the spot: it is tested, compared, subscripted, or given
to a builtin function that keeps nothing. Any other use may pass the value on, and so change it.
"""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from docgen.static.source.function_scope import function_scope
from docgen.static.source.nodes import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_KEEPS_NOTHING = frozenset(
    {
        *("all", "any", "bool", "bytes", "callable", "float", "format", "hash", "id", "int", "isinstance"),
        *("issubclass", "len", "print", "repr", "str", "sum"),
    }
)
_READING_METHODS = frozenset(
    {
        *(
            "copy",
            "count",
            "endswith",
            "format",
            "get",
            "index",
            "isdisjoint",
            "issubset",
            "issuperset",
            "items",
        ),
        *("join", "keys", "lower", "replace", "split", "startswith", "strip", "upper", "values"),
    }
)
"""Methods of Python's containers and texts that change nothing."""


class UseKind(enum.Enum):
    """Uses of a value in a text."""

    READ = "read"
    """It is read."""
    CALLED = "called"
    """It is called."""
    ASKED = "asked"
    """A method of it is called whose name is that of one of Python's containers or texts that changes nothing."""
    OPEN = "open"
    """It is passed on or changed."""
    SET = "set"
    """One of its attributes is bound or deleted."""
    BOUND = "bound"
    """The name itself is bound, by `global` or `nonlocal`."""


class Use(NamedTuple):
    """One use of a name."""

    name: str
    attributes: tuple[str, ...]
    """Attributes that are read of it on the way."""
    kind: UseKind


def uses(node: FunctionNode) -> frozenset[Use]:
    """The uses of names that a function does not bind; computed once."""
    return _told(node)[0]


def uses_of_text(node: ast.stmt | ast.expr) -> frozenset[Use]:
    """The uses of names in a statement or an expression, including those in functions that it defines."""
    return frozenset(_below(node))


def changed_of_receiver(node: FunctionNode) -> frozenset[str]:
    """The attributes of its first parameter that a method passes on or changes inside; computed once."""
    return _told(node)[1]


def _told(node: FunctionNode) -> tuple[frozenset[Use], frozenset[str]]:
    known = _USES.get(node)
    if known is None:
        scope, found = function_scope(node), set(_below(node))
        free = {use for use in found if use.name not in scope.bound}
        free |= {Use(name, (), UseKind.BOUND) for name in scope.global_names | scope.nonlocal_names}
        positional = [*node.args.posonlyargs, *node.args.args]
        own = {use for use in found if positional and use.name == positional[0].arg and use.attributes}
        inside = {use.attributes[0] for use in own if use.kind is not UseKind.READ}
        known = _USES[node] = frozenset(free), frozenset(inside)
    return known


def sets_foreign_attributes(node: FunctionNode) -> bool:
    """Tell whether the text binds an attribute of an object other than its own first parameter; computed once."""
    known = _FOREIGN.get(node)
    if known is None:
        known = _FOREIGN[node] = _sets_foreign(node)
    return known


def _sets_foreign(node: FunctionNode) -> bool:
    positional = [*node.args.posonlyargs, *node.args.args]
    own = positional[0].arg if positional else None
    return any(
        isinstance(part, ast.Attribute)
        and not isinstance(part.ctx, ast.Load)
        and not (isinstance(part.value, ast.Name) and part.value.id == own != "cls")
        for part in walk(node)
    )


_FOREIGN: WeakKeyDictionary[ast.AST, bool] = WeakKeyDictionary()
_USES: WeakKeyDictionary[ast.AST, tuple[frozenset[Use], frozenset[str]]] = WeakKeyDictionary()


def _below(node: ast.AST) -> Iterator[Use]:
    parents = {id(child): parent for parent in walk(node) for child in children(parent)}
    for part in walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            yield _use(part, parents)
        elif isinstance(part, ast.AugAssign):
            yield from _changed_in_place(part.target)


def _changed_in_place(target: ast.expr) -> Iterator[Use]:
    """The use of a name by `name += x` or `name.attribute += x`, which may change the value instead of the name."""
    attributes: list[str] = []
    while isinstance(target, ast.Attribute):
        attributes.insert(0, target.attr)
        target = target.value
    if isinstance(target, ast.Name):
        yield Use(target.id, tuple(attributes), UseKind.OPEN)


def _use(name: ast.Name, parents: dict[int, ast.AST]) -> Use:
    attributes: list[str] = []
    node: ast.AST = name
    while True:
        parent = parents.get(id(node))
        match parent:
            case ast.Attribute(ctx=ast.Load(), attr=attribute):
                around = parents.get(id(parent))
                called = isinstance(around, ast.Call) and around.func is parent
                if called and attribute in _READING_METHODS:
                    return Use(name.id, (*attributes, attribute), UseKind.ASKED)
                attributes.append(attribute)
                node = parent
            case ast.Attribute():
                return Use(name.id, tuple(attributes), UseKind.SET)
            case ast.Subscript(ctx=ast.Load()):
                if parent.value is not node:
                    return Use(name.id, tuple(attributes), UseKind.READ)
                node = parent
            case ast.Call() if parent.func is node:
                return Use(name.id, tuple(attributes), UseKind.CALLED)
            case ast.Call(func=ast.Name(id=function)) if function in _KEEPS_NOTHING:
                return Use(name.id, tuple(attributes), UseKind.READ)
            case ast.Compare() | ast.BinOp() | ast.UnaryOp() | ast.FormattedValue() | ast.ExceptHandler():
                return Use(name.id, tuple(attributes), UseKind.READ)
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if test is node:
                return Use(name.id, tuple(attributes), UseKind.READ)
            case _:
                return Use(name.id, tuple(attributes), UseKind.OPEN)
