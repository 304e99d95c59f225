"""Classes as CPython makes them: what is known is right, and what should be known is."""

import sys

import pytest
from asked import absolute
from cases_dataclass_options import CASES as DATACLASS_OPTIONS
from cases_dataclasses import CASES as DATACLASSES
from cases_enum_members import CASES as ENUM_MEMBERS
from cases_enums import CASES as ENUMS
from cases_hooks import CASES as HOOKS
from cases_metaclasses import CASES as METACLASSES
from cases_metadata import CASES as METADATA
from cases_named_tuples import CASES as NAMED_TUPLES
from cases_object_model import CASES as OBJECT_MODEL
from cases_wrappers import CASES as WRAPPERS

CASES = [
    *DATACLASSES,
    *DATACLASS_OPTIONS,
    *ENUMS,
    *ENUM_MEMBERS,
    *HOOKS,
    *METACLASSES,
    *METADATA,
    *NAMED_TUPLES,
    *OBJECT_MODEL,
    *WRAPPERS,
]
CHANGED = {"dataclass-functions", "docs", "enum-definition-errors", "namedtuple-call"}
"""Cases of which Python 3.13 answers something otherwise: docgen evaluates as 3.11 does."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answers_are_those_of_cpython(case, package):
    if sys.version_info >= (3, 13) and case.id in CHANGED:
        pytest.skip("3.13 answers otherwise")
    written = package(case.texts)
    wrong = []
    for probe in (*case.known, *case.open):
        python = written.executed(absolute(probe))
        static = written.evaluated(absolute(probe))
        if not (static.covers(python) if probe in case.open else static == python and static.covers(python)):
            wrong.append((probe, python, static))
    assert not wrong, "\n".join(map(str, wrong))


def test_ids_are_unique():
    assert len({case.id for case in CASES}) == len(CASES)
