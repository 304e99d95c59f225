"""Answers in a tree too large for its imports to be run: changes that other modules make are seen in their text, or unknown."""

import pytest
from cases_changes import CASES as CHANGES
from cases_changes import ChangeCase
from cases_effects import CASES as EFFECTS
from cases_imports import CASES as IMPORTS
from cases_modules import CASES as MODULES
from cases_returned import CASES as RETURNED

BASE = """
    class K:
        flag = False
        names = []
        def __init__(self): self.own = []
        def table(self): return TABLE
        @property
        def mine(self): return INNER
        def add(self): INNER.append(4)
    INNER = [1]
    TABLE = {"a": INNER}
    KS = {"a": K()}
    ONE = K()
    def fetch(): return INNER
    def made(): return ONE
    """
BY_TEXT = {
    "attribute-set-on-an-element": 'KS["a"].flag = True',
    "attribute-set-on-a-result": "made().flag = True",
    "attribute-of-a-result-changed": "made().own.append(1)",
    "element-of-a-result-of-a-method": 'ONE.table()["a"].append(2)',
    "result-of-a-property": "ONE.mine.append(3)",
    "method-of-an-element-called": 'KS["a"].add()',
    "method-that-is-bound-to-a-name": "add = ONE.add\nadd()",
    "list-of-a-class-through-an-object": "made().names.append(5)",
    "result-that-is-handed-on": "list.append(fetch(), 6)",
    "setattr-of-a-result": "setattr(made(), 'flag', True)",
    "captured-by-a-pattern": 'match TABLE:\n    case {"a": found}: found.append(7)',
    "captured-by-a-star": "match [INNER]:\n    case [*found]: found[0].append(8)",
    "captured-by-a-rest": 'match TABLE:\n    case {**found}: found["a"].append(9)',
    "captured-by-a-name": "match INNER:\n    case [_] as found: found.append(10)",
    "changed-in-a-function-that-is-called": "def f(): made().own.append(1)\nf()",
}
PROBE = "(pkg.base.INNER, pkg.base.ONE.flag, pkg.base.ONE.own, pkg.base.KS['a'].flag, pkg.base.K.names)"
SEEN = [
    ChangeCase(
        f"{name}-{way}",
        f"{imported}\n{text}\n",
        {"pkg/base.py": BASE, "pkg/third.py": "from pkg.base import *"},
        PROBE,
    )
    for name, text in BY_TEXT.items()
    for way, imported in {
        "by-name": "from pkg.base import *",
        "through-a-third": "from pkg.third import *",
    }.items()
]
CASES = [*CHANGES, *RETURNED, *EFFECTS, *IMPORTS, *MODULES, *SEEN]
WRONG = {
    "a-module-that-cannot-be-imported",
    "a-package-that-calls-another-module-by-the-name-of-a-submodule",
    "guarded-import-of-what-fails-below",
    "half-made-module-in-a-circle",
}
"""Cases whose answers hang on running an import, which is not done in such a tree."""


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_is_right_or_unknown(case, package):
    written = package(case.texts)
    right = written.executed(case.expression)
    static = written.evaluated(case.expression)
    assert static.covers(right) is (case.id not in WRONG), (static, right)
