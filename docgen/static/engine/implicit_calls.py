"""Methods that an operation may run without naming them: `a + b` runs `__add__`, a loop `__iter__`."""

from __future__ import annotations

import ast

from docgen.static.engine.effect_terms import Callee

_ARITHMETIC = frozenset(
    f"__{prefix}{name}__"
    for name in (
        *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow"),
        *("lshift", "rshift", "or", "xor", "and"),
    )
    for prefix in ("", "r", "i")
)
_COMPARISON = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"})
_ITERATION = frozenset({"__iter__", "__next__", "__getitem__", "__len__", "__reversed__"})
_TRUTH = frozenset({"__bool__", "__len__"})
_TEXT = frozenset({"__str__", "__repr__", "__format__"})
_KEYS = frozenset({"__hash__", "__eq__"})
_READING = frozenset({"__getattr__", "__getattribute__", "__get__"})
_ITEMS = frozenset({"__getitem__", "__setitem__", "__delitem__", "__missing__", "__class_getitem__"}) | _KEYS
_UNARY = frozenset({"__neg__", "__pos__", "__invert__"}) | _TRUTH
_CONVERSION = frozenset({"__int__", "__float__", "__index__", "__abs__", "__round__", "__call__"})
_CALLED = _ARITHMETIC | _COMPARISON | _ITERATION | _TRUTH | _TEXT | _KEYS | _READING | _UNARY | _CONVERSION

_RUN: dict[type[ast.AST], frozenset[str]] = {
    ast.Attribute: _READING | {"__set__", "__delete__", "__setattr__", "__delattr__"},
    ast.AugAssign: _ARITHMETIC,
    ast.BinOp: _ARITHMETIC | _TEXT,
    ast.BoolOp: _TRUTH,
    ast.Call: _CALLED,
    ast.Compare: _COMPARISON | _ITERATION | _TRUTH,
    ast.Dict: _KEYS,
    ast.DictComp: _KEYS,
    ast.For: _ITERATION,
    ast.FormattedValue: _TEXT,
    ast.If: _TRUTH,
    ast.IfExp: _TRUTH,
    ast.Match: _COMPARISON | _ITERATION | _READING,
    ast.Set: _KEYS,
    ast.SetComp: _KEYS,
    ast.Starred: _ITERATION,
    ast.Subscript: _ITEMS,
    ast.Tuple: _ITERATION,
    ast.UnaryOp: _UNARY,
    ast.While: _TRUTH,
    ast.comprehension: _ITERATION | _TRUTH,
}
"""For each kind of node, the methods that it may run; a call of a builtin may run most of them."""

ALL = frozenset[str]().union(*_RUN.values()) - {"__call__"}
"""Methods that some operation runs without naming them."""


def run_by(node: ast.AST, among: frozenset[str]) -> list[Callee]:
    """Those of `among` that the node may run."""
    names = _RUN.get(type(node))
    return [Callee("", name) for name in names & among] if names is not None else []
