"""Calls: arguments are bound as CPython binds them, and the body runs in a frame of its own."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING

from docgen.static.engine.acting import let_act
from docgen.static.engine.actors import may_act, named_module
from docgen.static.engine.evaluation import DEPTH_LIMIT
from docgen.static.engine.failing_callbacks import unbound_name
from docgen.static.engine.reach import give_away
from docgen.static.execution.generators import run_generator
from docgen.static.objects import dispatch, exact, failures, known_results, known_types
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Manager, Native, Partial
from docgen.static.objects.control_flow import Indefinite, LoopLeft, Raised, Returned, Unsupported, Untold
from docgen.static.objects.failures import Care
from docgen.static.objects.frames import Frame
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.special_methods import call_method, type_name
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.source.function_scope import function_scope

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation

_TAKEN = {"weakref.ref": 0}
"""Functions that make functions, and the number of arguments that these take and do not refuse."""


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
            if callee.cache is None:
                return call_function(callee, args, kwargs, frame.evaluation, place)
            run = functools.partial(call_function, callee, args, kwargs, frame.evaluation, place)
            return callee.cache.call(args, kwargs, frame, place, run)
        case BoundMethod():
            return call(callee.function, [callee.receiver, *args], kwargs, frame, place)
        case Native():
            return _call_native(callee, args, kwargs, frame, place)
        case ClassValue():
            return dispatch.construct(callee, args, kwargs, frame, place)
        case Partial():
            return call(callee.function, [*callee.args, *args], {**callee.kwargs, **kwargs}, frame, place)
        case Unknown():
            if known_types.is_typed(callee):
                raise Raised(TypeError(f"{type_name(callee)!r} object is not callable"), place)
            failures.refuse_changed(callee, frame.evaluation, place)
            return call_outside(callee, args, kwargs, frame, place)
        case Generic():
            return call(callee.origin, args, kwargs, frame, place)
        case Descriptor(kind="staticmethod"):
            return call(callee.function, args, kwargs, frame, place)
        case type():
            return _construct(callee, args, kwargs, frame, place)
        case Instance():
            result = call_method(callee, "__call__", args, frame, place, kwargs)
            if result is not ABSENT:
                return result
    raise Raised(TypeError(f"{type_name(callee)!r} object is not callable"), place)


def _construct(
    cls: type, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """Call a type of Python's own; if an argument is unknown, the callbacks among the others may run."""
    try:
        result = dispatch.construct_builtin(cls, args, kwargs, frame, place)
    except Indefinite as signal:
        if cls is str and isinstance(signal, Untold):
            return signal.value.derived(place or signal.value.place, kind=str)
        let_act((*args, *kwargs.values()), signal.value, frame)
        failures.refuse_lost(signal.value, place or signal.value.place)
        return known_results.result(
            cls, signal.value, args, kwargs, frame.evaluation, place or signal.value.place
        )
    if isinstance(result, Unknown):
        let_act((*args, *kwargs.values()), result, frame)
    return result


