"""`docgen rule`: every rule is explained in the terminal by the data that its page is made of."""

import pytest

from docgen.cli.main import main
from docgen.model.finding import Rule
from docgen.model.rules import RULES


def rule(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(["rule", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("each", Rule, ids=lambda each: each.value)
def test_a_rule_is_explained_with_its_default_its_example_and_its_remedy(capsys, each):
    status, out, err = rule(capsys, each.value)
    entry = RULES[each]
    assert (status, err) == (0, "")
    assert out.startswith(f"{each.value} ({entry.default}): {entry.reports}")
    assert entry.example in out
    assert entry.remedy in " ".join(out.split())
    assert ("[[ignore]]" in out.partition("In docgen.toml:")[2]) is not entry.stops


def test_without_a_name_all_rules_are_listed(capsys):
    status, out, _ = rule(capsys)
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [each.value for each in RULES]


def test_a_rule_as_a_finding_ends_with_it(capsys):
    assert rule(capsys, "[docs-drift]") == rule(capsys, "docs-drift")


def test_a_name_that_is_no_rule_names_the_nearest(capsys):
    status, out, err = rule(capsys, "docs-drif")
    assert (status, out) == (2, "")
    assert err == (
        "docgen: no rule 'docs-drif', did you mean 'docs-drift'?; to fix: docgen rule lists all rules\n"
    )
