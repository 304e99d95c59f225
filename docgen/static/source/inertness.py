"""Statements that need not run when their module is imported.

Importing a module runs everything it holds, and answers need a hundredth of that. A statement is **inert** if it makes
no difference when it runs, or whether: it only binds names, to values that are the same at any later time, and can
change nothing that something else made. Inert statements run when their names are asked for. All others, and imports,
run in order. Whatever is not listed here is not inert.
"""

from __future__ import annotations

import ast
import builtins
import enum
from typing import TYPE_CHECKING

from docgen.static.source.libraries import HARMLESS, PROCESS_STATE
from docgen.static.source.tree import absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.source.scopes import Scope
    from docgen.static.source.tree import Module

_DESCRIPTORS = frozenset({"classmethod", "property", "staticmethod"})
_MAKERS = frozenset({"bool", "dict", "float", "frozenset", "int", "list", "object", "set", "str", "tuple"})
"""Builtins whose call makes something new of plain arguments."""
_ACCESSORS = frozenset({"deleter", "getter", "setter"})


class Kind(enum.Enum):
    """When a statement runs."""

    IMPORT = "import"
    """In order: it imports."""
    ACTIVE = "active"
    """In order: it may change something, or lean on what is changed."""
    CLASS = "class"
    """When its name is asked for, unless a base has a hook that runs when a subclass is made."""
    INERT = "inert"
    """When its name is asked for."""


