"""operator: the operators as functions, each by the rules of its operands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution import operators, subscripts
from docgen.static.execution.calls import call
from docgen.static.execution.conversions import convert, length, truth
from docgen.static.execution.iteration import items, payload_has
from docgen.static.execution.relations import compare
from docgen.static.objects import dispatch
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.special_methods import call_method, defines
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

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
_IN_PLACE = {f"i{name.rstrip('_')}": op for name, op in _BINARY.items()}
_COMPARED: dict[str, type[ast.cmpop]] = {
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


def _binary(op: type[ast.operator]) -> Model:
    return Model(
        lambda args, _, frame, place: operators.binary(op(), args[0], args[1], frame, place), "a b", 2
    )


def _concat(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for value in args:
        data = operators.plain(value)
        if not isinstance(data, list | tuple | str | bytes | Instance | Unknown):
            raise Raised(TypeError("object can't be concatenated"), place)
    return operators.binary(ast.Add(), args[0], args[1], frame, place)


def _in_place(op: type[ast.operator]) -> Model:
    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if isinstance(args[1], Unknown):
            dispatch.havoc(args[0], args[1], frame)
        return operators.in_place(op(), args[0], args[1], frame, place)

    return Model(run, "a b", 2)


def _compared(op: type[ast.cmpop]) -> Model:
    return Model(lambda args, _, frame, place: compare(op(), args[0], args[1], frame, place), "a b", 2)


def _unary(op: type[ast.unaryop]) -> Model:
    return Model(lambda args, _, frame, place: operators.unary(op(), args[0], frame, place), "a", 1)


def _contains(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return compare(ast.In(), args[1], args[0], frame, place)


def _get_item(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return subscripts.get_item(args[0], args[1], frame, place)


def _set_item(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    subscripts.set_item(args[0], args[1], args[2], frame, place)


def _delete_item(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    subscripts.delete_item(args[0], args[1], frame, place)


def _call(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return call(args[0], args[1:], kwargs, frame, place)


def _truth(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return truth(args[0], frame)


def _not(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return not truth(args[0], frame)


def _item_getter(keys: Args, _: Kwargs, __: Frame, ___: SourceSpan) -> Abstract:
    def get(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        found = [subscripts.get_item(args[0], key, frame, place) for key in keys]
        return found[0] if len(found) == 1 else tuple(found)

    return Model(get, "", 1, variadic=True).under("operator.itemgetter()")


def _attribute_getter(names: Args, _: Kwargs, __: Frame, where: SourceSpan) -> Abstract:
    for name in names:
        if not isinstance(name, str):
            raise (
                Indefinite(name)
                if isinstance(name, Unknown)
                else Raised(TypeError("attribute name must be a string"), where)
            )

    def get(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        found = []
        for dotted in names:
            value = args[0]
            for name in dotted.split("."):
                value = get_attribute(value, name, frame, place)
            found.append(value)
        return found[0] if len(found) == 1 else tuple(found)

    return Model(get, "", 1, variadic=True).under("operator.attrgetter()")


def _method_caller(given: Args, named: Kwargs, _: Frame, where: SourceSpan) -> Abstract:
    if not isinstance(given[0], str):
        raise (
            Indefinite(given[0])
            if isinstance(given[0], Unknown)
            else Raised(TypeError("method name must be a string"), where)
        )

    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        method = get_attribute(args[0], given[0], frame, place)
        return call(method, given[1:], named, frame, place)

    return Native("operator.methodcaller()", run)


def _count_of(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    found = 0
    for value in items(args[0], frame, place):
        answer = True if value is args[1] else compare(ast.Eq(), value, args[1], frame, place)
        found += dispatch.truth(answer, frame)
    return found


def _index_of(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    for index, value in enumerate(items(args[0], frame, place)):
        answer = True if value is args[1] else compare(ast.Eq(), value, args[1], frame, place)
        if dispatch.truth(answer, frame):
            return index
    raise Raised(ValueError("sequence.index(x): x not in sequence"), place)


def _length_hint(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`length_hint(obj, default=0)` of an object that has a length or a method that guesses it."""
    value, default = args[0], args[1] if len(args) > 1 else 0
    if not isinstance(value, Instance | list | tuple | dict | set | frozenset | str | bytes | range):
        raise Unsupported("the length of such an object is not known", place, lost=True)
    if (
        not isinstance(value, Instance)
        or defines(value, "__len__", frame, place)
        or payload_has(value, "__len__")
    ):
        try:
            return length(value, frame, place)
        except Raised as signal:
            if not is_raised(signal, TypeError):
                raise
    hint = call_method(value, "__length_hint__", [], frame, place)
    return default if hint is ABSENT or hint is NotImplemented else hint


FUNCTIONS: dict[str, Model] = {
    **{f"operator.{name}": _binary(op) for name, op in _BINARY.items()},
    **{f"operator.{name}": _in_place(op) for name, op in _IN_PLACE.items()},
    **{f"operator.{name}": _compared(op) for name, op in _COMPARED.items()},
    **{f"operator.{name}": _unary(op) for name, op in _UNARY.items()},
    "operator.abs": Model(lambda args, _, frame, place: convert("abs", args[0], frame, place), "a", 1),
    "operator.attrgetter": Model(_attribute_getter, "attr", 1, variadic=True),
    "operator.concat": Model(_concat, "a b", 2),
    "operator.contains": Model(_contains, "a b", 2),
    "operator.countOf": Model(_count_of, "a b", 2),
    "operator.delitem": Model(_delete_item, "a b", 2),
    "operator.getitem": Model(_get_item, "a b", 2),
    "operator.index": Model(lambda args, _, frame, place: convert("index", args[0], frame, place), "a", 1),
    "operator.itemgetter": Model(_item_getter, "item", 1, variadic=True),
    "operator.indexOf": Model(_index_of, "a b", 2),
    "operator.length_hint": Model(_length_hint, "obj default", 1),
    "operator.not_": Model(_not, "a", 1),
    "operator.setitem": Model(_set_item, "a b c", 3),
    "operator.truth": Model(_truth, "a", 1),
}
TYPES: dict[str, Abstract] = {
    "operator.call": Native("operator.call", _call),
    "operator.methodcaller": Native("operator.methodcaller", _method_caller),
}
