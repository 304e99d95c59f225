"""The module `operator`: each function is the operation of the language that it is named after."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.signatures import Signature
from docgen.static.execution import operators, relations, subscripts
from docgen.static.execution.conversions import convert
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

    Operation = Callable[[Args, Frame, SourceSpan], Abstract]

_BINARY: dict[str, type[ast.operator]] = {
    "add": ast.Add,
    "and_": ast.BitAnd,
    "concat": ast.Add,
    "floordiv": ast.FloorDiv,
    "lshift": ast.LShift,
    "matmul": ast.MatMult,
    "mod": ast.Mod,
    "mul": ast.Mult,
    "or_": ast.BitOr,
    "pow": ast.Pow,
    "rshift": ast.RShift,
    "sub": ast.Sub,
    "truediv": ast.Div,
    "xor": ast.BitXor,
}
_COMPARISON: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "ge": ast.GtE,
    "gt": ast.Gt,
    "is_": ast.Is,
    "is_not": ast.IsNot,
    "le": ast.LtE,
    "lt": ast.Lt,
    "ne": ast.NotEq,
}
_UNARY: dict[str, type[ast.unaryop]] = {
    "inv": ast.Invert,
    "invert": ast.Invert,
    "neg": ast.USub,
    "pos": ast.UAdd,
}


def _binary(name: str) -> Operation:
    op = _BINARY[name]()
    return lambda args, frame, place: operators.binary(op, args[0], args[1], frame, place)


def _in_place(name: str) -> Operation:
    op = _BINARY[name]()
    return lambda args, frame, place: operators.in_place(op, args[0], args[1], frame, place)


def _comparison(name: str) -> Operation:
    op = _COMPARISON[name]()
    return lambda args, frame, place: relations.compare(op, args[0], args[1], frame, place)


def _unary(name: str) -> Operation:
    op = _UNARY[name]()
    return lambda args, frame, place: operators.unary(op, args[0], frame, place)


def _set_item(args: Args, frame: Frame, place: SourceSpan) -> None:
    subscripts.set_item(args[0], args[1], args[2], frame, place)


def _delete_item(args: Args, frame: Frame, place: SourceSpan) -> None:
    subscripts.delete_item(args[0], args[1], frame, place)


def _concat(args: Args, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        data = operators.plain(value)
        if not isinstance(data, list | tuple | str | bytes | Instance | Unknown):
            raise Raised(TypeError("object can't be concatenated"), place)
    return operators.binary(ast.Add(), args[0], args[1], frame, place)


_OPERATIONS: dict[str, tuple[int, Operation]] = {
    **{name: (2, _binary(name)) for name in _BINARY},
    **{f"i{name.rstrip('_')}": (2, _in_place(name)) for name in _BINARY},
    **{name: (2, _comparison(name)) for name in _COMPARISON},
    **{name: (1, _unary(name)) for name in _UNARY},
    "abs": (1, lambda args, frame, place: convert("abs", args[0], frame, place)),
    "concat": (2, _concat),
    "contains": (2, lambda args, frame, place: relations.contains(args[0], args[1], frame, place)),
    "delitem": (2, _delete_item),
    "getitem": (2, lambda args, frame, place: subscripts.get_item(args[0], args[1], frame, place)),
    "index": (1, lambda args, frame, place: convert("index", args[0], frame, place)),
    "not_": (1, lambda args, frame, place: not dispatch.truth(args[0], frame)),
    "setitem": (3, _set_item),
    "truth": (1, lambda args, frame, place: dispatch.truth(args[0], frame)),
}
"""How many operands each function takes, and the operation."""


def _checked(name: str, count: int, operation: Operation) -> Callable[..., Abstract]:
    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        Signature(count, count).refuse(name, args, kwargs, place)
        return operation(args, frame, place)

    return run


OPERATORS: dict[str, Callable[..., Abstract]] = {
    f"operator.{name}": _checked(name, count, operation) for name, (count, operation) in _OPERATIONS.items()
}
"""What the functions of `operator` do."""