class Inertness:
    """Kinds of the statements of one body."""

    def __init__(
        self,
        body: list[ast.stmt],
        scope: Scope,
        module: Module,
        owns: Callable[[str], bool],
        outer: Inertness | None,
    ) -> None:
        """Prepare to tell kinds.

        Args:
            body: The statements.
            scope: Which of them bind which names.
            module: The module that they stand in.
            owns: Whether a dotted path starts in one of the documented packages.
            outer: For a class body, the kinds of the body that holds it.
        """
        self._body = body
        self._scope = scope
        self._module = module
        self._owns = owns
        self._outer = outer
        self._paths: dict[str, str | None] = {}
        self._at = 0
        kinds = []
        for self._at, node in enumerate(body):
            kinds.append(self._kind(node))
        self.kinds = tuple(kinds)

    def _kind(self, node: ast.stmt) -> Kind:
        match node:
            case ast.Import() | ast.ImportFrom():
                return Kind.IMPORT if self._outer is None else Kind.ACTIVE
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return Kind.INERT if self._defines_only(node) else Kind.ACTIVE
            case ast.ClassDef():
                return Kind.CLASS if self._makes_only(node) else Kind.ACTIVE
            case ast.Assign(targets=targets, value=value):
                named = all(isinstance(target, ast.Name) for target in targets)
                return Kind.INERT if named and self._is_stable(value) else Kind.ACTIVE
            case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=value):
                stable = (value is None or self._is_stable(value)) and self._is_annotation(annotation)
                return Kind.INERT if stable else Kind.ACTIVE
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Global():
                return Kind.INERT
            case ast.If(test=test, orelse=[]) if self.path_of(test) in {
                "typing.TYPE_CHECKING",
                "typing_extensions.TYPE_CHECKING",
            }:
                return Kind.INERT
        return Kind.ACTIVE

    def _defines_only(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether a `def` only makes a function."""
        defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        return all(map(self._is_stable, defaults)) and all(map(self._is_harmless, node.decorator_list))

    def _makes_only(self, node: ast.ClassDef) -> bool:
        """Whether a `class` only makes a class, as far as its own text says."""
        if not all(map(self._is_harmless, node.decorator_list)) or not all(map(self._is_stable, node.bases)):
            return False
        for keyword in node.keywords:
            if keyword.arg != "metaclass" or (self.path_of(keyword.value) or "") not in {
                "abc.ABCMeta",
                "enum.EnumMeta",
            }:
                return False
        if any(isinstance(child, ast.FunctionDef) and child.name in HOOKS for child in node.body):
            return False
        scope = self._module.scope_of(node.body, is_module=False)
        kinds = Inertness(node.body, scope, self._module, self._owns, self).kinds
        return all(kind in {Kind.INERT, Kind.CLASS} for kind in kinds)

    def _is_harmless(self, decorator: ast.expr) -> bool:
        """Whether a decorator makes something of what it is given, and does nothing else."""
        match decorator:
            case ast.Name(id=name) if name in _DESCRIPTORS and self._is_builtin(name):
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in _ACCESSORS:
                return name in self._scope.binders
            case ast.Call(func=function, args=args, keywords=keywords):
                given = [*args, *(keyword.value for keyword in keywords)]
                return self._is_harmless(function) and all(map(self._is_stable, given))
        path = self.path_of(decorator)
        return path is not None and path.partition(".")[0] in HARMLESS

    def _is_annotation(self, node: ast.expr) -> bool:
        return not any(isinstance(part, ast.Call | ast.NamedExpr | ast.Await) for part in ast.walk(node))

    def _is_stable(self, node: ast.expr | None) -> bool:
        """Whether an expression has the same value at any later time, and evaluating it changes nothing."""
        match node:
            case None | ast.Constant():
                return True
            case ast.Name(id=name):
                return self._is_stable_name(name)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return all(map(self._is_stable, parts))
            case ast.Dict(keys=keys, values=values):
                return None not in keys and all(map(self._is_stable, [*keys, *values]))
            case ast.UnaryOp(operand=operand):
                return _is_plain(operand)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return self._is_type(left) and self._is_type(right)
            case ast.BinOp(left=left, right=right):
                return _is_plain(left) and _is_plain(right)
            case ast.Lambda(args=args):
                return all(map(self._is_stable, [*args.defaults, *args.kw_defaults]))
            case ast.Attribute():
                return self._is_outside(node)
            case ast.Subscript(value=value, slice=index):
                return self._is_type(value) and self._is_stable(index)
            case ast.Call(func=function, args=args, keywords=keywords):
                if isinstance(function, ast.Name) and self._is_builtin(function.id):
                    return function.id in _MAKERS and all(map(_is_plain, args)) and not keywords
                given = [*args, *(keyword.value for keyword in keywords)]
                return self._is_outside(function) and all(map(self._is_apart, given))
        return False

    def _is_stable_name(self, name: str) -> bool:
        sites = self._scope.binders.get(name, ())
        if not sites:
            if self._outer is not None:
                return self._outer._is_stable_name(name)
            return not self._scope.stars and (hasattr(builtins, name) or name in {"__name__", "__file__"})
        return (
            len(sites) == 1
            and sites[0] < self._at
            and isinstance(
                self._body[sites[0]],
                ast.FunctionDef
                | ast.AsyncFunctionDef
                | ast.ClassDef
                | ast.Assign
                | ast.AnnAssign
                | ast.Import
                | ast.ImportFrom,
            )
        )

    def _is_builtin(self, name: str) -> bool:
        if name in self._scope.binders or self._scope.stars:
            return False
        return self._outer._is_builtin(name) if self._outer is not None else hasattr(builtins, name)

    def _is_type(self, node: ast.expr) -> bool:
        """Whether an expression is plainly a type of Python's own or of a library."""
        match node:
            case ast.Constant(value=None):
                return True
            case ast.Name(id=name) if self._is_builtin(name):
                return isinstance(getattr(builtins, name), type)
            case ast.Subscript(value=value, slice=index):
                return self._is_type(value) and self._is_stable(index)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return self._is_type(left) and self._is_type(right)
        return self._is_outside(node)

    def _is_outside(self, node: ast.expr) -> bool:
        path = self.path_of(node)
        return path is not None and path.partition(".")[0] not in PROCESS_STATE

    def _is_apart(self, node: ast.expr) -> bool:
        """Whether an argument holds nothing of the documented packages."""
        if _is_plain(node):
            return True
        match node:
            case ast.Name(id=name) if self._is_builtin(name) or name == "__name__":
                return True
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return all(map(self._is_apart, parts))
            case ast.Dict(keys=keys, values=values):
                return all(key is not None and self._is_apart(key) for key in keys) and all(
                    map(self._is_apart, values)
                )
            case ast.Call(func=function, args=args, keywords=keywords):
                given = [*args, *(keyword.value for keyword in keywords)]
                return self._is_outside(function) and all(map(self._is_apart, given))
        return self._is_outside(node)

    def path_of(self, node: ast.expr) -> str | None:
        """The dotted path of what an expression names in a package outside of the documented ones."""
        match node:
            case ast.Name(id=name):
                return self._path_of_name(name)
            case ast.Attribute(value=value, attr=attr):
                path = self.path_of(value)
                return None if path is None else f"{path}.{attr}"
        return None

    def _path_of_name(self, name: str) -> str | None:
        if name not in self._paths:
            self._paths[name] = self._imported(name)
        return self._paths[name]

    def _imported(self, name: str) -> str | None:
        sites = self._scope.binders.get(name, ())
        if not sites:
            return None if self._outer is None else self._outer._path_of_name(name)
        path = None
        for site in sites:
            node = self._body[site]
            found = None
            if isinstance(node, ast.ImportFrom):
                module = absolute(node, self._module)
                found = next((f"{module}.{a.name}" for a in node.names if (a.asname or a.name) == name), None)
            elif isinstance(node, ast.Import):
                found = next((a.name for a in node.names if a.asname == name), name)
            if found is None or self._owns(found) or (path is not None and found != path):
                return None
            path = found
        return path


_PLAIN_METACLASSES = frozenset({"abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})
_BINDING = (
    *(
        ast.AnnAssign,
        ast.Assign,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.FunctionDef,
        ast.Import,
        ast.ImportFrom,
    ),
)
HOOKS = frozenset({"__init_subclass__", "__mro_entries__", "__prepare__", "__set_name__"})
"""Methods that run when a class is made: whoever defines one is made in order, and so are its subclasses."""


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression consists of constants of Python's own."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult() | ast.LShift()):
            return _is_number(left) and _is_number(right)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(map(_is_plain, parts))
    return False


def _is_number(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, int | float)) or (
        isinstance(node, ast.BinOp | ast.UnaryOp) and _is_plain(node)
    )
