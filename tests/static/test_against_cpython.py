"""Tables of functions, each compared with CPython itself: the evaluator's answer is the same, or unknown."""

from __future__ import annotations

import warnings
from textwrap import dedent, indent

import cases_asked_objects
import cases_builtins
import cases_changed_classes
import cases_changed_metadata
import cases_changed_objects
import cases_corners
import cases_deletions
import cases_exceptions
import cases_factories
import cases_generators
import cases_host_calls
import cases_iterators
import cases_kept_objects
import cases_managers
import cases_namespaces
import cases_rare_calls
import cases_rare_constructs
import cases_statements
import cases_tables
import cases_values
import pytest

TABLES = (
    cases_asked_objects,
    cases_builtins,
    cases_changed_classes,
    cases_changed_metadata,
    cases_changed_objects,
    cases_corners,
    cases_deletions,
    cases_exceptions,
    cases_factories,
    cases_generators,
    cases_host_calls,
    cases_iterators,
    cases_kept_objects,
    cases_managers,
    cases_namespaces,
    cases_rare_calls,
    cases_rare_constructs,
    cases_statements,
    cases_tables,
    cases_values,
)
CASES = [
    pytest.param(body, name in table.UNKNOWN, id=f"{table.__name__.removeprefix('cases_')}-{name}")
    for table in TABLES
    for name, body in table.CASES.items()
]


@pytest.mark.parametrize(("body", "unknown"), CASES)
def test_the_evaluator_agrees_with_cpython(package, body, unknown):
    project = package({"pkg/main.py": f"def answer():\n{indent(dedent(body).strip(), '    ')}\n"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        right = project.executed("pkg.main.answer()")
    said = project.evaluated("pkg.main.answer()")
    assert said.covers(right), (said, right)
    assert (said.kind in {"unknown", "conditional"}) is unknown, (said, right)


def test_what_is_unknown_is_a_case():
    for table in TABLES:
        assert table.CASES.keys() >= table.UNKNOWN
