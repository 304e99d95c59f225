"""Expressions: a table from node type to the function that evaluates it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static.execution import conversions, operators, relations, subscripts
from docgen.static.execution.calls import call, call_with_unknown
from docgen.static.execution.comprehensions import dict_comp, generator, list_comp, set_comp
from docgen.static.execution.costs import charge, size
from docgen.static.execution.displays import dict_display, list_display, set_display, tuple_display
from docgen.static.execution.iteration import items, mapping_of
from docgen.static.execution.names import load_name
from docgen.static.objects import dispatch, failures
from docgen.static.objects.annotations import run_annotations
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported, Untold
from docgen.static.objects.frames import derived
from docgen.static.objects.values import Abstract, SourceSpan, Unknown
from docgen.static.source.mangling import mangled

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


def evaluate(node: ast.expr, frame: Frame) -> Abstract:
    """The value of an expression.

    Raises:
        Raised: evaluating it raises in the documented program.
        Unsupported: it cannot be evaluated from the source.
    """
    handler = _EXPRESSIONS.get(type(node))
    if handler is None:
        raise Unsupported(f"{type(node).__name__} is not evaluated", SourceSpan(frame.module, node))
    try:
        return handler(node, frame)
    except Indefinite as signal:
        return derived(signal.value, node, frame)


def truth(value: Abstract, frame: Frame, node: ast.AST | None = None) -> bool:
    """The truth of a value; the path decides if it is unknown."""
    if value is True or value is False:
        return bool(value)
    try:
        return conversions.truth(value, frame)
    except Indefinite as signal:
        place = SourceSpan(frame.module, node) if node is not None and frame.module.name else None
        if signal.value.kind is not bool:
            failures.fork(signal.value, frame.evaluation, place, ("truth", signal.value.key))
        return frame.evaluation.decide(
            signal.value, place.text if place and signal.value is value else None, place
        )


def _constant(node: ast.Constant, _: Frame) -> Abstract:
    return node.value


def _name(node: ast.Name, frame: Frame) -> Abstract:
    return load_name(node.id, frame, node)


def _attribute(node: ast.Attribute, frame: Frame) -> Abstract:
    name = mangled(node.attr, frame)
    return get_attribute(evaluate(node.value, frame), name, frame, SourceSpan(frame.module, node))


def _call(node: ast.Call, frame: Frame) -> Abstract:
    frame.evaluation.step()
    callee = evaluate(node.func, frame)
    place = SourceSpan(frame.module, node)
    args: list[Abstract] = []
    kwargs: dict[str, Abstract] = {}
    lost: Unknown | None = None
    parts: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
    for part in parts:
        try:
            if isinstance(part, ast.keyword):
                _keyword(part, kwargs, frame, place)
            elif isinstance(part, ast.Starred):
                args.extend(items(evaluate(part.value, frame), frame, place))
            else:
                args.append(evaluate(part, frame))
        except Indefinite as signal:
            # The call itself may raise for the last of them; after others, further arguments have effects.
            cause = signal.value if part is parts[-1] else derived(signal.value, part, frame)
            lost = cause if lost is None else lost
    if lost is not None:
        return call_with_unknown(callee, [*args, *kwargs.values()], lost, frame, place)
    return call(callee, args, kwargs, frame, place)


def _keyword(node: ast.keyword, kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> None:
    """Evaluate a keyword of a call, or a mapping of them.

    Raises:
        Indefinite: such a mapping is unknown.
        Raised: a name is no text, or given twice.
    """
    value = evaluate(node.value, frame)
    given = mapping_of(value, frame, place) if node.arg is None else {node.arg: value}
    for name, each in given.items():
        if not isinstance(name, str):
            raise Raised(TypeError("keywords must be strings"), place)
        if name in kwargs:
            raise Raised(TypeError(f"got multiple values for keyword argument {name!r}"), place)
        kwargs[name] = each


def _bool_op(node: ast.BoolOp, frame: Frame) -> Abstract:
    stop_on = isinstance(node.op, ast.Or)
    value: Abstract = None
    for index, operand in enumerate(node.values):
        value = evaluate(operand, frame)
        if index < len(node.values) - 1 and truth(value, frame, operand) is stop_on:
            return value
    return value


def _unary_op(node: ast.UnaryOp, frame: Frame) -> Abstract:
    value = evaluate(node.operand, frame)
    if not isinstance(node.op, ast.Not):
        return operators.unary(node.op, value, frame, SourceSpan(frame.module, node))
    try:
        return not conversions.truth(value, frame)
    except Indefinite as signal:
        cause, place = signal.value, SourceSpan(frame.module, node)
        if cause.kind is not bool:
            failures.fork(cause, frame.evaluation, place, ("truth", cause.key))
        return cause.derived(
            place,
            key=("not", cause.key),
            negates=cause,
            kind=bool,
            lost=cause.may_fail,
        )


def _bin_op(node: ast.BinOp, frame: Frame) -> Abstract:
    left = evaluate(node.left, frame)
    return operators.binary(node.op, left, evaluate(node.right, frame), frame, SourceSpan(frame.module, node))


def _compare(node: ast.Compare, frame: Frame) -> Abstract:
    left = evaluate(node.left, frame)
    result: Abstract = True
    for index, (operator, operand) in enumerate(zip(node.ops, node.comparators, strict=True)):
        right = evaluate(operand, frame)
        try:
            result = relations.compare(operator, left, right, frame, SourceSpan(frame.module, node))
        except Indefinite as signal:  # its truth decides if the next one is evaluated
            result = derived(signal.value, node, frame)
        if index < len(node.ops) - 1 and not truth(result, frame, node):
            return result
        left = right
    return result


def _if_exp(node: ast.IfExp, frame: Frame) -> Abstract:
    return evaluate(node.body if truth(evaluate(node.test, frame), frame, node.test) else node.orelse, frame)


def _subscript(node: ast.Subscript, frame: Frame) -> Abstract:
    value = evaluate(node.value, frame)
    return subscripts.get_item(value, evaluate(node.slice, frame), frame, SourceSpan(frame.module, node))


def _slice(node: ast.Slice, frame: Frame) -> Abstract:
    parts = [evaluate(part, frame) if part else None for part in (node.lower, node.upper, node.step)]
    for part in parts:
        if isinstance(part, Unknown):
            raise Indefinite(part)
    return slice(*parts)


def _lambda(node: ast.Lambda, frame: Frame) -> Abstract:
    return define(node, frame)


def define(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame) -> FunctionValue:
    """The function that a definition makes; its defaults are evaluated now, as in Python."""
    in_class = frame.namespace.cls if frame.namespace is not None else None
    function = FunctionValue(node, frame, in_class or (frame.owner if isinstance(node, ast.Lambda) else None))
    frame.evaluation.owns(function.attributes)
    positional = [evaluate(default, frame) for default in node.args.defaults]
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    by_name = {arg.arg: evaluate(default, frame) for arg, default in pairs if default is not None}
    function.defaults = positional, by_name
    if not isinstance(node, ast.Lambda):
        spec = node.args
        parameters = (*spec.posonlyargs, *spec.args, spec.vararg, *spec.kwonlyargs, spec.kwarg)
        run_annotations([*(p.annotation for p in parameters if p is not None), node.returns], frame)
    return function


def _named(node: ast.NamedExpr, frame: Frame) -> Abstract:
    value = evaluate(node.value, frame)
    dispatch.assign(node.target, value, frame.around)
    return value


def _joined(node: ast.JoinedStr, frame: Frame) -> Abstract:
    parts = [evaluate(part, frame) for part in node.values]
    for part in parts:
        if isinstance(part, Unknown):
            raise Indefinite(part)
    charge(sum(map(size, parts)), frame, SourceSpan(frame.module, node))
    return "".join(parts)


def _formatted(node: ast.FormattedValue, frame: Frame) -> Abstract:
    value = evaluate(node.value, frame)
    convert = {-1: "", 115: "str", 114: "repr", 97: "ascii"}[node.conversion]
    spec = evaluate(node.format_spec, frame) if node.format_spec else ""
    try:
        return dispatch.format_value(value, convert, spec, frame, SourceSpan(frame.module, node))
    except Untold as signal:
        if spec:
            raise
        return signal.value.derived(SourceSpan(frame.module, node), kind=str)


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any, Frame], Abstract]] = {
    ast.Attribute: _attribute,
    ast.BinOp: _bin_op,
    ast.BoolOp: _bool_op,
    ast.Call: _call,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Dict: dict_display,
    ast.DictComp: dict_comp,
    ast.FormattedValue: _formatted,
    ast.GeneratorExp: generator,
    ast.IfExp: _if_exp,
    ast.JoinedStr: _joined,
    ast.Lambda: _lambda,
    ast.List: list_display,
    ast.ListComp: list_comp,
    ast.Name: _name,
    ast.NamedExpr: _named,
    ast.Set: set_display,
    ast.SetComp: set_comp,
    ast.Slice: _slice,
    ast.Subscript: _subscript,
    ast.Tuple: tuple_display,
    ast.UnaryOp: _unary_op,
}
