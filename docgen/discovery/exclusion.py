"""Exclusion of classes that get no row: test modules, abstract classes, and whatever the configuration names."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.config.discovery import ABSTRACT, TESTS
from docgen.static.engine.configuration import NOWHERE
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unavailable
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue

if TYPE_CHECKING:
    from docgen.config import Discovery
    from docgen.discovery.found import Found
    from docgen.static.answers.interpreter import Program
    from docgen.static.objects.values import Abstract

_TEST = re.compile(r"_?tests?|_?testing|conftest|test_.*|.*_tests?")
"""Parts of dotted names that modules of tests have."""


def is_test(part: str) -> bool:
    """Tell whether a part of a dotted name is one that modules of tests have."""
    return _TEST.fullmatch(part) is not None


def excludes_module(name: str, discovery: Discovery) -> bool:
    """Tell whether a module that a search comes across is excluded."""
    if any(fnmatchcase(name, pattern) for pattern in _patterns(discovery)):
        return True
    if TESTS not in discovery.exclude:
        return False
    tests = {part for part in name.split(".") if is_test(part)}
    spelt = (set(pattern.split(".")) for pattern in discovery.modules if fnmatchcase(name, pattern))
    return bool(tests) and not any(tests <= parts for parts in spelt)


def excludes(found: Found, program: Program, scenario: str, discovery: Discovery) -> bool:
    """Tell whether a found class is excluded; a class that may not be abstract is kept."""
    paths = [path for path in (found.name, found.path) if path]
    if any(fnmatchcase(path, pattern) for path in paths for pattern in _patterns(discovery)):
        return True
    return ABSTRACT in discovery.exclude and _is_abstract(found, program, scenario)


def _patterns(discovery: Discovery) -> list[str]:
    return [each for each in discovery.exclude if each not in {TESTS, ABSTRACT}]


def _is_abstract(found: Found, program: Program, scenario: str) -> bool:
    bind, evaluation = found.bind, program.evaluation
    if bind is None:
        return False
    evaluation.start(scenario, ())

    def remaining() -> Abstract:
        cls = bind(evaluation)["cls"]
        if not isinstance(cls, ClassValue):
            return None
        return dispatch.find_attribute(cls, "__abstractmethods__", Frame(evaluation, NOWHERE), None)

    try:
        methods = attempted(remaining)
    except (Raised, Unavailable):
        return False
    return isinstance(methods, frozenset) and bool(methods)
