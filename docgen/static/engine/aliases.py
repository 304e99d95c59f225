"""Names from which a value may come, so that a change to it is a change to their objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.source.function_scope import FunctionScope
from docgen.static.source.nodes import children, walk

if TYPE_CHECKING:
    from collections.abc import Container

    from docgen.static.engine.effect_terms import FunctionNode

ARGUMENT = "<argument>"
"""Stands for any argument that the caller of a function passes."""

_SCALARS = frozenset(
    {"bool", "bytes", "float", "hash", "id", "int", "isinstance", "issubclass", "len", "repr", "str"}
)
"""Builtins whose result holds none of their arguments."""
_COPIES = frozenset({"dict", "frozenset", "list", "set", "sorted", "tuple"})
"""Builtins whose result is a new container."""
_OWN_CHANGES = frozenset(
    {
        *(
            "add",
            "append",
            "clear",
            "discard",
            "extend",
            "insert",
            "pop",
            "popitem",
            "remove",
            "setdefault",
            "update",
        )
    }
)
"""Methods that change a container and leave alone what it holds."""
_FRESH = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant, ast.JoinedStr)
_BINDING_INSIDE = frozenset({ast.Call, ast.comprehension})
_BINDING = _BINDING_INSIDE | {
    *(ast.AnnAssign, ast.Assign, ast.AugAssign, ast.For, ast.Match, ast.NamedExpr, ast.withitem)
}
"""Nodes that give a name of a function its object; outside functions, a name of an expression."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def sources(node: ast.AST, classes: Container[str] = ()) -> set[str]:
    """Names whose objects the value of an expression may be, or may hold.

    Args:
        node: The expression.
        classes: Names of classes; an object of a class shares the objects that the class holds.
    """
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.Compare() | ast.JoinedStr() | ast.Constant():
            return set()
        case ast.Subscript(value=value):
            return sources(value, classes)
        case ast.IfExp(body=body, orelse=otherwise):
            return sources(body, classes) | sources(otherwise, classes)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            given = [] if name in _SCALARS else [*args, *keywords]
            found = {name} if name in classes else set[str]()
            return found.union(*(sources(part, classes) for part in given))
    return set[str]().union(*(sources(child, classes) for child in children(node)))


def callees(node: ast.AST) -> set[str]:
    """Names that an expression calls: its value may be anything that they return."""
    called = {n.func.id for n in walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return called - _SCALARS - _COPIES


def is_fresh(node: ast.expr) -> bool:
    """Tell whether an expression makes a new object, whatever objects that holds."""
    return isinstance(node, _FRESH) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _COPIES | _SCALARS
    )


def only_changed_itself(body: list[ast.stmt], targets: list[ast.expr]) -> bool:
    """Tell whether statements do to a name nothing but to bind it, and to add and remove what it holds."""
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    if len(names) < len(targets):
        return False
    harmless: set[int] = set()
    for statement in body:
        for part in walk(statement):
            match part:
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=method))):
                    if method in _OWN_CHANGES:
                        harmless.add(id(name))
                case ast.Subscript(value=ast.Name() as name, ctx=ast.Store() | ast.Del()):
                    harmless.add(id(name))
                case ast.Name(ctx=ast.Store()):
                    harmless.add(id(part))
    return all(
        id(part) in harmless
        for statement in body
        for part in walk(statement)
        if isinstance(part, ast.Name) and part.id in names
    )


def parameters(node: FunctionNode) -> list[str]:
    """Names of a function's parameters."""
    arguments = node.args
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [argument.arg for argument in (*found, arguments.vararg, arguments.kwarg) if argument is not None]


