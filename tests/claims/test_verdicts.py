import pytest
from tiny_project import SCENARIOS, conditional, known, not_declared, unavailable, unknown

from docgen.claims.verdicts import Verdict, direction, judge
from docgen.claims.words import Claimed
from docgen.model.cell import Cell
from docgen.model.finding import Rule
from docgen.model.undecided import Undecided

AGREES, PARTLY, DRIFTED, UNTOLD = Verdict
NOTHING = Claimed(None)
IN_PART = Cell.in_part(("RED",), (Undecided("BLUE", "too deep"),), None, SCENARIOS[:2])
RED, BOTH = Claimed(frozenset({"RED"})), Claimed(frozenset({"RED", "BLUE"}))


@pytest.mark.parametrize(
    ("claimed", "cells", "verdict"),
    [
        (Claimed(True), [known(True)], AGREES),
        (Claimed(True), [known(False)], DRIFTED),
        (Claimed(True), [known(True, "rocm"), known(False, "cuda-8.0")], PARTLY),
        (RED, [known(["RED"])], AGREES),
        (RED, [known(["BLUE"])], DRIFTED),
        (BOTH, [known(["RED"], "rocm"), known(["BLUE"], "cuda-8.0")], PARTLY),
        # An empty list restricts nothing: no list of values is the union with it.
        (RED, [known([], "rocm"), known(["BLUE"], "cuda-8.0")], DRIFTED),
        (Claimed(frozenset({"16"})), [known([16])], AGREES),
        (Claimed(True), [conditional(True, False)], PARTLY),
        (RED, [conditional(["BLUE"], [])], DRIFTED),
        (Claimed(True), [unknown("too deep")], UNTOLD),
        (Claimed(True), [not_declared()], UNTOLD),
        # What is not known may be what makes the claim right.
        (Claimed(True), [known(False, "rocm"), unknown("too deep", "cuda-8.0")], UNTOLD),
        (Claimed(True), [known(True, "rocm"), unknown("too deep", "cuda-8.0")], PARTLY),
        # A yes of values claims that there are some.
        (Claimed(True), [known(["RED"])], AGREES),
        (Claimed(True), [known([])], DRIFTED),
        (Claimed(False), [known([])], AGREES),
        (Claimed(False), [known(["RED"])], DRIFTED),
        (RED, [known(True)], UNTOLD),
        (RED, [known("RED")], AGREES),
        (RED, [known("BLUE")], DRIFTED),
        (Claimed(frozenset({"a+b", "k: 1"})), [known([["a", "b"], {"k": 1}])], AGREES),
        (Claimed(frozenset()), [known(None)], AGREES),
        # What is known of some values contradicts a claim, whatever becomes of the others.
        (RED, [IN_PART], UNTOLD),
        (BOTH, [IN_PART], UNTOLD),
        (Claimed(frozenset({"BLUE"})), [IN_PART], DRIFTED),
        (Claimed(frozenset({"RED", "GREEN"})), [IN_PART], DRIFTED),
        (Claimed(False), [IN_PART], DRIFTED),
        (Claimed(frozenset({"BLUE"})), [IN_PART, known(["BLUE"], "rocm")], PARTLY),
        # What does not apply: a no, no value, no declaration and no class.
        (NOTHING, [known(False)], AGREES),
        (NOTHING, [known([])], AGREES),
        (NOTHING, [not_declared()], AGREES),
        (NOTHING, [unavailable()], AGREES),
        (NOTHING, [known(True)], DRIFTED),
        (NOTHING, [unknown("too deep")], UNTOLD),
        (Claimed(True), [], UNTOLD),
        # Where there is no class to ask, a no alone is right.
        (Claimed(True), [unavailable()], DRIFTED),
        (RED, [unavailable()], DRIFTED),
        (Claimed(False), [unavailable()], AGREES),
        (Claimed(frozenset()), [unavailable()], AGREES),
        (Claimed(True), [known(True, "cuda-8.0"), unavailable("rocm")], PARTLY),
        (Claimed(False), [known(False, "cuda-8.0"), unavailable("rocm")], AGREES),
        # It excuses no claim about where there is one.
        (Claimed(False), [known(True, "cuda-8.0"), unavailable("rocm")], DRIFTED),
        (Claimed(True), [unknown("too deep", "cuda-8.0"), unavailable("rocm")], UNTOLD),
    ],
)
def test_a_claim(claimed, cells, verdict):
    judgement = judge(claimed, cells, empty_is_all=False)
    assert judgement.verdict is verdict
    assert bool(judgement.reason) is (verdict is UNTOLD)


ANY = Claimed(frozenset())


def test_no_restriction_is_no_no():
    assert judge(ANY, [unavailable()], empty_is_all=True).verdict is DRIFTED


OVER, UNDER, OTHER = Rule.OVERCLAIM, Rule.UNDERCLAIM, Rule.DOCS_DRIFT


@pytest.mark.parametrize(
    ("claimed", "cells", "empty_is_all", "rule"),
    [
        (Claimed(True), [known(False)], False, OVER),
        (Claimed(False), [known(True)], False, UNDER),
        (BOTH, [known(["RED"])], False, OVER),
        (RED, [known(["RED", "BLUE"])], False, UNDER),
        (RED, [known(["BLUE"])], False, OTHER),
        # More than in one scenario and less than in another is neither.
        (RED, [known([], "rocm"), known(["RED", "BLUE"], "cuda-8.0")], False, OTHER),
        (BOTH, [known(["RED"], "rocm"), known(["BLUE"], "cuda-8.0")], False, OVER),
        (RED, [conditional([], ["BLUE"])], False, OTHER),
        # No value of a domain, or no restriction at all.
        (RED, [known([])], False, OVER),
        (RED, [known([])], True, UNDER),
        (Claimed(frozenset({"RED", "BLUE", "GREEN"})), [IN_PART], False, OVER),
        (Claimed(False), [IN_PART], False, UNDER),
        (ANY, [known(["RED"])], False, UNDER),
        (ANY, [known(["RED"])], True, OVER),
        (ANY, [unavailable()], True, OVER),
        (Claimed(True), [unavailable()], False, OVER),
        (NOTHING, [known(True)], False, UNDER),
        (Claimed(True), [known([])], False, OVER),
        (RED, [known(["RED", "BLUE"], "cuda-8.0"), unavailable("rocm")], False, UNDER),
    ],
)
def test_what_a_wrong_claim_is(claimed, cells, empty_is_all, rule):
    assert direction(claimed, cells, empty_is_all=empty_is_all) is rule