def _call_native(
    callee: Native, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """Call a function of Python's own; if an argument is unknown, the callbacks among the others may run."""
    if isinstance(callee, Manager):
        held = (callee, *args, *kwargs.values())
        raise Indefinite(Unknown("a manager that is called is not modelled", place, holds=held))
    if callee.is_method and not args:
        raise Raised(TypeError(f"unbound method {callee.name}() needs an argument"), place)
    try:
        result = callee.call(args, kwargs, frame, place)
    except (IndexError, ValueError):  # an argument that every use in practice gives was not given
        raise Unsupported(f"{callee.name}() is called in a way that is not modelled", place) from None
    except Indefinite as signal:
        let_act((*args, *kwargs.values()), signal.value, frame)
        failures.refuse_lost(signal.value, place or signal.value.place)
        return known_results.result(
            callee, signal.value, args, kwargs, frame.evaluation, place or signal.value.place
        )
    if hasattr(type(result), "__next__") and not isinstance(result, IteratorValue):
        return IteratorValue(type(result), result, frame.evaluation, place, (*args, *kwargs.values()))
    return result


def call_function(
    function: FunctionValue,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    evaluation: Evaluation,
    place: SourceSpan | None,
) -> Abstract:
    """Run a function of the tree."""
    node = function.node
    evaluation.step(place)
    if evaluation.depth >= DEPTH_LIMIT:
        raise Unsupported(f"calls go deeper than {DEPTH_LIMIT}", place, final=True)
    scope = function_scope(node)
    frame = Frame(evaluation, function.frame.module, parent=function.frame, scope=scope, owner=function.owner)
    frame.function = function
    if scope.positional is not None and len(args) == len(scope.positional) and not kwargs:
        frame.names.update(zip(scope.positional, args, strict=True))
    else:
        bind_arguments(function, args, kwargs, frame, place)
    if isinstance(node, ast.AsyncFunctionDef):  # any holder of the coroutine may run it
        coroutine = Unknown("a coroutine is not run", place, holds=(function, *args, *kwargs.values()))
        coroutine.exact = exact.COROUTINE
        return coroutine
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
    except LoopLeft as signal:
        raise signal.misplaced() from None
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
        Raised: TypeError, as CPython does for arguments that do not fit.
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


def call_outside(
    callee: Unknown,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
    care: Care = Care.NONE,
) -> Abstract:
    """Call a function outside the tree.

    The result is unknown, everything that can be reached from the arguments may have changed, and the call may raise
    if the program handles exceptions. A function that is known not to change its arguments does not.

    Raises:
        Raised: the path decides that it raises.
        Unsupported: it was given a function that cannot but raise.
    """
    if callee.path is not None and dispatch.returns_its_argument(callee.path):
        match args:
            case [FunctionValue() | ClassValue() as decorated] if not kwargs:
                return decorated
    succeeds = callee.takes == len(args) + len(kwargs)
    made: object = ABSENT
    if callee.path is not None:
        trial = dispatch.library_trial(callee.path, args, kwargs, frame.evaluation.havocked)
        if trial.error is not None:
            raise Raised(trial.error, place)
        succeeds, made = trial.succeeds, trial.made
    evaluation = frame.evaluation
    evaluation.strange += made is ABSENT
    given = tuple(value for value in (*args, *kwargs.values()) if may_act(value))
    given += tuple(module for value in args if (module := named_module(value, frame)) is not None)
    result = callee.derived(place) if callee.path is None else Unknown.made_by(callee.path, place)
    if callee.path is not None:
        result.kind = dispatch.library_result_type(callee.path)
    if callee.path is not None and care is Care.NONE:
        care = dispatch.library_care(callee.path, args, holds=bool(callee.holds))
    if care in {Care.NONE, Care.KEEPS}:
        result.holds = (*callee.holds, *given)
    if care is Care.NONE and callee.lost:  # the real function runs in the tree, and is followed there
        for value in given:
            dispatch.havoc(value, result, frame)
    elif care is Care.NONE:
        give_away((*callee.holds, *given), (), result, frame)
        unbound = next(filter(None, map(unbound_name, given)), None)
        if unbound is not None:
            what = f"{callee.text} is given a function that reads {unbound}, which is not bound"
            raise Unsupported(what, place, lost=True)
    if care is not Care.NONE and callee.path is not None:
        result.path = f"{callee.path}()"  # so that the same is known of the methods of its result
    if care is not Care.NEVER_RAISES and not succeeds:
        failures.fork(result, evaluation, place, may_import=True)
    exact.keep(result, made, args, kwargs, evaluation)
    result.takes = _TAKEN.get(callee.path or "")
    return result


def call_with_unknown(
    callee: Abstract, args: list[Abstract], unknown: Unknown, frame: Frame, place: SourceSpan
) -> Abstract:
    """Call `callee` with arguments of which some are unknown, even their number."""
    failures.refuse_lost(unknown, place)
    is_typed = known_types.is_typed(unknown)
    result = failures.outcome(unknown, frame.evaluation, place, is_typed=is_typed)
    give_away(args, [callee], result, frame)
    return result
