"""Operations on unknown values whose type is known: those that every value of the type refuses raise TypeError.

What a type refuses is found out with samples of it. What it never refuses is declared, because samples prove nothing
there. Anything else may raise, depending on the value.
"""

from __future__ import annotations

import copy
import math
import operator
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.objects import dispatch, exact, failures
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.exact_types import READS
from docgen.static.objects.native import PROGRAM_ERRORS
from docgen.static.objects.origins import Origin
from docgen.static.objects.small_data import SCALARS, is_fixed, is_wide
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Sequence

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import SourceSpan

_SAMPLES: dict[type, tuple[object, ...]] = {
    bool: (False, True),
    int: (0, 1, -1, 3),
    float: (0.0, 0.5, -1.5, 1e300, math.inf),
    complex: (0j, 1 - 2j, 1e300 + 0j),
    str: ("", "a", "%s", "1", "{}"),
    bytes: (b"", b"a", b"%s"),
    list: ([], [0], ["a", "b"]),
    tuple: ((), (0,), ("a", "b")),
    dict: ({}, {"a": 0}, {0: "a"}),
    set: (set(), {0}, {"a"}),
    frozenset: (frozenset(), frozenset({0}), frozenset({"a"})),
    slice: (slice(None), slice(0, 1)),
    type(None): (None,),
}
"""For each type whose operations are known, values that differ in what an operation may look at."""

VERSIONS: dict[str, tuple[object, ...]] = {
    "sys.version_info": ((3, 9, 0, "final", 0), (3, 14, 2, "alpha", 1), (4, 0, 0, "final", 0)),
}
"""Tuples of Python's own that have the same form in every version: what these values do, every value does."""
_CONTAINERS = frozenset({dict, frozenset, list, set, tuple})
_SIZED = _CONTAINERS | {bytes, str}
_FILLED = frozenset({"sys.path", "sys.version", "sys.version_info"})
"""Paths of texts and containers of Python's own that are not empty."""
_FILLING = frozenset({operator.imod, operator.mod})
"""Operations that fill a template, which samples of either operand hardly ever fit."""
_OF_ANY_CONTENT = _CONTAINERS | {bool, str}
"""Types of results of operations on containers that do not depend on what they hold."""
_NUMBERS = frozenset({bool, int})
_SETS = frozenset({set, frozenset})
_ORDERED = (frozenset({bool, int, float}), frozenset({str}), frozenset({bytes}), _SETS)
_EACH = tuple(frozenset({kind}) for kind in (bytes, dict, frozenset, list, set, str, tuple))
_SURE: dict[Callable[..., object], tuple[frozenset[type], ...]] = {
    operator.add: (_NUMBERS, *(frozenset({kind}) for kind in (str, bytes, list, tuple))),
    operator.iadd: (_NUMBERS, *(frozenset({kind}) for kind in (str, bytes, list, tuple))),
    operator.sub: (_NUMBERS, _SETS),
    operator.mul: (_NUMBERS,),
    operator.and_: (_NUMBERS, _SETS),
    operator.or_: (_NUMBERS, _SETS, frozenset({dict})),
    operator.xor: (_NUMBERS, _SETS),
    operator.neg: (_NUMBERS, frozenset({float}), frozenset({complex})),
    operator.pos: (_NUMBERS, frozenset({float}), frozenset({complex})),
    operator.invert: (_NUMBERS,),
    operator.lt: _ORDERED,
    operator.le: _ORDERED,
    operator.gt: _ORDERED,
    operator.ge: _ORDERED,
    operator.contains: (frozenset({str}), frozenset({bytes})),
    **dict.fromkeys((enumerate, iter, len, list, tuple), _EACH),
    **dict.fromkeys((frozenset, set), tuple(family for family in _EACH if not family & {list, tuple})),
    **dict.fromkeys((ascii, repr), tuple(frozenset({kind}) for kind in (bool, bytes, float, str))),
    **dict.fromkeys((str,), tuple(frozenset({kind}) for kind in (bool, float, str))),
    hash: (_NUMBERS, *(frozenset({kind}) for kind in (bytes, float, str))),
    abs: (_NUMBERS, frozenset({float})),
}
"""For each operation the families of types on whose values it always succeeds, whatever they are."""

_SMALL = 1000
_LONG = 100


class _Trial(NamedTuple):
    """Results of an operation on samples."""

    failure: Exception | None
    """The exception, if each combination of samples raises one of this type."""
    kind: type | None
    """The type of the results, if they have one."""
    fails_at_times: bool
    """True if some combination raises an exception."""
    results: tuple[object, ...]
    """Results of the others, where they are few."""


def known_type(value: Abstract) -> type | None:
    """The type of a value, if operations on it are known by its type."""
    kind = value.kind if isinstance(value, Unknown) else type(value)
    if kind is None and isinstance(value, Unknown) and value.path is not None:
        kind = dispatch.library_data(value.path)
    return kind if kind in _SAMPLES else None


def is_typed(value: Abstract) -> bool:
    """Tell whether a value is unknown, and of a type whose operations are known."""
    return isinstance(value, Unknown) and value.kind in _SAMPLES


def has_samples(kind: type) -> bool:
    """Tell whether the operations on values of a type are known."""
    return kind in _SAMPLES


