"""Patterns of `match` statements."""

from __future__ import annotations

import ast
import collections.abc
from typing import TYPE_CHECKING

from docgen.static.execution import operators, relations
from docgen.static.execution.assignment import store, unpacked
from docgen.static.execution.conversions import length
from docgen.static.execution.costs import charge
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.execution.subscripts import get_item
from docgen.static.objects import dispatch, known_types
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.type_checks import is_instance
from docgen.static.objects.types import ancestry, is_raised
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
"""Builtin types whose single positional subpattern matches the whole value (PEP 634)."""

_ASKED = ("__len__", "get")
"""Methods of a mapping that a pattern calls."""

Bound = dict[str, Abstract]
"""Names that a pattern captures; they are bound once the whole pattern matches."""


def fits(case: ast.match_case, subject: Abstract, frame: Frame) -> bool:
    """Tell whether a case matches `subject`: its pattern matches, and its guard is true."""
    bound: Bound = {}
    if not _matches(case.pattern, subject, frame, bound):
        return False
    for name, value in bound.items():
        store(name, value, frame)
    return case.guard is None or truth(evaluate(case.guard, frame), frame, case.guard)


def _matches(pattern: ast.pattern, subject: Abstract, frame: Frame, bound: Bound) -> bool:
    place = SourceSpan(frame.module, pattern)
    match pattern:
        case ast.MatchValue(value=value):
            result = relations.compare(ast.Eq(), subject, evaluate(value, frame), frame, place)
            return truth(result, frame, pattern)
        case ast.MatchSingleton(value=value):
            return truth(relations.compare(ast.Is(), subject, value, frame, place), frame, pattern)
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None and not _matches(inner, subject, frame, bound):
                return False
            if name is not None:
                bound[name] = subject
            return True
        case ast.MatchOr(patterns=patterns):
            return any(_matches(option, subject, frame, bound) for option in patterns)
        case ast.MatchSequence(patterns=patterns):
            return _sequence(patterns, subject, frame, place, bound)
        case ast.MatchMapping():
            return _mapping(pattern, subject, frame, place, bound)
        case ast.MatchClass():
            return _class(pattern, subject, frame, place, bound)
    raise Unsupported(f"{type(pattern).__name__} is not evaluated", place)


def _is_no(subject: Unknown, kind: type) -> bool:
    """Tell whether all of an unknown value's type is known, and a pattern of another kind does not match it."""
    known = subject.kind if known_types.is_typed(subject) else None
    return known is not None and (not issubclass(known, kind) or issubclass(known, str | bytes | bytearray))