class Origins:
    """Sources of the objects of a function's local names."""

    def __init__(
        self,
        node: FunctionNode | None,
        parts: list[ast.AST],
        classes: Container[str],
        holders: set[str] | None = None,
    ) -> None:
        """Find the sources of the names' objects.

        Args:
            node: The function; None for a statement outside functions.
            parts: The nodes of its body.
            classes: Names of classes.
            holders: Names that hold objects made by its defaults, if a call may change them.
        """
        self._classes = classes
        self.local = frozenset(FunctionScope(node).bound) if node is not None else frozenset[str]()
        self._itself: dict[str, set[str]] = {}
        self._holds: dict[str, set[str]] = {}
        for argument in parameters(node) if node is not None else ():
            found = {ARGUMENT, *(holders or ())}
            self._bind(argument, found, found)
        constructs = isinstance(node, ast.FunctionDef) and node.name in {"__init__", "__post_init__"}
        if constructs and isinstance(node, ast.FunctionDef) and node.args.args:
            self._itself[node.args.args[0].arg] = set()  # a constructor fills an object that is its own
        # What the methods of a class inside do, a call of the function does not.
        classes_inside = (
            [part for part in parts if part.__class__ is ast.ClassDef] if node is not None else []
        )
        self._unrun = {id(n) for part in classes_inside for n in walk(part)}
        self._inner = [p for p in parts if p.__class__ in _FUNCTIONS and id(p) not in self._unrun]
        self._named = {part.name: part for part in self._inner if not isinstance(part, ast.Lambda)}
        self._enclosed: set[int] | None = None
        self._deeper = {
            n.id
            for part in parts
            if part.__class__ is ast.comprehension and id(part) not in self._unrun
            for n in walk(part.target)
            if isinstance(n, ast.Name)
        }
        for inner in self._inner:
            self._deeper.update(parameters(inner))
            for argument in parameters(inner):
                self._bind(argument, {ARGUMENT}, {ARGUMENT})
        for part in parts:
            if part.__class__ in (_BINDING if node is not None else _BINDING_INSIDE):
                self._read(part)

    def _read(self, part: ast.AST) -> None:
        match part:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                self._assign(target, value)
            case ast.AugAssign(target=target, value=value):
                for name in sources(target):
                    self._bind(name, set(), sources(value, self._classes))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self._spread(target, sources(value, self._classes))
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._spread(target, sources(value, self._classes))
            case ast.Match(subject=value, cases=cases):
                for inner in (n for case in cases for n in walk(case.pattern)):
                    bound = getattr(inner, "name", None) or getattr(inner, "rest", None)
                    if isinstance(bound, str):
                        self._bind(bound, sources(value, self._classes), sources(value, self._classes))
            case ast.Call(func=function, args=args) if self.local or self._inner:
                given = set[str]().union(*(sources(part, self._classes) for part in args))
                for name in sources(function.value) if isinstance(function, ast.Attribute) else ():
                    self._bind(name, set(), given)
                called = [self._named[name] for name in (given | sources(function)) & self._named.keys()]
                for inner in (*called, *(part for part in args if isinstance(part, ast.Lambda))):
                    for name in parameters(inner):
                        self._bind(name, given, given)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            found = sources(value, self._classes)
            self._bind(target.id, set() if is_fresh(value) else found, found)
        else:
            self._spread(target, sources(value, self._classes))

    def _spread(self, target: ast.expr, found: set[str]) -> None:
        """Record bindings: an unpacked value is bound, the value of an attribute or an item is held."""
        itself = found if isinstance(target, ast.Name | ast.Tuple | ast.List | ast.Starred) else set[str]()
        for name in sources(target):
            self._bind(name, itself, found)

    def _bind(self, name: str, itself: set[str], holds: set[str]) -> None:
        self._itself.setdefault(name, set()).update(itself)
        self._holds.setdefault(name, set()).update(holds)

    def _is_inside(self, target: ast.AST) -> bool:
        """Tell whether a function inside this one holds an expression."""
        if self._enclosed is None:
            self._enclosed = {id(child) for inner in self._inner for child in walk(inner)}
        return any(id(n) in self._enclosed for n in (target, *children(target)))

    def of(self, target: ast.AST, found: set[str]) -> set[str]:
        """The global names, and ARGUMENT, that a change to `target` may concern."""
        direct = isinstance(target, ast.Name)
        result: set[str] = set()
        if self._inner and not self.local.isdisjoint(found) and self._is_inside(target):
            result.add(ARGUMENT)  # a function inside changes the objects that it was made with
        pending = [(name, direct) for name in found]
        seen = set(pending)
        while pending:
            name, shallow = pending.pop()
            if name not in self.local:
                result.add(name)
                if name not in self._deeper:
                    continue
            for origin in (self._itself if shallow else self._holds).get(name, ()):
                if origin == ARGUMENT:
                    result.add(ARGUMENT)
                elif (origin, shallow) not in seen:
                    seen.add((origin, shallow))
                    pending.append((origin, shallow))
        if self._unrun and any(id(n) in self._unrun for n in (target, *children(target))):
            result.discard(ARGUMENT)
        return result