def refuse(
    operation: Callable[..., object],
    operands: Sequence[Abstract],
    place: SourceSpan | None,
    errors: tuple[type[Exception], ...] = (TypeError,),
) -> None:
    """Refuse an operation that all values of its operands' types refuse.

    Raises:
        Raised: one of the exceptions of `errors`.
    """
    trial = _tried(operation, operands, {})
    if trial is not None and trial.failure is not None and isinstance(trial.failure, errors):
        raise Raised(trial.failure, place)


def operated(
    operation: Callable[..., object],
    operands: Sequence[Abstract],
    cause: Unknown,
    evaluation: Evaluation,
    place: SourceSpan | None,
    key: Hashable = None,
    *,
    is_sure: bool = False,
) -> Abstract:
    """The unknown result of an operation on operands of known types, of which one is unknown.

    Args:
        operation: The operation, for values of the types.
        operands: Its operands.
        cause: The unknown one.
        evaluation: The evaluation that runs it.
        place: The place of the operation.
        key: Operations of equal key have equal results.
        is_sure: True for an operation that succeeds on every value, if it does on the samples.

    Returns:
        The result; ABSENT if the type of an operand is not known.

    Raises:
        Raised: TypeError if no values of these types allow it; what it raises otherwise, if the path decides so.
    """
    done = exact.operated(operation, operands, {}, evaluation, place, changes=operation not in READS)
    if done is not ABSENT:
        return done
    trial = _tried(operation, operands, evaluation.havocked)
    if trial is None:
        return ABSENT
    if isinstance(trial.failure, TypeError):
        raise Raised(trial.failure, place)
    failures.refuse_lost(cause, place)
    kinds = {known_type(operand) for operand in operands}
    is_version = bool(_alike(cause)) and cause.origin is Origin.LIBRARY
    is_sure = (
        is_sure
        or is_version
        or _is_at_end(operation, operands, evaluation)
        or _is_search(operation, operands)
    ) and not trial.fails_at_times
    if not is_sure and not any(kinds <= family for family in _SURE.get(operation, ())):
        failures.fork(cause, evaluation, place, key, is_typed=trial.fails_at_times)
    result = cause.derived(place, key=key, kind=trial.kind, holds=cause.holds, lost=cause.spoils)
    result.alike = trial.results if _alike(cause) else ()
    return result


def _is_at_end(
    operation: Callable[..., object], operands: Sequence[Abstract], evaluation: Evaluation
) -> bool:
    """Tell whether an operation reads the first or the last element of a sequence that is not empty."""
    if operation is not operator.getitem or type(operands[1]) is not int or operands[1] not in {0, -1}:
        return False
    return known_type(operands[0]) in {list, str, tuple} and is_filled(operands[0], evaluation.havocked)


def _is_search(operation: Callable[..., object], operands: Sequence[Abstract]) -> bool:
    """Tell whether an operation looks for plain data among plain data."""
    holder = operands[0]
    if operation is not operator.contains or not isinstance(holder, list | tuple | set | frozenset | dict):
        return False
    sought = known_type(operands[1])
    return sought in SCALARS and all(known_type(part) in SCALARS for part in holder)


def _alike(value: Unknown) -> tuple[object, ...]:
    return value.alike or VERSIONS.get(value.path or "", ())


def is_filled(value: Abstract, havocked: Container[int]) -> bool:
    """Tell whether a text or a container is known not to be empty."""
    if isinstance(value, Unknown):
        return value.filled or value.path in _FILLED
    return bool(value) and id(value) not in havocked


def _tried(
    operation: Callable[..., object], operands: Sequence[Abstract], havocked: Container[int]
) -> _Trial | None:
    """Results of an operation on samples of its operands' types; None if one has no samples."""
    combinations: list[list[object]] = [[]]
    for operand in operands:
        samples = _samples_of(operand, havocked)
        if samples is None:
            return None
        combinations = [[*before, sample] for before in combinations for sample in samples]
    errors, kinds, results = [], set(), list[object]()
    for chosen in combinations:
        try:
            result = operation(*map(copy.copy, chosen))
        except PROGRAM_ERRORS as error:
            errors.append(error)
        else:
            kinds.add(type(result))
            results.append(result)
    same = len(errors) == len(combinations) and len({type(error) for error in errors}) == 1
    if operation in _FILLING and _fills(operands):
        same = False
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind not in _OF_ANY_CONTENT and any(known_type(operand) in _CONTAINERS for operand in operands):
        kind = None  # samples hold numbers and texts only
    return _Trial(errors[0] if same else None, kind, bool(errors), tuple(results))


def _fills(operands: Sequence[Abstract]) -> bool:
    """Tell whether a text is a template whose fields, or their values, are not known."""
    template, values = operands
    is_open = isinstance(template, Unknown) or known_type(values) in {dict, tuple}
    return is_open and known_type(template) in {str, bytes}


def _samples_of(operand: Abstract, havocked: Container[int]) -> Sequence[object] | None:
    """Values like an operand: itself, if it is small plain data."""
    kind = known_type(operand)
    if kind is None:
        return None
    if isinstance(operand, Unknown) and _alike(operand):
        return _alike(operand)
    if isinstance(operand, tuple) and is_fixed(operand):
        return (operand,)
    if isinstance(operand, Unknown) or kind in _CONTAINERS:
        every = _SAMPLES[kind]
        return tuple(filter(None, every)) if kind in _SIZED and is_filled(operand, havocked) else every
    if isinstance(operand, str | bytes):
        return _SAMPLES[kind] if len(operand) > _LONG or is_wide((operand,)) else (operand,)
    if isinstance(operand, int) and not -_SMALL < operand < _SMALL:
        return _SAMPLES[kind]
    return (operand,)
