"""What the source leaves open is conditional or unknown, with the right alternatives or the right reason."""

import pytest
from cases_abroad import CASES as ABROAD
from cases_open import CASES
from packages import answer_of, identical


@pytest.mark.parametrize("case", [*CASES, *ABROAD], ids=lambda case: case.id)
def test_what_is_open_is_said_to_be(case, package):
    cell = package(case.texts).cell(case.probe)
    answer = answer_of(cell)
    assert answer.kind == case.kind, answer
    if case.kind == "unknown":
        assert case.value in answer.value
    elif case.kind == "known":
        assert identical(answer.value, case.value)
    else:
        assert len(answer.value) == len(case.value)
        assert all(any(identical(a, b) for b in answer.value) for a in case.value)
        assert (
            not case.conditions or tuple(condition.when for condition in cell.conditions) == case.conditions
        )
