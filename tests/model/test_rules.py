"""The table of rules against the rules, and its examples against the form of a report."""

import re

import pytest

from docgen.model.finding import Rule
from docgen.model.rules import ENTRIES, RULES

LINE = re.compile(r"(?:[\w./]+:\d+: )(?P<severity>error|warning): .+ \[(?P<rule>[a-z-]+)\]")
STOPPED = re.compile(r"docgen: [\w./]+:\d+: .+; to fix: .+")


def test_every_rule_has_one_entry():
    assert sorted(entry.rule.value for entry in ENTRIES) == sorted(rule.value for rule in Rule)
    assert [RULES[entry.rule] for entry in ENTRIES] == list(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.rule.value)
def test_an_example_is_a_finding_of_its_rule(entry):
    if entry.stops:
        assert STOPPED.fullmatch(entry.example)
        return
    example = LINE.fullmatch(entry.example)
    assert example
    assert (example["rule"], example["severity"]) == (entry.rule.value, entry.severity.value)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.rule.value)
def test_texts_are_sentences(entry):
    assert entry.explanation.endswith(".")
    assert entry.remedy.endswith(".")
    assert entry.reports[0].islower()
    assert not entry.reports.endswith(".")


def test_what_is_off_says_so():
    assert (RULES[Rule.UNKNOWN_CELL].default, RULES[Rule.UNUSED_IGNORE].default) == ("off", "warning")
