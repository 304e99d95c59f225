"""Patterns of `match` statements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine import havoc
from docgen.static.execution import operators, relations
from docgen.static.execution.assignment import store
from docgen.static.execution.costs import extent
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.execution.iteration import items
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_instance
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
"""Builtin types whose single positional subpattern matches the whole value (PEP 634)."""


_NAMED_SEQUENCES = frozenset({"MutableSequence", "Sequence"})
_NAMED_MAPPINGS = frozenset({"Mapping", "MutableMapping"})

Bound = dict[str, Abstract]
"""Names that a pattern captures: they are bound once all of it matches."""


def fits(case: ast.match_case, subject: Abstract, frame: Frame) -> bool:
    """Whether a case takes `subject`: its pattern matches, and its guard is true."""
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


def _held(subject: Abstract, kinds: frozenset[str], what: str, place: SourceSpan) -> Abstract:
    """What a subject holds, so that a pattern can look into it.

    Raises:
        Unsupported: it is unknown, or an object of the tree that may be such a collection.
    """
    if isinstance(subject, Unknown):
        raise Unsupported(f"matches something unknown against a {what}", place)
    held = operators.plain(subject)
    if isinstance(held, Instance):
        for base in held.cls.mro:
            if isinstance(base, Unknown) or (isinstance(base, type) and base.__name__ in kinds):
                raise Unsupported(f"matches an object of the tree against a {what}", place)
    return held


def _sequence(
    patterns: list[ast.pattern], subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    values = _held(subject, _NAMED_SEQUENCES, "sequence", place)
    if not isinstance(values, list | tuple | range):
        return False
    havoc.refuse_havocked(values, frame)
    star = next((i for i, p in enumerate(patterns) if isinstance(p, ast.MatchStar)), None)
    count = extent(values) if isinstance(values, range) else len(values)
    after = 0 if star is None else len(patterns) - star - 1
    if count != len(patterns) if star is None else count < star + after:
        return False
    elements = list(items(values, frame, place))
    if star is None:
        return all(_matches(p, v, frame, bound) for p, v in zip(patterns, elements, strict=True))
    head = zip(patterns[:star], elements, strict=False)
    tail = zip(patterns[star + 1 :], elements[len(elements) - after :], strict=True)
    if not all(_matches(p, v, frame, bound) for p, v in (*head, *tail)):
        return False
    starred = patterns[star]
    if isinstance(starred, ast.MatchStar) and starred.name is not None:
        bound[starred.name] = frame.evaluation.owns(elements[star : len(elements) - after])
    return True


def _mapping(
    pattern: ast.MatchMapping, subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound
) -> bool:
    values = _held(subject, _NAMED_MAPPINGS, "mapping", place)
    if not isinstance(values, dict):
        return False
    havoc.refuse_havocked(values, frame)
    keys = [operators.hashable(evaluate(key, frame), frame, place) for key in pattern.keys]
    if len({*keys}) < len(keys):
        raise Raised(ValueError("mapping pattern checks duplicate key"), place)
    for key, inner in zip(keys, pattern.patterns, strict=True):
        if key not in values or not _matches(inner, values[key], frame, bound):
            return False
    if pattern.rest is not None:
        bound[pattern.rest] = frame.evaluation.owns({k: v for k, v in values.items() if k not in keys})
    return True


def _class(pattern: ast.MatchClass, subject: Abstract, frame: Frame, place: SourceSpan, bound: Bound) -> bool:
    cls = evaluate(pattern.cls, frame)
    if not isinstance(cls, type | ClassValue | Unknown):
        raise Raised(TypeError("called match pattern must be a class"), place)
    if not truth(is_instance(subject, cls, frame, place), frame, pattern):
        return False
    if isinstance(subject, Unknown):
        raise Unsupported("matches something unknown against a class pattern", place)
    names: list[str] = []
    if pattern.patterns:
        if isinstance(cls, type) and issubclass(cls, _SELF_MATCHING):
            if len(pattern.patterns) > 1:
                raise Raised(TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern"), place)
            if not _matches(pattern.patterns[0], subject, frame, bound):
                return False
        else:
            names = _match_args(cls, frame, place)
            if len(pattern.patterns) > len(names):
                raise Raised(TypeError(f"a pattern accepts {len(names)} positional sub-patterns"), place)
            names = names[: len(pattern.patterns)]
    if len({*names, *pattern.kwd_attrs}) < len(names) + len(pattern.kwd_attrs):
        raise Raised(TypeError("a pattern got multiple sub-patterns for one attribute"), place)
    pairs = [*zip(names, pattern.patterns, strict=False)]
    pairs += zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
    for name, inner in pairs:
        value = find_attribute(subject, name, frame, place)
        if value is ABSENT or not _matches(inner, value, frame, bound):
            return False
    return True


def _match_args(cls: Abstract, frame: Frame, place: SourceSpan) -> list[str]:
    declared = find_attribute(cls, "__match_args__", frame, place)
    if isinstance(declared, Unknown):
        raise Unsupported(declared.reason, place)
    if isinstance(declared, tuple) and all(isinstance(name, str) for name in declared):
        return list(declared)
    if declared is not ABSENT:
        raise Raised(TypeError("__match_args__ must be a tuple of texts"), place)
    if isinstance(cls, ClassValue) and cls.fields is not None:
        return [field.name for field in cls.fields if field.init]
    if isinstance(cls, Unknown) or (isinstance(cls, ClassValue) and cls.outside_base() is not None):
        raise Unsupported("which attributes a class pattern looks at is not known", place)
    return []
