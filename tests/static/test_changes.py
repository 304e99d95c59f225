"""Changes that importing one module makes in another are seen, or unknown."""

import pytest
from cases_changes import CASES as CHANGES
from cases_returned import CASES as RETURNED

CASES = [*CHANGES, *RETURNED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_changes_of_another_module_are_seen(case, package):
    written = package(case.texts)
    right = written.executed(case.expression)
    static = written.evaluated(case.expression)
    assert static.covers(right), (static, right)


def test_ids_are_unique():
    assert len({case.id for case in CASES}) == len(CASES)
