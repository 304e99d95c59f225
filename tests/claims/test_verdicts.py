import pytest
from tiny_project import conditional, known, not_declared, unknown

from docgen.claims.verdicts import Verdict, judge
from docgen.claims.words import Claimed

AGREES, PARTLY, DRIFTED, UNTOLD = Verdict
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
        (Claimed(True), [known(["RED"])], UNTOLD),
        (Claimed(True), [], UNTOLD),
    ],
)
def test_a_claim(claimed, cells, verdict):
    judgement = judge(claimed, cells)
    assert judgement.verdict is verdict
    assert bool(judgement.reason) is (verdict is UNTOLD)
