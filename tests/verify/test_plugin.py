"""The plugin, in processes of its own over a project of its own."""

from __future__ import annotations

import pytest

from docgen.model.measurement import Outcome


def outcomes(project, target="host"):
    return {claim: each.outcome.value for claim, each in project.evidence(target).items()}


ALL = {
    "CIRCLE, colours BLUE": "verified",
    "CIRCLE, colours RED": "verified",
    "CIRCLE, round": "verified",
    "SQUARE, colours BLUE": "verified",
    "SQUARE, colours RED": "verified",
    "SQUARE, round": "verified",
}


def test_claims_are_parametrised_and_recorded(project):
    result = project.run("--docgen-target", "host", "checks")
    result.assert_outcomes(passed=6)
    assert outcomes(project) == ALL
    line = project.evidence()["SQUARE, colours BLUE"]
    assert line.declared is False
    assert line.measured == {"error": 0.12}
    assert list(line.tests) == ["checks/test_shapes.py::test_colours[SQUARE-colours-BLUE-undeclared]"]


def test_nothing_is_written_without_a_target(project):
    project.run("checks").assert_outcomes(passed=6)
    assert not (project.root / "evidence").exists()


def test_results_of_several_processes_come_together(project):
    project.run("--docgen-target", "host", "-n", "2", "checks").assert_outcomes(passed=6)
    assert outcomes(project) == ALL


def test_a_class_that_does_otherwise_is_refuted_with_the_reason(project):
    project.edit("checks/test_shapes.py", "is declared\n\n\n@", "is declared, f'not {value}'\n\n\n@")
    project.edit(
        "checks/test_shapes.py", "assert shape(backend)", "assert backend != 'CIRCLE' and shape(backend)"
    )
    project.run("--docgen-target", "host", "checks").assert_outcomes(passed=4, failed=2)
    line = project.evidence()["CIRCLE, colours RED"]
    assert line.outcome is Outcome.REFUTED
    assert line.reason == "AssertionError: not RED"
    assert line.reproducer == "checks/test_shapes.py::test_colours[CIRCLE-colours-RED-declared]"


def test_a_crash_refutes_one_claim_and_others_go_on(project):
    project.edit(
        "checks/test_shapes.py",
        "    record_property",
        "    import os, signal\n"
        "    if (backend, value) == ('CIRCLE', 'BLUE'):\n"
        "        os.kill(os.getpid(), signal.SIGSEGV)\n"
        "    record_property",
    )
    project.run("--docgen-target", "host", "-n", "1", "checks")
    assert outcomes(project) == ALL | {"CIRCLE, colours BLUE": "refuted"}
    assert project.evidence()["CIRCLE, colours BLUE"].reason == "the process ended by SIGSEGV"


def test_a_crash_in_a_fixture_is_told_of_too(project):
    project.edit(
        "checks/test_shapes.py",
        "@claims",
        "import pytest\n\n\n"
        "@pytest.fixture\n"
        "def fatal():\n"
        "    import os\n"
        "    os.kill(os.getpid(), 9)\n\n\n"
        "@claims",
    )
    project.edit("checks/test_shapes.py", "test_round(", "test_round(fatal, ")
    project.run("--docgen-target", "host", "-n", "1", "checks")
    found = outcomes(project)
    assert found == ALL | {"CIRCLE, round": "refuted", "SQUARE, round": "refuted"}
    assert project.evidence()["SQUARE, round"].reason == "the process ended by SIGKILL"


def test_a_part_of_the_tests_leaves_the_rest_of_the_evidence(project):
    project.run("--docgen-target", "host", "checks")
    before = project.evidence()
    project.run("--docgen-target", "host", "-k", "round", "checks").assert_outcomes(passed=2, deselected=4)
    assert project.evidence() == before


def test_a_claim_is_verified_when_all_of_its_tests_passed(project):
    more = '\n\n@claims("round")\ndef test_round_again(backend, declared):\n    assert shape(backend)\n'
    with (project.root / "checks/test_shapes.py").open("a") as file:
        file.write(more)
    project.run("--docgen-target", "host", "-k", "test_round[", "checks").assert_outcomes(
        passed=2, deselected=6
    )
    assert outcomes(project) == {"CIRCLE, round": "untested", "SQUARE, round": "untested"}
    project.run("--docgen-target", "host", "-k", "again", "checks")
    assert outcomes(project) == {"CIRCLE, round": "verified", "SQUARE, round": "verified"}
    # A source that changed since: half of the tests prove nothing, and one that fails is enough.
    project.edit("shapes/base.py", "return False", "return bool(0)")
    before = project.evidence()
    project.run("--docgen-target", "host", "-k", "again", "checks")
    assert project.evidence() == before
    project.edit("checks/test_shapes.py", "    assert shape(backend)\n", "    assert not shape(backend)\n")
    project.run("--docgen-target", "host", "-k", "again", "checks")
    assert outcomes(project) == {"CIRCLE, round": "refuted", "SQUARE, round": "refuted"}


