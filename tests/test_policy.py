"""Severities and ignores of findings by the configuration."""

import pytest
from tiny_project import make_config, make_model, write_tree

from docgen.checks.policy import judged
from docgen.config.rules import Ignore
from docgen.model.finding import Finding, Rule, Severity
from docgen.project.project import Project, Request


def finding(rule=Rule.DOCS_DRIFT, backend="CIRCLE", capability="colours"):
    return Finding(
        rule=rule, severity=Severity.ERROR, message=rule.value, backend=backend, capability=capability
    )


def ignore(rule=Rule.DOCS_DRIFT, **limits):
    return Ignore(rule=rule, reason="known", **limits)


@pytest.fixture
def judge(tmp_path):
    """Judge findings by a configuration, of which the file holds as many ignores, from line 2 on."""
    write_tree(tmp_path, {"docgen.toml": 'packages = ["shapes"]\n' + "[[ignore]]\n" * 3})

    def judge(found, *, complete=False, request=None, **config):
        options = {"root": tmp_path, **(request or {})}
        project = Project(Request(**options), make_config(**config), make_model(), "")
        return judged(project, found, complete=complete)

    return judge


def test_without_configuration_findings_stay_as_they_are(judge):
    assert judge([finding()]).findings == (finding(),)


def test_a_severity_holds_for_its_rule_alone(judge):
    outcome = judge([finding(), finding(Rule.EXTRA_ROW)], rules={"docs-drift": Severity.WARNING})
    assert [(each.rule.value, each.severity.value) for each in outcome.findings] == [
        ("docs-drift", "warning"),
        ("extra-row", "error"),
    ]


@pytest.mark.parametrize(("rules", "count"), [({}, 0), ({"unknown-cell": Severity.ERROR}, 1)])
def test_a_rule_that_is_off_wants_a_severity(judge, rules, count):
    assert len(judge([finding(Rule.UNKNOWN_CELL)], rules=rules).findings) == count


@pytest.mark.parametrize(
    ("limits", "matches"),
    [
        ({}, True),
        ({"backend": "CIR*"}, True),
        ({"backend": "cir*"}, False),
        ({"capability": "colours"}, True),
        ({"capability": "round"}, False),
        ({"backend": "CIRCLE", "capability": "round"}, False),
        ({"rule": Rule.EXTRA_ROW}, False),
    ],
)
def test_an_ignore_matches_by_rule_backend_and_capability(judge, limits, matches):
    outcome = judge([finding()], ignore=(ignore(**limits),))
    assert len(outcome.findings) == 1 - matches
    assert [(each.finding, each.reason) for each in outcome.ignored] == [(finding(), "known")] * matches


@pytest.mark.parametrize("limits", [{"backend": "*"}, {"backend": "CIRCLE"}])
def test_a_limited_ignore_leaves_findings_about_no_backend(judge, limits):
    assert len(judge([finding(backend=None)], ignore=(ignore(**limits),)).findings) == 1


def test_an_ignore_that_matches_nothing_is_a_finding_with_its_line(judge):
    ignores = (ignore(), ignore(backend="SQUARE", capability="round"))
    (unused,) = judge([finding()], complete=True, ignore=ignores).findings
    assert unused.message == "the ignore of docs-drift for SQUARE and round matches no finding"
    assert (str(unused.code_location), unused.severity) == ("docgen.toml:3", Severity.WARNING)


def test_all_ignores_that_match_are_used(judge):
    assert judge([finding()], complete=True, ignore=(ignore(), ignore(backend="CIRCLE"))).findings == ()


def test_an_ignore_of_what_is_off_is_unused(judge):
    outcome = judge([finding(Rule.UNKNOWN_CELL)], complete=True, ignore=(ignore(Rule.UNKNOWN_CELL),))
    assert [each.rule for each in outcome.findings] == [Rule.UNUSED_IGNORE]


@pytest.mark.parametrize(
    ("rule", "options", "told"),
    [
        (Rule.DOCS_DRIFT, {"complete": True}, True),
        (Rule.DOCS_DRIFT, {"complete": False}, False),
        (Rule.DOCS_DRIFT, {"complete": True, "request": {"scenarios": ("rocm",)}}, False),
        (Rule.FAILED_IMPORT, {"complete": True}, False),
        (Rule.FAILED_IMPORT, {"complete": True, "request": {"runtime": True}}, True),
        (Rule.UNUSED_IGNORE, {"complete": True}, False),
    ],
)
def test_only_a_run_that_could_have_found_it_calls_an_ignore_unused(judge, rule, options, told):
    assert bool(judge([], ignore=(ignore(rule),), **options).findings) is told


def test_unused_ignores_have_a_severity_and_can_be_ignored(judge):
    stale = (ignore(),)
    rules = {"unused-ignore": Severity.ERROR}
    assert judge([], complete=True, ignore=stale, rules=rules).findings[0].severity is Severity.ERROR
    accepted = (*stale, ignore(Rule.UNUSED_IGNORE))
    outcome = judge([], complete=True, ignore=accepted)
    assert (outcome.findings, len(outcome.ignored)) == ((), 1)
