"""One case for each construct: the evaluator gives the right answer, and CPython agrees that it is right."""

import pytest
from case import NOTHING, Case, Raises
from cases_classes import CASES as CLASSES
from cases_effects import CASES as EFFECTS
from cases_expressions import CASES as EXPRESSIONS
from cases_functions import CASES as FUNCTIONS
from cases_imports import CASES as IMPORTS
from cases_made import CASES as MADE
from cases_modules import CASES as MODULES
from cases_special_methods import CASES as SPECIAL_METHODS
from packages import Answer, identical

CASES = [*CLASSES, *EFFECTS, *EXPRESSIONS, *FUNCTIONS, *IMPORTS, *MADE, *MODULES, *SPECIAL_METHODS]


def expected(case: Case) -> Answer:
    return Answer("raises" if isinstance(case.expected, Raises) else "known", case.expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_is_right(case, package):
    written = package(case.texts)
    right = expected(case)
    python = written.executed(case.expression)
    assert (python.kind, python.value) == (right.kind, right.value), "the table itself is wrong"
    assert identical(python.value, right.value) or right.kind == "raises"
    static = written.evaluated(case.expression)
    assert (static.kind, static.value) == (right.kind, right.value)


def test_ids_are_unique_and_naive_answers_are_wrong():
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.naive is NOTHING or not identical(case.naive, case.expected), case.id