def _sequence(
    patterns: list[ast.pattern], subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    if isinstance(subject, Unknown):
        if _is_no(subject, collections.abc.Sequence):
            return False
        raise Unsupported("matches something unknown against a sequence", place, lost=subject.lost)
    if isinstance(operators.plain(subject), str | bytes | bytearray):
        return False
    if not truth(is_instance(subject, collections.abc.Sequence, frame, place), frame):
        return False
    star = next((i for i, p in enumerate(patterns) if isinstance(p, ast.MatchStar)), None)
    if star is not None and len(patterns) == 1 and _is_wild(patterns[0]):
        return True
    size = length(subject, frame, place)
    if size != len(patterns) if star is None else size < len(patterns) - 1:
        return False
    if all(map(_is_wild, patterns)):
        return True
    if star is not None and _is_wild(patterns[star]):
        tail = enumerate(patterns[star + 1 :], size - len(patterns) + star + 1)
        return _by_index([*enumerate(patterns[:star]), *tail], subject, frame, place, bound)
    charge(size, frame, place)
    values = unpacked(subject, len(patterns), star, frame, place)
    for inner, value in zip(patterns, values, strict=True):
        if not isinstance(inner, ast.MatchStar):
            if not _matches(inner, value, frame, bound):
                return False
        elif inner.name is not None:
            bound[inner.name] = value
    return True


def _is_wild(pattern: ast.pattern) -> bool:
    """Tell whether a pattern is `_` or `*_`."""
    match pattern:
        case ast.MatchStar(name=None) | ast.MatchAs(name=None):  # `_` is the one `MatchAs` without a name
            return True
    return False


def _by_index(
    parts: list[tuple[int, ast.pattern]], subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    """Match a sequence of which `*_` leaves out a part: only the elements that are matched are read, by their index."""
    for index, pattern in parts:
        if not _is_wild(pattern) and not _matches(
            pattern, get_item(subject, index, frame, place), frame, bound
        ):
            return False
    return True


def _mapping(
    pattern: ast.MatchMapping, subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    if isinstance(subject, Unknown):
        if _is_no(subject, collections.abc.Mapping):
            return False
        raise Unsupported("matches something unknown against a mapping", place, lost=subject.lost)
    if not truth(is_instance(subject, collections.abc.Mapping, frame, place), frame):
        return False
    values = operators.plain(subject)
    if not isinstance(values, dict) or (values is not subject and any(map(subject.cls.mentions, _ASKED))):
        raise Unsupported("matches such a mapping", place)
    dispatch.refuse_havocked(values, frame, safe=True)
    if len(values) < len(pattern.keys):
        return False
    keys = [evaluate(key, frame) for key in pattern.keys]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise Raised(ValueError("mapping pattern checks duplicate key"), place)
        if key not in values:
            return False
    for key, inner in zip(keys, pattern.patterns, strict=True):
        if not _matches(inner, values[key], frame, bound):
            return False
    if pattern.rest is not None:
        bound[pattern.rest] = frame.evaluation.owns({k: v for k, v in values.items() if k not in keys})
    return True


def _class(pattern: ast.MatchClass, subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound) -> bool:
    cls = evaluate(pattern.cls, frame)
    if not truth(is_instance(subject, cls, frame, place), frame, pattern):
        return False
    if isinstance(subject, Unknown):
        raise Unsupported("matches something unknown against a class pattern", place, lost=subject.lost)
    names: list[str] = []
    if pattern.patterns:
        declared = _match_args(cls, frame, place)
        names = (declared or [])[: len(pattern.patterns)]
        if declared is None:
            if not _itself(pattern, cls, subject, frame, place, bound):
                return False
        elif len(names) < len(pattern.patterns):
            raise Raised(TypeError("a class pattern has more positions than __match_args__"), place)
        if len({*names, *pattern.kwd_attrs}) < len(names) + len(pattern.kwd_attrs):
            raise Raised(TypeError("a class pattern has two sub-patterns for one attribute"), place)
    pairs = [*zip(names, pattern.patterns, strict=False)]
    pairs += zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
    for name, inner in pairs:
        try:
            value = find_attribute(subject, name, frame, place)
        except Raised as signal:
            if not is_raised(signal, AttributeError):
                raise
            return False
        if value is ABSENT or not _matches(inner, value, frame, bound):
            return False
    return True


def _itself(
    pattern: ast.MatchClass, cls: Abstract, subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    """A positional sub-pattern of a class without `__match_args__`: some builtin types match the whole object."""
    matched = next(
        (base for base in ancestry(cls) if isinstance(base, type) and base in _SELF_MATCHING), None
    )
    if matched is None or len(pattern.patterns) > 1:
        raise Raised(TypeError("a class pattern has more positions than the class accepts"), place)
    return _matches(pattern.patterns[0], subject, frame, bound)


def _match_args(cls: Abstract, frame: Frame, place: SourceSpan) -> list[str] | None:
    """The attributes that positions stand for; None if the class does not define them."""
    declared = find_attribute(cls, "__match_args__", frame, place)
    if isinstance(declared, Unknown):
        raise Unsupported(declared.reason, place, origin=declared.origin)
    if declared is ABSENT:
        return None
    if not isinstance(declared, tuple) or not all(isinstance(name, str) for name in declared):
        raise Raised(TypeError("__match_args__ must be a tuple of texts"), place)
    return list(declared)
