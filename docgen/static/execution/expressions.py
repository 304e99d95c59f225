"""Expressions: a table from node type to the function that evaluates it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static.execution import conversions, operators, relations, subscripts
from docgen.static.execution.calls import call, call_with_unknown
from docgen.static.execution.comprehensions import dict_comp, generator, list_comp, set_comp
from docgen.static.execution.costs import charge, size
from docgen.static.execution.iteration import gathered, items, mapping_of, unpacked
from docgen.static.execution.names import load_name
from docgen.static.objects import dispatch, failures, known_types
from docgen.static.objects.annotations import run_annotations
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported, Untold
from docgen.static.objects.frames import derived
from docgen.static.objects.values import Abstract, SourceSpan, Unknown
from docgen.static.source.mangling import mangled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = evaluate(argument.value, frame)
            if isinstance(value, Unknown):
                known_types.refuse(iter, [value], place)
                return call_with_unknown(callee, args, value, frame, place)
            args.extend(items(value, frame, place))
        else:
            args.append(evaluate(argument, frame))
    kwargs: dict[str, Abstract] = {}
    for keyword in node.keywords:
        value = evaluate(keyword.value, frame)
        if keyword.arg is not None:
            given: Abstract = {keyword.arg: value}
        elif isinstance(value, Unknown):
            known_types.refuse(unpacked, [value], place)
            return call_with_unknown(callee, [*args, *kwargs.values()], value, frame, place)
        else:
            given = mapping_of(value, frame, place)
        for name, each in given.items():
            if not isinstance(name, str):
                raise Raised(TypeError("keywords must be strings"), place)
            if name in kwargs:
                raise Raised(TypeError(f"got multiple values for keyword argument {name!r}"), place)
            kwargs[name] = each
    return call(callee, args, kwargs, frame, place)


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
        result = relations.compare(operator, left, right, frame, SourceSpan(frame.module, node))
        if index < len(node.ops) - 1 and not truth(result, frame, node):
            return result
        left = right
    return result


def _if_exp(node: ast.IfExp, frame: Frame) -> Abstract:
    return evaluate(node.body if truth(evaluate(node.test, frame), frame, node.test) else node.orelse, frame)


def _elements(nodes: list[ast.expr], frame: Frame) -> Iterator[Abstract]:
    for node in nodes:
        if isinstance(node, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Starred):
            yield from items(evaluate(node.value, frame), frame, SourceSpan(frame.module, node))
        else:
            yield evaluate(node, frame)


def _list(node: ast.List, frame: Frame) -> Abstract:
    return frame.evaluation.owns(list(_elements(node.elts, frame)))


def _tuple(node: ast.Tuple, frame: Frame) -> Abstract:
    return tuple(_elements(node.elts, frame))


def _set(node: ast.Set, frame: Frame) -> Abstract:
    place = SourceSpan(frame.module, node)
    result: set[Abstract] = set()
    for element in node.elts:
        if isinstance(element, ast.Starred):
            values = gathered(evaluate(element.value, frame), frame, place)
        else:
            values = [evaluate(element, frame)]
        for value in values:
            operators.include(result, value, frame, place)
    return frame.evaluation.owns(result)


def _dict(node: ast.Dict, frame: Frame) -> Abstract:
    place = SourceSpan(frame.module, node)
    result: dict[Abstract, Abstract] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        name = None if key is None else evaluate(key, frame)
        evaluated = evaluate(value, frame)
        if key is not None:
            operators.put(result, name, evaluated, frame, place)
        elif isinstance(evaluated, Unknown):
            known_types.refuse(unpacked, [evaluated], place)
            return derived(evaluated, node, frame)
        else:
            result.update(mapping_of(evaluated, frame, place))
    return frame.evaluation.owns(result)


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
    target = frame
    while target.scope is None and target.namespace is None and target.parent is not None:
        target = target.parent  # out of the comprehensions around it
    dispatch.assign(node.target, value, target)
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
    ast.Dict: _dict,
    ast.DictComp: dict_comp,
    ast.FormattedValue: _formatted,
    ast.GeneratorExp: generator,
    ast.IfExp: _if_exp,
    ast.JoinedStr: _joined,
    ast.Lambda: _lambda,
    ast.List: _list,
    ast.ListComp: list_comp,
    ast.Name: _name,
    ast.NamedExpr: _named,
    ast.Set: _set,
    ast.SetComp: set_comp,
    ast.Slice: _slice,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.UnaryOp: _unary_op,
}