def test_what_failed_last_is_run_again(project):
    project.edit("checks/test_shapes.py", "import claims\n", "import claims\nfrom pathlib import Path\n")
    project.edit(
        "checks/test_shapes.py", "assert shape(claim", "assert Path('fixed').exists() and shape(claim"
    )
    cache = ("-p", "docgen.verify.plugin", "--docgen-target", "host", "checks")
    project.pytester.runpytest_subprocess(*cache)
    assert outcomes(project)["CIRCLE, round"] == "refuted"
    (project.root / "fixed").touch()
    project.pytester.runpytest_subprocess(*cache, "--lf").assert_outcomes(passed=2, deselected=0)
    assert outcomes(project) == ALL


MARKED = """
import pytest


@pytest.mark.docgen(backend="{backend}", capability="{capability}", value={value}{more})
def test_own():
    {body}
"""


def marked(project, backend="CIRCLE", capability="round", value="True", more="", body="pass"):
    text = MARKED.format(backend=backend, capability=capability, value=value, more=more, body=body)
    (project.root / "checks/test_own.py").write_text(text)
    return project.run("--docgen-target", "host", "checks/test_own.py")


def test_an_existing_test_becomes_evidence_by_a_mark(project):
    marked(project).assert_outcomes(passed=1)
    assert outcomes(project) == {"CIRCLE, round": "verified"}


@pytest.mark.parametrize(
    ("arguments", "outcome", "reason"),
    [
        ({"body": "raise OSError('no')"}, "refuted", "OSError: no"),
        ({"body": "pytest.skip('no device')"}, "untestable", "no device"),
        ({"backend": "SQUARE"}, "refuted", "it works, and the class does not declare it"),
        (
            {"backend": "SQUARE", "body": "assert False"},
            "untestable",
            "it is not declared, and the test that would show otherwise fails",
        ),
        ({"backend": "SQUARE", "more": ", refused=True"}, "verified", ""),
        ({"more": ", refused=True"}, "refuted", "it is refused, and the class declares it"),
    ],
)
def test_what_a_marked_test_proves(project, arguments, outcome, reason):
    marked(project, **arguments)
    (line,) = project.evidence().values()
    assert (line.outcome.value, line.reason) == (outcome, reason)


def test_an_expected_failure_is_no_proof(project):
    marked(project, body="pytest.xfail('broken on this device')")
    (line,) = project.evidence().values()
    assert (line.outcome.value, line.reason) == ("refuted", "expected to fail: broken on this device")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"backend": "CIRCEL"}, "no backend 'CIRCEL', did you mean 'CIRCLE'?"),
        ({"capability": "rond"}, "no capability 'rond', did you mean 'round'?"),
        (
            {"capability": "colours", "value": "'GREEN'"},
            "does not tell whether CIRCLE, colours GREEN is declared",
        ),
        ({"more": ", colour=1"}, "unexpected keyword argument 'colour'"),
    ],
)
def test_a_mark_that_names_nothing_stops_the_run(project, arguments, message):
    result = marked(project, **arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert message in result.stderr.str()


def test_only_tests_of_claims_are_run_for_a_target(project):
    (project.root / "checks/test_other.py").write_text("def test_other():\n    assert False\n")
    project.run("--docgen-target", "host", "checks").assert_outcomes(passed=6, deselected=1)


def test_claims_are_chosen_by_backend_and_capability(project):
    arguments = ("--docgen-target", "host", "--docgen-backend", "SQUARE", "--docgen-capability", "round")
    project.run(*arguments, "checks").assert_outcomes(passed=1, deselected=5)


def test_an_unknown_target_is_refused(project):
    result = project.run("--docgen-target", "hots", "checks")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "no target 'hots', did you mean 'host'?; to fix: use one of host, other" in result.stderr.str()


def test_a_test_that_takes_no_claim_is_refused(project):
    project.edit("checks/test_shapes.py", "test_round(claim, declared)", "test_round()")
    result = project.run("checks")
    assert "a test of claims takes one of backend, capability, value, declared, claim" in result.stdout.str()


def test_an_attempt_that_is_repeated_counts_by_its_last(project):
    (project.root / "conftest.py").write_text("""
import pytest
from _pytest.runner import runtestprotocol


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    \"\"\"What plugins that run failed tests again do.\"\"\"
    for attempt in range(3):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        again = attempt < 2 and any(report.failed for report in reports)
        for report in reports:
            if again and report.failed:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
        if not again:
            return True
""")
    project.edit("checks/test_shapes.py", "@claims", "TRIED = []\n\n\n@claims")
    project.edit(
        "checks/test_shapes.py",
        "assert shape(claim",
        "TRIED.append(1)\n    assert len(TRIED) % 2 == 0 and shape(claim",
    )
    project.run("--docgen-target", "host", "checks")
    assert outcomes(project) == ALL
