"""Findings of `docgen check` about evidence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.cli.main import main
from docgen.model.measurement import Outcome
from docgen.reporters.forms import CHECKS
from verify.measured_project import edit, measure, write_project

FAILED = {
    "outcome": Outcome.REFUTED,
    "tests": {"checks/test_shapes.py::test_x": "failed: AssertionError: 0.3 off"},
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_project(tmp_path)
    measure(root)
    monkeypatch.chdir(root)
    assert main(["build", "--quiet"]) == 0
    return root


@pytest.fixture
def check(root, capsys):
    def check(*arguments: str):
        capsys.readouterr()
        # A page says how each claim stands: it is written again, as after any edit.
        assert main(["build", "--quiet"]) in {0, 1}
        status = main(["check", "--format", "json", *arguments])
        record = json.loads(capsys.readouterr().out)
        return status, record["findings"]

    return check


def rules(findings):
    return [(each["rule"], each["severity"], each["backend"], each["capability"]) for each in findings]


def test_evidence_of_the_code_as_it_is_finds_nothing(check):
    assert check() == (0, [])


def test_a_failed_test_of_a_declared_value_is_an_overclaim(root, check):
    measure(root, {("CIRCLE", "colours", "BLUE"): FAILED})
    _, (finding,) = check()
    assert finding["rule"] == "overclaim"
    assert finding["severity"] == "error"
    assert finding["message"] == (
        "CIRCLE, colours BLUE is declared, and refuted on host: AssertionError: 0.3 off"
    )
    assert finding["code_location"] == "shapes/circle.py:9"
    assert finding["measured"] == "AssertionError: 0.3 off"
    assert finding["measured_location"] == "evidence/host.jsonl:4"
    assert finding["remedy"] == "docgen verify --target host --backend CIRCLE --capability colours"


def test_a_failed_test_of_a_refusal_is_an_underclaim(root, check):
    measure(root, {("SQUARE", "round", True): FAILED})
    status, findings = check()
    assert (status, rules(findings)) == (1, [("underclaim", "error", "SQUARE", "round")])


def test_a_declaration_that_is_turned_round_fails_without_new_evidence(root, check):
    edit(
        root,
        "shapes/square.py",
        '"""Not round."""',
        '"""Round."""\n\n    @classmethod\n    def is_round(cls):\n        return True\n',
    )
    status, findings = check()
    assert status == 1
    assert rules(findings) == [
        ("overclaim", "error", "SQUARE", "round"),
        ("stale-evidence", "warning", "SQUARE", "colours"),
    ]
    assert (
        "it was measured to be refused, before the class was made to say otherwise" in findings[0]["message"]
    )


def test_a_declaration_that_is_taken_back_fails_without_new_evidence(root, check):
    edit(root, "shapes/circle.py", "return True", "return False")
    status, findings = check()
    assert status == 1
    assert ("underclaim", "error", "CIRCLE", "round") in rules(findings)


def test_a_refuted_claim_that_is_taken_back_is_stale_until_it_is_measured(root, check):
    measure(root, {("CIRCLE", "round", True): FAILED})
    edit(root, "shapes/circle.py", "return True", "return False")
    _, findings = check()
    assert rules(findings) == [("stale-evidence", "warning", "CIRCLE", None)]


@pytest.mark.parametrize(
    ("path", "old", "new", "stale"),
    [
        ("shapes/circle.py", "return True", "return True  # indeed", []),
        ("shapes/circle.py", '"""Round."""', '"""As round as can be."""', []),
        ("shapes/circle.py", "return True", "return not False", ["CIRCLE"]),
        ("shapes/base.py", "return False", "return not True", ["CIRCLE", "SQUARE"]),
        ("shapes/world.py", "dimensions = 2", "dimensions = 4", []),
    ],
)
def test_an_edit_makes_stale_what_reached_it(root, check, path, old, new, stale):
    edit(root, path, old, new)
    status, findings = check()
    assert status == 0
    assert rules(findings) == [("stale-evidence", "warning", name, None) for name in stale]


def test_a_module_that_is_gone_makes_stale(root, check):
    measure(root)
    edit(root, "shapes/circle.py", "from shapes.colours import Colour\n", "from shapes.tints import Colour\n")
    (root / "shapes/colours.py").rename(root / "shapes/tints.py")
    edit(root, "shapes/base.py", "shapes.colours", "shapes.tints")
    edit(root, "docgen.toml", "shapes.colours.Colour", "shapes.tints.Colour")
    _, findings = check()
    assert rules(findings) == [("stale-evidence", "warning", name, None) for name in ("CIRCLE", "SQUARE")]


def test_a_value_that_there_is_no_more_is_stale(root, check):
    edit(root, "shapes/colours.py", '    BLUE = "b"\n', "")
    edit(root, "shapes/circle.py", "(Colour.RED, Colour.BLUE)", "(Colour.RED,)")
    _, findings = check()
    assert {each["rule"] for each in findings} == {"stale-evidence"}


REQUIRE = 'require = ["colours"]\n'


def test_what_is_declared_and_not_measured_is_found_where_it_is_asked_for(root, check):
    measure(root, leave_out=[("CIRCLE", "colours", "BLUE"), ("CIRCLE", "round", True)])
    assert check() == (0, [])
    edit(root, "docgen.toml", 'tests = ["checks"]\n', f'tests = ["checks"]\n{REQUIRE}')
    status, findings = check()
    assert (status, rules(findings)) == (1, [("unverified-claim", "error", "CIRCLE", "colours")])
    assert findings[0]["message"] == "CIRCLE declares what no target verifies: colours BLUE"
    measure(root, target="gpu")
    assert check() == (0, [])


@pytest.mark.parametrize("outcome", [Outcome.UNTESTABLE, Outcome.UNTESTED])
def test_what_could_not_be_tested_is_not_verified(root, check, outcome):
    edit(root, "docgen.toml", 'tests = ["checks"]\n', f'tests = ["checks"]\n{REQUIRE}')
    measure(root, {("SQUARE", "colours", "RED"): {"outcome": outcome}})
    status, findings = check()
    assert (status, rules(findings)) == (1, [("unverified-claim", "error", "SQUARE", "colours")])


def test_severities_and_ignores_apply(root, check):
    measure(root, {("CIRCLE", "colours", "BLUE"): FAILED})
    with (root / "docgen.toml").open("a") as file:
        file.write('\n[[ignore]]\nrule = "overclaim"\nbackend = "CIRCLE"\nreason = "known"\n')
    assert check() == (0, [])


def test_a_page_that_says_verified_of_what_is_stale_has_drifted(root, capsys):
    edit(root, "shapes/circle.py", "return True", "return not False")
    capsys.readouterr()
    assert main(["check", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    drifted = [each["capability"] for each in findings if each["rule"] == "docs-drift" and each["capability"]]
    assert drifted == ["colours", "round"]


@pytest.mark.parametrize("form", CHECKS)
def test_every_form_tells_of_it(root, capsys, form):
    measure(root, {("CIRCLE", "colours", "BLUE"): FAILED})
    capsys.readouterr()
    assert main(["check", "--format", form]) == 1
    out = capsys.readouterr().out
    assert "overclaim" in out
    assert "0.3 off" in out


def test_evidence_that_cannot_be_read_is_no_answer(root, capsys):
    with (root / "evidence/host.jsonl").open("a") as file:
        file.write("<<<<<<< ours\n")
    assert main(["check"]) == 2
    assert "host.jsonl:10: not a line of evidence" in capsys.readouterr().err


def test_evidence_of_a_target_that_is_not_configured_is_no_answer(root, capsys):
    (root / "evidence/host.jsonl").rename(root / "evidence/hots.jsonl")
    assert main(["check"]) == 2
    err = capsys.readouterr().err
    assert "evidence/hots.jsonl:1: evidence of a target that is not configured" in err
    assert "to fix: configure the target 'hots', or remove the file" in err


def test_the_export_has_the_evidence_of_each_backend(root, capsys):
    measure(root, {("CIRCLE", "round", True): FAILED})
    capsys.readouterr()
    assert main(["export", "--quiet"]) == 0
    circle, _ = json.loads(capsys.readouterr().out)["backends"]
    assert circle["evidence"][-1] == {
        "capability": "round",
        "value": True,
        "declared": True,
        "target": "host",
        "standing": "refuted",
        "reason": "AssertionError: 0.3 off",
        "test": "checks/test_shapes.py::test_x",
    }


def test_the_gate_needs_no_pytest(root):
    code = "import sys; from docgen.cli.main import main; main(['check']); sys.exit('pytest' in sys.modules)"
    repository = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={"PYTHONPATH": str(repository)}, check=False
    )
    assert done.returncode == 0
