"""Calls: arguments are bound as CPython binds them, the body runs in a frame of its own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.evaluation import DEPTH_LIMIT
from docgen.static.execution.generators import run_generator
from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Returned, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue, Generic
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.function_scope import function_scope

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation


def call(
    callee: Abstract,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """Call `callee`.

    Raises:
        Raised: the call raises in the documented program.
        Unsupported: it cannot be followed.
    """
    match callee:
        case FunctionValue():
            return call_function(callee, args, kwargs, frame.evaluation, place)
        case BoundMethod():
            return call(callee.function, [callee.receiver, *args], kwargs, frame, place)
        case Native():
            try:
                return callee.call(args, kwargs, frame, place)
            except IndexError:  # an argument that every use in practice gives was not given
                raise Unsupported(f"{callee.name}() is called in a way that is not modelled", place) from None
            except Indefinite as signal:
                return signal.value.outcome(place or signal.value.place)
        case ClassValue():
            return dispatch.construct(callee, args, kwargs, frame, place)
        case Partial():
            return call(callee.function, [*callee.args, *args], {**callee.kwargs, **kwargs}, frame, place)
        case Unknown():
            return _call_outside(callee, args, kwargs, frame, place)
        case Generic():
            return call(callee.origin, args, kwargs, frame, place)
        case Descriptor(kind="staticmethod"):
            return call(callee.function, args, kwargs, frame, place)
        case type():
            return dispatch.construct_builtin(callee, args, kwargs, frame, place)
        case Instance():
            result = call_method(callee, "__call__", args, frame, place, kwargs)
            if result is not ABSENT:
                return result
            if (outside := callee.cls.outside_base()) is not None:
                return Unknown(outside.reason, place)
    raise Raised(TypeError(f"{type(callee).__name__!r} object is not callable"), place)


def call_method(
    value: Abstract,
    name: str,
    args: list[Abstract],
    frame: Frame,
    place: SourceSpan | None,
    kwargs: dict[str, Abstract] | None = None,
) -> Abstract:
    """Call a method that the operators and protocols look up on the class; ABSENT if the tree defines none."""
    cls = value.metaclass if isinstance(value, ClassValue) else value.cls
    if not isinstance(cls, ClassValue):
        return ABSENT
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(found, Unknown) and owner is None and value is not None:
        # An outside base may define the protocol: nn.Module's `__eq__`, say. Only what is asked for by name counts.
        return ABSENT if name in _OBJECT_PROTOCOL else found
    if not isinstance(found, FunctionValue | Descriptor | Native | BoundMethod) or isinstance(owner, type):
        return ABSENT
    if isinstance(found, Descriptor):
        found = found.function
        return call(found, args, kwargs or {}, frame, place)
    return call(found, [value, *args], kwargs or {}, frame, place)


_OBJECT_PROTOCOL = frozenset({"__eq__", "__hash__", "__bool__", "__len__", "__repr__", "__str__"})


def call_function(
    function: FunctionValue,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    evaluation: Evaluation,
    place: SourceSpan | None,
) -> Abstract:
    """Run a function of the tree."""
    node = function.node
    if isinstance(node, ast.AsyncFunctionDef):
        return Unknown("a coroutine is not run", place)
    evaluation.step(place)
    if evaluation.depth >= DEPTH_LIMIT:
        raise Unsupported(f"calls go deeper than {DEPTH_LIMIT}", place, final=True)
    scope = function_scope(node)
    frame = Frame(evaluation, function.frame.module, parent=function.frame, scope=scope, owner=function.owner)
    frame.function = function
    bind_arguments(function, args, kwargs, frame, place)
    if args:
        frame.receiver = args[0]
    evaluation.depth += 1
    try:
        if isinstance(node, ast.Lambda):
            return dispatch.evaluate(node.body, frame)
        if scope.is_generator:
            return run_generator(node, frame)
        dispatch.run_body(node.body, frame)
    except Returned as signal:
        return signal.value
    finally:
        evaluation.depth -= 1
    return None


def bind_arguments(
    function: FunctionValue,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> None:
    """Bind arguments to parameters in `frame`.

    Raises:
        Raised: TypeError, as CPython does for a call that does not fit.
    """
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args]
    names = frame.names
    remaining = dict(kwargs)
    for parameter, value in zip(positional, args, strict=False):
        names[parameter.arg] = value
    if len(args) > len(positional):
        if spec.vararg is None:
            raise _mismatch(
                function, f"takes {len(positional)} positional arguments but {len(args)} were given", place
            )
        names[spec.vararg.arg] = tuple(args[len(positional) :])
    elif spec.vararg is not None:
        names[spec.vararg.arg] = ()
    by_keyword = {p.arg for p in (*spec.args, *spec.kwonlyargs)}
    for name in list(remaining):
        if name in by_keyword:
            if name in names:
                raise _mismatch(function, f"got multiple values for argument {name!r}", place)
            names[name] = remaining.pop(name)
    if spec.kwarg is not None:
        names[spec.kwarg.arg] = frame.evaluation.owns(remaining)
    elif remaining:
        raise _mismatch(function, f"got an unexpected keyword argument {next(iter(remaining))!r}", place)
    _fill_defaults(function, positional, frame, place)


def _fill_defaults(
    function: FunctionValue, positional: list[ast.arg], frame: Frame, place: SourceSpan | None
) -> None:
    spec, names = function.node.args, frame.names
    missing = [p for p in positional if p.arg not in names]
    missing_keywords = [p for p in spec.kwonlyargs if p.arg not in names]
    if not missing and not missing_keywords:
        return
    by_position, by_name = function.defaults
    first = len(positional) - len(by_position)
    for parameter in missing:
        index = positional.index(parameter) - first
        if index < 0:
            raise _mismatch(function, f"missing a required argument: {parameter.arg!r}", place)
        names[parameter.arg] = by_position[index]
    for parameter in missing_keywords:
        if parameter.arg not in by_name:
            raise _mismatch(function, f"missing a required keyword-only argument: {parameter.arg!r}", place)
        names[parameter.arg] = by_name[parameter.arg]


def _mismatch(function: FunctionValue, what: str, place: SourceSpan | None) -> Raised:
    return Raised(TypeError(f"{function.qualname}() {what}"), place)


def _call_outside(
    callee: Unknown, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """Call something outside the tree.

    The result is unknown, containers handed over may have changed, and where the program is prepared for an exception
    there may be one.
    """
    name = callee.path or callee.text
    result = Unknown(
        callee.reason if callee.path is None else f"{name}() is outside the documented tree", place
    )
    for argument in (*args, *kwargs.values()):
        if not isinstance(
            argument, ClassValue
        ):  # decorators and registries take classes and leave them as they are
            dispatch.havoc(argument, result, frame)
    if callee.path is not None and callee.path.partition(".")[0] in _QUIET:
        result.path = f"{callee.path}()"  # so that methods of what it returned are known to be as quiet
        return result
    guards = frame.evaluation.guards
    if any(guards):
        raises = Unknown(result.reason, place, mentions=f"{place.text if place else name} raises")
        # The plain path is the one without an exception: negate, so that it is explored first.
        if not frame.evaluation.decide(Unknown("", place, negates=raises)):
            raise Raised(Unknown(f"what {name}() raises", place), place)
    return result


_QUIET = frozenset({"logging", "warnings", "typing", "abc", "functools", "contextlib", "threading", "time"})
"""Packages whose functions do not raise at a caller who uses them as they are meant."""
