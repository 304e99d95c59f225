"""Syntax trees as plain data, for the evaluator in the browser: `[kind, line, field, ...]`, fields as in Python.

Docstrings are left out, and annotations too, except the words that distinguish a field of a dataclass from other
names: no other evaluation depends on them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.model.portable import portable

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    # Statements
    ast.Assert: ("test", "msg"),
    ast.Assign: ("targets", "value"),
    ast.AnnAssign: ("target", "value"),
    ast.AugAssign: ("target", "op", "value"),
    ast.Break: (),
    ast.ClassDef: ("name", "bases", "keywords", "body", "decorator_list"),
    ast.Continue: (),
    ast.Expr: ("value",),
    ast.For: ("target", "iter", "body", "orelse"),
    ast.FunctionDef: ("name", "args", "body", "decorator_list"),
    ast.If: ("test", "body", "orelse"),
    ast.Import: ("names",),
    ast.ImportFrom: ("module", "names"),
    ast.Pass: (),
    ast.Raise: ("exc",),
    ast.Return: ("value",),
    ast.While: ("test", "body", "orelse"),
    # Expressions
    ast.Attribute: ("value", "attr"),
    ast.BinOp: ("left", "op", "right"),
    ast.BoolOp: ("op", "values"),
    ast.Call: ("func", "args", "keywords"),
    ast.Compare: ("left", "ops", "comparators"),
    ast.Constant: ("value",),
    ast.Dict: ("keys", "values"),
    ast.DictComp: ("key", "value", "generators"),
    ast.FormattedValue: ("value", "conversion", "format_spec"),
    ast.GeneratorExp: ("elt", "generators"),
    ast.IfExp: ("test", "body", "orelse"),
    ast.JoinedStr: ("values",),
    ast.Lambda: ("args", "body"),
    ast.List: ("elts",),
    ast.ListComp: ("elt", "generators"),
    ast.Name: ("id",),
    ast.NamedExpr: ("target", "value"),
    ast.Set: ("elts",),
    ast.SetComp: ("elt", "generators"),
    ast.Slice: ("lower", "upper", "step"),
    ast.Starred: ("value",),
    ast.Subscript: ("value", "slice"),
    ast.Tuple: ("elts",),
    ast.UnaryOp: ("op", "operand"),
    ast.Yield: ("value",),
    ast.YieldFrom: ("value",),
    # Parts of them
    ast.alias: ("name", "asname"),
    ast.arg: ("arg",),
    ast.arguments: ("posonlyargs", "args", "vararg", "kwonlyargs", "kw_defaults", "kwarg", "defaults"),
    ast.comprehension: ("target", "iter", "ifs"),
    ast.keyword: ("arg", "value"),
}
"""Nodes that the evaluator knows, with the fields that it reads. Any other is written by its kind, and stops it."""


def node_data(node: ast.AST) -> list[Any]:
    """A node as plain data."""
    line = getattr(node, "lineno", 0)
    kind = type(node).__name__
    if isinstance(node, ast.Constant):
        return [kind, line, *_constant(node.value)]
    if isinstance(node, ast.AnnAssign):
        value = node_data(node.value) if node.value else None
        return [kind, line, node_data(node.target), value, _kind_of_field(node.annotation)]
    if type(node) not in FIELDS or (isinstance(node, ast.comprehension) and node.is_async):
        return ["Unsupported", line, kind]
    return [kind, line, *(_field(getattr(node, name)) for name in FIELDS[type(node)])]


def body_data(body: Sequence[ast.stmt]) -> list[list[Any]]:
    """Statements as plain data, without docstrings."""
    return [node_data(statement) for statement in body if not _is_docstring(statement)]


def _field(value: Any) -> Any:
    if isinstance(value, list):
        if value and isinstance(value[0], ast.stmt):
            return body_data(value)
        return [_field(item) for item in value]
    if isinstance(value, ast.operator | ast.unaryop | ast.cmpop | ast.boolop):
        return type(value).__name__
    return node_data(value) if isinstance(value, ast.AST) else value


def _constant(value: object) -> tuple[str, Any]:
    """The type of a constant and its value as JSON holds it; the type distinguishes whole numbers from others."""
    if value is None or isinstance(value, bool | str):
        return type(value).__name__, portable(value)
    if type(value) in {int, float}:
        return type(value).__name__, str(value)
    return "other", type(value).__name__


def _kind_of_field(annotation: ast.expr) -> str:
    """Return the word by which an annotation declares something other than a field of a dataclass; else empty."""
    text = ast.unparse(annotation)
    return next((word for word in ("ClassVar", "InitVar", "KW_ONLY") if word in text), "")


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
