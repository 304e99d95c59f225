from pathlib import Path

import pytest

from docgen.model.measurement import Claim
from docgen.verify import results
from docgen.verify.evidence_files import EvidenceFile
from docgen.verify.modules import Modules
from docgen.verify.results import PASSED, Collected, Shown, merged

SHOWN = Shown(Claim("CIRCLE", "round", True), declared=True)


@pytest.mark.parametrize(
    ("recorded", "together"),
    [
        ([{"error": 0.1234}, {"error": 0.5678}], {"error": 0.57}),
        ([{"kernels": ["b", "a"]}, {"kernels": "c"}], {"kernels": ["a", "b", "c"]}),
        ([{"use": [{"b": 1}]}, {"use": [{"a": 2}, {"b": 1}]}], {"use": [{"a": 2}, {"b": 1}]}),
        ([{"use": {"b": 1}}], {"use": [{"b": 1}]}),
        ([{"fast": True}], {"fast": ["True"]}),
    ],
    ids=["the largest number", "texts", "rows", "a row", "a truth is no number"],
)
def test_what_several_tests_recorded_of_a_claim_comes_together(recorded, together):
    runs = {
        f"t.py::test[{place}]": results.TestRun((SHOWN,), PASSED, measured=each)
        for place, each in enumerate(recorded)
    }
    collected = Collected(dict.fromkeys(runs, (SHOWN,)), Path(), whole=True)
    after = merged(EvidenceFile("host"), runs, collected, Modules(Path(__file__).parent, ()))
    (line,) = after.measurements
    assert line.measured == together
