"""Answers in a tree too large for its imports to be run: changes that other modules make are seen in their text, or unknown."""

import pytest
from cases_changes import CASES as CHANGES
from cases_effects import CASES as EFFECTS
from cases_imports import CASES as IMPORTS
from cases_modules import CASES as MODULES
from cases_returned import CASES as RETURNED

CASES = [*CHANGES, *RETURNED, *EFFECTS, *IMPORTS, *MODULES]
WRONG = {
    "a-module-imported-anew",
    "a-module-that-cannot-be-imported",
    "a-module-that-fails-is-run-anew",
    "a-module-that-puts-something-in-its-place",
    "a-name-bound-in-its-module-by-a-class-body",
    "a-package-that-calls-another-module-by-the-name-of-a-submodule",
    "an-import-inside-a-function-runs-when-it-is-called",
    "bare-import",
    "changes-before-a-failure-stay",
    "guarded-import-of-what-fails-below",
    "half-made-module-in-a-circle",
    "names-are-taken-when-the-import-runs",
    "none-in-sys-modules",
    "registry-filled-by-name",
    "star-import-of-a-name-that-is-missing",
    "submodules-are-attributes-once-imported",
}
"""Cases whose answers hang on running an import, which is not done in such a tree."""


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_is_right_or_unknown(case, package):
    written = package(case.texts)
    right = written.executed(case.expression)
    static = written.evaluated(case.expression)
    assert static.covers(right) is (case.id not in WRONG), (static, right)
