"""The data model as CPython has it: what is known is right, and what should be known is."""

import pytest
from asked import absolute
from cases_attributes import CASES as ATTRIBUTES
from cases_collections import CASES as COLLECTIONS
from cases_metaclass_protocols import CASES as METACLASSES
from cases_numbers import CASES as NUMBERS
from cases_objects import CASES as OBJECTS
from cases_type_checks import CASES as TYPE_CHECKS

CASES = [*ATTRIBUTES, *COLLECTIONS, *METACLASSES, *NUMBERS, *OBJECTS, *TYPE_CHECKS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answers_are_those_of_cpython(case, package):
    written = package(case.texts)
    wrong = []
    for probe in (*case.known, *case.open):
        python = written.executed(absolute(probe))
        static = written.evaluated(absolute(probe))
        if not static.covers(python) or (static.kind == "unknown" and probe in case.known):
            wrong.append(f"{probe}: CPython says {python}, the evaluator {static}")
    assert not wrong, "\n".join(wrong)


def test_ids_are_unique():
    assert len({case.id for case in CASES}) == len(CASES)
